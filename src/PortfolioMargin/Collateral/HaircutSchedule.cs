using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>How much of its value each asset counts for as collateral. A debt is never cut.</summary>
public sealed class HaircutSchedule
{
    private readonly ImmutableDictionary<Currency, double> _haircuts;

    /// <summary>Every asset counts in full, at the snapshot's value.</summary>
    public static HaircutSchedule None { get; } = new([]);

    /// <summary>States the haircuts.</summary>
    /// <param name="haircuts">Haircut by asset, as a fraction from 0 to 1.</param>
    /// <param name="others">Haircut of assets that are not listed; 0 unless stated. The reporting currency is never cut.</param>
    /// <exception cref="ArgumentOutOfRangeException">A haircut is outside 0 to 1.</exception>
    /// <exception cref="ArgumentException">An asset is listed twice.</exception>
    public HaircutSchedule(IEnumerable<KeyValuePair<Currency, double>> haircuts, double others = 0)
    {
        var builder = ImmutableDictionary.CreateBuilder<Currency, double>();
        foreach (var (asset, haircut) in Guard.NotNull(haircuts, nameof(haircuts)))
        {
            if (!builder.TryAdd(asset, Guard.Fraction(haircut, $"haircut of {asset}")))
                throw new ArgumentException($"The schedule states {asset} twice; give each asset one haircut.", nameof(haircuts));
        }

        _haircuts = builder.ToImmutable();
        Others = Guard.Fraction(others, "haircut of other assets");
    }

    /// <summary>Haircut of assets that are not listed.</summary>
    public double Others { get; }

    /// <summary>The haircut of an asset.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="reporting">The reporting currency, which is never cut unless listed.</param>
    /// <returns>A fraction from 0 to 1.</returns>
    public double this[Currency asset, Currency reporting] => _haircuts.TryGetValue(asset, out double haircut) ? haircut : asset == reporting ? 0 : Others;

    /// <summary>What each holding of an account counts for, in the reporting currency.</summary>
    /// <param name="risk">The account.</param>
    /// <returns>Asset, haircut that was used, amount after it.</returns>
    public IEnumerable<(Currency Asset, double Haircut, Attributed Amount)> Value(RiskMatrix risk)
    {
        foreach (var row in Guard.NotNull(risk, nameof(risk)).Holdings)
        {
            double haircut = row.Quantity < 0 ? 0 : this[row.Asset, risk.Market.ReportingCurrency];
            yield return (row.Asset, haircut, risk.Row(row, row.Conversion * (1 - haircut)));
        }
    }
}
