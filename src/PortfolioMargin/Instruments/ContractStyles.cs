namespace PortfolioMargin;

/// <summary>How a contract's profit follows the price.</summary>
public enum PayoffStyle
{
    /// <summary>Profit is price difference times multiplier, in the quote currency.</summary>
    Linear,

    /// <summary>Quoted in the quote currency, settled in the coin of the underlying: profit is converted at the price reached.</summary>
    Inverse,
}

/// <summary>The right that an option grants.</summary>
public enum OptionRight
{
    /// <summary>To buy at the strike.</summary>
    Call,

    /// <summary>To sell at the strike.</summary>
    Put,
}

/// <summary>When an option may be exercised.</summary>
public enum ExerciseStyle
{
    /// <summary>At expiry only.</summary>
    European,

    /// <summary>At any time until expiry.</summary>
    American,
}

/// <summary>When an option's premium is paid.</summary>
public enum PremiumStyle
{
    /// <summary>At the trade: the option is worth its price to the holder.</summary>
    Upfront,

    /// <summary>Margined like a future: gains and losses are settled daily, the position itself carries no value.</summary>
    Futures,
}
