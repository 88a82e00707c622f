using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>The state of the market at one instant: prices, volatilities, rates, quotes and currencies. It carries its own time,
/// since the library never reads a clock. Immutable: each <c>With</c> returns a new snapshot; stating the same key twice is an error.</summary>
public sealed partial class MarketSnapshot
{
    // By symbol and by code: dictionaries of references need no code of their own in a fresh process, those of our structs do.
    private readonly ImmutableDictionary<string, UnderlyingMarket> _underlyings;
    private readonly ImmutableDictionary<Instrument, Quote> _quotes;
    private readonly ImmutableDictionary<string, CurrencyMarket> _currencies;

    private MarketSnapshot(
        DateTimeOffset time,
        Currency reporting,
        ImmutableDictionary<string, UnderlyingMarket> underlyings,
        ImmutableDictionary<Instrument, Quote> quotes,
        ImmutableDictionary<string, CurrencyMarket> currencies,
        TimeSpan? staleAfter)
    {
        Time = time;
        ReportingCurrency = reporting;
        _underlyings = underlyings;
        _quotes = quotes;
        _currencies = currencies;
        StaleAfter = staleAfter;
    }

    /// <summary>The instant that the snapshot describes, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The currency that requirements are reported in; USD unless <see cref="ReportIn"/> says otherwise.</summary>
    public Currency ReportingCurrency { get; }

    /// <summary>Age from which a quote or underlying is reported as stale; absent: ages are not looked at.</summary>
    public TimeSpan? StaleAfter { get; }

    /// <summary>Every underlying, in ordinal order of symbols.</summary>
    public IEnumerable<UnderlyingMarket> Underlyings => _underlyings.Values.OrderBy(market => market.Underlying);

