namespace PortfolioMargin.Tests.Pricing;

/// <summary>The oracle for American options with cash dividends: an explicit trinomial lattice in ln S, early exercise at every step, the spot falling by the whole
/// dividend. Slow, plain, and nothing like the code under test.</summary>
internal static class TrinomialTree
{
    public static double Price(bool isCall, double spot, double strike, double rate, double yield, double sigma, double years, int steps, params (double Years, double Amount)[] dividends)
    {
        double dt = years / steps, dx = sigma * Math.Sqrt(3 * dt), mu = rate - yield - (sigma * sigma / 2);
        double up = (1.0 / 6) + (mu * Math.Sqrt(dt / (12 * sigma * sigma))), down = (1.0 / 6) - (mu * Math.Sqrt(dt / (12 * sigma * sigma)));
        double discount = Math.Exp(-rate * dt);
        int half = (int)Math.Ceiling(7 * sigma * Math.Sqrt(years) / dx) + (int)Math.Abs(mu * years / dx);
        double[] spots = [.. Enumerable.Range(-half, (2 * half) + 1).Select(j => spot * Math.Exp(j * dx))];
        double Payoff(double s) => Math.Max(0, isCall ? s - strike : strike - s);
        double[] v = [.. spots.Select(Payoff)], next = new double[v.Length];
        for (int step = steps; step >= 1; step--)
        {
            // The step runs from time step * dt back to (step - 1) * dt; dividends inside it fall at its end.
            foreach (var dividend in dividends.Where(d => d.Years > (step - 1) * dt && d.Years <= step * dt))
            {
                double[] kept = [.. spots.Select(s => Math.Max(Payoff(s), At(v, (Math.Log(Math.Max(s - dividend.Amount, 1e-300) / spot) / dx) + half)))];
                kept.CopyTo(v, 0);
            }

            for (int j = 1; j < v.Length - 1; j++)
                next[j] = Math.Max(Payoff(spots[j]), discount * ((up * v[j + 1]) + ((1 - up - down) * v[j]) + (down * v[j - 1])));
            next[0] = Payoff(spots[0]);
            next[^1] = Payoff(spots[^1]);
            (v, next) = (next, v);
        }

        return v[half];
    }

    private static double At(double[] v, double place)
    {
        int j = Math.Clamp((int)place - 1, 0, v.Length - 4);
        double t = Math.Max(place, 0) - j;
        return (v[j] * (t - 1) * (t - 2) * (t - 3) / -6) + (v[j + 1] * t * (t - 2) * (t - 3) / 2) + (v[j + 2] * t * (t - 1) * (t - 3) / -2) + (v[j + 3] * t * (t - 1) * (t - 2) / 6);
    }
}
