using System.Globalization;

namespace PortfolioMargin.Reports;

/// <summary>A breach in a picture.</summary>
/// <param name="X">Place from the left.</param>
/// <param name="Y">Place from the top.</param>
/// <param name="Excess">Loss less requirement, above 0.</param>
/// <param name="At">When it began.</param>
internal readonly record struct BreachMark(double X, double Y, double Excess, DateTimeOffset At);

/// <summary>Months, each once, beside the breaches that stand out most, where no other mark or label is in the way: right of the mark, else left of it, else above.</summary>
internal static class BreachLabels
{
    private const int Most = 8;

    /// <summary>Size of a label, half the size of a mark and its distance from the label, in pixels.</summary>
    private const double Width = 46, Height = 11, Radius = 4, Distance = 6;

    /// <summary>Where labels stand; ordered by excess.</summary>
    /// <param name="marks">All marks.</param>
    /// <param name="left">Labels stay right of this.</param>
    /// <param name="right">And left of this.</param>
    public static List<(double X, double Y, string Anchor, string Text)> Place(IReadOnlyList<BreachMark> marks, double left, double right)
    {
        var (labels, boxes) = (new List<(double X, double Y, string Anchor, string Text)>(), new List<Box>());
        foreach (var mark in marks.OrderByDescending(mark => mark.Excess).ThenBy(mark => mark.At))
        {
            if (labels.Count == Most) break;
            string month = mark.At.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            if (labels.Any(label => label.Text == month)) continue;
            foreach (var (x, y, anchor) in ((double, double, string)[])[(mark.X + Distance, mark.Y + 4, "start"), (mark.X - Distance, mark.Y + 4, "end"), (mark.X, mark.Y - Distance, "middle")])
            {
                double from = anchor == "start" ? x : anchor == "end" ? x - Width : x - (Width / 2);
                var box = new Box(from, y - Height, from + Width, y);
                if (from < left || from + Width > right || boxes.Any(box.Meets) || marks.Any(other => box.Meets(new(other.X - Radius, other.Y - Radius, other.X + Radius, other.Y + Radius)))) continue;
                boxes.Add(box);
                labels.Add((x, y, anchor, month));
                break;
            }
        }

        return labels;
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
