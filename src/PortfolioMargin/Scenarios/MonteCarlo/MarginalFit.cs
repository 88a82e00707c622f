using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>The distribution of a series, by maximum likelihood. Student's is searched by Math.NET's simplex method on a likelihood of our own functions, as a GARCH is: no random numbers.</summary>
internal static class MarginalFit
{
    private const int FewestReturns = 50;

    /// <summary>Degrees of freedom from which a sample of any length looks normal.</summary>
    private const double MostDegrees = 1e4;

    /// <exception cref="ArgumentException">The series is too short or constant, or the search does not settle.</exception>
    public static MarginalReturns To(FactorReturns returns, MarginalFamily family)
    {
        if (family == MarginalFamily.Empirical) return MarginalReturns.Empirical(returns);
        var (mean, deviation) = Moments(returns.Values.AsSpan());
        if (returns.Values.Length < FewestReturns || !(deviation > 0))
            throw new ArgumentException(Invariant($"{returns.Factor} has {returns.Values.Length} returns with a standard deviation of {deviation:R}; a distribution is fitted to at least {FewestReturns} that are not all the same. State it, or take the empirical one."));
        return family == MarginalFamily.Normal
            ? MarginalReturns.Normal(returns.Factor, returns.Kind, deviation, mean)
            : Student(returns, mean, deviation);
    }

    private static MarginalReturns Student(FactorReturns returns, double mean, double deviation)
    {
        double[] scaled = [.. returns.Values.Select(value => (value - mean) / deviation)]; // so that the search does not depend on units
        try
        {
            var objective = ObjectiveFunction.Value(point => Deviance(scaled, point) / scaled.Length);
            var method = new NelderMeadSimplex(1e-14, 4000);
            var first = method.FindMinimum(objective, Vector<double>.Build.DenseOfArray([0, -0.2, 1.5]), Vector<double>.Build.Dense(3, 0.4)).MinimizingPoint;
            var best = method.FindMinimum(objective, first, Vector<double>.Build.Dense(3, 0.1)).MinimizingPoint; // again, with a simplex of full size
            double degrees = Degrees(best), scale = Elementary.Exp(best[1]);
            return MarginalReturns.StudentT(returns.Factor, returns.Kind, degrees, deviation * scale * Math.Sqrt(degrees / (degrees - 2)), mean + (deviation * best[0]));
        }
        catch (OptimizationException problem)
        {
            throw new ArgumentException($"The Student distribution of {returns.Factor} does not settle: {problem.Message} State it, or take the empirical one.", problem);
        }
    }

    /// <summary>Twice the negative logarithm of the likelihood at (location, logarithm of scale, logarithm of degrees less 2).</summary>
    private static double Deviance(double[] values, Vector<double> point)
    {
        var student = new StudentDistribution(Degrees(point));
        double scale = Elementary.Exp(point[1]), sum = 0;
        foreach (double value in values) sum += student.LogPdf((value - point[0]) / scale) - point[1];
        return -2 * sum;
    }

    /// <summary>Above 2, since a distribution is stated by its standard deviation.</summary>
    private static double Degrees(Vector<double> point) => 2 + Elementary.Exp(Math.Clamp(point[2], -7, Elementary.Log(MostDegrees)));

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        double mean = 0, square = 0;
        foreach (double value in values) mean += value;
        mean /= values.Length;
        foreach (double value in values) square += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(square / values.Length));
    }
}
