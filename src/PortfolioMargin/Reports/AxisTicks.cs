namespace PortfolioMargin.Reports;

/// <summary>Round numbers and dates for axes.</summary>
internal static class AxisTicks
{
    private static readonly int[] Steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600]; // months

    /// <summary>From 0 to at least a maximum in four to ten steps of 1, 2 or 5 times a power of ten.</summary>
    public static double[] Numbers(double maximum)
    {
        if (!(maximum > 0)) maximum = 1;
        double power = 1;
        while (power * 10 <= maximum / 2) power *= 10;
        while (power > maximum / 2) power /= 10;
        double step = maximum / power > 10 ? 2 * power : maximum / power > 5 ? power : power / 2;
        int count = (int)Math.Ceiling(maximum / step - 1e-9);
        return [.. Enumerable.Range(0, count + 1).Select(i => Math.Round(i * step, 12))];
    }

    /// <summary>Beginnings of years that are multiples of their distance (1995, 2000), or of months where the time is short, at most ten.</summary>
    public static (DateTimeOffset At, string Label)[] Dates(DateTimeOffset from, DateTimeOffset to)
    {
        int months = Math.Max(1, ((to.Year - from.Year) * 12) + to.Month - from.Month);
        int step = Steps.First(known => months / known <= 9 || known == 600);
        var ticks = new List<(DateTimeOffset, string)>();
        for (int month = from.Year * 12 / step * step; month <= (to.Year * 12) + 11; month += step)
        {
            var at = new DateTimeOffset(month / 12, (month % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero);
            if (at >= from && at <= to) ticks.Add((at, at.ToString(step < 12 ? "yyyy-MM" : "yyyy", System.Globalization.CultureInfo.InvariantCulture)));
        }

        return [.. ticks];
    }
}
