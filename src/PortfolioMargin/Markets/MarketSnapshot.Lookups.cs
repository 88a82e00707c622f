using System.Diagnostics.CodeAnalysis;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <content>Questions to a snapshot. What is not stated is answered by <see langword="null"/> or <see langword="false"/>, never by a guess.</content>
public sealed partial class MarketSnapshot
{
    private const double SecondsPerYear = 365d * 24 * 3600;

    /// <summary>What is known of an underlying.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <returns>Its market.</returns>
    /// <exception cref="MissingMarketDataException">The snapshot does not hold it.</exception>
    public UnderlyingMarket this[Underlying underlying] =>
        Find(underlying, out var market) ? market : throw new MissingMarketDataException([$"{underlying}: spot price"]);

    /// <summary>Looks an underlying up.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="market">Its market when found.</param>
    /// <returns>Whether the snapshot holds it.</returns>
    public bool Find(Underlying underlying, [NotNullWhen(true)] out UnderlyingMarket? market) => _underlyings.TryGetValue(underlying.Symbol, out market);

    /// <summary>The quote of an instrument, or none.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>The quote, or <see langword="null"/>.</returns>
    public Quote? QuoteOf(Instrument instrument)
    {
        Guard.NotNull(instrument, nameof(instrument));
        return _quotes.IsEmpty ? null : _quotes.GetValueOrDefault(instrument);
    }

    /// <summary>Years from the snapshot to an instant, ACT/365F: seconds / 31,536,000. Negative for the past.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>Years.</returns>
    public double YearsTo(DateTimeOffset instant) => (instant - Time).Ticks / (double)TimeSpan.TicksPerSecond / SecondsPerYear;

    /// <summary>The rate of an expiry: its own, or the underlying's.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="expiry">The expiry.</param>
    /// <returns>Continuously compounded rate per year.</returns>
    public double RateOf(Underlying underlying, DateTimeOffset expiry)
    {
        var market = this[underlying];
        return market.At(expiry)?.Rate ?? market.Rate;
    }

    /// <summary>The forward price of an expiry: stated, or spot x exp((rate - carry) x years); from the expiry on it is the spot price.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="expiry">The expiry.</param>
    /// <returns>Forward price in the quote currency.</returns>
    public double ForwardOf(Underlying underlying, DateTimeOffset expiry)
    {
        var market = this[underlying];
        if (market.At(expiry)?.Forward is { } stated) return stated;
        double years = Math.Max(0, YearsTo(expiry));
        return market.Spot * Elementary.Exp((RateOf(underlying, expiry) - market.Carry) * years);
    }

    /// <summary>The volatilities of an expiry: its own, or the underlying's.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="expiry">The expiry.</param>
    /// <returns>The volatilities, or <see langword="null"/> when neither is stated.</returns>
    public IVolatilitySurface? VolatilityOf(Underlying underlying, DateTimeOffset expiry)
    {
        var market = this[underlying];
        return market.At(expiry)?.Volatility ?? market.Volatility;
    }

    /// <summary>The currency that an underlying is quoted in: stated, or the reporting currency.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <returns>The quote currency.</returns>
    public Currency QuoteCurrencyOf(Underlying underlying) => this[underlying].Currency ?? ReportingCurrency;

    /// <summary>The currency that an instrument's profit is settled in: the quote currency, or for inverse contracts the coin of the underlying.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>The settlement currency.</returns>
    public Currency SettlementOf(Instrument instrument) => Guard.NotNull(instrument, nameof(instrument)).Payoff == PayoffStyle.Inverse
        ? instrument.Underlying.Coin
        : QuoteCurrencyOf(instrument.Underlying);

    /// <summary>Converts an amount between currencies, at the snapshot's values.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="from">Its currency.</param>
    /// <param name="to">The wanted currency.</param>
    /// <returns>The amount in the wanted currency.</returns>
    /// <exception cref="MissingMarketDataException">The value of a currency is neither stated nor follows from a spot price.</exception>
    public double Convert(double amount, Currency from, Currency to) => from == to ? amount : amount * (ValueOf(from) / ValueOf(to));

    /// <summary>Looks up what one unit of a currency is worth: stated, or for a coin the spot price of the underlying of that name
    /// (and the other way round where the reporting currency is such a coin).</summary>
    /// <param name="currency">The currency.</param>
    /// <param name="value">Value of one unit in the reporting currency.</param>
    /// <returns>Whether the value is known.</returns>
    public bool FindValue(Currency currency, out double value)
    {
        value = 1;
        if (currency == ReportingCurrency) return true;
        if (_currencies.TryGetValue(currency.Code, out var stated))
        {
            value = stated.Value;
            return true;
        }

        if (currency.Code.Length > 0 && Find(new(currency.Code), out var coin) && coin is { HasSpot: true, Spot: > 0 })
        {
            var quoted = coin.Currency ?? ReportingCurrency;
            bool known = quoted == ReportingCurrency || _currencies.ContainsKey(quoted.Code);
            value = known && quoted != ReportingCurrency ? coin.Spot * _currencies[quoted.Code].Value : coin.Spot;
            if (known) return true;
        }

        bool inverse = Find(new(ReportingCurrency.Code), out var reporting) && reporting.Currency == currency && reporting is { HasSpot: true, Spot: > 0 };
        value = inverse ? 1 / reporting!.Spot : double.NaN;
        return inverse;
    }

    private double ValueOf(Currency currency) => FindValue(currency, out double value)
        ? value
        : throw new MissingMarketDataException([$"{currency}: value of one unit in {ReportingCurrency}"]);
}
