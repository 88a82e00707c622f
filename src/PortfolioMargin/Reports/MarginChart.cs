using System.Text;
using PortfolioMargin.Backtesting;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Reports;

/// <summary>Margin through time as a picture: one line per backtest, realised losses as thin grey bars, breaches as red marks with their date, loss and cause,
/// the largest with their month in sight.</summary>
public static class MarginChart
{
    private const int Width = 960, Height = 480, Left = 84, Right = 24, Top = 76, Bottom = 44;

    private const string Ink = "#1f2328", Faint = "#d0d7de", Loss = "#afb8c1", Breach = "#cf222e";

    /// <summary>Readable on white, and apart from each other for the colour-blind. Source: M. Okabe, K. Ito, Color Universal Design (2008).</summary>
    private static readonly string[] Colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"];

    /// <summary>Draws backtests of the same portfolio under one or several rules.</summary>
    /// <param name="title">What the picture shows.</param>
    /// <param name="results">One to six results with observations, in one currency; realised losses are those of the first.</param>
    /// <returns>The picture as SVG text: UTF-8, no script, no outside resource.</returns>
    /// <exception cref="ArgumentException">There is no result or too many, one is empty, or currencies differ.</exception>
    public static string Svg(string title, params IReadOnlyList<BacktestResult> results)
    {
        Guard.Text(title, nameof(title));
        Check(results);
        var all = results.SelectMany(result => result.Observations).ToList();
        var frame = new Frame(all.Min(o => o.Start), all.Max(o => o.Start), AxisTicks.Numbers(all.Max(o => Math.Max(o.Requirement, o.IsBreach ? -o.Profit : 0))));
        var svg = new SvgText(Width, Height, title);
        svg.Text(Left, 28, title, 17, Ink, bold: true);
        Axes(svg, frame, results[0].Currency);
        svg.Path(Losses(results[0], frame), Loss, 0.6);
        for (int i = 0; i < results.Count; i++) svg.Path(Outline(results[i], frame), Colours[i], 1.4);
        svg.Open(Breach);
        foreach (var result in results) Marks(svg, frame, result);
        svg.Close();
        var marks = results.SelectMany(result => result.Breaches).Select(breach => new BreachMark(frame.X(breach.Start), frame.Y(-breach.Profit), -breach.Profit - breach.Requirement, breach.Start)).ToList();
        foreach (var (x, y, anchor, text) in BreachLabels.Place(marks, Left, Width - Right)) svg.Label(x, y, text, 11, Ink, anchor);
        Legend(svg, results);
        return svg.Finish();
    }

    private static void Check(IReadOnlyList<BacktestResult> results)
    {
        if (Guard.NotNull(results, nameof(results)).Count < 1 || results.Count > Colours.Length)
            throw new ArgumentException(Invariant($"There are {results.Count} results; expected 1 to {Colours.Length}, since more lines cannot be told apart."), nameof(results));
        foreach (var result in results)
        {
            if (Guard.NotNull(result, nameof(results)).Observations.IsEmpty) throw new ArgumentException($"{result.Name} has no tested interval to draw; it has {result.Gaps.Length} gaps.", nameof(results));
            if (result.Currency != results[0].Currency) throw new ArgumentException($"{result.Name} is in {result.Currency}, {results[0].Name} in {results[0].Currency}; draw one currency.", nameof(results));
        }
    }

    private static void Axes(SvgText svg, Frame frame, Currency currency)
    {
        foreach (double tick in frame.Ticks)
        {
            svg.Line(Left, frame.Y(tick), Width - Right, frame.Y(tick), tick == 0 ? Ink : Faint);
            svg.Text(Left - 8, frame.Y(tick) + 4, Invariant($"{tick:#,0.######}"), anchor: "end");
        }

        foreach (var (at, label) in AxisTicks.Dates(frame.From, frame.To))
        {
            svg.Line(frame.X(at), frame.Y(0), frame.X(at), frame.Y(0) + 5, Ink);
            svg.Text(frame.X(at), Height - Bottom + 20, label, anchor: "middle");
        }

        svg.Text(Left - 8, Top - 14, currency.Code, anchor: "end");
    }

