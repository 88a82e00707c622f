using BenchmarkDotNet.Attributes;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does a large simulation cost, streamed, in time and memory? Twice the positions should take twice the time and no more memory.
/// The naive peer holds every array. 1,000 scenarios with moves of price and volatility.</summary>
[MemoryDiagnoser]
public class StreamABook
{
    private readonly ProfitSimulator _simulator = new();
    private Portfolio _book = Portfolio.Empty;
    private ScenarioSet _scenarios = ScenarioSet.None;

    /// <summary>Options.</summary>
    [Params(10_000, 20_000)]
    public int Positions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _book = Books.Options(Positions);
        _scenarios = ScenarioSet.Of(Enumerable.Range(0, 1_000).Select(s => new Scenario(
            FormattableString.Invariant($"day {s}"), new(PriceShock.Relative(0.4 * (random.NextDouble() - 0.5)), VolatilityShock.Relative(0.5 * (random.NextDouble() - 0.5))))));
    }

    [Benchmark]
    public double Streamed() => _simulator.Simulate(_book, Books.Market, _scenarios).Groups[0].ProfitAndLoss[0];

    [Benchmark(Baseline = true)]
    public double WithAllArrays()
    {
        var arrays = Revaluer.Default.Revalue(_book.Positions.Select(position => position.Instrument), Books.Market, _scenarios);
        var totals = new double[1_000];
        foreach (var position in _book.Positions)
        {
            var profits = arrays[position.Instrument];
            for (int s = 0; s < totals.Length; s++) totals[s] += position.Quantity * profits[s];
        }

        return totals[0];
    }
}
