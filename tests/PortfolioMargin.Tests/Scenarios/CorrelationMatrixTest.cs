using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Scenarios;

/// <summary>Law 47.</summary>
public class CorrelationMatrixTest
{
    private const int Candidates = 1000;

    [Test]
    public void The_nearest_matrix_is_a_correlation_and_no_random_one_is_nearer() => LawCases.ForAll(
        random =>
        {
            double[][] given = Broken(random, random.Next(3, 7));
            var nearest = CorrelationMatrix.Nearest(given);
            nearest.SmallestEigenvalue.ShouldBeGreaterThanOrEqualTo(-1e-14);
            for (int i = 0; i < given.Length; i++)
            {
                nearest[i, i].ShouldBe(1);
                for (int j = 0; j < i; j++) nearest[i, j].ShouldBe(nearest[j, i]);
            }

            for (int candidate = 0; candidate < Candidates; candidate++) Distance(given, Correlation(random, given.Length)).ShouldBeGreaterThanOrEqualTo(nearest.RepairDistance - 1e-9);
            var again = CorrelationMatrix.Nearest(Rows(nearest));
            again.Diagnostics.ShouldBeEmpty();
            Rows(again).SelectMany(row => row).ShouldBe(Rows(nearest).SelectMany(row => row));
        },
        count: 20);

    [Test]
    public void A_matrix_that_needs_no_repair_stays_to_the_bit() => LawCases.ForAll(random =>
    {
        double[][] given = Correlation(random, 5);
        var nearest = CorrelationMatrix.Nearest(given);
        nearest.RepairDistance.ShouldBe(0);
        Rows(nearest).SelectMany(row => row).ShouldBe(given.SelectMany(row => row));
        Rows(CorrelationMatrix.Of(given)).SelectMany(row => row).ShouldBe(given.SelectMany(row => row));
    });

    [Test]
    public void The_identity_draws_factors_independently()
    {
        var model = new MonteCarloModel(CorrelationMatrix.Independent(2), MarginalReturns.Normal(RiskFactor.Spot(new("A")), ReturnKind.Relative, 1), MarginalReturns.Normal(RiskFactor.Spot(new("B")), ReturnKind.Relative, 1));
        var drawn = model.Draw(50_000, 1);
        double[] first = drawn[RiskFactor.Spot(new("A"))].ToArray(), second = drawn[RiskFactor.Spot(new("B"))].ToArray();
        MathNet.Numerics.Statistics.Correlation.Pearson(first, second).ShouldBe(0, Tolerances.Statistics.Sigmas / Math.Sqrt(50_000));
        var alone = new MonteCarloModel(CorrelationMatrix.Independent(1), MarginalReturns.Normal(RiskFactor.Spot(new("A")), ReturnKind.Relative, 1)).Draw(50_000, 1);
        alone[RiskFactor.Spot(new("A"))].SequenceEqual(first).ShouldBeTrue();
    }

    [Test]
    public void A_singular_matrix_moves_factors_as_one()
    {
        var model = new MonteCarloModel(CorrelationMatrix.Of([1, 1], [1, 1]), MarginalReturns.Normal(RiskFactor.Spot(new("A")), ReturnKind.Relative, 1), MarginalReturns.Normal(RiskFactor.Spot(new("B")), ReturnKind.Relative, 1));
        var drawn = model.Draw(1000, 1);
        drawn[RiskFactor.Spot(new("A"))].SequenceEqual(drawn[RiskFactor.Spot(new("B"))]).ShouldBeTrue();
    }

    [Test]
    public void What_is_no_correlation_matrix_is_refused_with_its_smallest_eigenvalue()
    {
        string message = Should.Throw<ArgumentException>(() => CorrelationMatrix.Of([1, 1, 0], [1, 1, 1], [0, 1, 1])).Message;
        message.ShouldContain("-0.414");
        message.ShouldContain("Nearest");
        Should.Throw<ArgumentException>(() => CorrelationMatrix.Of([1, 0.5], [0.4, 1])).Message.ShouldContain("[1, 0]");
        Should.Throw<ArgumentException>(() => CorrelationMatrix.Of([0.9, 0], [0, 1])).Message.ShouldContain("diagonal");
        Should.Throw<ArgumentException>(() => CorrelationMatrix.Of([1, 0])).Message.ShouldContain("2 numbers");
        Should.Throw<ArgumentOutOfRangeException>(() => CorrelationMatrix.Of([1, double.NaN], [double.NaN, 1])).Message.ShouldContain("correlation [0, 1]");
    }

    private static double[][] Rows(CorrelationMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Size).Select(i => Enumerable.Range(0, matrix.Size).Select(j => matrix[i, j]).ToArray())];

    private static double Distance(double[][] left, double[][] right) => Math.Sqrt(left.Zip(right).Sum(rows => rows.First.Zip(rows.Second).Sum(pair => Math.Pow(pair.First - pair.Second, 2))));

    /// <summary>Symmetric with ones on the diagonal, and hardly ever a correlation.</summary>
    private static double[][] Broken(Random random, int size)
    {
        double[][] rows = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        for (int i = 0; i < size; i++)
        {
            rows[i][i] = 1;
            for (int j = 0; j < i; j++) rows[i][j] = rows[j][i] = (2 * random.NextDouble()) - 1;
        }

        return rows;
    }

    /// <summary>Cosines between random directions.</summary>
    private static double[][] Correlation(Random random, int size)
    {
        double[][] directions = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5).ToArray())];
        double[][] rows = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        for (int i = 0; i < size; i++)
        {
            rows[i][i] = 1;
            for (int j = 0; j < i; j++)
                rows[i][j] = rows[j][i] = Product(directions[i], directions[j]) / Math.Sqrt(Product(directions[i], directions[i]) * Product(directions[j], directions[j]));
        }

        return rows;
    }

    private static double Product(double[] left, double[] right) => left.Zip(right).Sum(pair => pair.First * pair.Second);
}
