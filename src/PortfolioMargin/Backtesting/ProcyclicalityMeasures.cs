using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>How much margin rises in a number of days, by both habits. Amounts are in the currency of the margins; relative rises are fractions of the margin before,
/// none where a margin before is 0.</summary>
/// <param name="Days">Number of days (entries of the series).</param>
/// <param name="Exact">Largest rise over exactly so many days; negative where margin fell throughout.</param>
/// <param name="ExactRelative">The same relative to the margin before.</param>
/// <param name="Within">Largest rise over at most so many days.</param>
/// <param name="WithinRelative">The same relative to the margin before.</param>
public sealed record MarginRise(int Days, double Exact, double? ExactRelative, double Within, double? WithinRelative);

/// <summary>How a requirement moved over time: measures of D. Murphy, M. Vasios, N. Vause, Financial Stability Paper 29, Bank of England (2014).
/// Meaningful for a portfolio that stays the same, so that only the model moves the margin.</summary>
public sealed record ProcyclicalityMeasures
{
    private ProcyclicalityMeasures(double[] margins, ImmutableArray<MarginRise> rises)
    {
        Observations = margins.Length;
        (Peak, Trough) = (margins.Max(), margins.Min());
        (PeakIndex, TroughIndex) = (Array.IndexOf(margins, Peak), Array.IndexOf(margins, Trough));
        Mean = ExactSum.Of(margins) / margins.Length;
        LogChangeDeviation = Trough > 0 && margins.Length > 2 ? Deviation(margins) : null;
        Rises = rises;
    }

    /// <summary>Length of the series.</summary>
    public int Observations { get; }

    /// <summary>The largest margin.</summary>
    public double Peak { get; }

    /// <summary>Where it first stood, from 0.</summary>
    public int PeakIndex { get; }

    /// <summary>The smallest margin.</summary>
    public double Trough { get; }

    /// <summary>Where it first stood, from 0.</summary>
    public int TroughIndex { get; }

    /// <summary>Largest over smallest margin; none where the smallest is 0.</summary>
    public double? PeakToTrough => Trough > 0 ? Peak / Trough : null;

    /// <summary>The mean margin: what the model costs.</summary>
    public double Mean { get; }

    /// <summary>Sample standard deviation of ln(margin / margin before); none for fewer than 3 margins or where one is 0.</summary>
    public double? LogChangeDeviation { get; }

    /// <summary>Largest rises, one per number of days that the series is long enough for.</summary>
    public ImmutableArray<MarginRise> Rises { get; }

    /// <summary>The measures of a series.</summary>
    /// <param name="margins">Margins in order of time; at least 2, finite, not below 0.</param>
    /// <param name="days">Numbers of days to look at rises over; 1, 5 and 30 unless stated. Those longer than the series are left out.</param>
    /// <returns>The measures.</returns>
    /// <exception cref="ArgumentException">There are fewer than two margins.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A margin or number of days is outside its range.</exception>
    public static ProcyclicalityMeasures Of(IEnumerable<double> margins, params ReadOnlySpan<int> days)
    {
        double[] series = Checked(margins, nameof(margins));
        if (series.Length < 2) throw new ArgumentException(Invariant($"There are {series.Length} margins; expected at least 2, since the measures compare days."), nameof(margins));
        var rises = ImmutableArray.CreateBuilder<MarginRise>();
        foreach (int n in days.IsEmpty ? [1, 5, 30] : days)
        {
            if (n < 1) throw new ArgumentOutOfRangeException(nameof(days), n, Invariant($"A number of days is {n}; expected at least 1."));
            if (n < series.Length) rises.Add(Rise(series, n));
        }

        return new(series, rises.DrainToImmutable());
    }

    /// <summary>What mitigation costs: the mean of the margins less the mean of those without it.</summary>
    /// <param name="margins">Margins with mitigation.</param>
    /// <param name="unmitigated">Margins of the same days without.</param>
    /// <returns>The mean excess; negative where mitigation lowers the mean.</returns>
    /// <exception cref="ArgumentException">The series differ in length or are empty.</exception>
    public static double Cost(IEnumerable<double> margins, IEnumerable<double> unmitigated)
    {
        double[] with = Checked(margins, nameof(margins)), without = Checked(unmitigated, nameof(unmitigated));
        if (with.Length == 0 || with.Length != without.Length)
            throw new ArgumentException(Invariant($"There are {with.Length} margins and {without.Length} unmitigated ones; expected the same days in both, at least 1."), nameof(unmitigated));
        return ExactSum.Of(with.Zip(without, (a, b) => a - b).ToArray()) / with.Length;
    }

    private static double[] Checked(IEnumerable<double> margins, string name)
    {
        double[] series = [.. Guard.NotNull(margins, name)];
        for (int i = 0; i < series.Length; i++) Guard.NonNegative(series[i], Invariant($"{name}[{i}]"));
        return series;
    }

    private static MarginRise Rise(double[] margins, int days)
    {
        double exact = double.NegativeInfinity, exactRelative = exact, within = exact, withinRelative = exact;
        for (int i = 0; i + 1 < margins.Length; i++)
        {
            for (int j = i + 1; j <= Math.Min(i + days, margins.Length - 1); j++)
            {
                double rise = margins[j] - margins[i], relative = margins[j] / margins[i] - 1;
                (within, withinRelative) = (Math.Max(within, rise), Math.Max(withinRelative, relative));
                if (j == i + days) (exact, exactRelative) = (Math.Max(exact, rise), Math.Max(exactRelative, relative));
            }
        }

        bool zero = margins.AsSpan(..^1).Contains(0);
        return new(days, exact, zero ? null : exactRelative, within, zero ? null : withinRelative);
    }

    private static double Deviation(double[] margins)
    {
        var changes = new double[margins.Length - 1];
        for (int i = 0; i < changes.Length; i++) changes[i] = Elementary.Log(margins[i + 1] / margins[i]);
        double mean = ExactSum.Of(changes) / changes.Length, squares = 0;
        foreach (double change in changes) squares += (change - mean) * (change - mean);
        return Math.Sqrt(squares / (changes.Length - 1));
    }
}
