using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>The market snapshot lacks numbers that the calculation needs. All of them are listed, not only the first.</summary>
/// <param name="missing">One phrase per missing number, such as "BTC: spot price".</param>
public sealed class MissingMarketDataException(ImmutableArray<string> missing)
    : MarginException(Describe(missing))
{
    /// <summary>Every missing number, in canonical order.</summary>
    public ImmutableArray<string> Missing { get; } = missing;

    private static string Describe(ImmutableArray<string> missing) =>
        $"The market snapshot lacks {missing.Length} {(missing.Length == 1 ? "number" : "numbers")} that this portfolio needs; "
        + $"add them to the snapshot or take the positions out: {string.Join("; ", missing)}.";
}
