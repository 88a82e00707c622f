namespace PortfolioMargin.Numerics;

/// <summary>The body of a loop over spans: what to do with <c>TLane.Width</c> elements from an offset on. A step reads and writes only
/// those elements, and may be repeated for the same ones, because the last step of a span overlaps the one before.</summary>
internal interface ILaneLoop
{
    /// <summary>The number of elements; every span of the loop has at least as many.</summary>
    int Length { get; }

    void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>;
}
