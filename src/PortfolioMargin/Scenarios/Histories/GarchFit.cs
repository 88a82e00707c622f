using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A GARCH(1,1) of returns with mean zero: v' = omega + alpha r^2 + beta v, fitted by maximum likelihood of normal returns. The first variance is the mean square.
/// The search is Math.NET's simplex method on a likelihood of our own functions: no random numbers, so the same bits in every run.</summary>
/// <param name="Omega">What a variance never falls below, above 0.</param>
/// <param name="Alpha">Weight of the last squared return.</param>
/// <param name="Beta">Weight of the last variance; alpha + beta is below 1.</param>
internal readonly record struct GarchFit(double Omega, double Alpha, double Beta)
{
    /// <summary>Alpha + beta at most: above, the variance has no mean.</summary>
    private const double LargestPersistence = 0.9999;

    private const int FewestReturns = 50;

    /// <summary>Fits a series.</summary>
    /// <exception cref="ArgumentException">The series is too short, constant, or the search does not settle.</exception>
    public static GarchFit To(ReadOnlySpan<double> returns, string name)
    {
        double level = EwmaSeries.MeanSquare(returns);
        if (returns.Length < FewestReturns || !(level > 0))
            throw new ArgumentException(FormattableString.Invariant($"{name} has {returns.Length} returns with a mean square of {level:R}; a GARCH needs at least {FewestReturns} that are not all 0. State a decay instead."));
        double[] scaled = new double[returns.Length]; // to mean square 1, so that the search does not depend on units
        for (int t = 0; t < scaled.Length; t++) scaled[t] = returns[t] / Math.Sqrt(level);
        var best = Parameters(Search(scaled, [Logit(0.95 / LargestPersistence), Logit(0.05 / 0.95), Elementary.Log(0.05)], name));
        return best with { Omega = best.Omega * level };
    }

    /// <summary>Variances, [row]: before the return of a row; the last one after all.</summary>
    public double[] Variances(ReadOnlySpan<double> returns, double seed)
    {
        double[] variances = new double[returns.Length + 1];
        variances[0] = seed;
        for (int t = 0; t < returns.Length; t++) variances[t + 1] = Omega + (Alpha * returns[t] * returns[t]) + (Beta * variances[t]);
        return variances;
    }

    /// <summary>Twice the negative logarithm of the likelihood, less its constant.</summary>
    public double Deviance(ReadOnlySpan<double> returns)
    {
        double[] variances = Variances(returns, EwmaSeries.MeanSquare(returns));
        double sum = 0;
        for (int t = 0; t < returns.Length; t++) sum += Elementary.Log(variances[t]) + (returns[t] * returns[t] / variances[t]);
        return sum;
    }

    /// <summary>Twice: the second search starts where the first ended, with a simplex of full size.</summary>
    private static Vector<double> Search(double[] returns, double[] start, string name)
    {
        try
        {
            var objective = ObjectiveFunction.Value(point => Parameters(point).Deviance(returns) / returns.Length);
            var method = new NelderMeadSimplex(1e-14, 4000);
            var first = method.FindMinimum(objective, Vector<double>.Build.DenseOfArray(start), Vector<double>.Build.Dense(3, 0.5)).MinimizingPoint;
            return method.FindMinimum(objective, first, Vector<double>.Build.Dense(3, 0.1)).MinimizingPoint;
        }
        catch (OptimizationException problem)
        {
            throw new ArgumentException($"The GARCH of {name} does not settle: {problem.Message} State a decay instead.", problem);
        }
    }

    /// <summary>From any three numbers to parameters that are allowed: persistence, alpha's share of it, logarithm of omega.</summary>
    private static GarchFit Parameters(Vector<double> point)
    {
        double persistence = LargestPersistence * Logistic(point[0]), alpha = persistence * Logistic(point[1]);
        return new(Elementary.Exp(Math.Clamp(point[2], -30, 5)), alpha, persistence - alpha);
    }

    private static double Logistic(double x) => 1 / (1 + Elementary.Exp(-x));

    private static double Logit(double share) => Elementary.Log(share / (1 - share));
}
