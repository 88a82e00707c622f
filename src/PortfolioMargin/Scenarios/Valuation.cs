using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Which rate an option value is discounted with.</summary>
public enum Discounting
{
    /// <summary>Not at all: the forward carries everything.</summary>
    None,

    /// <summary>The rate of the expiry, whatever its sign.</summary>
    Market,

    /// <summary>The rate of the expiry, not below 0.</summary>
    NonNegative,
}

/// <summary>What a scenario's profit is measured from.</summary>
public enum ValuationBase
{
    /// <summary>The model's own value of the unshocked market: an empty shock is exactly zero.</summary>
    Model,

    /// <summary>The venue's mark where there is one, else the model's value.</summary>
    Mark,
}

/// <summary>At which price an inverse option's shocked value is turned into coin.</summary>
public enum InverseConversion
{
    /// <summary>At the shocked forward: V(F')/F' - V(F)/F.</summary>
    AtShockedPrice,

    /// <summary>At the forward of the snapshot: (V(F') - V(F))/F.</summary>
    AtSnapshot,
}

/// <summary>Which price is lognormal where American options meet cash dividends.</summary>
public enum DividendModel
{
    /// <summary>The spot price, which falls by each dividend.</summary>
    Paid,

    /// <summary>The spot price less the present value of the dividends up to expiry, as for European options; exercise is against the spot price itself.</summary>
    Escrowed,
}

/// <summary>What happens to an instrument whose expiry lies before the snapshot.</summary>
public enum ExpiredPolicy
{
    /// <summary>It is refused by name.</summary>
    Reject,

    /// <summary>It is worth its intrinsic value at the (shocked) price.</summary>
    Intrinsic,

    /// <summary>It is worth nothing in every scenario.</summary>
    Ignore,
}

/// <summary>How a rule book wants instruments valued under its scenarios. The default: undiscounted Black-76 or Bachelier on the forward of the expiry.</summary>
public sealed record Valuation
{
    /// <summary>Undiscounted, from the model's value, inverse options converted at the shocked price.</summary>
    public static Valuation Default { get; } = new();

    /// <summary>Which rate discounts option values.</summary>
    public Discounting Discounting { get; init => field = Guard.Defined(value, nameof(Discounting)); }

    /// <summary>What profit is measured from.</summary>
    public ValuationBase Base { get; init => field = Guard.Defined(value, nameof(Base)); }

    /// <summary>At which price inverse options are turned into coin.</summary>
    public InverseConversion InverseConversion { get; init => field = Guard.Defined(value, nameof(InverseConversion)); }

    /// <summary>What happens to expired instruments.</summary>
    public ExpiredPolicy Expired { get; init => field = Guard.Defined(value, nameof(Expired)); }

    /// <summary>Length of the settlement averaging window; inside it, forward x (window - time left) / window is already fixed
    /// unless the market states the fixed part. Zero: no averaging.</summary>
    public TimeSpan AveragingWindow
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(AveragingWindow), value, "The averaging window must not be negative.");
    }

    /// <summary>Whether options are valued on the shocked spot price carried to their expiry, with cash dividends taken out, instead of on the shocked forward of their expiry.</summary>
    public bool OptionsOnSpot { get; init; }

    /// <summary>Which price is lognormal where American options meet cash dividends.</summary>
    public DividendModel Dividends { get; init => field = Guard.Defined(value, nameof(Dividends)); }

    /// <summary>The rate that values are discounted with, from the rate of the expiry.</summary>
    internal double DiscountRate(double rate) => Discounting switch
    {
        Discounting.Market => rate,
        Discounting.NonNegative => Math.Max(0, rate),
        _ => 0,
    };
}
