namespace PortfolioMargin.Numerics;

/// <summary>A sum over positions: the terms of a block are added one after the other, then the blocks. Where a block begins is written in the instruments,
/// so a change of one position changes one block, and the bits depend on nothing but the positions.</summary>
internal struct BlockSum
{
    private double _blocks;
    private double _block;

    /// <summary>Adds quantity x unit, rounded once. A quantity of 0 is no position, and begins no block.</summary>
    public void Add(double quantity, double unit, bool startsBlock)
    {
        if (quantity == 0) return;
        if (startsBlock)
        {
            _blocks += _block;
            _block = 0;
        }

        _block = Math.FusedMultiplyAdd(quantity, unit, _block);
    }

    /// <summary>The sum so far.</summary>
    public readonly double Total => _blocks + _block;
}
