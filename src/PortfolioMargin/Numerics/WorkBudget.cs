namespace PortfolioMargin.Numerics;

/// <summary>Counts work in cells touched, so that a search stops at the same place on every machine, and looks at the cancellation token.</summary>
/// <param name="limit">Cells that may be touched.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class WorkBudget(long limit, CancellationToken cancellationToken)
{
    /// <summary>Cells touched so far.</summary>
    public long Spent { get; private set; }

    /// <summary>Cells that may still be touched.</summary>
    public long Left => Math.Max(0, limit - Spent);

    /// <summary>Whether the limit is reached.</summary>
    public bool IsSpent => Left == 0;

    /// <summary>Counts work that is about to be done.</summary>
    /// <param name="cells">Cells.</param>
    public void Spend(long cells)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Spent += cells;
    }
}
