using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>A combined commodity as the file states it. Charges are in its currency.</summary>
public sealed record SpanFileCommodity
{
    internal SpanFileCommodity(string code) => Code = code;

    /// <summary>Its code.</summary>
    public string Code { get; }

    /// <summary>ISO code of the currency of arrays and charges; empty where the file states none.</summary>
    public string Currency { get; internal init; } = "";

    /// <summary>Power of ten on array values, already applied to them.</summary>
    public int RiskExponent { get; internal init; }

    /// <summary>Whether its option value pays for its own risk only.</summary>
    public bool CapOptionValue { get; internal init; }

    /// <summary>Its products, in the order of the file.</summary>
    public ImmutableArray<SpanFileProduct> Products { get; internal init; } = [];

    /// <summary>Months that are scanned together.</summary>
    public ImmutableArray<SpanFileTier> ScanTiers { get; internal init; } = [];

    /// <summary>Tiers that calendar spreads name.</summary>
    public ImmutableArray<SpanFileTier> CalendarTiers { get; internal init; } = [];

    /// <summary>Tiers that inter-commodity spreads name.</summary>
    public ImmutableArray<SpanFileTier> InterCommodityTiers { get; internal init; } = [];

    /// <summary>Tiers with short option minimums of their own.</summary>
    public ImmutableArray<SpanFileTier> ShortOptionTiers { get; internal init; } = [];

    /// <summary>Whether every month is a scan tier of its own.</summary>
    public bool ScansByMonth { get; internal init; }

    /// <summary>Calendar spreads in the order in which they are formed: those of periods first, then those of tiers.</summary>
    public ImmutableArray<SpanFileSpread> CalendarSpreads { get; internal init; } = [];

    /// <summary>Periods with delivery charges.</summary>
    public ImmutableArray<SpanFileSpotMonth> SpotMonths { get; internal init; } = [];

    /// <summary>Money per short option that no tier holds; none where the file states none.</summary>
    public double? ShortOptionMinimum { get; internal init; }

    /// <summary>How short options are counted.</summary>
    public SpanShortOptionMethod ShortOptionMethod { get; internal init; }

    /// <summary>What credits by deltas are a share of.</summary>
    public SpanPriceRiskMethod PriceRiskMethod { get; internal init; }

    /// <summary>Initial over maintenance requirement, by account type.</summary>
    public SpanFileFactors InitialRatios { get; internal init; } = SpanFileFactors.One;

    /// <summary>Factors on the risk, by account type.</summary>
    public SpanFileFactors AdjustmentFactors { get; internal init; } = SpanFileFactors.One;

    /// <summary>What the file states of it and the rule book does not know. Such a commodity is left out of the parameters, so its contracts are refused, not undercharged.</summary>
    public ImmutableArray<string> NotCovered { get; internal init; } = [];
}

/// <summary>A tier of contract periods.</summary>
/// <param name="Number">Its number; 0 for all periods.</param>
/// <param name="From">First period; none where all are meant.</param>
/// <param name="To">Last period, included.</param>
/// <param name="Rate">Money per short option; none where the tier states none.</param>
public sealed record SpanFileTier(int Number, SpanPeriod From, SpanPeriod To, double? Rate = null);

/// <summary>A calendar spread of a combined commodity, or a spread between combined commodities.</summary>
/// <param name="Priority">Smaller ones are formed first.</param>
/// <param name="Amount">Money per spread (calendar spreads), or the credit rate as a fraction.</param>
/// <param name="Legs">Its legs.</param>
/// <param name="Type">When it is tried.</param>
/// <param name="Method">How it earns its credit; calendar spreads are charged.</param>
/// <param name="NotCovered">What the rule book does not know of it; empty when it is used. A credit that is left out can only raise the requirement.</param>
public sealed record SpanFileSpread(
    int Priority,
    double Amount,
    ImmutableArray<SpanFileLeg> Legs,
    SpanSpreadType Type = SpanSpreadType.InterCommodity,
    SpanCreditMethod Method = SpanCreditMethod.Delta,
    string NotCovered = "");

/// <summary>A leg of a spread.</summary>
/// <param name="Commodity">Code of the combined commodity.</param>
/// <param name="Side">Its side.</param>
/// <param name="DeltaPerSpread">Deltas that one spread takes.</param>
/// <param name="Tier">Number of the tier; 0 for all periods, or where a period is stated.</param>
/// <param name="Period">The period; none where a tier is stated.</param>
/// <param name="CreditRate">The leg's own credit rate as a fraction; none where the spread's holds.</param>
/// <param name="IsTarget">Whether the merged commodity of the scan method takes its place.</param>
public sealed record SpanFileLeg(
    string Commodity, SpanSide Side, double DeltaPerSpread, int Tier = 0, SpanPeriod Period = default, double? CreditRate = null, bool IsTarget = false);

/// <summary>Charges of a period near delivery, per delta.</summary>
/// <param name="Period">The period.</param>
/// <param name="SpreadCharge">Money per delta that calendar spreads use up.</param>
/// <param name="OutrightCharge">Money per delta that remains.</param>
public sealed record SpanFileSpotMonth(SpanPeriod Period, double SpreadCharge, double OutrightCharge);

/// <summary>One factor per type of account.</summary>
/// <param name="Member">Of members.</param>
/// <param name="Hedger">Of hedgers.</param>
/// <param name="Speculator">Of speculators.</param>
public sealed record SpanFileFactors(double Member, double Hedger, double Speculator)
{
    internal static SpanFileFactors One { get; } = new(1, 1, 1);

    /// <summary>The factor of an account type.</summary>
    /// <param name="account">The account type.</param>
    /// <returns>The factor.</returns>
    public double For(SpanAccountType account) => account switch
    {
        SpanAccountType.Member => Member,
        SpanAccountType.Hedger => Hedger,
        _ => Speculator,
    };
}

/// <summary>A group of combined commodities whose requirements are added up together.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Commodities">Codes of its combined commodities.</param>
public sealed record SpanFileGroup(string Code, ImmutableArray<string> Commodities);
