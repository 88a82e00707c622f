namespace PortfolioMargin;

/// <summary>The part of a kept sum that a change of one row touches: the blocks before it stand, those after it are added as they are.</summary>
/// <param name="FromBlock">First block that is summed anew.</param>
/// <param name="From">Its first row.</param>
/// <param name="At">Where the changed row stands, or would stand.</param>
/// <param name="Rest">First row after the changed one.</param>
/// <param name="RestEnd">End of the block that the changed row ends in.</param>
/// <param name="NextBlock">First block that is added as it is.</param>
/// <param name="Quantity">Quantity of the changed row; 0 takes it out.</param>
internal readonly record struct KeptSpan(int FromBlock, int From, int At, int Rest, int RestEnd, int NextBlock, double Quantity);

/// <summary>Rows of one sum (an underlying's, an expiry's, the account's) in canonical order, and where their blocks begin. Rows of quantity 0 are no rows.</summary>
internal sealed class KeptRows(RiskTable table)
{
    private int[] _slots = new int[16];
    private double[] _quantities = new double[16];
    private int[] _starts = new int[4]; // first row of each block

    public int Count { get; private set; }

    public int Blocks { get; private set; }

    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, Count);

    public ReadOnlySpan<double> Quantities => _quantities.AsSpan(0, Count);

    public bool Starts(int row) => table.StartsBlock[_slots[row]];

    public void Clear() => Count = 0;

    /// <summary>Adds a row at the end; <see cref="Divide"/> afterwards.</summary>
    public void Append(int slot, double quantity)
    {
        if (quantity != 0) Insert(Count, slot, quantity);
    }

    /// <summary>Changes, adds or removes a row; <see cref="Divide"/> afterwards.</summary>
    public void Set(int slot, double quantity)
    {
        int at = Place(slot, out bool found);
        if (found && quantity != 0) _quantities[at] = quantity;
        else if (found) Remove(at);
        else if (quantity != 0) Insert(at, slot, quantity);
    }

    /// <summary>Finds the blocks.</summary>
    public void Divide()
    {
        Blocks = 0;
        for (int row = 0; row < Count; row++)
        {
            if (row > 0 && !Starts(row)) continue;
            if (Blocks == _starts.Length) Array.Resize(ref _starts, 2 * Blocks);
            _starts[Blocks++] = row;
        }
    }

    public int FirstRow(int block) => _starts[block];

    public int EndRow(int block) => block + 1 < Blocks ? _starts[block + 1] : Count;

    /// <summary>What a change of quantity touches.</summary>
    public KeptSpan Change(int slot, double change)
    {
        int at = Place(slot, out bool found);
        double quantity = found ? _quantities[at] + change : change;
        int block = BlockOf(at);
        if (block > 0 && _starts[block] == at) block--; // what begins a block may go, or come: the block before it may grow
        int rest = found ? at + 1 : at, next = block;
        while (next < Blocks && (_starts[next] < rest || !Starts(_starts[next]))) next++;
        return new(block, Blocks == 0 ? 0 : _starts[block], at, rest, next < Blocks ? _starts[next] : Count, next, quantity);
    }

    private int Place(int slot, out bool found)
    {
        int at = Array.BinarySearch(_slots, 0, Count, slot);
        found = at >= 0;
        return found ? at : ~at;
    }

    /// <summary>The block that a place lies in; the last one for the end.</summary>
    private int BlockOf(int row)
    {
        int at = Array.BinarySearch(_starts, 0, Blocks, row);
        return Math.Max(0, at >= 0 ? at : ~at - 1);
    }

    private void Insert(int at, int slot, double quantity)
    {
        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, 2 * Count);
            Array.Resize(ref _quantities, 2 * Count);
        }

        Array.Copy(_slots, at, _slots, at + 1, Count - at);
        Array.Copy(_quantities, at, _quantities, at + 1, Count - at);
        (_slots[at], _quantities[at]) = (slot, quantity);
        Count++;
    }

    private void Remove(int at)
    {
        Count--;
        Array.Copy(_slots, at + 1, _slots, at, Count - at);
        Array.Copy(_quantities, at + 1, _quantities, at, Count - at);
    }
}
