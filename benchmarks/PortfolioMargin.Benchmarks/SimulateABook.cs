using BenchmarkDotNet.Attributes;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does a margin by simulation cost, 10,000 positions in 2,500 days: ledger and contributions from arrays, the same streamed, and two plain loops for one number?</summary>
[MemoryDiagnoser]
public class SimulateABook
{
    private SimulatedMargins? _case;

    /// <summary>Underlyings that the positions are spread over.</summary>
    [Params(1, 50)]
    public int Underlyings { get; set; }

    [GlobalSetup]
    public void Setup() => _case = new(10_000, 2_500, Underlyings);

    [Benchmark]
    public double Streamed() => new StreamingMarginCalculator(_case!.Rule).Calculate(_case.Book, _case.Market).Initial;

    [Benchmark]
    public double WithAllArrays() => new MarginCalculator(_case!.Rule).Calculate(_case.Book, _case.Market).Initial;

    [Benchmark(Baseline = true)]
    public double NaiveLoop() => _case!.NaiveShortfall();
}
