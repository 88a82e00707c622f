using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>What the published rule covers. The rest is refused by name, or named in the diagnostics.</summary>
internal static class DeribitScope
{
    /// <summary>Groups by underlying: those of positions, and those that only hold shocked collateral.</summary>
    public static IEnumerable<RiskGroup> Groups(RiskMatrix risk, IEnumerable<RiskGroup> held, DeribitParameters parameters)
    {
        var groups = held.ToList();
        foreach (var (symbol, pair) in parameters.Pairs)
        {
            if (!groups.Exists(group => group.Name == symbol) && ShockedCollateral(risk, new(symbol), pair) is not null) groups.Add(RiskGroup.Empty(symbol, risk));
        }

        return groups.OrderBy(group => group.Name, StringComparer.Ordinal);
    }

    /// <summary>Collateral in the coin of a pair, which moves against a reporting currency that is another one.</summary>
    public static RiskRow? ShockedCollateral(RiskMatrix risk, Underlying underlying, DeribitPair pair)
    {
        if (!IsShocked(underlying, pair, risk.Market)) return null;
        foreach (var row in risk.Holdings)
            if (row.Asset == underlying.Coin && row.Quantity != 0) return row;
        return null;
    }

    /// <summary>Whether collateral in the coin of a pair is shocked like a position.</summary>
    public static bool IsShocked(Underlying underlying, DeribitPair pair, MarketSnapshot market) => pair.EquityIsShocked && underlying.Coin != market.ReportingCurrency;

    public static void Check(RiskMatrix risk, IReadOnlyList<RiskGroup> groups, DeribitParameters parameters)
    {
        Refuse(
            "Deribit publishes no portfolio margin parameters for these underlyings; state them under \"pairs\"",
            groups.Where(group => !parameters.Pairs.ContainsKey(group.Name)).SelectMany(group => group.Rows));
        foreach (var group in groups)
        {
            var payoff = group.Rows[0].Instrument.Payoff;
            bool mixed = false, spot = false;
            foreach (var row in group.Rows)
            {
                var instrument = row.Instrument;
                mixed |= instrument.Payoff != payoff;
                spot |= instrument is SpotAsset;
            }

            if (spot) Refuse("Deribit's margin for spot positions is not published; hold them as collateral", group.Rows.Where(row => row.Instrument is SpotAsset));
            if (mixed) Refuse(Mixed(group.Name), group.Rows);
            double coins = group.Sum(row => row.Unit!.ForwardDelta);
            if (TooLarge(group.Name, coins, risk.Market[new Underlying(group.Name)].Spot, parameters.Pairs[group.Name]) is { } reason) Refuse(reason, group.Rows);
        }
    }

    public static string Mixed(string symbol) => $"How Deribit adds inverse and linear contracts of one underlying is not published; margin the {symbol} books apart";

    /// <summary>Why a total delta is not covered, or none.</summary>
    public static string? TooLarge(string symbol, double coins, double spot, DeribitPair pair)
    {
        double delta = Math.Abs(coins * spot);
        return delta > pair.DeltaShock.Threshold
            ? Invariant($"Total delta of {symbol} is {delta:#,0} USD, above the threshold of {pair.DeltaShock.Threshold:#,0}: Deribit's delta shock is not published")
            : null;
    }

    public static IEnumerable<Diagnostic> Findings(RiskMatrix risk, IReadOnlyList<RiskGroup> groups, DeribitParameters parameters)
    {
        foreach (var group in groups)
        {
            if (parameters.Pairs[group.Name].AsOf is { } published && published > DateOnly.FromDateTime(risk.Market.Time.UtcDateTime))
                yield return Diagnostic.Warning("parameters-later-than-market", Invariant($"The {group.Name} parameters are of {published:yyyy-MM-dd}, later than the market of {risk.Market.Time:yyyy-MM-dd}; the venue used others then."));
        }

        if (!risk.Orders.Rows.IsEmpty)
            yield return Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined: Deribit's formula is not published. State the venue's amount as parameter openOrders.");
    }

    private static void Refuse(string reason, IEnumerable<RiskRow> rows)
    {
        ImmutableArray<string> refused = [.. rows.Select(row => row.Instrument.ToString())];
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException(reason, refused);
    }
}
