namespace PortfolioMargin.Samples;

/// <summary>A book drawn from an index board by a fixed rule, so that everybody draws the same: of the options with strikes from 80 % to 120 % of the index, in canonical order,
/// as many as asked at even distances; quantities repeat -5, 4, -3, 2, -2, 3, -1, so that every expiry holds longs and shorts.</summary>
internal static class IndexBook
{
    private static readonly double[] Quantities = [-5, 4, -3, 2, -2, 3, -1];

    public static Portfolio Of(BoardInput board, int count)
    {
        double spot = board.Market[board.Options[0].Underlying].Spot;
        var near = board.Options.Where(option => option.Strike >= 0.8 * spot && option.Strike <= 1.2 * spot).ToList();
        if (near.Count < count) throw new UsageException($"The board has {near.Count} options between 80 % and 120 % of the index; {count} are needed for a book.");
        return Portfolio.Of(Enumerable.Range(0, count).Select(i => new Position(near[(int)((long)i * near.Count / count)], Quantities[i % Quantities.Length])));
    }
}
