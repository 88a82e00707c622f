using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>A product of a combined commodity: what futures and options on one underlying symbol share.</summary>
/// <param name="Underlying">Symbol of the underlying.</param>
/// <param name="DeltaScalingFactor">Deltas of the combined commodity that one delta of this product is.</param>
/// <param name="PriceScanRange">Price move of the scan; absent: arrays must be given.</param>
/// <param name="PriceScanRangeKind">What it is stated in.</param>
/// <param name="VolatilityScanRange">Volatility move of the scan; absent: arrays of options must be given.</param>
/// <param name="VolatilityScanRangeKind">What it is stated in.</param>
public sealed record SpanProduct(
    string Underlying,
    double DeltaScalingFactor = 1,
    double? PriceScanRange = null,
    SpanRangeKind PriceScanRangeKind = SpanRangeKind.Absolute,
    double? VolatilityScanRange = null,
    SpanRangeKind VolatilityScanRangeKind = SpanRangeKind.Absolute)
{
    /// <summary>Symbol of the underlying.</summary>
    public string Underlying { get; } = Guard.Text(Underlying, "products.underlying");

    /// <summary>Deltas of the combined commodity that one delta of this product is; above 0.</summary>
    public double DeltaScalingFactor { get; } = Guard.Positive(DeltaScalingFactor, "products.deltaScalingFactor");

    /// <summary>Price move of the scan: points of price, or a fraction of the forward; above 0.</summary>
    public double? PriceScanRange { get; } = PriceScanRange is { } range ? Guard.Positive(range, "products.priceScanRange") : null;

    /// <summary>What the price move is stated in.</summary>
    public SpanRangeKind PriceScanRangeKind { get; } = Guard.Defined(PriceScanRangeKind, "products.priceScanRangeKind");

    /// <summary>Volatility move of the scan: points of volatility, or a fraction of it; not below 0.</summary>
    public double? VolatilityScanRange { get; } = VolatilityScanRange is { } range ? Guard.NonNegative(range, "products.volatilityScanRange") : null;

    /// <summary>What the volatility move is stated in.</summary>
    public SpanRangeKind VolatilityScanRangeKind { get; } = Guard.Defined(VolatilityScanRangeKind, "products.volatilityScanRangeKind");
}
