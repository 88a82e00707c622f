using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What must hold of an underlying's market as a whole, beyond what each of its numbers can say.</summary>
internal static class MarketCheck
{
    /// <summary>The model of the underlying bounds its prices and volatilities.</summary>
    public static void Check(UnderlyingMarket market)
    {
        if (market.Model != PriceModel.Lognormal) return;
        PositivePrice(market.Spot, $"{market.Underlying} spot price");
        if (market.Perpetual.Mark is { } mark) PositivePrice(mark, $"{market.Underlying} perpetual mark");
        CheckSurface(market.Volatility, $"{market.Underlying} volatility");
        foreach (var entry in market.Expiries)
        {
            string name = Invariant($"{market.Underlying} {entry.Expiry:yyyy-MM-dd}");
            if (entry.Forward is { } forward) PositivePrice(forward, $"{name} forward");
            CheckSurface(entry.Volatility, $"{name} volatility");
        }
    }

    private static void CheckSurface(IVolatilitySurface? surface, string name)
    {
        if (surface is FlatVolatility flat) MarketBounds.Lognormal(flat.Level, name);
        if (surface is SmileVolatility smile)
            foreach (var (strike, volatility) in smile.Points) MarketBounds.Lognormal(volatility, Invariant($"{name} at strike {strike:R}"));
    }

    private static void PositivePrice(double price, string name)
    {
        if (!(price > 0))
        {
            throw new ArgumentOutOfRangeException(name, price, Invariant(
                $"{name} is {price:R}; it must be > 0 for model Black (lognormal). For prices that may be zero or negative set Model = PriceModel.Normal and state volatility in price units."));
        }
    }
}
