using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Sizes of groups of positions that margin rules name, in units of the underlying (contracts x multiplier). For linear payoffs: an inverse
/// future counts units of the quote currency.</summary>
public static class PositionAggregates
{
    /// <summary>Long less short: sum of quantity x multiplier.</summary>
    /// <param name="group">The positions.</param>
    /// <returns>Signed units.</returns>
    public static Attributed NetUnits(this RiskGroup group) => Guard.NotNull(group, nameof(group)).Linear(row => row.Instrument.Multiplier);

    /// <summary>Long plus short: sum of |quantity| x multiplier.</summary>
    /// <param name="group">The positions.</param>
    /// <returns>Units, not below 0.</returns>
    public static Attributed GrossUnits(this RiskGroup group) =>
        Guard.NotNull(group, nameof(group)).Linear(row => Math.Sign(row.Quantity) * row.Instrument.Multiplier);

    /// <summary>What is sold: sum of max(0, -quantity) x multiplier.</summary>
    /// <param name="group">The positions.</param>
    /// <returns>Units, not below 0.</returns>
    public static Attributed ShortUnits(this RiskGroup group) =>
        Guard.NotNull(group, nameof(group)).Linear(row => row.Quantity < 0 ? -row.Instrument.Multiplier : 0);

    /// <summary>Short options that no long option of the same expiry and strike covers, calls and puts together: sum over strikes of
    /// max(0, -(calls + puts)). Different strikes never offset; what is no option does not count.</summary>
    /// <param name="group">The positions.</param>
    /// <returns>Units, not below 0.</returns>
    public static Attributed NakedShorts(this RiskGroup group) => Attributed.Sum(Guard.NotNull(group, nameof(group))
        .Where(row => row.Instrument is VanillaOption)
        .By(instrument => (instrument.Expiry, ((VanillaOption)instrument).Strike))
        .Select(strike => (-strike.NetUnits()).Positive()));
}
