using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Positions, netted by instrument and held in canonical order (underlying, kind, expiry, strike, right). Immutable.</summary>
public sealed class Portfolio
{
    /// <summary>The portfolio that holds nothing.</summary>
    public static Portfolio Empty { get; } = new([]);

    private Portfolio(ImmutableArray<Position> positions) => Positions = positions;

    /// <summary>One position per instrument, in canonical order. A position that nets to zero stays listed.</summary>
    public ImmutableArray<Position> Positions { get; }

    /// <summary>Contracts held of an instrument; 0 when it is not held.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>Signed contracts.</returns>
    public double this[Instrument instrument]
    {
        get
        {
            Guard.NotNull(instrument, nameof(instrument));
            int at = Search(Positions, instrument, 0);
            return at >= 0 ? Positions[at].Quantity : 0;
        }
    }

    /// <summary>A portfolio of the given positions. Several of one instrument are netted: summed exactly and rounded once,
    /// so their order and how a position is split do not matter to the last bit.</summary>
    /// <param name="positions">The positions, in any order.</param>
    /// <returns>The netted portfolio.</returns>
    /// <exception cref="OverflowException">A net quantity exceeds the range of a double.</exception>
    public static Portfolio Of(params ReadOnlySpan<Position> positions) => Net(positions.ToArray());

    /// <summary>A portfolio of the given positions, netted as by <see cref="Of(ReadOnlySpan{Position})"/>.</summary>
    /// <param name="positions">The positions, in any order.</param>
    /// <returns>The netted portfolio.</returns>
    public static Portfolio Of(IEnumerable<Position> positions) => Net([.. Guard.NotNull(positions, nameof(positions))]);

    private static Portfolio Net(Position[] positions)
    {
        for (int i = 0; i < positions.Length; i++)
            if (positions[i].Instrument is null) throw new ArgumentNullException(nameof(positions), $"Position {i} has no instrument; build it from a quantity and an instrument.");
        if (positions.Length == 0) return Empty;

        Array.Sort(positions, static (left, right) => left.Instrument.CompareTo(right.Instrument));
        var net = new List<Position>(positions.Length);
        var parts = new List<double>();
        for (int start = 0, end; start < positions.Length; start = end)
        {
            for (end = start + 1; end < positions.Length && positions[end].Instrument.CompareTo(positions[start].Instrument) == 0; end++) ;
            if (end == start + 1)
            {
                net.Add(positions[start]);
                continue;
            }

            parts.Clear();
            for (int i = start; i < end; i++) parts.Add(positions[i].Quantity);
            net.Add(new(positions[start].Instrument, ExactSum.Of(CollectionsMarshal.AsSpan(parts))));
        }

        return new([.. net]);
    }

    /// <summary>Two portfolios in canonical order: what lies between two of the few positions is copied as it is.</summary>
    private static Portfolio Merge(ImmutableArray<Position> many, ImmutableArray<Position> few)
    {
        if (few.IsEmpty) return new(many);
        var merged = ImmutableArray.CreateBuilder<Position>(many.Length + few.Length);
        int from = 0;
        foreach (var position in few)
        {
            int at = Search(many, position.Instrument, from);
            bool both = at >= 0;
            if (!both) at = ~at;
            merged.AddRange(many.AsSpan(from, at - from));
            merged.Add(both ? new(many[at].Instrument, ExactSum.Of([many[at].Quantity, position.Quantity])) : position);
            from = both ? at + 1 : at;
        }

        merged.AddRange(many.AsSpan()[from..]);
        return new(merged.DrainToImmutable());
    }

    /// <summary>Index of an instrument from a place on, or the complement of where it would stand.</summary>
    private static int Search(ImmutableArray<Position> positions, Instrument instrument, int low)
    {
        int high = positions.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = positions[middle].Instrument.CompareTo(instrument);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The positions whose instruments satisfy a condition.</summary>
    /// <param name="condition">True for instruments to keep.</param>
    /// <returns>The part of the portfolio.</returns>
    public Portfolio Where(Func<Instrument, bool> condition)
    {
        Guard.NotNull(condition, nameof(condition));
        return new([.. Positions.Where(position => condition(position.Instrument))]);
    }

    /// <summary>Both portfolios together, netted.</summary>
    /// <param name="left">One portfolio.</param>
    /// <param name="right">The other.</param>
    /// <returns>Their sum.</returns>
    public static Portfolio operator +(Portfolio left, Portfolio right)
    {
        Guard.NotNull(left, nameof(left));
        Guard.NotNull(right, nameof(right));
        return left.Positions.Length >= right.Positions.Length ? Merge(left.Positions, right.Positions) : Merge(right.Positions, left.Positions);
    }

    /// <summary>The first portfolio less the second, netted.</summary>
    /// <param name="left">The portfolio.</param>
    /// <param name="right">What is taken away.</param>
    /// <returns>Their difference.</returns>
    public static Portfolio operator -(Portfolio left, Portfolio right) => left + -right;

    /// <summary>Every position turned round.</summary>
    /// <param name="portfolio">The portfolio.</param>
    /// <returns>Its mirror image.</returns>
    public static Portfolio operator -(Portfolio portfolio) => -1 * portfolio;

    /// <summary>Every quantity times a factor.</summary>
    /// <param name="factor">The factor; finite.</param>
    /// <param name="portfolio">The portfolio.</param>
    /// <returns>The scaled portfolio.</returns>
    public static Portfolio operator *(double factor, Portfolio portfolio) =>
        new([.. Guard.NotNull(portfolio, nameof(portfolio)).Positions.Select(p => new Position(p.Instrument, factor * p.Quantity))]);

    /// <summary>Every quantity times a factor.</summary>
    /// <param name="portfolio">The portfolio.</param>
    /// <param name="factor">The factor; finite.</param>
    /// <returns>The scaled portfolio.</returns>
    public static Portfolio operator *(Portfolio portfolio, double factor) => factor * portfolio;

    /// <summary>The portfolio in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Positions.Length switch
    {
        0 => "empty portfolio",
        <= 4 => string.Join(", ", Positions),
        _ => $"{Positions.Length} positions in {Positions.Select(p => p.Instrument.Underlying).Distinct().Count()} underlyings",
    };
}
