using System.Collections.Immutable;
using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Turns the document of a case into market and account.</summary>
internal static class CaseReader
{
    public static MarketSnapshot Market(CaseDocument document)
    {
        var market = MarketSnapshot.At(document.Market.Time).ReportIn(new(document.Market.ReportingCurrency));
        foreach (var (code, value) in document.Market.Currencies)
            market = market.With(new Currency(code), value, document.Market.CurrencyConfidence.GetValueOrDefault(code, 1));
        foreach (string code in document.Market.CurrencyConfidence.Keys)
            if (!document.Market.Currencies.ContainsKey(code)) throw new MarginFormatException($"currency {code} has a confidence but no value", column: "market.currencyConfidence");
        foreach (var underlying in document.Market.Underlyings)
            if (HasPrice(underlying, document.Market)) market = market.With(Underlying(underlying));
        return market.With(Quotes(document));
    }

    public static Account Account(CaseDocument document)
    {
        var accrued = ImmutableDictionary.CreateBuilder<Instrument, double>();
        foreach (var position in document.Portfolio.Where(position => position.Accrued != 0))
        {
            var instrument = Instrument(position);
            accrued[instrument] = accrued.GetValueOrDefault(instrument) + position.Accrued;
        }

        return new(Portfolio.Of(document.Portfolio.Select(position => new Position(Instrument(position), position.Quantity))))
        {
            Collateral = [.. document.Collateral.Select(holding => new Holding(new(holding.Asset), holding.Amount))],
            Orders = [.. document.Orders.Select(order => new Order(Instrument(order), order.Quantity, order.Limit))],
            Accrued = accrued.ToImmutable(),
        };
    }

    /// <summary>The published arrays of the case.</summary>
    public static CaseTables Tables(CaseDocument document) => new(document.Portfolio.Concat(document.Orders).Select(position => (position, Instrument(position))));

    /// <summary>An underlying that trades as futures alone states forwards and no spot price. One whose instruments all bring published arrays needs neither,
    /// and then states nothing but its symbol.</summary>
    private static bool HasPrice(CaseUnderlying entry, CaseMarket market)
    {
        bool futures = entry.Perpetual is null && entry.Confidence is null && entry.Dividends.Length == 0 && entry.Expiries.Length > 0 && entry.Expiries.All(expiry => expiry.Forward is not null);
        if (entry.Spot is not null || futures) return true;
        bool bare = entry with { Expiries = [], Dividends = [] } == new CaseUnderlying { Symbol = entry.Symbol, Currency = entry.Currency, Expiries = [], Dividends = [] } && entry.Expiries.Length + entry.Dividends.Length == 0;
        if (bare && (entry.Currency is null || entry.Currency == market.ReportingCurrency)) return false;
        throw new MarginFormatException($"underlying {entry.Symbol} has no \"spot\"; only one that states the forward of each of its expiries, or nothing but its symbol where its positions all bring published arrays in the reporting currency, does without", column: "market.underlyings");
    }

    private static UnderlyingMarket Underlying(CaseUnderlying entry) =>
        (entry.Spot is { } spot ? new(new(entry.Symbol), spot) : UnderlyingMarket.OfFutures(new(entry.Symbol), entry.Expiries.Select(Expiry))) with
    {
        Currency = entry.Currency is { } currency ? new Currency(currency) : null,
        Model = entry.Model ?? PriceModel.Lognormal,
        Rate = entry.Rate,
        Carry = entry.Carry,
        Volatility = entry.Volatility is { } level ? new FlatVolatility(level) : null,
        Dividends = [.. entry.Dividends.Select(dividend => new Dividend(dividend.Date, dividend.Amount))],
        Expiries = [.. entry.Expiries.Select(Expiry)],
        Perpetual = new() { Mark = entry.Perpetual?.Mark, FundingRate = entry.Perpetual?.FundingRate ?? 0 },
        Confidence = entry.Confidence is { } trust ? new() { Spot = trust.Spot, Perpetual = trust.Perpetual } : SpotConfidence.Full,
    };

    private static ExpiryMarket Expiry(CaseExpiry entry)
    {
        if (entry.Volatility is not null && entry.Smile is not null)
            throw new MarginFormatException("an expiry states both \"volatility\" and \"smile\"; give one", column: Invariant($"market expiry {entry.Expiry:yyyy-MM-dd}"));
        return new(entry.Expiry)
        {
            Forward = entry.Forward,
            Rate = entry.Rate,
            FixedForward = entry.FixedForward,
            Volatility = entry.Smile is { } points ? new SmileVolatility(points.Select(Point)) : entry.Volatility is { } level ? new FlatVolatility(level) : null,
            Confidence = entry.Confidence is { } trust ? new() { Forward = trust.Forward, Rate = trust.Rate, Volatility = trust.Volatility } : ExpiryConfidence.Full,
        };
    }

    private static (double Strike, double Volatility) Point(double[] pair) => pair.Length == 2
        ? (pair[0], pair[1])
        : throw new MarginFormatException(Invariant($"a smile point has {pair.Length} numbers; expected [strike, volatility]"), column: "market smile");

    /// <summary>Marks and deltas stand on positions but belong to instruments; two that differ are an error.</summary>
    private static List<(Instrument Instrument, Quote Quote)> Quotes(CaseDocument document)
    {
        var quotes = new Dictionary<Instrument, Quote>();
        foreach (var position in document.Portfolio.Concat(document.Orders).Where(position => position.Mark is not null || position.Delta is not null))
        {
            var instrument = Instrument(position);
            if (quotes.TryGetValue(instrument, out var known) && (Differ(known.Mark, position.Mark) || Differ(known.Delta, position.Delta)))
                throw new MarginFormatException($"{instrument} has two different marks or deltas; give each instrument one", column: "portfolio");
            quotes[instrument] = new(position.Mark ?? known?.Mark, position.Delta ?? known?.Delta);
        }

        return [.. quotes.Select(pair => (pair.Key, pair.Value))];
    }

    private static bool Differ(double? left, double? right) => left is not null && right is not null && left != right;

    private static Instrument Instrument(CasePosition position)
    {
        var underlying = new Underlying(position.Underlying);
        Instrument instrument = position.Kind switch
        {
            "spot" => new SpotAsset(underlying),
            "perpetual" => new Perpetual(underlying),
            "future" => new Future(underlying, Required(position.Expiry, position, "expiry")),
            "call" => Option(position, OptionRight.Call),
            "put" => Option(position, OptionRight.Put),
            _ => throw new MarginFormatException("unknown kind; expected spot, perpetual, future, call or put", column: "portfolio.kind", value: position.Kind),
        };
        instrument = instrument with { Multiplier = position.Multiplier, Payoff = position.Payoff };
        return position.ContractMonth is { } month ? instrument with { ContractMonth = Month(month) } : instrument;

        VanillaOption Option(CasePosition option, OptionRight right) =>
            new(underlying, right, Required(option.Strike, option, "strike"), Required(option.Expiry, option, "expiry")) { Exercise = option.Exercise, Premium = option.Premium };
    }

    private static T Required<T>(T? value, CasePosition position, string property)
        where T : struct => value ?? throw new MarginFormatException($"a {position.Kind} needs \"{property}\"", column: $"portfolio.{property}");

    private static ContractMonth Month(string text) => DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? new(day.Year, day.Month)
        : throw new MarginFormatException("expected a month as yyyy-MM", column: "portfolio.contractMonth", value: text);
}
