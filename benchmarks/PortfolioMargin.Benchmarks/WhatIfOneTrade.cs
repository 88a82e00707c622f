using BenchmarkDotNet.Attributes;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Benchmarks;

/// <summary>What would one further trade require? With the whole ledger, from kept sums in the bits of the ledger, and as a quick look at the worst loss.
/// The naive peer adds all rows up again. 35 scenarios, Deribit's portfolio margin.</summary>
[MemoryDiagnoser]
public class WhatIfOneTrade : IGuarded
{
    private readonly MarginCalculator _ledger = new(DeribitRuleBook.Default, slopes: false);
    private IncrementalMargin? _kept;
    private MarginResult? _result;
    private RiskArrays? _arrays;
    private uint _state = 1;

    /// <summary>Positions of the account.</summary>
    [Params(100, 1_000, 10_000)]
    public int Positions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var book = 0.001 * Books.Options(Positions);
        _arrays = _ledger.Price(book.Positions.Select(position => position.Instrument), Books.Market);
        _result = _ledger.Calculate(book, _arrays);
        _kept = new RequirementCalculator(DeribitRuleBook.Default, _arrays).Keep(book);
    }

    [Benchmark]
    public double FromKeptSums() => _kept!.WhatIf(Next(), 0.001).Initial;

    [Benchmark]
    public double QuickLook() => _kept!.WorstLoss(Next(), 0.001);

    [Benchmark]
    public double WholeLedger() => _ledger.WhatIf(_result!, (0.001, _result!.Risk.All.Rows[Next()].Instrument)).After.Initial;

    /// <summary>Sums every row again and takes the worst; no rule book at all.</summary>
    [Benchmark(Baseline = true)]
    public double NaiveScan()
    {
        int changed = Next();
        Span<double> totals = stackalloc double[_result!.Risk.All.Scenarios.Length];
        totals.Clear();
        foreach (var row in _result.Risk.All.Rows)
        {
            double quantity = row.Index == changed ? row.Quantity + 0.001 : row.Quantity;
            var profits = row.Unit!.ProfitAndLoss.Span;
            for (int s = 0; s < totals.Length; s++) totals[s] += quantity * profits[s];
        }

        double worst = 0;
        foreach (double total in totals) worst = Math.Max(worst, -total);
        return worst;
    }

    IEnumerable<GuardItem> IGuarded.Items()
    {
        Positions = 1_000;
        Setup();
        var scan = new Peer("naive scan", NaiveScan);
        yield return new("what-if from kept sums", 1, FromKeptSums, scan);
        yield return new("quick look at a trade", 1, QuickLook, scan);
    }

    /// <summary>Another instrument each time, so that no branch or cache line is learnt by heart.</summary>
    private int Next() => (int)((_state = _state * 1664525 + 1013904223) >> 8) % Positions;
}
