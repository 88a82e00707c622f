using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;
using PortfolioMargin.Tests.Pricing;

namespace PortfolioMargin.Tests.Determinism;

/// <summary>One fingerprint over everything that the kernels compute for a fixed book.</summary>
internal static class KernelDigest
{
    private const int Count = 203;

    public static string Compute()
    {
        double[] forwards = Draw(1, 10, 300), strikes = Draw(2, 10, 300), rates = Draw(3, -0.1, 0.3), yields = Draw(4, -0.1, 0.3);
        double[] volatilities = Draw(5, 0, 3), years = Draw(6, 0, 4), results = new double[Count];
        var greeks = new Greeks[Count];
        using var fingerprint = new FingerprintBuilder();
        foreach (bool isCall in (bool[])[true, false])
        {
            foreach (double strike in (double[])[0, 40, 95, 1000])
            {
                Grids.Fast(isCall, strike, forwards, volatilities, results, LaneWidth.Widest);
                fingerprint.Add(results);
                Grids.Fast(isCall, strike, forwards.AsSpan(0, 5), volatilities.AsSpan(0, 5), results, LaneWidth.Widest);
                fingerprint.Add(results);
                Grids.Lognormal(isCall, Math.Max(1, strike), forwards, volatilities, results, LaneWidth.Widest);
                fingerprint.Add(results);
                Grids.LognormalDeltas(isCall, strike, forwards, volatilities, results, LaneWidth.Widest);
                fingerprint.Add(results);
                Grids.Normal(isCall, strike, forwards, strikes, results, LaneWidth.Widest);
                fingerprint.Add(results);
                Grids.NormalDeltas(isCall, strike, forwards, strikes, results, LaneWidth.Widest);
                fingerprint.Add(results);
            }
        }

        BlackScholes.Calls(forwards, strikes, rates, yields, volatilities, years, results);
        fingerprint.Add(results);
        Bachelier.Puts(forwards, strikes, rates, strikes, years, results);
        fingerprint.Add(results);
        BlackScholes.PutGreeks(forwards, strikes, rates, yields, volatilities, years, greeks);
        foreach (Greeks g in greeks) fingerprint.Add([g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Rho, g.Vanna, g.Volga, g.Charm]);
        foreach (double deviation in (double[])[0.005, 0.01, 0.08, 0.31, 0.5, 0.7])
        {
            Black76.PutLadders(forwards, [90], 0.03, [deviation], 1, results);
            fingerprint.Add(results);
        }

        AddImplied(fingerprint, forwards, strikes, rates, yields, volatilities, [.. years.Select(t => t + 0.01)]);
        foreach (double x in forwards) fingerprint.Add(Elementary.Pow(x, 1.7)).Add(Elementary.NormalCdf(100 - x)).Add(Elementary.Erfc(x / 10)).Add(Elementary.Exp(x - 400));
        foreach (double x in rates)
        {
            fingerprint.Add(Elementary.Erf(x)).Add(Elementary.Erfcx(20 * x)).Add(Elementary.Expm1(9 * x)).Add(Elementary.Log1p(x));
            fingerprint.Add(Elementary.LogNormalCdf(40 * x)).Add(Elementary.NormalInverse(x + 0.11));
        }

        for (int i = 0; i < Count; i += 5)
        {
            double rate = Math.Abs(rates[i]), yield = yields[i], sigma = 0.05 + volatilities[i], time = 0.01 + years[i];
            foreach (AmericanAccuracy accuracy in Enum.GetValues<AmericanAccuracy>())
                fingerprint.Add(AmericanOption.Put(forwards[i], strikes[i], rate, yield, sigma, time, accuracy)).Add(AmericanOption.Call(forwards[i], strikes[i], rate, Math.Abs(yield), sigma, time, accuracy));
            if (i % 50 == 0) fingerprint.Add(AmericanOption.Call(forwards[i], strikes[i], rate, yield, sigma, time, new CashDividend(time / 2, 3)));
            Greeks g = AmericanOption.PutGreeks(forwards[i], strikes[i], rate, yield, sigma, time);
            fingerprint.Add([g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Rho, g.Vanna, g.Volga, g.Charm]);
        }

        RowSums.Accumulate(results, 0.37, rates);
        fingerprint.Add(results);
        fingerprint.Add(SimulatedMargin.Fingerprint());
        return fingerprint.Finish();
    }

    /// <summary>Volatilities implied by prices in every region: the option's own, a share of it, and prices out of bounds.</summary>
    private static void AddImplied(FingerprintBuilder fingerprint, double[] forwards, double[] strikes, double[] rates, double[] yields, double[] volatilities, double[] years)
    {
        double[] prices = new double[Count];
        var implied = new ImpliedVolatility[Count];
        foreach (double share in (double[])[1, 1e-3, 1e-250, 1.2, -1])
        {
            BlackScholes.Calls(forwards, strikes, rates, yields, volatilities, years, prices);
            for (int i = 0; i < Count; i++) prices[i] *= share;
            BlackScholes.CallImpliedVolatilities(forwards, strikes, rates, yields, prices, years, implied);
            Add();
            Black76.PutImpliedVolatilities(forwards, strikes, rates, prices, years, implied);
            Add();
            Bachelier.CallImpliedVolatilities(forwards, strikes, rates, prices, years, implied);
            Add();
        }

        void Add()
        {
            foreach (ImpliedVolatility v in implied) fingerprint.Add((double)v.Status).Add(v.Volatility ?? -1);
        }
    }

    private static double[] Draw(int seed, double low, double high)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Count).Select(_ => low + ((high - low) * random.NextDouble()))];
    }
}
