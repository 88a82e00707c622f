using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.RuleBooks;

/// <summary>What plain twins of rules on linear contracts share: values and deltas in scalar arithmetic and another library's normal distribution.</summary>
internal abstract class LinearTwin(MarketSnapshot market)
{
    protected MarketSnapshot Market { get; } = market;

    /// <summary>Delta x price in the reporting currency.</summary>
    protected double CashDelta(Position position) => position.Quantity * position.Instrument.Multiplier * Money(position)
        * Price(position.Instrument) * (position.Instrument is VanillaOption option ? Delta(option) : 1);

    /// <summary>The price that scenarios move.</summary>
    protected double Price(Instrument instrument) => instrument switch
    {
        { Expiry: { } expiry } => Market.ForwardOf(instrument.Underlying, expiry),
        Perpetual => Market.QuoteOf(instrument)?.Mark ?? Market[instrument.Underlying].Perpetual.Mark ?? Spot(instrument),
        _ => Spot(instrument),
    };

    protected static double Value(VanillaOption option, double forward, double years, double volatility)
    {
        double call = NaiveTwin.LognormalCall(forward, option.Strike, volatility * Math.Sqrt(years));
        return option.Right == OptionRight.Call ? call : call - forward + option.Strike;
    }

    protected double Spot(Instrument instrument) => Market[instrument.Underlying].Spot;

    protected double Money(Position position) => Market.Convert(1, Market.QuoteCurrencyOf(position.Instrument.Underlying), Market.ReportingCurrency);

    protected double Years(Instrument instrument) => Market.YearsTo(instrument.Expiry!.Value);

    protected double Volatility(VanillaOption option)
    {
        double[] volatility = new double[1];
        Market.VolatilityOf(option.Underlying, option.Expiry!.Value)!.Volatilities(Years(option), Price(option), [option.Strike], volatility);
        return volatility[0];
    }

    private double Delta(VanillaOption option)
    {
        double deviation = Volatility(option) * Math.Sqrt(Years(option));
        double call = MathNet.Numerics.Distributions.Normal.CDF(0, 1, Math.Log(Price(option) / option.Strike) / deviation + deviation / 2);
        return option.Right == OptionRight.Call ? call : call - 1;
    }
}
