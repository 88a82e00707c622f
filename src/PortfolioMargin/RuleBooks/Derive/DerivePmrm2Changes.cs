using System.Text.Json;
using System.Text.Json.Nodes;

namespace PortfolioMargin.RuleBooks;

/// <summary>Changes of the second portfolio manager come by market, {"markets":{"ETH":{..}}}, or flat, {"lossFactor":{..}}: then they change every shipped market,
/// of which an account holds one. A collateral asset in a flat object changes the markets that list it; one that none lists is added to all.</summary>
internal static class DerivePmrm2Changes
{
    private const string Markets = "markets", Collateral = "collateral";

    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The changes by market; a text that is no JSON object is left for the merge to refuse.</summary>
    public static string ByMarket(string changes, DerivePmrm2Parameters shipped)
    {
        if (Object(changes) is not { Count: > 0 } flat || flat.ContainsKey(Markets)) return changes;
        var markets = new JsonObject();
        foreach (string symbol in shipped.Markets.Keys) markets[symbol] = For(symbol, flat, shipped);
        return new JsonObject { [Markets] = markets }.ToJsonString();
    }

    private static JsonObject For(string symbol, JsonObject flat, DerivePmrm2Parameters shipped)
    {
        var own = (JsonObject)flat.DeepClone();
        if (own[Collateral] is not JsonObject assets) return own;
        foreach (string asset in assets.Select(entry => entry.Key).ToList())
        {
            bool elsewhere = shipped.Markets.Values.Any(market => market.Collateral.ContainsKey(asset));
            if (elsewhere && !shipped.Markets[symbol].Collateral.ContainsKey(asset)) assets.Remove(asset);
        }

        return own;
    }

    private static JsonObject? Object(string changes)
    {
        try
        {
            return JsonNode.Parse(changes, documentOptions: Reading) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
