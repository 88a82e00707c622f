namespace PortfolioMargin.Numerics;

/// <summary>How a run of the simplex method ended.</summary>
internal enum SimplexEnd
{
    /// <summary>At an optimum.</summary>
    Optimal,

    /// <summary>No solution within the bounds.</summary>
    Infeasible,

    /// <summary>The least cost is not below the cutoff.</summary>
    CutOff,

    /// <summary>The work budget was spent; the cost so far is a lower bound.</summary>
    Stopped,
}
