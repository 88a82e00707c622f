namespace PortfolioMargin.Numerics;

/// <summary>Rows that are summed where they lie.</summary>
internal interface IRowSource
{
    int Count { get; }

    /// <summary>The cells of a row, as many as there are sums.</summary>
    ReadOnlySpan<double> Cells(int row);

    /// <summary>The factor of a row; 0 leaves it out.</summary>
    double Factor(int row);

    bool StartsBlock(int row);
}
