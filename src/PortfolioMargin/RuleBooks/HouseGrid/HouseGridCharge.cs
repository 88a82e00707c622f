using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>What a charge is a share of; all in money. Units count at the spot price, deltas as cash deltas.</summary>
public enum HouseGridMeasure
{
    /// <summary>Short options: sum of sizes sold.</summary>
    ShortOptions,

    /// <summary>Options sold less options bought, not below 0.</summary>
    NetShortOptions,

    /// <summary>Short options that no long option of the same expiry and strike covers.</summary>
    NakedShortOptions,

    /// <summary>Futures and perpetuals, both sides.</summary>
    GrossFutures,

    /// <summary>Deltas of all positions, both sides.</summary>
    GrossDelta,

    /// <summary>Size of the net delta.</summary>
    NetDelta,

    /// <summary>The smaller side of the deltas.</summary>
    HedgedDelta,

    /// <summary>Sum over expiries of the size of the net delta; what has no expiry together.</summary>
    NetDeltaByExpiry,

    /// <summary>Net deltas of expiries that offset each other: the smaller side of them.</summary>
    HedgedAcrossExpiries,
}

/// <summary>A charge: rate x measure.</summary>
/// <param name="Name">Name of its ledger line.</param>
/// <param name="Measure">What it is a share of.</param>
/// <param name="Rate">The share.</param>
/// <param name="AnnualRate">Further share per year to expiry; for <see cref="HouseGridMeasure.NetDeltaByExpiry"/> only.</param>
public sealed record HouseGridCharge(string Name, HouseGridMeasure Measure, double Rate, double AnnualRate = 0)
{
    /// <summary>Name of its ledger line.</summary>
    public string Name { get; } = Guard.Text(Name, "name").Contains('/', StringComparison.Ordinal)
        ? throw new ArgumentException($"A charge's name must not hold a slash; got \"{Name}\".", nameof(Name))
        : Name;

    /// <summary>What it is a share of.</summary>
    public HouseGridMeasure Measure { get; } = Guard.Defined(Measure, $"measure of {Name}");

    /// <summary>The share.</summary>
    public double Rate { get; } = Guard.NonNegative(Rate, $"rate of {Name}");

    /// <summary>Further share per year to expiry.</summary>
    public double AnnualRate { get; } = Measure == HouseGridMeasure.NetDeltaByExpiry || AnnualRate == 0
        ? Guard.NonNegative(AnnualRate, $"annualRate of {Name}")
        : throw new ArgumentException($"annualRate of {Name} is stated for {Measure}; only NetDeltaByExpiry has a time to expiry.", nameof(AnnualRate));

    /// <summary>Whether it counts units, which an inverse contract has none of.</summary>
    internal bool CountsUnits => Measure is HouseGridMeasure.ShortOptions or HouseGridMeasure.NetShortOptions or HouseGridMeasure.NakedShortOptions or HouseGridMeasure.GrossFutures;

    /// <summary>Whether two books together may need more than apart: offsets only arise between them.</summary>
    internal bool GrowsByOffsetting => Rate > 0 && Measure is HouseGridMeasure.HedgedDelta or HouseGridMeasure.HedgedAcrossExpiries;

    /// <summary>The charge on one underlying's positions.</summary>
    internal MarginLine Line(RiskGroup group, double spotMoney) => MarginLine.Leaf(Name, Amount(group, spotMoney));

    private Attributed Amount(RiskGroup group, double spotMoney)
    {
        if (Measure == HouseGridMeasure.NetDeltaByExpiry) return ByExpiry(group);
        var options = group.Where(row => row.Instrument is VanillaOption);
        return Measure switch
        {
            HouseGridMeasure.ShortOptions => Rate * spotMoney * options.ShortUnits(),
            HouseGridMeasure.NetShortOptions => Rate * spotMoney * (-options.NetUnits()).Positive(),
            HouseGridMeasure.NakedShortOptions => Rate * spotMoney * group.NakedShorts(),
            HouseGridMeasure.GrossFutures => Rate * spotMoney * group.Where(row => row.Instrument is Future or Perpetual).GrossUnits(),
            HouseGridMeasure.GrossDelta => Rate * group.Gross(DeltaAggregates.CashDelta),
            HouseGridMeasure.NetDelta => Rate * group.Unhedged(DeltaAggregates.CashDelta),
            HouseGridMeasure.HedgedDelta => Rate * group.Hedged(DeltaAggregates.CashDelta),
            _ => Rate * group.HedgedAcrossExpiries(DeltaAggregates.CashDelta),
        };
    }

    /// <summary>Sum over expiries of (rate + annual rate x years) x |net cash delta|.</summary>
    private Attributed ByExpiry(RiskGroup group) => Attributed.Sum(group.By(instrument => instrument.Expiry)
        .OrderBy(expiry => expiry.Rows[0].Instrument.Expiry) // none first
        .Select(expiry => (Rate + AnnualRate * Years(expiry)) * expiry.Unhedged(DeltaAggregates.CashDelta)));

    private static double Years(RiskGroup expiry) => expiry.Rows[0].Instrument.Expiry is { } instant ? Math.Max(0, expiry.Market.YearsTo(instant)) : 0;
}
