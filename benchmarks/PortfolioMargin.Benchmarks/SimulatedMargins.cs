using PortfolioMargin.RuleBooks;
using static System.FormattableString;

namespace PortfolioMargin.Benchmarks;

/// <summary>Books and histories for margins by simulation: inverse options over ten expiries of one or many underlyings, joint daily moves of spot and volatility, seeded.</summary>
internal sealed class SimulatedMargins
{
    private static readonly DateTimeOffset Time = new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);

    public SimulatedMargins(int positions, int rows, int underlyings)
    {
        var random = new Random(1);
        var history = new Dictionary<string, SimulationHistory>();
        Market = MarketSnapshot.At(Time);
        var book = new List<Position>(positions);
        for (int u = 0; u < underlyings; u++)
        {
            var underlying = new Underlying(Invariant($"U{u:00}"));
            Market = Market.With(new UnderlyingMarket(underlying, 1000) { Volatility = new FlatVolatility(0.4 + (0.005 * u)) });
            history[underlying.Symbol] = new([.. Moves(rows, 0.03, random)], [.. Moves(rows, 0.06, random)]);
            for (int i = u; i < positions; i += underlyings)
            {
                int k = i / underlyings;
                book.Add(new(new VanillaOption(underlying, (OptionRight)(k % 2), 500 + (0.1 * (k / 20)), Time.AddDays(7 * (1 + (k / 2 % 10))).AddHours(-2)), random.Next(-9, 10) / 10d));
            }
        }

        Book = Portfolio.Of(book);
        Rule = HistoricalSimulationRuleBook.AsOf(new(2026, 3, 13), new HistoricalSimulationParameters(
            Confidence: 0.99, Measure: SimulationMeasure.ExpectedShortfall, History: System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, history), Offset: underlyings > 1 ? new(0.8) : null));
    }

    public Portfolio Book { get; }

    public MarketSnapshot Market { get; }

    public HistoricalSimulationRuleBook Rule { get; }

    /// <summary>What most write: two loops over MathNet prices, a sort, a mean; one number, no ledger, no contributions.</summary>
    public double NaiveShortfall()
    {
        double requirement = 0;
        var whole = new double[Rule.Parameters.History.Values.First().Spot.Length];
        foreach (var (symbol, history) in Rule.Parameters.History)
        {
            var (market, totals) = (Market[new(symbol)], new double[whole.Length]);
            double[] volatility = [0];
            market.Volatility!.Volatilities(1, market.Spot, [market.Spot], volatility);
            foreach (var position in Book.Positions)
            {
                if (position.Instrument is not VanillaOption option || option.Underlying.Symbol != symbol) continue;
                double root = Math.Sqrt(Market.YearsTo(option.Expiry!.Value)), value = PlainPricing.Option(option.Right == OptionRight.Call, market.Spot, option.Strike, volatility[0] * root);
                for (int s = 0; s < totals.Length; s++)
                {
                    double shocked = market.Spot * (1 + history.Spot[s]), deviation = volatility[0] * (1 + history.Volatility[s]) * root;
                    totals[s] += position.Quantity * (PlainPricing.Option(option.Right == OptionRight.Call, shocked, option.Strike, deviation) - value);
                }
            }

            for (int s = 0; s < whole.Length; s++) whole[s] += totals[s];
            requirement += Shortfall(totals);
        }

        return Rule.Parameters.Offset is { } offset ? requirement - (offset.Cap * Math.Max(0, requirement - Shortfall(whole))) : requirement;
    }

    private static double Shortfall(double[] profits) => Math.Max(0, -profits.Order().Take(profits.Length / 100).Average());

    private static IEnumerable<double> Moves(int rows, double size, Random random)
    {
        for (int row = 0; row < rows; row++) yield return size * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
    }
}
