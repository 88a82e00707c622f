using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PortfolioMargin.RuleBooks;

/// <summary>A contract of a SPAN file with its published risk array.</summary>
public sealed class SpanFileContract
{
    private readonly SpanContractKey _key;
    private readonly SpanSeriesSlot? _series;
    private double[] _losses;

    internal SpanFileContract(SpanContractKey key, double[] losses, SpanSeriesSlot? series, long row) => (_key, _losses, _series, Row) = (key, losses, series, row);

    /// <summary>Its product.</summary>
    public SpanFileProduct Product => _key.Product;

    /// <summary>Call or put; none where it is no option.</summary>
    public OptionRight? Right => Product.IsOption ? _key.Right : null;

    /// <summary>Strike in points of price; none where it is no option, or where the strike is written in an alignment that has no public description.</summary>
    public double? Strike { get; internal init; }

    /// <summary>Period of the future: its own, or that of an option's underlying; none for options on physicals.</summary>
    public SpanPeriod FuturePeriod { get; internal set; }

    /// <summary>Period of the option; none where it is no option.</summary>
    public SpanPeriod OptionPeriod => _key.Option;

    /// <summary>Period that its delta is counted in: of the future, or of the option where there is none.</summary>
    public SpanPeriod DeltaPeriod => FuturePeriod.IsNone ? OptionPeriod : FuturePeriod;

    /// <summary>What all contracts of its period share; none where the file does not state it.</summary>
    public SpanFileSeries? Series => _series?.Value;

    /// <summary>The risk array: 16 losses of one long contract, loss positive as in the file, in the currency of the combined commodity, any cover fraction inside.
    /// Empty for physicals without an array.</summary>
    public ImmutableArray<double> Losses => ImmutableCollectionsMarshal.AsImmutableArray(_losses);

    /// <summary>Composite delta of one contract, before delta scaling.</summary>
    public double CompositeDelta { get; internal init; }

    /// <summary>Settlement price in points; none where the file has none, or writes it in an alignment that has no public description.</summary>
    public double? Price { get; internal init; }

    /// <summary>Implied volatility as a fraction; none where the file has none.</summary>
    public double? Volatility { get; internal init; }

    /// <summary>Line of the file that it begins on, counted from 1.</summary>
    public long Row { get; }

    /// <summary>Contract value factor: its own, its series', or its product's; 0 where the file states none.</summary>
    public double Multiplier => OwnMultiplier ?? Series?.Multiplier ?? Product.Multiplier;

    /// <summary>The instrument that a portfolio holds; none where the file does not say enough (the diagnostics say what is missing) or where it is a physical.</summary>
    public Instrument? Instrument { get; internal set; }

    internal double? OwnMultiplier { get; init; }

    internal SpanContractKey Key => _key;

    /// <summary>Brings the array to money: the layout writes whole numbers with an exponent that stands elsewhere. Only while the file is being read.</summary>
    internal void Scale(int exponent)
    {
        if (exponent != 0) _losses = [.. _losses.Select(loss => SpanScale.Apply(loss, exponent))];
    }

    /// <summary>The contract as "XYZ OG OOF 203003 C340".</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{Product} {(Product.IsOption ? OptionPeriod : FuturePeriod)}{(Product.IsOption ? $" {(Right == OptionRight.Call ? "C" : "P")}{(Strike is { } strike ? strike.ToString("R", CultureInfo.InvariantCulture) : "?")}" : "")}";
}

/// <summary>What tells contracts of a file apart. Hashes are seeded per process, so that no file can be built to collide.</summary>
internal readonly record struct SpanContractKey(SpanFileProduct Product, SpanPeriod Future, SpanPeriod Option, OptionRight Right, double Strike)
{
    public bool Equals(SpanContractKey other) =>
        ReferenceEquals(Product, other.Product) && Future == other.Future && Option == other.Option && Right == other.Right && Strike.Equals(other.Strike);

    public override int GetHashCode() =>
        HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Product), Future.GetHashCode(), Option.GetHashCode(), Right, Strike);
}

/// <summary>Place of a series that contracts refer to before it is read.</summary>
internal sealed class SpanSeriesSlot
{
    public SpanFileSeries? Value { get; set; }
}
