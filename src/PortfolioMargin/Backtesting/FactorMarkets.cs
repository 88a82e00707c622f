namespace PortfolioMargin.Backtesting;

/// <summary>Markets in which one risk factor has moved and the others have not. Quotes are left out: factors move model values.</summary>
internal static class FactorMarkets
{
    /// <summary>A market without quotes, at a time, with some underlyings replaced.</summary>
    public static MarketSnapshot With(MarketSnapshot market, DateTimeOffset time, Func<UnderlyingMarket, UnderlyingMarket> change)
    {
        var changed = MarketSnapshot.At(time).ReportIn(market.ReportingCurrency);
        foreach (var currency in market.Currencies) changed = changed.With(currency.Currency, currency.Value, currency.Confidence);
        foreach (var underlying in market.Underlyings) changed = changed.With(change(underlying));
        return changed;
    }

    /// <summary>Spot, perpetual and stated forwards as later; a forward that is no longer stated moves with the spot.</summary>
    public static UnderlyingMarket Price(UnderlyingMarket before, UnderlyingMarket after) => new(before.Underlying, after.Spot)
    {
        Currency = before.Currency,
        Model = before.Model,
        Rate = before.Rate,
        Carry = before.Carry,
        Volatility = before.Volatility,
        Dividends = before.Dividends,
        Confidence = before.Confidence,
        Perpetual = before.Perpetual with { Mark = after.Perpetual.Mark ?? (before.Perpetual.Mark is null ? null : after.Spot) },
        Expiries = [.. before.Expiries.Select(expiry => expiry with { Forward = after.At(expiry.Expiry)?.Forward ?? Moved(expiry.Forward, before.Spot, after.Spot) })],
    };

    /// <summary>Volatilities as later, per expiry.</summary>
    public static UnderlyingMarket Volatility(UnderlyingMarket before, UnderlyingMarket after) => before with
    {
        Volatility = after.Volatility ?? before.Volatility,
        Expiries = [.. before.Expiries.Select(expiry => expiry with { Volatility = after.At(expiry.Expiry)?.Volatility ?? after.Volatility ?? expiry.Volatility })],
    };

    /// <summary>Rates, carry and dividends as later.</summary>
    public static UnderlyingMarket Rates(UnderlyingMarket before, UnderlyingMarket after) => before with
    {
        Rate = after.Rate,
        Carry = after.Carry,
        Dividends = after.Dividends,
        Expiries = [.. before.Expiries.Select(expiry => expiry with { Rate = after.At(expiry.Expiry)?.Rate ?? after.Rate })],
    };

    private static double? Moved(double? forward, double from, double to) => forward is { } price ? price * (to / from) : null;
}
