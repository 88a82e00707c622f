using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Reads one lane of a lattice between its nodes.</summary>
internal static class LatticeValues
{
    /// <summary>The value at a spot in strikes: a cubic through the four nodes around it, in ln S; below the grid a line in S.</summary>
    public static double At(ReadOnlySpan<double> values, int width, int lane, in LatticeOption o, double spot)
    {
        double place = Place(o, spot);
        if (!(place >= 0 && place <= o.Intervals)) return Beyond(values, width, lane, o, spot);
        int first = Math.Clamp((int)place - 1, 0, o.Intervals - 3);
        double t = place - first;
        double v0 = values[(first * width) + lane], v1 = values[((first + 1) * width) + lane];
        double v2 = values[((first + 2) * width) + lane], v3 = values[((first + 3) * width) + lane];
        double a = (t - 1) * (t - 2) * (t - 3) / -6, b = t * (t - 2) * (t - 3) / 2, c = t * (t - 1) * (t - 3) / -2, d = t * (t - 1) * (t - 2) / 6;
        return (a * v0) + (b * v1) + (c * v2) + (d * v3);
    }

    /// <summary>dV/dS and d2V/dS2 at a spot in strikes, from the parabola through the three nodes around it, moved by their cubic part.</summary>
    public static (double Delta, double Gamma) Slopes(ReadOnlySpan<double> values, int width, int lane, in LatticeOption o, double spot)
    {
        // Central differences over one spacing, of the cubic interpolation in ln S.
        double h = o.Spacing, up = Elementary.Exp(h);
        double high = At(values, width, lane, o, spot * up), low = At(values, width, lane, o, spot / up), here = At(values, width, lane, o, spot);
        double first = (high - low) / (2 * h), second = (high - (2 * here) + low) / (h * h);
        return (first / spot, (second - first) / (spot * spot));
    }

    private static double Place(in LatticeOption o, double spot) =>
        spot > 0 ? ((o.Direction * Elementary.Log(spot)) + o.Reach) / o.Spacing : double.NegativeInfinity;

    private static double Beyond(ReadOnlySpan<double> values, int width, int lane, in LatticeOption o, double spot)
    {
        bool atFirst = o.Spot(0) < 1 == spot < 1;
        int end = atFirst ? 0 : o.Intervals, next = atFirst ? 1 : o.Intervals - 1;
        double s0 = o.Spot(end), s1 = o.Spot(next), v0 = values[(end * width) + lane], v1 = values[(next * width) + lane];
        return v0 + ((v1 - v0) / (s1 - s0) * (spot - s0));
    }
}
