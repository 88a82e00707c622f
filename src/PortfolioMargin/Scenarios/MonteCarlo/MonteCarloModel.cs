using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>A joint distribution of returns: a distribution for each factor, and a copula that ties them. Immutable. What is drawn depends on seed and row alone: the
/// same bits for any number of threads, on any processor.</summary>
public sealed record MonteCarloModel
{
    /// <summary>Rows that one draw makes at most.</summary>
    private const int MostRows = 5_000_000;

    private const int RowsPerPiece = 4096;

    /// <summary>States a model with a Gaussian copula.</summary>
    /// <param name="correlation">Of the normal variables behind the factors; with <see cref="CopulaDegreesOfFreedom"/> their dispersion.</param>
    /// <param name="marginals">One distribution per row of the matrix, in its order.</param>
    /// <exception cref="ArgumentException">Another number of distributions than rows, or a factor comes twice.</exception>
    public MonteCarloModel(CorrelationMatrix correlation, params IEnumerable<MarginalReturns> marginals)
    {
        Correlation = Guard.NotNull(correlation, nameof(correlation));
        Marginals = [.. Guard.NotNull(marginals, nameof(marginals))];
        if (Marginals.Length != correlation.Size)
            throw new ArgumentException(Invariant($"There are {Marginals.Length} distributions for a correlation matrix of {correlation.Size} rows; give each row one."), nameof(marginals));
        _ = JointReturns.Of(Marginals.Select(marginal => new FactorReturns(marginal.Factor, marginal.Kind, 0))); // refuses a factor that comes twice
    }

    /// <summary>The model that fits joint returns: each series' own distribution, correlations from Kendall's rank correlations, a Student copula's degrees of freedom by the likelihood of
    /// the ranks. Estimates that contradict each other are repaired; <see cref="CorrelationMatrix.Diagnostics"/> says so.</summary>
    /// <param name="returns">The returns; filtered to the volatility of now as wanted.</param>
    /// <param name="marginals">Family of every factor's distribution; other than the empirical one it is fitted by maximum likelihood to at least 50 returns.</param>
    /// <param name="copula">Family of the copula.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">A series is too short, never moves, or follows from others; the message names it.</exception>
    public static MonteCarloModel Fitted(JointReturns returns, MarginalFamily marginals = MarginalFamily.Empirical, CopulaFamily copula = CopulaFamily.Gaussian)
    {
        Guard.NotNull(returns, nameof(returns));
        Guard.Defined(marginals, nameof(marginals));
        var correlation = CopulaFit.Correlations(returns);
        return new(correlation, returns.Series.Select(one => MarginalFit.To(one, marginals)))
        {
            CopulaDegreesOfFreedom = Guard.Defined(copula, nameof(copula)) == CopulaFamily.StudentT ? CopulaFit.Degrees(returns, correlation) : null,
        };
    }

    /// <summary>How the factors hang together.</summary>
    public CorrelationMatrix Correlation { get; }

    /// <summary>The distribution of each factor.</summary>
    public ImmutableArray<MarginalReturns> Marginals { get; }

    /// <summary>Degrees of freedom of a Student copula, whose extremes come together; absent: the Gaussian copula. Above 0, at most 1e6.</summary>
    public double? CopulaDegreesOfFreedom { get; init => field = value is { } degrees ? Guard.InRange(degrees, 0.1, 1e6, nameof(CopulaDegreesOfFreedom)) : null; }

    /// <summary>Whether every second row is the mirror image of the one before it.</summary>
    public bool Antithetic { get; init; }

    /// <summary>Whether the normal variables behind each factor are shifted and scaled to mean 0 and variance 1 over the draw.</summary>
    public bool MomentMatched { get; init; }

    /// <summary>The probability that a factor is extreme given that another is, in the limit: 2 T((nu + 1)) of -sqrt((nu + 1)(1 - r)/(1 + r)); 0 for the Gaussian copula.</summary>
    /// <param name="first">Row of the matrix.</param>
    /// <param name="second">Another row.</param>
    /// <returns>In [0, 1].</returns>
    public double TailDependence(int first, int second)
    {
        if (CopulaDegreesOfFreedom is not { } degrees) return Correlation[first, second] == 1 ? 1 : 0;
        double rho = Correlation[first, second];
        return rho == -1 ? 0 : 2 * new StudentDistribution(degrees + 1).Cdf(-Math.Sqrt((degrees + 1) * (1 - rho) / (1 + rho)));
    }

    /// <summary>Draws joint returns.</summary>
    /// <param name="count">Rows, 1 to 5,000,000; even for antithetic draws, 2 or more for matched moments.</param>
    /// <param name="seed">Where the generator starts; another seed, another sample.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The returns, one row per draw.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is out of range.</exception>
    public JointReturns Draw(int count, long seed, int maxDegreeOfParallelism = -1, CancellationToken cancellationToken = default)
    {
        int least = MomentMatched ? 2 : 1;
        if (count < least || count > MostRows || (Antithetic && count % 2 != 0))
            throw new ArgumentOutOfRangeException(nameof(count), count, Invariant($"{count} rows; expected {least} to {MostRows}{(Antithetic ? ", an even number since the draw is antithetic" : "")}. Draw more under several seeds, and stream each through {nameof(MonteCarloModel)} and a ProfitSimulator."));
        double[][] columns = [.. Marginals.Select(_ => new double[count])];
        int pieces = (count + RowsPerPiece - 1) / RowsPerPiece;
        void Run(Action<int, int> work) => Pieces.Run(pieces, maxDegreeOfParallelism, () => 0, (piece, _) => work(piece * RowsPerPiece, Math.Min(RowsPerPiece, count - (piece * RowsPerPiece))), null, cancellationToken);

        Run((start, rows) => NormalDraw.Fill(columns, (ulong)seed, start, rows, Antithetic));
        if (MomentMatched) foreach (double[] column in columns) NormalDraw.MatchMoments(column);
        double[,] factor = Correlation.Factor();
        var copula = CopulaDegreesOfFreedom is { } degrees ? new StudentDistribution(degrees) : default(StudentDistribution?);
        Run((start, rows) => Transform(columns, factor, copula, (ulong)seed, start, rows));
        return JointReturns.Of(Marginals.Select((marginal, i) => new FactorReturns(marginal.Factor, marginal.Kind, columns[i])));
    }

    /// <summary>Independent normal variables to returns, in place.</summary>
    private void Transform(double[][] columns, double[,] factor, StudentDistribution? copula, ulong seed, int start, int rows)
    {
        double[] independent = new double[columns.Length];
        for (int row = start; row < start + rows; row++)
        {
            for (int i = 0; i < columns.Length; i++) independent[i] = columns[i][row];
            double stretch = CopulaDegreesOfFreedom is { } degrees
                ? Math.Sqrt(degrees / ChiSquareDraw.Of(degrees, seed, (ulong)(Antithetic ? row / 2 : row)))
                : 1;
            for (int i = 0; i < columns.Length; i++)
            {
                double z = 0;
                for (int k = 0; k <= i; k++) z += factor[i, k] * independent[k];
                columns[i][row] = Marginals[i].Of(z * stretch, copula, CopulaDegreesOfFreedom);
            }
        }
    }
}
