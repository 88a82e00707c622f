using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The options of one expiry while a board is put together.</summary>
internal sealed class IndexBoardExpiry(DateTimeOffset expiry, double years)
{
    private readonly Dictionary<(double Strike, OptionRight Right), long> _seen = [];
    private readonly List<(IndexOptionRow Row, double Price)> _options = [];

    public DateTimeOffset Expiry => expiry;

    public double Years => years;

    public bool HasOptions => _options.Count > 0;

    /// <summary>Forward price; absent until one is known.</summary>
    public double? Forward { get; set; }

    /// <summary>How many options the forward comes from; 0 where it follows from a yield.</summary>
    public int Pairs { get; private set; }

    /// <summary>The line that stated the option before, if one did.</summary>
    public long? Seen(in IndexOptionRow row)
    {
        if (_seen.TryAdd((row.Strike, row.Right), row.Row)) return null;
        return _seen[(row.Strike, row.Right)];
    }

    /// <summary>Takes a row with a price, and gives that price undiscounted.</summary>
    public double Use(in IndexOptionRow row, double rate)
    {
        double price = row.Close!.Value * Elementary.Exp(rate * years);
        _options.Add((row, price));
        return price;
    }

    /// <summary>Takes the forward that calls and puts imply, unless its yield would be none that a market can state.</summary>
    public void TakeParity(double spot, double rate)
    {
        _options.Sort(static (left, right) => (left.Row.Strike, left.Row.Right).CompareTo((right.Row.Strike, right.Row.Right)));
        if (ParityForward.Of([.. _options.Select(option => (option.Row.Strike, option.Row.Right, option.Price))], spot * Elementary.Exp(rate * years), years) is { } parity
            && Math.Abs(Yield(parity.Forward, spot, rate)) <= MarketBounds.LargestRate) (Forward, Pairs) = parity;
    }

    /// <summary>The dividend yield per year that a forward implies at a rate.</summary>
    public double Yield(double forward, double spot, double rate) => rate - (Elementary.Log(forward / spot) / years);

    /// <summary>The entry of a snapshot; none where no price has a volatility.</summary>
    public ExpiryMarket? Market(double rate, IndexBoardVolatilities volatilities)
    {
        double forward = Forward!.Value;
        var points = _options.Select(option => (option.Row, Volatility: volatilities.Of(option.Row, option.Price, forward, expiry, years)))
            .Where(point => point.Volatility is not null)
            .GroupBy(point => point.Row.Strike)
            .Select(strike => (strike.Key, strike.MaxBy(point => point.Row.Right == (strike.Key >= forward ? OptionRight.Call : OptionRight.Put)).Volatility!.Value))
            .ToList();
        return points.Count == 0 ? null : new(expiry) { Forward = forward, Rate = rate, Volatility = new SmileVolatility(points) };
    }

    public IEnumerable<(VanillaOption Option, Quote Quote)> Quotes(IndexOptionTerms terms) => _options.Select(option =>
        (new VanillaOption(terms.Underlying, option.Row.Right, option.Row.Strike, expiry) { Multiplier = terms.Multiplier }, new Quote(option.Row.Close)));
}
