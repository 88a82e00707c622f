using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A forward as a function of the spot price: S x growth less cash dividends carried to expiry.
/// The dividends stay as cash amounts when the spot price is shocked.</summary>
internal readonly record struct CarriedSpot(double Growth, double Dividends)
{
    public double Forward(double spot) => spot * Growth - Dividends;

    /// <summary>The carry to an expiry over the time that is left once some years have passed; dividends before then are gone.</summary>
    public static CarriedSpot To(DateTimeOffset expiry, double rate, UnderlyingMarket entry, MarketSnapshot market, double passed = 0)
    {
        double years = Math.Max(0, market.YearsTo(expiry) - passed), carry = rate - entry.Carry, dividends = 0;
        foreach (var dividend in entry.Dividends)
        {
            double until = market.YearsTo(new(dividend.Date, TimeOnly.MinValue, TimeSpan.Zero)) - passed;
            if (until > 0 && until <= years) dividends += dividend.Amount * Elementary.Exp(carry * (years - until));
        }

        return new(Elementary.Exp(carry * years), dividends);
    }
}
