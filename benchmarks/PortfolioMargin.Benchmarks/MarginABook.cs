using BenchmarkDotNet.Attributes;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does it cost to margin a book under Deribit's portfolio margin (35 scenarios), from the market and on shared arrays?
/// Beside it a plain scan: MathNet prices, two loops, the largest loss; no ledger, no slopes, no checks.</summary>
[MemoryDiagnoser]
public class MarginABook : IGuarded
{
    private readonly MarginCalculator _calculator = new(DeribitRuleBook.Default);
    private readonly MarginCalculator _totals = new(DeribitRuleBook.Default, slopes: false);
    private Portfolio _book = Portfolio.Empty;
    private RiskArrays? _arrays;
    private MarginResult? _result;
    private PlainBook? _plain;

    /// <summary>Positions.</summary>
    [Params(100, 500, 1_000, 10_000)]
    public int Positions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _book = 0.01 * Books.Options(Positions);
        _arrays = _calculator.Price(_book.Positions.Select(position => position.Instrument), Books.Market);
        _result = _calculator.Calculate(_book, _arrays);
        _plain = new(_book, Books.Market, _arrays.Scenarios);
        _ = _plain.Margin();
    }

    [Benchmark]
    public double FromTheMarket() => _calculator.Calculate(_book, Books.Market).Initial;

    [Benchmark]
    public double OnSharedArrays() => _calculator.Calculate(_book, _arrays!).Initial;

    [Benchmark]
    public double OnSharedArraysWithoutSlopes() => _totals.Calculate(_book, _arrays!).Initial;

    [Benchmark]
    public double WhatIfOneTrade() => _calculator.WhatIf(_result!, (0.01, _book.Positions[0].Instrument)).Change;

    [Benchmark(Baseline = true)]
    public double MathNetScalar() => _plain!.Margin();

    /// <summary>The book's rows added up anew by two plain loops.</summary>
    [Benchmark]
    public double PlainSums() => _plain!.WorstLoss();

    IEnumerable<GuardItem> IGuarded.Items()
    {
        Positions = 500;
        Setup();
        yield return new("margin, 500 options x 35", 1, FromTheMarket, new Peer("MathNet scalar", MathNetScalar)) { NanosecondsBar = 60_000 };
        yield return new("margin on shared arrays", 1, OnSharedArrays, new Peer("plain sums", PlainSums));
        yield return new("margin without slopes", 1, OnSharedArraysWithoutSlopes, new Peer("plain sums", PlainSums));
        var larger = new MarginABook { Positions = 1_000 };
        larger.Setup();
        yield return new("what-if, 1,000 positions", 1, larger.WhatIfOneTrade, new Peer("plain sums", larger.PlainSums)) { NanosecondsBar = 50_000 };
    }
}
