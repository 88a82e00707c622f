namespace PortfolioMargin;

/// <summary>A dated future, settled daily.</summary>
public sealed record Future : Instrument
{
    /// <summary>States a future.</summary>
    /// <param name="underlying">What it is written on.</param>
    /// <param name="expiry">When it settles.</param>
    public Future(Underlying underlying, DateTimeOffset expiry)
        : base(underlying, expiry, kindOrder: 2)
    {
    }

    /// <inheritdoc/>
    public override bool HoldsValue => false;

    private protected override string Name => $"{ExpiryText} future";
}
