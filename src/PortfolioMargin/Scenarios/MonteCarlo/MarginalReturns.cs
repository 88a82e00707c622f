using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The distribution of one factor's return on its own.</summary>
public abstract class MarginalReturns
{
    private protected MarginalReturns(RiskFactor factor, ReturnKind kind) => (Factor, Kind) = (factor, new FactorReturns(factor, kind).Kind);

    /// <summary>What moves.</summary>
    public RiskFactor Factor { get; }

    /// <summary>How its moves are counted.</summary>
    public ReturnKind Kind { get; }

    /// <summary>A normal return.</summary>
    /// <param name="factor">What moves.</param>
    /// <param name="kind">How its moves are counted.</param>
    /// <param name="standardDeviation">Above 0.</param>
    /// <param name="mean">Finite.</param>
    /// <returns>The distribution.</returns>
    public static MarginalReturns Normal(RiskFactor factor, ReturnKind kind, double standardDeviation, double mean = 0) =>
        new NormalMarginal(factor, kind, Guard.Positive(standardDeviation, nameof(standardDeviation)), Guard.Finite(mean, nameof(mean)));

    /// <summary>A Student return, scaled to its standard deviation.</summary>
    /// <param name="factor">What moves.</param>
    /// <param name="kind">How its moves are counted.</param>
    /// <param name="degreesOfFreedom">Above 2, at most 1e6; a smaller number has no standard deviation.</param>
    /// <param name="standardDeviation">Above 0; the scale is this x sqrt((nu - 2)/nu).</param>
    /// <param name="mean">Finite.</param>
    /// <returns>The distribution.</returns>
    public static MarginalReturns StudentT(RiskFactor factor, ReturnKind kind, double degreesOfFreedom, double standardDeviation, double mean = 0) => new StudentMarginal(
        factor, kind, Guard.InRange(degreesOfFreedom, Math.BitIncrement(2), 1e6, nameof(degreesOfFreedom)), Guard.Positive(standardDeviation, nameof(standardDeviation)), Guard.Finite(mean, nameof(mean)));

    /// <summary>The returns that happened, with straight lines between them (quantile of type 7).</summary>
    /// <param name="returns">At least one return.</param>
    /// <returns>The distribution.</returns>
    public static MarginalReturns Empirical(FactorReturns returns) => new EmpiricalMarginal(Guard.NotNull(returns, nameof(returns)));

    /// <summary>The return of a variable of a copula.</summary>
    /// <param name="variable">z, symmetric about 0.</param>
    /// <param name="copula">Its Student distribution; none: it is standard normal.</param>
    /// <param name="degreesOfFreedom">Of the copula, where it is Student's.</param>
    internal abstract double Of(double variable, StudentDistribution? copula, double? degreesOfFreedom);

    /// <summary>The probability below minus |z|: at most 1/2, so that nothing is lost near 1.</summary>
    private static double LowerTail(double variable, StudentDistribution? copula)
    {
        double below = -Math.Abs(variable);
        return copula is { } student ? student.Cdf(below) : Elementary.NormalCdf(below);
    }

    private sealed class NormalMarginal(RiskFactor factor, ReturnKind kind, double deviation, double mean) : MarginalReturns(factor, kind)
    {
        internal override double Of(double variable, StudentDistribution? copula, double? degreesOfFreedom)
        {
            if (copula is null) return mean + (deviation * variable);
            double lower = Elementary.NormalInverse(LowerTail(variable, copula));
            return mean + (deviation * (variable < 0 ? lower : -lower));
        }
    }

    private sealed class StudentMarginal(RiskFactor factor, ReturnKind kind, double degrees, double deviation, double mean) : MarginalReturns(factor, kind)
    {
        private readonly StudentDistribution _own = new(degrees);
        private readonly double _scale = deviation * Math.Sqrt((degrees - 2) / degrees);

        internal override double Of(double variable, StudentDistribution? copula, double? degreesOfFreedom)
        {
            if (degreesOfFreedom == degrees) return mean + (_scale * variable); // the copula's own distribution
            double lower = _own.Quantile(LowerTail(variable, copula));
            return mean + (_scale * (variable < 0 ? lower : -lower));
        }
    }

    private sealed class EmpiricalMarginal : MarginalReturns
    {
        private readonly double[] _sorted;

        public EmpiricalMarginal(FactorReturns returns)
            : base(returns.Factor, returns.Kind)
        {
            if (returns.Values.IsEmpty) throw new ArgumentException($"{returns.Factor} has no returns to draw from; give at least one.", nameof(returns));
            _sorted = [.. returns.Values];
            Array.Sort(_sorted);
        }

        internal override double Of(double variable, StudentDistribution? copula, double? degreesOfFreedom)
        {
            double tail = LowerTail(variable, copula), place = (_sorted.Length - 1) * (variable < 0 ? tail : 1 - tail);
            int index = Math.Min((int)place, _sorted.Length - 1), next = Math.Min(index + 1, _sorted.Length - 1);
            return _sorted[index] + ((place - index) * (_sorted[next] - _sorted[index]));
        }
    }
}
