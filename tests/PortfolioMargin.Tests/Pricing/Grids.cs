using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Pricing;

/// <summary>Whole values and deltas of one option in many columns, from the kernels that compute their parts.</summary>
internal static class Grids
{
    internal delegate void Grid(bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width);

    public static void Lognormal(bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width)
    {
        OptionGrid.LognormalTimeValues(strike, forwards, deviations, values, width);
        AddIntrinsic(isCall, strike, forwards, values);
    }

    public static void Normal(bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width)
    {
        OptionGrid.NormalTimeValues(strike, forwards, deviations, values, width);
        AddIntrinsic(isCall, strike, forwards, values);
    }

    /// <summary>The form that revaluation uses. A column in front is the reference, so that a value does not depend on its neighbours;
    /// up to eight columns take the table, more the loaded deviations.</summary>
    public static void Fast(bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width)
    {
        var columns = new ForwardColumns([100, .. forwards], [.. Enumerable.Range(0, forwards.Length + 1)]);
        var row = new double[columns.Stride];
        TimeValueGrid.Fill(columns, [strike], [0.5, .. deviations, .. new double[columns.StateStride - 1 - deviations.Length]], row, width);
        row.AsSpan(1, forwards.Length).CopyTo(values);
        AddIntrinsic(isCall, strike, forwards, values);
    }

    public static void LognormalDeltas(bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas, LaneWidth width) =>
        OptionGrid.LognormalDeltas(Same(isCall ? 1 : -1, forwards), Same(strike, forwards), forwards, deviations, deltas, width);

    public static void NormalDeltas(bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas, LaneWidth width) =>
        OptionGrid.NormalDeltas(Same(isCall ? 1 : -1, forwards), Same(strike, forwards), forwards, deviations, deltas, width);

    private static double[] Same(double value, ReadOnlySpan<double> like)
    {
        var same = new double[like.Length];
        Array.Fill(same, value);
        return same;
    }

    private static void AddIntrinsic(bool isCall, double strike, ReadOnlySpan<double> forwards, Span<double> values)
    {
        for (int i = 0; i < forwards.Length; i++) values[i] += Math.Max(0, isCall ? forwards[i] - strike : strike - forwards[i]);
    }
}
