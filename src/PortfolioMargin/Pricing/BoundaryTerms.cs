using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Where a put on strike 1 is worth exercising before expiry.</summary>
internal enum ExerciseRegion
{
    /// <summary>Nowhere: the American put is the European put.</summary>
    Never,

    /// <summary>At and below one boundary.</summary>
    Below,

    /// <summary>Between two boundaries: q &lt; r &lt; 0.</summary>
    Between,
}

/// <summary>The terms of an American put on strike 1 that its boundary depends on. A call on S and K with rate r and yield q is
/// S / strike times such a put with rate q and yield r (R. McDonald, M. Schroder 1998).
/// r: rate; q: yield; T: years; w: sigma sqrt(T); X: the boundary just before expiry; B: the boundary.</summary>
internal readonly struct BoundaryTerms
{
    /// <summary>Where a perpetual put would not be exercised at all, the boundary falls without bound; exp(-700) stands for 0.</summary>
    private const double LowestLog = -700;

    public BoundaryTerms(double rate, double carryYield, double volatility, double years)
    {
        Rate = rate;
        CarryYield = carryYield;
        Years = years;
        Deviation = volatility * Math.Sqrt(years);
        IsLinear = carryYield > rate && carryYield > 0;
        double top = IsLinear ? rate / carryYield : 1;
        LogTop = IsLinear ? Elementary.Log(top) : 0;
        double perpetual = PerpetualBoundary(rate, carryYield, volatility * volatility);
        LogFloor = perpetual > 0 ? Math.Max(LowestLog, Elementary.Log(perpetual / top)) : LowestLog;
        GuessSlope = top / (top - perpetual);
        FloorShare = perpetual / top;
    }

    public double Rate { get; }

    public double CarryYield { get; }

    public double Years { get; }

    /// <summary>w.</summary>
    public double Deviation { get; }

    /// <summary>Whether ln(B/X) itself is smooth in x = sqrt(t/T), which holds for q above r; else its square is.</summary>
    public bool IsLinear { get; }

    /// <summary>ln X: X = min(1, r/q) for q above 0, else 1.</summary>
    public double LogTop { get; }

    /// <summary>ln of the perpetual put's boundary over X: no boundary lies below.</summary>
    public double LogFloor { get; }

    /// <summary>X / (X - perpetual boundary), for the first guess.</summary>
    public double GuessSlope { get; }

    /// <summary>Perpetual boundary over X.</summary>
    public double FloorShare { get; }

    /// <summary>Exercise earns r K - q S per year: where that is never positive for S below K, waiting is free.</summary>
    public static ExerciseRegion Region(double rate, double carryYield) =>
        rate < 0 ? (carryYield < rate ? ExerciseRegion.Between : ExerciseRegion.Never)
        : rate == 0 && carryYield >= 0 ? ExerciseRegion.Never
        : ExerciseRegion.Below;

    /// <summary>The perpetual put's boundary h/(h - 1), h the negative root of sigma^2 h (h - 1) / 2 + (r - q) h = r, without cancellation.</summary>
    private static double PerpetualBoundary(double rate, double carryYield, double variance)
    {
        double drift = rate - carryYield - (variance / 2), root = Math.Sqrt((drift * drift) + (2 * rate * variance));
        double h = drift < 0 ? -2 * rate / (root - drift) : -(drift + root) / variance;
        return h / (h - 1);
    }
}
