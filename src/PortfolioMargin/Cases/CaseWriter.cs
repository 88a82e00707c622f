using System.Text.Json;

namespace PortfolioMargin;

/// <summary>Writes a result as the document of a case.</summary>
internal static class CaseWriter
{
    public static CaseDocument Document(MarginResult result, string name, string notes)
    {
        using var parameters = JsonDocument.Parse(result.RuleBook.Parameters);
        return new()
        {
            Name = name,
            Source = "computed",
            Notes = notes,
            RuleBook = new(result.RuleBook.Name, result.RuleBook.AsOf) { Parameters = parameters.RootElement.Clone() },
            Market = Market(result.Risk),
            Portfolio = [.. result.Risk.All.Rows.Select(row => Position(row, result.Risk))],
            Orders = [.. result.Risk.Orders.Rows.Select(row => Position(row, result.Risk))],
            Collateral = [.. result.Risk.Account.Collateral.Select(holding => new CaseHolding(holding.Asset.Code, holding.Amount))],
            Expected = Expected(result),
            Tolerance = new() { Relative = 0, Absolute = 0 },
        };
    }

    private static CaseMarket Market(RiskMatrix risk)
    {
        var market = risk.Market;
        return new()
        {
            Time = market.Time,
            ReportingCurrency = market.ReportingCurrency.Code,
            Currencies = new(market.Currencies.ToDictionary(entry => entry.Currency.Code, entry => entry.Value), StringComparer.Ordinal),
            CurrencyConfidence = new(market.Currencies.Where(entry => entry.Confidence != 1).ToDictionary(entry => entry.Currency.Code, entry => entry.Confidence), StringComparer.Ordinal),
            Underlyings = [.. market.Underlyings.Select(entry => Underlying(entry, risk))],
        };
    }

    private static CaseUnderlying Underlying(UnderlyingMarket entry, RiskMatrix risk)
    {
        var held = risk.All.Rows.Concat(risk.Orders.Rows).Select(row => row.Instrument).Where(instrument => instrument.Underlying == entry.Underlying).ToList();
        var expiries = entry.Expiries.Select(known => known.Expiry)
            .Concat(entry.Volatility is FlatVolatility or null ? [] : held.Where(instrument => instrument.Expiry is not null).Select(instrument => instrument.Expiry!.Value))
            .Distinct().Order();
        return new()
        {
            Symbol = entry.Underlying.Symbol,
            Currency = entry.Currency?.Code,
            Spot = entry.HasSpot ? entry.Spot : null,
            Rate = entry.Rate,
            Carry = entry.Carry,
            Model = entry.Model == PriceModel.Lognormal ? null : entry.Model,
            Volatility = (entry.Volatility as FlatVolatility)?.Level,
            Dividends = [.. entry.Dividends.Select(dividend => new CaseDividend(dividend.Date, dividend.Amount))],
            Expiries = [.. expiries.Select(expiry => Expiry(expiry, entry, held, risk.Market))],
            Perpetual = entry.Perpetual == new PerpetualMarket() ? null : new() { Mark = entry.Perpetual.Mark, FundingRate = entry.Perpetual.FundingRate },
            Confidence = entry.Confidence == SpotConfidence.Full ? null : new() { Spot = entry.Confidence.Spot, Perpetual = entry.Confidence.Perpetual },
        };
    }

    private static CaseExpiry Expiry(DateTimeOffset expiry, UnderlyingMarket entry, List<Instrument> held, MarketSnapshot market)
    {
        var known = entry.At(expiry);
        var trust = known?.Confidence ?? ExpiryConfidence.Full;
        var surface = known?.Volatility ?? (entry.Volatility is FlatVolatility ? null : entry.Volatility);
        return new()
        {
            Expiry = expiry,
            Forward = known?.Forward,
            Rate = known?.Rate,
            FixedForward = known?.FixedForward,
            Confidence = trust == ExpiryConfidence.Full ? null : new() { Forward = trust.Forward, Rate = trust.Rate, Volatility = trust.Volatility },
            Volatility = (surface as FlatVolatility)?.Level,
            Smile = surface switch
            {
                null or FlatVolatility => null,
                SmileVolatility smile => [.. smile.Points.Select(point => new[] { point.Strike, point.Volatility })],
                _ => Sampled(surface, expiry, held, market, entry),
            },
        };
    }

