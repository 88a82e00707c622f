namespace PortfolioMargin.Samples;

/// <summary>A book of inverse contracts restated in linear ones of the same size in coin, since most rule books of other venues take only those: an option on a coin stays one
/// on a coin, a future or perpetual of USD becomes its size in coin at the forward. Not the same book: what it earns is in dollars, and it is valued by the model, since the
/// board quotes the inverse contracts.</summary>
internal static class LinearBook
{
    public static Portfolio Of(Portfolio book, MarketSnapshot market) => Portfolio.Of(book.Positions.Select(position => Linear(position, market)));

    private static Position Linear(Position position, MarketSnapshot market)
    {
        if (position.Instrument.Payoff != PayoffStyle.Inverse) return position;
        var coin = position.Instrument.Underlying;
        return position.Instrument switch
        {
            VanillaOption option => new(option with { Payoff = PayoffStyle.Linear }, position.Quantity),
            Future future => new(future with { Payoff = PayoffStyle.Linear, Multiplier = 1 }, position.Quantity * future.Multiplier / market.ForwardOf(coin, future.Expiry!.Value)),
            _ => new(new Perpetual(coin), position.Quantity * position.Instrument.Multiplier / market[coin].Spot),
        };
    }
}
