using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Writes a pairing as ledger lines: underlying, strategy, pairing. A pairing's amount is spread over its legs at their marginal prices.</summary>
internal static class RegTLedger
{
    /// <summary>The day on which the texts were read; the copy of Rule 4210 was the text of 2024.</summary>
    public static readonly DateOnly ReadOn = new(2026, 11, 22);

    private static readonly Citation Initial = new("Regulation T, 12 CFR 220.12", "supplement: margin requirements; as read on", ReadOn);
    private static readonly Citation Stock = new("FINRA Rule 4210", "(c); as read on", ReadOn);
    private static readonly Citation Options = new("FINRA Rule 4210", "(f)(2); as read on", ReadOn);
    private static readonly Citation Spreads = new("FINRA Regulatory Notice 12-44", "option spread strategies, in force from", new(2012, 10, 26));

    /// <summary>Strategies in the order of the ledger, with their formulas.</summary>
    private static readonly (string Name, string Initial, string Maintenance)[] Formulas =
    [
        ("long option", "P, or the long-dated rate x P", "P, or the long-dated rate x P"),
        ("short call", "P + M max(a S - OTM, b S)", "P + M max(a S - OTM, b S)"),
        ("short put", "P + M max(a S - OTM, b K)", "P + M max(a S - OTM, b K)"),
        (RegTStraddles.Name, "larger naked requirement + P of the other", "larger naked requirement + P of the other"),
        ("spread", "maximum loss + P of the long legs", "maximum loss + P of the long legs"),
        ("long box", "0.5 (K2 - K1) M + P of the short legs", "0.5 (K2 - K1) M + P of the short legs"),
        ("long stock", "rate x V", "rate x V"),
        ("short stock", "(1 + rate) V, at least maintenance", "V + max(rate V, 5 a share); below 5: V + max(V, 2.50 a share)"),
        ("covered call", "rate x min(V, KM) + max(V - KM, 0)", "rate x min(V, KM) + max(V - KM, 0)"),
        ("covered put", "short stock + max(KM - V, 0)", "short stock + max(KM - V, 0)"),
        ("protective put", "rate x V + P", "min(0.10 KM + max(V - KM, 0), rate x V) + P"),
        ("protective call", "short stock + P", "V + min(0.10 KM + max(KM - V, 0), short stock - V) + P"),
        ("collar", "rate x min(V, Kc M) + max(V - Kc M, 0) + P put", "min(0.10 Kp M + max(V - Kp M, 0), rate x Kc M) + max(V - Kc M, 0) + P put"),
        ("conversion", "rate x min(V, KM) + max(V - KM, 0) + P put", "0.10 KM + max(V - KM, 0) + P put"),
        ("reversal", "short stock + max(KM - V, 0) + P call", "V + 0.10 KM + max(KM - V, 0) + P call"),
    ];

    /// <summary>The documents.</summary>
    public static IEnumerable<Citation> Citations => [Initial, Stock, Options, Spreads];

    /// <summary>The line of a group.</summary>
    public static MarginLine Of(RegTGroup group, RegTPairing pairing, bool initial, RiskMatrix risk) => MarginLine.Sum(
        group.Name,
        Formulas.Select(formula => (Formula: formula, Chosen: pairing.Strategies.Where(strategy => strategy.Name == formula.Name).ToList())).Where(entry => entry.Chosen.Count > 0)
            .Select(entry => MarginLine.Sum(entry.Formula.Name, entry.Chosen.Select((strategy, index) => Pairing(group, strategy, index + 1, pairing.Prices, risk)))
                .Because(initial ? entry.Formula.Initial : entry.Formula.Maintenance, Source(entry.Formula.Name, initial)))).For(LineMeaning.PositionRates);

    private static Citation Source(string strategy, bool initial) => strategy switch
    {
        "spread" => Spreads,
        "long stock" or "short stock" => initial ? Initial : Stock,
        _ => Options,
    };

    private static MarginLine Pairing(RegTGroup group, RegTStrategy strategy, int number, double[] prices, RiskMatrix risk)
    {
        RegTUse[] uses = [.. strategy.Legs.OrderBy(use => group.Legs[use.Leg].Row.Index)];
        double value = strategy.Need * group.Conversion;
        var amount = risk.HasSlopes ? risk.Amount(value, [.. uses.Select(use => group.Legs[use.Leg].Row.Index)], [.. uses.Select(Slope)]) : Attributed.Constant(value);
        string legs = string.Join(", ", uses.Select(use => Invariant($"{(group.Legs[use.Leg].IsLong ? use.Count : -use.Count):0.########} x {group.Legs[use.Leg].Row}")));
        return MarginLine.Leaf(Invariant($"pairing {number}"), amount, note: $"{legs}; {Numbers(group, uses)}");

        double Slope(RegTUse use) => prices[use.Leg] * use.Count / group.Legs[use.Leg].Row.Quantity * group.Conversion;
    }

    /// <summary>The numbers of the formula: of options P and KM, of stock V, all for the whole pairing.</summary>
    private static string Numbers(RegTGroup group, RegTUse[] uses) => string.Join(", ", uses.Select(use => group.Legs[use.Leg] is { Option: { } option } leg
        ? Invariant($"{(option.Right == OptionRight.Call ? "call" : "put")} P {use.Count * leg.Price:0.####} KM {use.Count * leg.StrikeValue:0.####}")
        : Invariant($"V {use.Count * group.Legs[use.Leg].Price:0.####}")));
}
