using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>How series hang together: correlations from Kendall's rank correlations, sin(pi tau / 2), which hold for the Gaussian and the Student copula whatever the distributions of the
/// series; then the degrees of freedom with the largest likelihood of the ranks. C. Genest, K. Ghoudi, L.-P. Rivest, Biometrika 82 (1995); A. McNeil, R. Frey, P. Embrechts, Quantitative Risk
/// Management (2015), 7.5.</summary>
internal static class CopulaFit
{
    private const double FewestDegrees = 0.5, MostDegrees = 200;

    private const int FirstSteps = 24, LaterSteps = 36;

    /// <summary>The correlations; repaired, and reported so, where the estimates contradict each other.</summary>
    /// <exception cref="ArgumentException">A series never moves.</exception>
    public static CorrelationMatrix Correlations(JointReturns returns)
    {
        int size = returns.Series.Length;
        double[][] rows = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        for (int i = 0; i < size; i++)
        {
            rows[i][i] = 1;
            for (int j = 0; j < i; j++)
            {
                double tau = KendallTau.Of(returns.Series[i].Values.AsSpan(), returns.Series[j].Values.AsSpan());
                if (double.IsNaN(tau)) throw new ArgumentException($"{returns.Series[i].Factor} or {returns.Series[j].Factor} never moves, so the two have no correlation; leave the one out, or state the correlation.");
                rows[i][j] = rows[j][i] = KendallTau.Correlation(tau);
            }
        }

        return CorrelationMatrix.Nearest(rows);
    }

    /// <summary>Degrees of freedom of the Student copula, between 0.5 and 200: on a grid of logarithms, then by golden sections about its best point.</summary>
    public static double Degrees(JointReturns returns, CorrelationMatrix correlation)
    {
        double[,] factor = correlation.Factor();
        for (int i = 0; i < correlation.Size; i++)
            if (!(factor[i, i] > 1e-8)) throw new ArgumentException(Invariant($"{returns.Series[i].Factor} follows from the factors before it, so the copula has no density and no degrees of freedom can be fitted; state them."));
        int[][] ranks = [.. returns.Series.Select(one => TwiceTheRanks(one.Values.AsSpan()))];
        double Loss(double log) => -RankLikelihood(ranks, factor, Elementary.Exp(log));

        double low = Elementary.Log(FewestDegrees), step = (Elementary.Log(MostDegrees) - low) / FirstSteps;
        double best = Enumerable.Range(0, FirstSteps + 1).Select(k => low + (k * step)).MinBy(Loss);
        return Elementary.Exp(GoldenSection(Loss, Math.Max(low, best - step), Math.Min(low + (FirstSteps * step), best + step)));
    }

    /// <summary>Logarithm of the likelihood of pseudo-observations rank / (n + 1).</summary>
    private static double RankLikelihood(int[][] ranks, double[,] factor, double degrees)
    {
        var (student, size, count) = (new StudentDistribution(degrees), ranks.Length, ranks[0].Length);
        double[] quantiles = new double[(2 * count) + 1], logs = new double[quantiles.Length]; // by twice the rank
        for (int twice = 2; twice < quantiles.Length; twice++)
        {
            quantiles[twice] = student.Quantile(twice / (2.0 * (count + 1)));
            logs[twice] = Elementary.Log1p(quantiles[twice] * quantiles[twice] / degrees);
        }

        double sum = 0;
        double[] independent = new double[size];
        for (int row = 0; row < count; row++)
        {
            double square = 0, alone = 0;
            for (int i = 0; i < size; i++) // forward substitution: x' R^-1 x is the squared length of L^-1 x
            {
                double z = quantiles[ranks[i][row]];
                for (int k = 0; k < i; k++) z -= factor[i, k] * independent[k];
                independent[i] = z / factor[i, i];
                square += independent[i] * independent[i];
                alone += logs[ranks[i][row]];
            }

            sum += ((degrees + 1) / 2 * alone) - ((degrees + size) / 2 * Elementary.Log1p(square / degrees));
        }

        return sum + (count * StudentDistribution.LogCopulaConstant(degrees, size)); // ln |R| does not depend on the degrees
    }

    /// <summary>Twice the rank of each value, from 2; values that tie share their mean rank.</summary>
    private static int[] TwiceTheRanks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)], ranks = new int[sorted.Length];
        Array.Sort(sorted, rows);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++) ;
            for (int i = start; i < end; i++) ranks[rows[i]] = start + end + 1;
        }

        return ranks;
    }

    private static double GoldenSection(Func<double, double> loss, double low, double high)
    {
        double ratio = (Math.Sqrt(5) - 1) / 2, left = high - (ratio * (high - low)), right = low + (ratio * (high - low));
        double atLeft = loss(left), atRight = loss(right);
        for (int step = 0; step < LaterSteps; step++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight, left) = (right, left, atLeft, right - (ratio * (right - low)));
                atLeft = loss(left);
            }
            else
            {
                (low, left, atLeft, right) = (left, right, atRight, left + (ratio * (high - left)));
                atRight = loss(right);
            }
        }

        return (low + high) / 2;
    }
}
