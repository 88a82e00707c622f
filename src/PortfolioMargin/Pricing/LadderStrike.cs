using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What strike and volatility of one option give to every forward of a ladder.</summary>
internal readonly ref struct LadderStrike
{
    public const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>1/sqrt(2 pi).</summary>
    private const double InverseRootTwoPi = 0.39894228040143268;

    /// <param name="eta">+1 for calls, -1 for puts.</param>
    /// <param name="strike">K, a normal number above 0.</param>
    /// <param name="deviation">w = sigma sqrt(T), inside the fit.</param>
    /// <param name="discount">e^(-rT).</param>
    /// <param name="coefficients">Room for the fit.</param>
    /// <param name="width">The width to compute in.</param>
    public LadderStrike(double eta, double strike, double deviation, double discount, Span<double> coefficients, LaneWidth width)
    {
        double half = 0.5 * deviation, square = half * half;
        LadderFit.Fill(square, coefficients, width);
        FineLog = LaneMath.SplitLog(new ScalarLane(strike), out ScalarLane whole).Value;
        (WholeLog, Inverse, Discounted) = (whole.Value, 1 / deviation, eta * discount * strike);
        Coefficients = coefficients;
        Scale = strike * (discount * (InverseRootTwoPi * deviation) * (Elementary.Exp(-0.5 * square) * coefficients[LadderFit.Lead]));
    }

    /// <summary>Whether the fit holds for an option.</summary>
    public static bool Fits(double strike, double deviation) =>
        strike >= SmallestNormal && deviation is >= LadderFit.SmallestDeviation and <= LadderFit.LargestDeviation;

    /// <summary>Whether a forward of the ladder may lie past the reach of the fit: true a little before, never false beyond.</summary>
    public bool MayOverreach(LadderColumns columns) => MayOverreach(columns, columns.Lowest) || MayOverreach(columns, columns.Highest);

    /// <summary>Whether a forward lies past the reach of the fit.</summary>
    public bool Overreaches(LadderColumns columns, int column) => Distance(columns, column) * Inverse > LadderFit.Reach;

    private bool MayOverreach(LadderColumns columns, int column) => Distance(columns, column) * Inverse > LadderFit.Reach * (1 - 1e-6);

    private double Distance(LadderColumns columns, int column) => Math.Abs(columns.WholeLogs[column] - WholeLog + (columns.FineLogs[column] - FineLog));

    public double WholeLog { get; }

    public double FineLog { get; }

    /// <summary>1/w.</summary>
    public double Inverse { get; }

    /// <summary>eta K e^(-rT).</summary>
    public double Discounted { get; }

    /// <summary>K e^(-rT) phi(0) exp(-t^2/2) 2 t lead.</summary>
    public double Scale { get; }

    public ReadOnlySpan<double> Coefficients { get; }
}
