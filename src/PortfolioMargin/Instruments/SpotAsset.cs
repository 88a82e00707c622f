namespace PortfolioMargin;

/// <summary>The underlying itself, held as a position.</summary>
public sealed record SpotAsset : Instrument
{
    /// <summary>States a spot holding.</summary>
    /// <param name="underlying">What is held.</param>
    public SpotAsset(Underlying underlying)
        : base(underlying, null, kindOrder: 0)
    {
    }

    /// <inheritdoc/>
    public override bool HoldsValue => true;

    private protected override bool CanBeInverse => false;

    private protected override string Name => "spot";
}