    /// <summary>Every quote, in canonical order of instruments.</summary>
    public IEnumerable<(Instrument Instrument, Quote Quote)> Quotes => _quotes.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value));

    /// <summary>Every stated currency, in ordinal order of codes.</summary>
    public IEnumerable<CurrencyMarket> Currencies => _currencies.Values.OrderBy(currency => currency.Currency);

    /// <summary>An empty snapshot of an instant, reporting in USD.</summary>
    /// <param name="time">The instant.</param>
    /// <returns>The snapshot.</returns>
    public static MarketSnapshot At(DateTimeOffset time) => new(
        time.ToUniversalTime(),
        new("USD"),
        ImmutableDictionary.Create<string, UnderlyingMarket>(StringComparer.Ordinal),
        ImmutableDictionary<Instrument, Quote>.Empty,
        ImmutableDictionary.Create<string, CurrencyMarket>(StringComparer.Ordinal),
        null);

    /// <summary>Adds an underlying with flat inputs, under the lognormal model.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="spot">Price in the quote currency, above 0.</param>
    /// <param name="volatility">Volatility of every strike and expiry, as a fraction: 0.55 is 55 %.</param>
    /// <param name="rate">Continuously compounded rate per year, as a fraction.</param>
    /// <returns>The larger snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">The underlying is already there.</exception>
    public MarketSnapshot With(Underlying underlying, double spot, double volatility, double rate = 0)
    {
        MarketBounds.Lognormal(volatility, $"{underlying} volatility");
        return With(new UnderlyingMarket(underlying, spot) { Volatility = new FlatVolatility(volatility), Rate = rate });
    }

    /// <summary>Adds an underlying.</summary>
    /// <param name="market">What is known of it.</param>
    /// <returns>The larger snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range under the underlying's price model.</exception>
    /// <exception cref="ArgumentException">The underlying is already there.</exception>
    public MarketSnapshot With(UnderlyingMarket market)
    {
        Guard.NotNull(market, nameof(market));
        if (market.Underlying.Symbol.Length == 0) throw new ArgumentException("The market entry has no underlying; give it a symbol.", nameof(market));
        if (_underlyings.ContainsKey(market.Underlying.Symbol))
            throw new ArgumentException($"The snapshot already holds underlying {market.Underlying}; state each underlying once.", nameof(market));
        MarketCheck.Check(market);
        return new(Time, ReportingCurrency, _underlyings.Add(market.Underlying.Symbol, market), _quotes, _currencies, StaleAfter);
    }

    /// <summary>Adds the quote of an instrument.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="quote">Its quote.</param>
    /// <returns>The larger snapshot.</returns>
    /// <exception cref="ArgumentException">The instrument already has a quote.</exception>
    public MarketSnapshot With(Instrument instrument, Quote quote) => With([(instrument, quote)]);

    /// <summary>Adds the quotes of many instruments.</summary>
    /// <param name="quotes">Instruments and their quotes.</param>
    /// <returns>The larger snapshot.</returns>
    /// <exception cref="ArgumentException">An instrument already has a quote.</exception>
    public MarketSnapshot With(IEnumerable<(Instrument Instrument, Quote Quote)> quotes)
    {
        var builder = _quotes.ToBuilder();
        foreach (var (instrument, quote) in Guard.NotNull(quotes, nameof(quotes)))
        {
            Guard.NotNull(instrument, nameof(instrument));
            Guard.NotNull(quote, nameof(quote));
            if (!builder.TryAdd(instrument, quote))
                throw new ArgumentException($"The snapshot already holds a quote of {instrument}; state each instrument once.", nameof(quotes));
        }

        return new(Time, ReportingCurrency, _underlyings, builder.ToImmutable(), _currencies, StaleAfter);
    }

    /// <summary>Adds a currency.</summary>
    /// <param name="currency">The currency.</param>
    /// <param name="value">Value of one unit in the reporting currency; above 0.</param>
    /// <param name="confidence">How far that value is to be trusted, 0 to 1; only rule books that say so read it.</param>
    /// <returns>The larger snapshot.</returns>
    /// <exception cref="ArgumentException">The currency is already there, or is the reporting currency with another value than 1.</exception>
    public MarketSnapshot With(Currency currency, double value, double confidence = 1)
    {
        var entry = new CurrencyMarket(currency, value, confidence);
        if (currency == ReportingCurrency && value != 1)
            throw new ArgumentException(Invariant($"{currency} is the reporting currency, so one unit is worth 1, not {value:R}; call ReportIn before stating values."), nameof(value));
        if (_currencies.ContainsKey(currency.Code))
            throw new ArgumentException($"The snapshot already holds currency {currency}; state each currency once.", nameof(currency));
        return new(Time, ReportingCurrency, _underlyings, _quotes, _currencies.Add(currency.Code, entry), StaleAfter);
    }

    /// <summary>Reports in another currency. Call it before currency values are stated, since those are in the reporting currency.</summary>
    /// <param name="currency">The currency of requirements and equity.</param>
    /// <returns>The changed snapshot.</returns>
    /// <exception cref="InvalidOperationException">Currency values were already stated in another reporting currency.</exception>
    public MarketSnapshot ReportIn(Currency currency)
    {
        if (currency.Code.Length == 0) throw new ArgumentException("The reporting currency needs a code; got the default value.", nameof(currency));
        if (!_currencies.IsEmpty && currency != ReportingCurrency)
            throw new InvalidOperationException($"Currency values are already stated in {ReportingCurrency}; call ReportIn({currency}) before With(currency, value).");
        return new(Time, currency, _underlyings, _quotes, _currencies, StaleAfter);
    }

    /// <summary>Reports quotes and underlyings of at least this age as stale, in the diagnostics of every result.</summary>
    /// <param name="age">The age; above zero.</param>
    /// <returns>The changed snapshot.</returns>
    public MarketSnapshot WarnWhenOlderThan(TimeSpan age) => age > TimeSpan.Zero
        ? new(Time, ReportingCurrency, _underlyings, _quotes, _currencies, age)
        : throw new ArgumentOutOfRangeException(nameof(age), age, "The age from which a quote is stale must be above zero.");
}
