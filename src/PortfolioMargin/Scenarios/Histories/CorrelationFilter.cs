using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Carries joint returns to the volatilities and the correlation of now. Returns over their volatilities, z, have the exponentially weighted products Q' = decay Q + (1 - decay) z z' from their
/// mean on, and so the correlations C before each row; a row becomes root(C now) root(C then)^-1 z, times the volatilities of now. Roots are the symmetric ones, so that the order of the series does not
/// matter. One eigenvalue problem a row: for tens of series.</summary>
internal static class CorrelationFilter
{
    /// <summary>Smallest eigenvalue of a correlation whose root can be undone.</summary>
    private const double Smallest = 1e-9;

    /// <exception cref="ArgumentException">A series never moves or follows from others.</exception>
    public static ImmutableArray<FactorReturns> Apply(ImmutableArray<FactorReturns> series, VolatilityFilter filter, double decay)
    {
        int size = series.Length, count = series[0].Values.Length;
        var volatilities = series.Select(one => filter.Volatilities(one.Values.AsSpan(), one.Factor.ToString())).ToList();
        double[][] standard = [.. series.Select((one, i) => one.Values.Select((value, row) => value == 0 ? 0 : value / volatilities[i].Then[row]).ToArray())];
        double[,] products = MeanProducts(standard);
        double[][] independent = new double[count][]; // root(C then)^-1 z, [row][series]
        for (int row = 0; row < count; row++)
        {
            independent[row] = Times(Eigen(products, series, row).Rebuilt(value => 1 / Math.Sqrt(value)), [.. standard.Select(one => one[row])]);
            for (int i = 0; i < size; i++)
                for (int j = 0; j < size; j++) products[i, j] = (decay * products[i, j]) + ((1 - decay) * standard[i][row] * standard[j][row]);
        }

        double[,] now = Eigen(products, series, count).Rebuilt(Math.Sqrt);
        double[][] carried = [.. series.Select(_ => new double[count])];
        for (int row = 0; row < count; row++)
        {
            double[] joint = Times(now, independent[row]);
            for (int i = 0; i < size; i++) carried[i][row] = joint[i] * volatilities[i].Target[row];
        }

        return [.. series.Select((one, i) => new FactorReturns(one.Factor, one.Kind, carried[i]))];
    }

    private static double[,] MeanProducts(double[][] standard)
    {
        double[,] products = new double[standard.Length, standard.Length];
        for (int i = 0; i < standard.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int row = 0; row < standard[i].Length; row++) sum += standard[i][row] * standard[j][row];
                products[i, j] = products[j, i] = sum / standard[i].Length;
            }
        }

        return products;
    }

    /// <summary>Eigenvalues and vectors of the correlations that belong to products.</summary>
    private static SymmetricEigen Eigen(double[,] products, ImmutableArray<FactorReturns> series, int row)
    {
        int size = series.Length;
        double[,] correlations = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            if (!(products[i, i] > 0)) throw new ArgumentException(Invariant($"{series[i].Factor} does not move before row {row + 1}, so that it has no correlation to carry; leave it out, or keep correlations as they were."));
            for (int j = 0; j < i; j++) correlations[i, j] = correlations[j, i] = products[i, j] / Math.Sqrt(products[i, i] * products[j, j]);
            correlations[i, i] = 1;
        }

        var eigen = new SymmetricEigen(correlations);
        double smallest = eigen.Values.Min();
        return smallest > Smallest ? eigen : throw new ArgumentException(Invariant(
            $"Before row {row + 1} one of {string.Join(", ", series.Select(one => one.Factor))} follows from the others (smallest eigenvalue {smallest:0.0e+0} of their correlations), so that it cannot be carried to another correlation; use a correlationDecay nearer to 1, leave a series out, or keep correlations as they were."));
    }

    private static double[] Times(double[,] matrix, double[] vector)
    {
        double[] product = new double[vector.Length];
        for (int i = 0; i < product.Length; i++)
            for (int j = 0; j < vector.Length; j++) product[i] += matrix[i, j] * vector[j];
        return product;
    }
}
