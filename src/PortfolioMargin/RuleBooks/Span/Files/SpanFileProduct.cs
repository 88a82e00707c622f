namespace PortfolioMargin.RuleBooks;

/// <summary>Kinds of products in SPAN files.</summary>
public enum SpanProductType
{
    /// <summary>Futures (FUT).</summary>
    Future,

    /// <summary>Physicals, the underlying itself (PHY).</summary>
    Physical,

    /// <summary>Shares (EQTY, EQUITY).</summary>
    Equity,

    /// <summary>Combinations of contracts (CMB).</summary>
    Combination,

    /// <summary>Options on futures (OOF).</summary>
    OptionOnFuture,

    /// <summary>Options on physicals (OOP).</summary>
    OptionOnPhysical,

    /// <summary>Options on combinations (OOC).</summary>
    OptionOnCombination,

    /// <summary>Options on shares (OOE).</summary>
    OptionOnEquity,
}

/// <summary>A product (contract family) of a SPAN file.</summary>
/// <param name="Exchange">The exchange's acronym.</param>
/// <param name="Code">Product code; the same code may stand for a future and an option on it.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Family">Number of the family in XML files; empty in PA2 files.</param>
/// <param name="Currency">ISO code of the currency of prices; empty where the file states none.</param>
/// <param name="Multiplier">Contract value factor: money per point of price; 0 where the file states none. Indian files write it per index unit: the lot is not in them.</param>
/// <param name="Premium">When an option's premium is paid; none where the file does not say.</param>
/// <param name="Exercise">When an option may be exercised.</param>
public sealed record SpanFileProduct(
    string Exchange, string Code, SpanProductType Type, string Family, string Currency, double Multiplier, PremiumStyle? Premium, ExerciseStyle Exercise)
{
    /// <summary>Whether it is an option.</summary>
    public bool IsOption => Type >= SpanProductType.OptionOnFuture;

    /// <summary>The product as "XYZ GR FUT".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Exchange} {Code} {SpanCodes.Text(Type)}{(Family.Length > 0 ? $" ({Family})" : "")}";
}

/// <summary>What the contracts of one period share: futures of a month, or all strikes of an option series.</summary>
/// <param name="Expiry">Settlement or expiry day; none where the file does not say.</param>
/// <param name="DeltaScaling">Deltas of the combined commodity that one delta of the contract is.</param>
/// <param name="Multiplier">Contract value factor of these contracts alone; none where the product's holds.</param>
/// <param name="PriceScanRange">Price scan range in money per contract, or a percentage.</param>
/// <param name="IsPriceScanPercentage">Whether the price scan range is a percentage.</param>
/// <param name="VolatilityScanRange">Volatility scan range as a fraction, or a percentage.</param>
/// <param name="IsVolatilityScanPercentage">Whether the volatility scan range is a percentage.</param>
/// <param name="Volatility">Volatility that the arrays start from; none where the file does not say.</param>
/// <param name="Years">Time to expiry in years.</param>
public sealed record SpanFileSeries(
    DateOnly? Expiry = null,
    double DeltaScaling = 1,
    double? Multiplier = null,
    double? PriceScanRange = null,
    bool IsPriceScanPercentage = false,
    double? VolatilityScanRange = null,
    bool IsVolatilityScanPercentage = false,
    double? Volatility = null,
    double? Years = null);
