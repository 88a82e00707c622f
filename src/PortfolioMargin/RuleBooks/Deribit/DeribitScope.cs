using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>What the published rule covers. The rest is refused by name, or named in the diagnostics.</summary>
internal static class DeribitScope
{
    /// <summary>Groups by underlying: those of positions, then those that only hold shocked collateral.</summary>
    public static IEnumerable<RiskGroup> Groups(RiskMatrix risk, DeribitParameters parameters)
    {
        var held = risk.By(instrument => instrument.Underlying).ToList();
        var names = held.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (symbol, pair) in parameters.Pairs)
        {
            if (!names.Contains(symbol) && ShockedCollateral(risk, new(symbol), pair).Any()) held.Add(RiskGroup.Empty(symbol, risk));
        }

        return held.OrderBy(group => group.Name, StringComparer.Ordinal);
    }

    /// <summary>Collateral in the coin of a pair, which moves against a reporting currency that is another one.</summary>
    public static IEnumerable<RiskRow> ShockedCollateral(RiskMatrix risk, Underlying underlying, DeribitPair pair) =>
        pair.EquityIsShocked && underlying.Coin != risk.Market.ReportingCurrency
            ? risk.Holdings.Where(row => row.Asset == underlying.Coin && row.Quantity != 0)
            : [];

    public static void Check(RiskMatrix risk, DeribitParameters parameters)
    {
        Refuse(
            "Deribit publishes no portfolio margin parameters for these underlyings; state them under \"pairs\"",
            risk.All.Rows.Where(row => !parameters.Pairs.ContainsKey(row.Instrument.Underlying.Symbol)));
        Refuse("Deribit's margin for spot positions is not published; hold them as collateral", risk.All.Rows.Where(row => row.Instrument is SpotAsset));
        foreach (var group in risk.By(instrument => instrument.Underlying))
        {
            bool mixed = group.Rows.Select(row => row.Instrument.Payoff).Distinct().Count() > 1;
            if (mixed) Refuse($"How Deribit adds inverse and linear contracts of one underlying is not published; margin the {group.Name} books apart", group.Rows);

            var pair = parameters.Pairs[group.Name];
            double coins = group.Linear(row => row.Unit!.ForwardDelta).Value;
            double delta = Math.Abs(coins * risk.Market[new Underlying(group.Name)].Spot);
            if (delta > pair.DeltaShock.Threshold)
                Refuse(Invariant($"Total delta of {group.Name} is {delta:#,0} USD, above the threshold of {pair.DeltaShock.Threshold:#,0}: Deribit's delta shock is not published"), group.Rows);
        }
    }

    public static IEnumerable<Diagnostic> Findings(RiskMatrix risk, DeribitParameters parameters)
    {
        foreach (string symbol in risk.All.Rows.Select(row => row.Instrument.Underlying.Symbol).Distinct())
        {
            if (parameters.Pairs[symbol].AsOf is { } published && published > DateOnly.FromDateTime(risk.Market.Time.UtcDateTime))
                yield return Diagnostic.Warning("parameters-later-than-market", Invariant($"The {symbol} parameters are of {published:yyyy-MM-dd}, later than the market of {risk.Market.Time:yyyy-MM-dd}; the venue used others then."));
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
