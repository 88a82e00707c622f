namespace PortfolioMargin.Tests.Laws;

/// <summary>Where a rule book is tried: a market, and random books of what it covers. There are two ready ones: contracts settled in coin, reported in coin, and
/// contracts settled in dollars. A rule book lives in its own <see cref="Example"/>, if its tests bring one, else in the first that it does not refuse.</summary>
internal abstract class LawWorld
{
    protected static readonly Underlying Bitcoin = RuleBooks.Bitcoin;

    private static readonly LawWorld[] Worlds = [new InverseWorld(), new LinearWorld()];

    /// <summary>A currency that counts in full.</summary>
    public abstract Currency Cash { get; }

    /// <summary>Value of a coin in the currency that results are reported in: the scale of absolute tolerances, which are stated in coin.</summary>
    public abstract double Coin { get; }

    /// <summary>The world of a rule book.</summary>
    public static LawWorld Of(IRuleBook ruleBook) => Example.Find(ruleBook) is { } own ? new ExampleWorld(own) : Worlds.First(world =>
    {
        bool takes = new MarginCalculator(ruleBook).TryCalculate(Portfolio.Of(world.Book(new(1), 40)), world.Market(), out _, out var failure);
        return takes || failure is not UnsupportedInstrumentException;
    });

    /// <summary>The market, with all prices times a scale.</summary>
    public abstract MarketSnapshot Market(double scale = 1);

    /// <summary>A random book, with all strikes times a scale.</summary>
    public abstract List<Position> Book(Random random, int size = 12, double scale = 1);

    /// <summary>The book and what its requirement is multiplied by when all prices, strikes and amounts of money are.</summary>
    public abstract (List<Position> Book, double Factor) Scaled(Random random, double scale);

    /// <summary>The market with another name for its coin, and how an instrument is renamed alike.</summary>
    public abstract (MarketSnapshot Market, Func<Instrument, Instrument> Rename) Renamed(string name);

    /// <summary>The market reported in euros, and what a requirement is multiplied by then.</summary>
    public abstract (MarketSnapshot Market, double Factor) InEuros(double dollar);

    private sealed class InverseWorld : LawWorld
    {
        public override Currency Cash => Bitcoin.Coin;

        public override double Coin => 1;

        public override MarketSnapshot Market(double scale = 1) => RuleBooks.Market(scale);

        public override List<Position> Book(Random random, int size = 12, double scale = 1) => RuleBooks.Book(random, size, scale);

        /// <summary>Results are in coin, which has no other price than itself.</summary>
        public override (List<Position> Book, double Factor) Scaled(Random random, double scale) =>
            ([.. Book(random, scale: scale).Select(p => p.Instrument is VanillaOption ? p : new Position(p.Instrument with { Multiplier = scale * p.Instrument.Multiplier }, p.Quantity))], 1);

        public override (MarketSnapshot Market, Func<Instrument, Instrument> Rename) Renamed(string name) => RuleBooks.Renamed(name);

        public override (MarketSnapshot Market, double Factor) InEuros(double dollar)
        {
            var entry = Market()[Bitcoin];
            return (MarketSnapshot.At(RuleBooks.Time).ReportIn(new("EUR")).With(new Currency("USD"), dollar).With(entry), dollar * entry.Spot);
        }
    }

    private sealed class LinearWorld : LawWorld
    {
        private static readonly Currency Stablecoin = new("USDC");

        public override Currency Cash => Stablecoin;

        public override double Coin => 89_051;

        public override MarketSnapshot Market(double scale = 1) =>
            MarketSnapshot.At(RuleBooks.Time).With(Stablecoin, 1).With(RuleBooks.Market(scale)[Bitcoin]);

        public override List<Position> Book(Random random, int size = 12, double scale = 1) => [.. RuleBooks.Book(random, size, scale).Select(p => p.Instrument switch
        {
            VanillaOption option => new Position(new VanillaOption(Bitcoin, option.Right, option.Strike, option.Expiry!.Value), p.Quantity),
            _ => new Position(new Perpetual(Bitcoin), p.Quantity / 256),
        })];

        public override (List<Position> Book, double Factor) Scaled(Random random, double scale) => (Book(random, scale: scale), scale);

        public override (MarketSnapshot Market, Func<Instrument, Instrument> Rename) Renamed(string name)
        {
            var (coin, entry) = (new Underlying(name), Market()[Bitcoin]);
            var market = MarketSnapshot.At(RuleBooks.Time).With(Stablecoin, 1).With(new UnderlyingMarket(coin, entry.Spot) { Currency = entry.Currency, Expiries = entry.Expiries });
            return (market, instrument => instrument is VanillaOption option
                ? new VanillaOption(coin, option.Right, option.Strike, option.Expiry!.Value) { Multiplier = option.Multiplier }
                : new Perpetual(coin) { Multiplier = instrument.Multiplier });
        }

        public override (MarketSnapshot Market, double Factor) InEuros(double dollar) =>
            (MarketSnapshot.At(RuleBooks.Time).ReportIn(new("EUR")).With(new Currency("USD"), dollar).With(Stablecoin, dollar).With(Market()[Bitcoin]), dollar);
    }

    /// <summary>The market and the books that a rule book's own tests bring.</summary>
    private sealed class ExampleWorld(Example example) : LawWorld
    {
        public override Currency Cash => example.Cash;

        public override double Coin => 89_051;

        public override MarketSnapshot Market(double scale = 1) => example.Market(scale);

        public override List<Position> Book(Random random, int size = 12, double scale = 1) => example.Book(random, size, scale);

        public override (List<Position> Book, double Factor) Scaled(Random random, double scale) => (Book(random, scale: scale), example.Dearer(scale));

        public override (MarketSnapshot Market, Func<Instrument, Instrument> Rename) Renamed(string name) => example.Renamed(name);

        public override (MarketSnapshot Market, double Factor) InEuros(double dollar) =>
            (Market().Underlyings.Aggregate(MarketSnapshot.At(RuleBooks.Time).ReportIn(new("EUR")).With(new Currency("USD"), dollar), (market, entry) => market.With(entry with { Currency = new("USD") })), dollar);
    }
}
