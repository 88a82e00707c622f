using System.Collections.Immutable;

namespace PortfolioMargin.Samples;

/// <summary>Daily closes of an index, with a volatility index beside them where there is one.</summary>
internal sealed class BacktestHistory
{
    public static readonly Underlying Index = new("INDEX");

    private readonly double[] _closes;
    private readonly double[] _volatilities; // empty without a volatility index

    private BacktestHistory(MarketHistory history)
    {
        var volatility = RiskFactor.Volatility(Index);
        Dates = history.Dates;
        Findings = history.Findings;
        _closes = history[RiskFactor.Spot(Index)].ToArray();
        _volatilities = history.Factors.Contains(volatility) ? history[volatility].ToArray() : [];
    }

    public ImmutableArray<DateOnly> Dates { get; }

    public ImmutableArray<Diagnostic> Findings { get; }

    public bool HasVolatility => _volatilities.Length > 0;

    /// <summary>--history FILE with columns date and close (and volatility as a fraction), or the embedded one; --volatility FILE with columns date and close, in percent.</summary>
    public static BacktestHistory Read(Options options)
    {
        string text = options.Find("--history") is { } file ? File.ReadAllText(file) : Inputs.Embedded("history.csv");
        List<(RiskFactor, PriceSeries)> series = [(RiskFactor.Spot(Index), Between(PriceSeries.ReadCsv(new StringReader(text), "closes"), options))];
        if (options.Find("--volatility") is { } other)
        {
            string percent = File.ReadAllText(other);
            int line = percent.IndexOf('\n', StringComparison.Ordinal) + 1;
            series.Add((RiskFactor.Volatility(Index), Between(PriceSeries.ReadCsv(new StringReader(percent[..line].ToLowerInvariant() + percent[line..]), "volatility index", scale: 0.01), options)));
        }
        else if (text[..text.IndexOf('\n', StringComparison.Ordinal)].Contains("volatility", StringComparison.Ordinal))
        {
            series.Add((RiskFactor.Volatility(Index), Between(PriceSeries.ReadCsv(new StringReader(text), "volatility", valueColumn: "volatility"), options)));
        }

        var history = MarketHistory.Join(new() { Missing = HistoryPolicy.Drop, Intervals = HistoryPolicy.Keep }, series);
        return history.Dates.Length > BacktestRules.Window + 2 ? new(history) : throw new UsageException($"The history has {history.Dates.Length} days; expected more than {BacktestRules.Window + 2}.");
    }

    /// <summary>The market of each day's close.</summary>
    public IEnumerable<MarketSnapshot> Markets()
    {
        for (int day = 0; day < Dates.Length; day++)
        {
            var market = new UnderlyingMarket(Index, _closes[day]);
            if (HasVolatility) market = market with { Volatility = new FlatVolatility(_volatilities[day]) };
            yield return MarketSnapshot.At(new(Dates[day], new(21, 0), TimeSpan.Zero)).With(market);
        }
    }

    /// <summary>Relative moves of closes from day to day, [day] (the first is 0), and of volatilities.</summary>
    public (double[] Spot, double[] Volatility) Moves() => (Relative(_closes), Relative(_volatilities));

    private static double[] Relative(double[] values) => [.. values.Select((value, day) => day == 0 ? 0 : (value / values[day - 1]) - 1)];

    private static PriceSeries Between(PriceSeries series, Options options) => series.Between(Date(options, "--from") ?? DateOnly.MinValue, Date(options, "--to") ?? DateOnly.MaxValue);

    private static DateOnly? Date(Options options, string name) => options.Find(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : throw new UsageException($"{name} {text}: expected a date as yyyy-MM-dd.");
}
