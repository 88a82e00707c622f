namespace PortfolioMargin.Numerics;

/// <summary>Sums doubles exactly and rounds once, so that the order of the terms cannot matter.
/// Method: J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic (1997): the running sum is kept as non-overlapping parts.</summary>
internal static class ExactSum
{
    /// <summary>The sum of finite numbers, correctly rounded.</summary>
    /// <param name="terms">Finite numbers.</param>
    /// <returns>Their sum; 0 for none.</returns>
    /// <exception cref="OverflowException">The sum leaves the range of a double.</exception>
    public static double Of(ReadOnlySpan<double> terms)
    {
        var parts = new List<double>(8); // ascending in size, no two overlap
        foreach (double term in terms)
        {
            double rest = term;
            int kept = 0;
            for (int i = 0; i < parts.Count; i++)
            {
                double large = rest, small = parts[i];
                if (Math.Abs(large) < Math.Abs(small)) (large, small) = (small, large);
                double sum = large + small;
                double lost = small - (sum - large);
                if (lost != 0) parts[kept++] = lost;
                rest = sum;
            }

            if (!double.IsFinite(rest)) throw new OverflowException("A sum of quantities exceeds the range of a double; the quantities are too large to net.");
            parts.RemoveRange(kept, parts.Count - kept);
            parts.Add(rest);
        }

        return Round(parts);
    }

    /// <summary>Adds the parts from the largest down; a tie in the last place is decided by the sign of what remains.</summary>
    private static double Round(List<double> parts)
    {
        if (parts.Count == 0) return 0;
        int next = parts.Count - 1;
        double total = parts[next], lost = 0;
        while (next > 0 && lost == 0)
        {
            double before = total, part = parts[--next];
            total = before + part;
            lost = part - (total - before);
        }

        if (next > 0 && lost != 0 && Math.Sign(lost) == Math.Sign(parts[next - 1]))
        {
            double doubled = lost * 2, moved = total + doubled;
            if (moved - total == doubled) total = moved;
        }

        return total + 0.0;
    }
}
