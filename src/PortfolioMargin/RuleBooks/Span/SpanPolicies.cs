using System.Text.Json.Serialization;

namespace PortfolioMargin.RuleBooks;

/// <summary>Side of a spread's leg. Every spread is tried with side A long and B short first, then the other way round.</summary>
public enum SpanSide
{
    /// <summary>Long at first.</summary>
    A,

    /// <summary>Short at first.</summary>
    B,
}

/// <summary>What a scan range is stated in.</summary>
public enum SpanRangeKind
{
    /// <summary>Price points, or volatility points.</summary>
    Absolute,

    /// <summary>A fraction of the forward, or of the option's volatility.</summary>
    Relative,
}

/// <summary>How halves are rounded where net deltas are.</summary>
public enum SpanRounding
{
    /// <summary>0.5 becomes 1 and -0.5 becomes -1.</summary>
    HalfAwayFromZero,

    /// <summary>0.5 and -0.5 become 0.</summary>
    HalfTowardZero,
}

/// <summary>How short options are counted for their minimum.</summary>
public enum SpanShortOptionMethod
{
    /// <summary>The larger number of short calls and short puts.</summary>
    LargerSide,

    /// <summary>Short calls and short puts together.</summary>
    BothSides,
}

/// <summary>What an inter-commodity credit by deltas is a share of: the weighted futures price risk, money per delta.</summary>
public enum SpanPriceRiskMethod
{
    /// <summary>Price risk of the scan per net delta.</summary>
    PriceRisk,

    /// <summary>A stated amount per delta.</summary>
    ScanRange,

    /// <summary>The smaller of the two.</summary>
    ScanRangeCapped,
}

/// <summary>When a credit by deltas is given.</summary>
public enum SpanCreditCondition
{
    /// <summary>The spread is formed in any case; a leg without price risk earns nothing.</summary>
    EachLeg,

    /// <summary>The spread is formed only where every leg has price risk.</summary>
    AllLegs,
}

/// <summary>How far the value of long options may pay for risk.</summary>
public enum SpanOptionValueLimit
{
    /// <summary>The risk of its combined commodity group.</summary>
    Group,

    /// <summary>The risk of the whole account.</summary>
    Account,

    /// <summary>The risk of its combined commodity.</summary>
    CombinedCommodity,
}

/// <summary>Whether longs and shorts of an account offset.</summary>
public enum SpanNetting
{
    /// <summary>One owner: they do.</summary>
    Net,

    /// <summary>An omnibus account of several owners: every contract is scanned alone, without spreads.</summary>
    Gross,
}

/// <summary>Which remaining deltas of a spot month are charged.</summary>
public enum SpanCharged
{
    /// <summary>Long and short ones.</summary>
    [JsonStringEnumMemberName("both")]
    BothSides,

    /// <summary>Long ones.</summary>
    [JsonStringEnumMemberName("long")]
    LongSide,

    /// <summary>Short ones.</summary>
    [JsonStringEnumMemberName("short")]
    ShortSide,
}

/// <summary>When an inter-commodity spread is tried.</summary>
public enum SpanSpreadType
{
    /// <summary>Before all others.</summary>
    Super,

    /// <summary>After super spreads.</summary>
    InterCommodity,

    /// <summary>Last: against positions at another exchange.</summary>
    InterExchange,
}

/// <summary>How an inter-commodity spread earns its credit.</summary>
public enum SpanCreditMethod
{
    /// <summary>A share of the price risk of the deltas that offset.</summary>
    Delta,

    /// <summary>The legs are scanned together: losses in full, gains at the credit rate.</summary>
    Scan,
}
