namespace PortfolioMargin;

/// <summary>Where the rows of a stream are written: every slice over the one before, since its rows are added up and forgotten. Fresh arrays would be
/// collected soon, but what a collection finds alive moves on, and in a long stream the old generation fills with it. For one thread.</summary>
/// <param name="cells">Cells (instruments x scenarios) of the largest slice.</param>
internal sealed class RowMemory(int cells)
{
    private readonly double[] _cells = GC.AllocateUninitializedArray<double>(cells);
    private int _used;

    /// <summary>Room that holds any numbers and is valid until <see cref="Forget"/>.</summary>
    public ArraySegment<double> Take(int cells)
    {
        var taken = new ArraySegment<double>(_cells, _used, cells);
        _used += cells;
        return taken;
    }

    /// <summary>Everything that was taken may be written over.</summary>
    public void Forget() => _used = 0;
}