    /// <summary>A surface of the caller's own is written as its volatilities at the strikes that are held, which is all that the result used.</summary>
    private static double[][]? Sampled(IVolatilitySurface surface, DateTimeOffset expiry, List<Instrument> held, MarketSnapshot market, UnderlyingMarket entry)
    {
        double[] strikes = [.. held.OfType<VanillaOption>().Where(option => option.Expiry == expiry).Select(option => option.Strike).Distinct().Order()];
        if (strikes.Length == 0) return null;
        var volatilities = new double[strikes.Length];
        surface.Volatilities(Math.Max(0, market.YearsTo(expiry)), market.ForwardOf(entry.Underlying, expiry), strikes, volatilities);
        return [.. strikes.Zip(volatilities, (strike, volatility) => new[] { strike, volatility })];
    }

    private static CasePosition Position(RiskRow row, RiskMatrix risk)
    {
        var instrument = row.Instrument;
        var option = instrument as VanillaOption;
        var quote = risk.Market.QuoteOf(instrument);
        var table = (risk.Arrays.Revaluer as TabulatedRevaluer)?.Table(instrument);
        bool ownMonth = instrument.ContractMonth is { } month && (instrument.Expiry is not { } expiry || month != ContractMonth.Of(expiry));
        return new()
        {
            Kind = instrument switch
            {
                SpotAsset => "spot",
                Perpetual => "perpetual",
                Future => "future",
                _ => option!.Right == OptionRight.Call ? "call" : "put",
            },
            Underlying = instrument.Underlying.Symbol,
            Expiry = instrument.Expiry,
            Strike = option?.Strike,
            Quantity = row.Quantity,
            Multiplier = instrument.Multiplier,
            Payoff = instrument.Payoff,
            Exercise = option?.Exercise ?? ExerciseStyle.European,
            Premium = option?.Premium ?? PremiumStyle.Upfront,
            Mark = quote?.Mark,
            Delta = quote?.Delta,
            Accrued = row.Accrued,
            Limit = row.Limit,
            RiskArray = table is null ? null : [.. table.ProfitAndLoss],
            CompositeDelta = table?.Delta,
            ContractMonth = ownMonth ? instrument.ContractMonth.ToString() : null,
        };
    }

    private static CaseExpectation Expected(MarginResult result)
    {
        // The format knows no haircuts: equity is expected only where they did not matter or the rule book counts it.
        bool reproducible = result.Requirement.Equity is not null || EquityLine.Of(result.Risk, HaircutSchedule.None, result.Requirement.CountsOptionValue).Amount.Value == result.Equity;
        var lines = result.Requirement.Initial.Walk().Concat(result.Requirement.Maintenance.Walk()).Concat(reproducible ? result.EquityLine.Walk() : []);
        return new()
        {
            Initial = result.Initial,
            Maintenance = result.Maintenance,
            Equity = reproducible ? result.Equity : null,
            Excess = reproducible ? result.Excess : null,
            MaintenanceExcess = reproducible ? result.MaintenanceExcess : null,
            Lines = new(lines.ToDictionary(entry => entry.Path, entry => entry.Line.Amount.Value), StringComparer.Ordinal),
            WorstScenario = new(result.Tables.Where(table => table.Worst >= 0).ToDictionary(table => table.Group, table => table.WorstName), StringComparer.Ordinal),
            ScenarioProfitAndLoss = new(result.Tables.ToDictionary(table => table.Group, table => table.ProfitAndLoss.ToArray()), StringComparer.Ordinal),
        };
    }
}
