namespace PortfolioMargin.Tests.Pricing;

/// <summary>The oracle for American options over escrowed dividends: a binomial tree on the price less the present value of the dividends to come; exercise is against the
/// full price, right before an ex-date with the dividend still in. Twice, and the mean of two sizes, to damp its ripple.</summary>
internal static class EscrowedTree
{
    public static double Price(bool isCall, double spot, double strike, double rate, double sigma, double years, int steps, (double Years, double Amount)[] dividends) =>
        (Once(isCall, spot, strike, rate, sigma, years, steps, dividends) + Once(isCall, spot, strike, rate, sigma, years, steps + 1, dividends)) / 2;

    private static double Once(bool isCall, double spot, double strike, double rate, double sigma, double years, int steps, (double Years, double Amount)[] dividends)
    {
        double dt = years / steps, up = Math.Exp(sigma * Math.Sqrt(dt)), p = (Math.Exp(rate * dt) - (1 / up)) / (up - (1 / up)), discount = Math.Exp(-rate * dt);
        double price = spot - Escrowed(0, false);
        var v = new double[steps + 1];
        for (int j = 0; j <= steps; j++) v[j] = Math.Max(0, Payoff(price * Math.Pow(up, (2 * j) - steps)));
        for (int step = steps - 1; step >= 0; step--)
        {
            // An ex-date inside this step counts as just after its beginning: the dividend is still in.
            double escrowed = Escrowed(step * dt, true);
            for (int j = 0; j <= step; j++)
                v[j] = Math.Max((discount * ((p * v[j + 1]) + ((1 - p) * v[j]))), Payoff((price * Math.Pow(up, (2 * j) - step)) + escrowed));
        }

        return v[0];

        double Payoff(double s) => isCall ? s - strike : strike - s;
        double Escrowed(double from, bool inclusive) => dividends.Where(d => d.Years > from || (inclusive && d.Years >= from)).Sum(d => d.Amount * Math.Exp(-rate * (d.Years - from)));
    }
}
