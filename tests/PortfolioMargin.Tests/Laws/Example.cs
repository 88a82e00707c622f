namespace PortfolioMargin.Tests.Laws;

/// <summary>Market and random books of a rule book that fits into none of the ready <see cref="LawWorld"/>s: derived in the folder of its own tests, found by reflection.</summary>
internal class Example
{
    private static readonly Example[] Own = [.. typeof(Example).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Example)) && !type.IsAbstract).Select(type => (Example)Activator.CreateInstance(type)!)];

    /// <summary>Names of the rule books that it is for.</summary>
    protected virtual string[] RuleBooks => [];

    /// <summary>Rule books that have no shipped parameters, with some that a user could state.</summary>
    protected virtual IEnumerable<IRuleBook> Stated => [];

    /// <summary>All of those.</summary>
    public static IEnumerable<IRuleBook> AllStated => Own.SelectMany(example => example.Stated);

    /// <summary>The currency of requirements and of base cash.</summary>
    public virtual Currency Cash => new("BTC");

    /// <summary>The one that states the rule book, else the one of its name, or none.</summary>
    public static Example? Find(IRuleBook ruleBook) => Own.SingleOrDefault(example => example.Stated.Contains(ruleBook)) ?? Own.SingleOrDefault(example => example.RuleBooks.Contains(ruleBook.Info.Name));

    public virtual List<Position> Book(Random random, int size = 12, double scale = 1) => Laws.RuleBooks.Book(random, size, scale);

    public MarketSnapshot Market(double scale = 1) => Market(Laws.RuleBooks.Bitcoin, scale);

    /// <summary>The market with another name for its coin, and how an instrument is renamed alike.</summary>
    public (MarketSnapshot Market, Func<Instrument, Instrument> Rename) Renamed(string name)
    {
        var coin = new Underlying(name);
        return (Market(coin), instrument => instrument switch
        {
            { Underlying: var other } when other != Laws.RuleBooks.Bitcoin => instrument,
            VanillaOption option => new VanillaOption(coin, option.Right, option.Strike, option.Expiry!.Value) { Payoff = option.Payoff, Multiplier = option.Multiplier, Exercise = option.Exercise },
            Future future => new Future(coin, future.Expiry!.Value) { Payoff = future.Payoff, Multiplier = future.Multiplier },
            SpotAsset => new SpotAsset(coin) { Multiplier = instrument.Multiplier },
            _ => new Perpetual(coin) { Payoff = instrument.Payoff, Multiplier = instrument.Multiplier },
        });
    }

    /// <summary>What the requirement is multiplied by when all prices are.</summary>
    public double Dearer(double scale) => Cash.Code == "BTC" ? 1 : scale;

    protected virtual MarketSnapshot Market(Underlying coin, double scale = 1)
    {
        var entry = Laws.RuleBooks.Market(scale)[Laws.RuleBooks.Bitcoin];
        var named = new UnderlyingMarket(coin, entry.Spot) { Currency = entry.Currency, Expiries = entry.Expiries, Perpetual = Perpetual(entry.Spot) };
        return MarketSnapshot.At(Laws.RuleBooks.Time).ReportIn(Cash.Code == "BTC" ? coin.Coin : Cash).With(named);
    }

    protected virtual PerpetualMarket Perpetual(double spot) => new();
}

/// <summary>Linear Bitcoin contracts, counted in dollars.</summary>
internal abstract class LinearExample : Example
{
    public override Currency Cash => new("USD");

    /// <summary>The kinds beside options; drawn at random.</summary>
    protected abstract Instrument[] Others(DateTimeOffset expiry);

    public override List<Position> Book(Random random, int size = 12, double scale = 1) => [.. base.Book(random, size, scale).Select(inverse =>
    {
        if (inverse.Instrument is VanillaOption option) return new Position(new VanillaOption(option.Underlying, option.Right, option.Strike, option.Expiry!.Value), inverse.Quantity);
        var others = Others(inverse.Instrument.Expiry ?? Laws.RuleBooks.Time.AddDays(14));
        return new Position(others[random.Next(others.Length)], inverse.Quantity / 400);
    })];

    protected override PerpetualMarket Perpetual(double spot) => new() { Mark = spot * 1.0009765625, FundingRate = 0.0001 };
}
