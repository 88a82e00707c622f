using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The constant tables of one accuracy setting of the boundary method: where the boundary is known, where integrals look at it, and the
/// matrices between the two. They do not depend on the option.</summary>
/// <remarks>Time to expiry t is measured as x = sqrt(t / T) in 0..1; the boundary is known at the Chebyshev points x[i] = (1 + cos(i pi / n)) / 2, and at x = 0 by
/// theory. An integral over the time u that is left when the option is exercised, from a node at t, substitutes t - u = t sin(a)^2, so sqrt(u) = sqrt(t) cos(a):
/// the integrand is then smooth at both ends, and few Gauss points in a suffice (4 points for 2e-7 of the strike where a plain substitution needs 30).</remarks>
internal sealed class BoundaryScheme
{
    /// <summary>Columns that sums over the price nodes run in, whatever the width of the vectors.</summary>
    public const int SumColumns = 8;

    public BoundaryScheme(int nodes, int terms, int priceNodes, int iterations, double tolerance)
    {
        Nodes = nodes;
        Terms = terms;
        PriceNodes = priceNodes;
        Iterations = iterations;
        Tolerance = tolerance;
        Indices = new([.. Enumerable.Range(0, nodes).Select(i => (double)i)]);
        double[] weights = new double[nodes + 1];
        Roots = new(nodes + 1);
        for (int i = 0; i <= nodes; i++)
        {
            double half = GaussLegendre.SineCosine((nodes - i) * 1.5707963267948966 / nodes).Sine;
            Roots[i] = half * half; // (1 + cos(i pi / n)) / 2 = sin((n - i) pi / 2n)^2
            weights[i] = (i % 2 == 0 ? 1 : -1) * (i == 0 || i == nodes ? 0.5 : 1);
        }

        (Sines, double[] cosines, SineWeights) = Angles(terms);
        Matrix = new(terms * nodes * nodes);
        var row = new double[nodes];
        for (int k = 0; k < terms; k++)
        {
            for (int i = 0; i < nodes; i++)
            {
                Interpolate(Roots[i] * cosines[k], weights, row);
                for (int j = 0; j < nodes; j++) Matrix[(((k * nodes) + j) * nodes) + i] = row[j];
            }
        }

        (PriceSines, cosines, PriceWeights) = Angles(priceNodes);
        PriceMatrix = new(nodes * priceNodes);
        for (int k = 0; k < priceNodes; k++)
        {
            Interpolate(cosines[k], weights, row);
            for (int j = 0; j < nodes; j++) PriceMatrix[(j * priceNodes) + k] = row[j];
        }
    }

    /// <summary>n: where the boundary is unknown; a multiple of 8.</summary>
    public int Nodes { get; }

    /// <summary>0, 1, 2, ..., [n].</summary>
    public AlignedTable Indices { get; }

    /// <summary>l: Gauss points of an integral in the equations of the boundary.</summary>
    public int Terms { get; }

    /// <summary>p: Gauss points of the exercise premium; a multiple of 8.</summary>
    public int PriceNodes { get; }

    /// <summary>Newton steps at most.</summary>
    public int Iterations { get; }

    /// <summary>A Newton step smaller than this, in ln B as a fraction of min(1, w), is the last; 0: all steps are taken.</summary>
    public double Tolerance { get; }

    /// <summary>x[i], [n + 1], descending from 1 to 0.</summary>
    public AlignedTable Roots { get; }

    /// <summary>sin(a[k]) and the weight of d sin(a), [l].</summary>
    public AlignedTable Sines { get; }

    public AlignedTable SineWeights { get; }

    /// <summary>Interpolation from the nodes to x[i] cos(a[k]), [k, j, i]: i stands in lanes.</summary>
    public AlignedTable Matrix { get; }

    /// <summary>The same for the price: sines and weights, [p], and interpolation to cos(a[k]), [j, k].</summary>
    public AlignedTable PriceSines { get; }

    public AlignedTable PriceWeights { get; }

    public AlignedTable PriceMatrix { get; }

    private static (AlignedTable Sines, double[] Cosines, AlignedTable Weights) Angles(int count)
    {
        (double[] points, double[] weights) = GaussLegendre.Unit(count);
        double[] sines = new double[count], cosines = new double[count];
        for (int k = 0; k < count; k++)
        {
            (sines[k], cosines[k]) = GaussLegendre.SineCosine(points[k] * 1.5707963267948966);
            weights[k] *= 1.5707963267948966 * cosines[k];
        }

        return (new(sines), cosines, new(weights));
    }

    /// <summary>The barycentric form; the last node, x = 0, drops out because the function is 0 there.</summary>
    private void Interpolate(double x, double[] weights, double[] row)
    {
        double sum = 0;
        for (int j = 0; j <= Nodes; j++)
        {
            if (x == Roots[j])
            {
                Array.Clear(row);
                if (j < Nodes) row[j] = 1;
                return;
            }

            sum += weights[j] / (x - Roots[j]);
        }

        for (int j = 0; j < Nodes; j++) row[j] = weights[j] / (x - Roots[j]) / sum;
    }
}
