using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of Paradex cross margin by underlying. Changes name an underlying under "underlyings", or state properties of a set, which then
/// change every shipped set. Fractions; sources stand at the shipped sets.</summary>
public sealed record ParadexCrossParameters
{
    /// <summary>One set per underlying.</summary>
    public required ImmutableSortedDictionary<string, ParadexCrossSet> Underlyings { get; init => field = Guard.NotNull(value, "underlyings").WithComparers(StringComparer.Ordinal); }
}

/// <summary>Parameters of one underlying.</summary>
public sealed record ParadexCrossSet
{
    /// <summary>Rates of the perpetual.</summary>
    public required ParadexCrossPerpetual Perpetual { get; init => field = Guard.NotNull(value, "perpetual"); }

    /// <summary>Rates of options.</summary>
    public required ParadexCrossOptions Option { get; init => field = Guard.NotNull(value, "option"); }

    /// <summary>Trading fee that is set aside. Market data of the account, not a constant of the rule.</summary>
    public required double FeeRate { get; init => field = Guard.Fraction(value, "feeRate"); }

    /// <summary>Largest fee of an option, as a share of its mark.</summary>
    public required double OptionFeeCap { get; init => field = Guard.Fraction(value, "optionFeeCap"); }
}

/// <summary>Rates of a perpetual.</summary>
/// <param name="MaintenanceFactor">Maintenance rate over initial rate.</param>
/// <param name="Initial">Initial rate on mark x open size; absent: not in the sources, so positions are refused.</param>
public sealed record ParadexCrossPerpetual(double MaintenanceFactor, double? Initial = null)
{
    /// <summary>Maintenance rate over initial rate.</summary>
    public double MaintenanceFactor { get; } = Guard.Fraction(MaintenanceFactor, "perpetual.maintenanceFactor");

    /// <summary>Initial rate on mark x open size.</summary>
    public double? Initial { get; } = Initial is { } rate ? Guard.Fraction(rate, "perpetual.initial") : null;
}

/// <summary>Rates of options.</summary>
/// <param name="Initial">Initial rates.</param>
/// <param name="Maintenance">Maintenance rates.</param>
public sealed record ParadexCrossOptions(ParadexCrossRates Initial, ParadexCrossRates Maintenance)
{
    /// <summary>Initial rates.</summary>
    public ParadexCrossRates Initial { get; } = Guard.NotNull(Initial, "option.initial");

    /// <summary>Maintenance rates.</summary>
    public ParadexCrossRates Maintenance { get; } = Guard.NotNull(Maintenance, "option.maintenance");
}

/// <summary>Rates of options, per unit: of the mark (premium) or of the spot price (the others).</summary>
/// <param name="Premium">Long options: share of the mark.</param>
/// <param name="LongInTheMoney">Long options: share of the spot price, at most.</param>
/// <param name="ShortInTheMoney">Short options: share of the spot price, less the out-of-the-money distance.</param>
/// <param name="ShortOutOfTheMoney">Short options: share of the spot price, at least.</param>
/// <param name="ShortPutCap">Short puts: share of the spot price, at most.</param>
public sealed record ParadexCrossRates(double Premium, double LongInTheMoney, double ShortInTheMoney, double ShortOutOfTheMoney, double ShortPutCap)
{
    /// <summary>Long options: share of the mark.</summary>
    public double Premium { get; } = Guard.NonNegative(Premium, "option.premium");

    /// <summary>Long options: share of the spot price, at most.</summary>
    public double LongInTheMoney { get; } = Guard.NonNegative(LongInTheMoney, "option.longInTheMoney");

    /// <summary>Short options: share of the spot price, less the out-of-the-money distance.</summary>
    public double ShortInTheMoney { get; } = Guard.NonNegative(ShortInTheMoney, "option.shortInTheMoney");

    /// <summary>Short options: share of the spot price, at least.</summary>
    public double ShortOutOfTheMoney { get; } = Guard.NonNegative(ShortOutOfTheMoney, "option.shortOutOfTheMoney");

    /// <summary>Short puts: share of the spot price, at most.</summary>
    public double ShortPutCap { get; } = Guard.NonNegative(ShortPutCap, "option.shortPutCap");
}
