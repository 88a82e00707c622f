using BenchmarkDotNet.Attributes;

namespace PortfolioMargin.Benchmarks;

/// <summary>What do the risk arrays of 500 options over ten expiries under 27 scenarios cost through the public revaluer, on one thread?
/// Beside it the plain scan that most users write for the same numbers: one formula call per option and scenario, no checks, no deltas.</summary>
[MemoryDiagnoser]
public class RevalueABook : IGuarded
{
    private const int Options = 500;

    private static readonly ScenarioSet Grid = ScenarioSet.Grid(
        [-0.16, -0.12, -0.08, -0.04, 0, 0.04, 0.08, 0.12, 0.16],
        [-0.25, 0, 0.5]);

    private readonly Revaluer _revaluer = new(maxDegreeOfParallelism: 1);
    private readonly Instrument[] _universe = [.. Books.Options(Options).Positions.Select(position => position.Instrument)];
    private readonly PlainBook _plain = new(Books.Options(Options), Books.Market, Grid);

    [Benchmark]
    public double Ours() => _revaluer.Revalue(_universe, Books.Market, Grid)[_universe[0]][0];

    [Benchmark(Baseline = true)]
    public double MathNetScalar() => _plain.Revalue();

    IEnumerable<GuardItem> IGuarded.Items() =>
        [new("revaluer, 500 options x 27", Options * Grid.RowsFor(Books.Bitcoin).Length, Ours, new Peer("MathNet scalar", MathNetScalar))];
}
