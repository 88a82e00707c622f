namespace PortfolioMargin;

/// <summary>A future without expiry, held to the index by funding payments.</summary>
public sealed record Perpetual : Instrument
{
    /// <summary>States a perpetual.</summary>
    /// <param name="underlying">What it is written on.</param>
    public Perpetual(Underlying underlying)
        : base(underlying, null, kindOrder: 1)
    {
    }

    /// <inheritdoc/>
    public override bool HoldsValue => false;

    private protected override string Name => "perpetual";
}
