using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Interpolation on Chebyshev points x[k] = cos(pi k / n), k = 0..n. With n doubled, every second point is an old one.</summary>
internal static class ChebyshevSeries
{
    /// <summary>cos(pi k / n) for k = 0..n, n a power of two: by halving angles, so that it needs no cosine of the machine's.
    /// cos((a + b)/2) = (cos a + cos b) / (2 cos((b - a)/2)), and cos(h/2) = sqrt((1 + cos h)/2); a few ulp.</summary>
    public static double[] Cosines(int n)
    {
        var cosines = new double[n + 1];
        (cosines[0], cosines[n]) = (1, -1);
        if (n == 1) return cosines;
        cosines[n / 2] = 0;
        double half = 0; // cos of half the present step: pi / 2 at first
        for (int step = n / 2; step > 1; step /= 2)
        {
            half = Math.Sqrt((1 + half) / 2);
            for (int k = step / 2; k < n / 2; k += step)
            {
                cosines[k] = (cosines[k - (step / 2)] + cosines[k + (step / 2)]) / (2 * half);
                cosines[n - k] = -cosines[k];
            }
        }

        return cosines;
    }

    /// <summary>Coefficients of the polynomial of degree n through values at x[k].</summary>
    /// <param name="values">n + 1 values, n a power of two.</param>
    /// <returns>n + 1 coefficients of T[0]..T[n], the first and last halved already.</returns>
    public static double[] Coefficients(ReadOnlySpan<double> values)
    {
        int n = values.Length - 1;
        double[] cosines = Cosines(n);
        var coefficients = new double[n + 1];
        for (int degree = 0; degree <= n; degree++)
        {
            double sum = 0.5 * (values[0] + ((degree & 1) == 0 ? values[n] : -values[n]));
            for (int k = 1; k < n; k++)
            {
                int angle = degree * k % (2 * n);
                sum = Math.FusedMultiplyAdd(values[k], cosines[angle <= n ? angle : (2 * n) - angle], sum);
            }

            coefficients[degree] = sum * (degree == 0 || degree == n ? 1.0 : 2.0) / n;
        }

        return coefficients;
    }

    /// <summary>The polynomial at many points, by Clenshaw's recurrence.</summary>
    /// <param name="coefficients">Coefficients of T[0], T[1], ...</param>
    /// <param name="points">Points in -1..1.</param>
    /// <param name="values">Receives one value per point.</param>
    public static void Evaluate(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> points, Span<double> values)
    {
        var loop = new ClenshawLoop(coefficients, points, values);
        LaneRunner.Run(ref loop, LaneWidth.Widest);
    }

    /// <summary>b[k] = c[k] + 2 x b[k+1] - b[k+2]; the value is c[0] + x b[1] - b[2].</summary>
    private readonly ref struct ClenshawLoop(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> points, Span<double> values) : ILaneLoop
    {
        private readonly ReadOnlySpan<double> _coefficients = coefficients, _points = points;
        private readonly Span<double> _values = values;

        public int Length => _points.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            TLane x = TLane.Load(in MemoryMarshal.GetReference(_points), offset), twice = x + x, first = default, second = default;
            for (int k = _coefficients.Length - 1; k > 0; k--)
                (first, second) = (TLane.FusedMultiplyAdd(twice, first, TLane.Broadcast(_coefficients[k]) - second), first);
            TLane.FusedMultiplyAdd(x, first, TLane.Broadcast(_coefficients[0]) - second).Store(ref MemoryMarshal.GetReference(_values), offset);
        }
    }
}