    /// <summary>Realised losses as bars: of the days that share a column of the picture the largest one, which hides the others.</summary>
    private static string Losses(BacktestResult result, Frame frame)
    {
        var bars = result.Observations.Where(observation => observation.Profit < 0).GroupBy(observation => frame.Column(observation.Start)).Select(days => days.MinBy(observation => observation.Profit)!);
        return string.Join(' ', bars.Select(worst => $"M{SvgText.Number(frame.X(worst.Start))} {SvgText.Number(frame.Y(0))}V{SvgText.Number(frame.Y(Math.Min(-worst.Profit, frame.Maximum)))}"));
    }

    /// <summary>The requirement as a line; where an interval could not be tested the line is interrupted.</summary>
    private static string Outline(BacktestResult result, Frame frame)
    {
        var gaps = result.Gaps.Select(gap => gap.Start).ToArray();
        var data = new StringBuilder();
        MarginObservation? before = null;
        foreach (var observation in result.Observations.GroupBy(observation => frame.Column(observation.Start)).SelectMany(days => Extremes([.. days])))
        {
            bool joined = before is not null && !gaps.Any(gap => gap > before.Start && gap < observation.Start);
            data.Append(data.Length == 0 ? "" : " ").Append(joined ? 'L' : 'M').Append(SvgText.Number(frame.X(observation.Start))).Append(' ').Append(SvgText.Number(frame.Y(observation.Requirement)));
            before = observation;
        }

        return data.ToString();
    }

    /// <summary>What can be seen of the days that share a column of the picture: the smallest and the largest requirement, in order of time; up to two days as they are.</summary>
    private static IEnumerable<MarginObservation> Extremes(MarginObservation[] days) => days.Length <= 2
        ? days
        : new[] { days.MinBy(day => day.Requirement)!, days.MaxBy(day => day.Requirement)! }.Distinct().OrderBy(day => day.Start);

    private static void Marks(SvgText svg, Frame frame, BacktestResult result)
    {
        foreach (var breach in result.Breaches)
        {
            string note = Invariant($"{result.Name}, {breach.Start:yyyy-MM-dd} to {breach.End:yyyy-MM-dd}: loss {-breach.Profit:#,0.##}, required {breach.Requirement:#,0.##}{(breach.Cause is { } cause ? "; " + cause : "")}");
            svg.Mark(frame.X(breach.Start), frame.Y(-breach.Profit), 3.5, note);
        }
    }

    private static void Legend(SvgText svg, IReadOnlyList<BacktestResult> results)
    {
        double x = Left;
        for (int i = 0; i < results.Count; i++)
        {
            string label = Invariant($"{results[i].Name} ({results[i].Breaches.Count()} breaches)");
            svg.Line(x, 48, x + 18, 48, Colours[i], 3);
            svg.Text(x + 24, 52, label, colour: Ink);
            x += 24 + (6.6 * label.Length) + 20;
        }

        svg.Text(Left, Height - 6, "grey: realised losses; red: losses above the requirement", 11);
    }

    /// <summary>From days and money to places in the picture.</summary>
    private sealed record Frame(DateTimeOffset From, DateTimeOffset To, double[] Ticks)
    {
        public double Maximum => Ticks[^1];

        public double X(DateTimeOffset at) => To == From ? Left : Left + ((Width - Left - Right) * ((at - From).Ticks / (double)(To - From).Ticks));

        /// <summary>Number of the column of one pixel.</summary>
        public int Column(DateTimeOffset at) => (int)X(at);

        public double Y(double amount) => Height - Bottom - ((Height - Top - Bottom) * (amount / Maximum));
    }
}
