using BenchmarkDotNet.Attributes;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does it cost to margin a book under Deribit's portfolio margin (35 scenarios), from the market and on shared arrays?</summary>
[MemoryDiagnoser]
public class MarginABook
{
    private readonly MarginCalculator _calculator = new(DeribitRuleBook.Default);
    private readonly MarginCalculator _totals = new(DeribitRuleBook.Default, slopes: false);
    private Portfolio _book = Portfolio.Empty;
    private RiskArrays? _arrays;
    private MarginResult? _result;

    /// <summary>Positions.</summary>
    [Params(100, 1_000, 10_000)]
    public int Positions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _book = 0.01 * Books.Options(Positions);
        _arrays = _calculator.Price(_book.Positions.Select(position => position.Instrument), Books.Market);
        _result = _calculator.Calculate(_book, _arrays);
    }

    [Benchmark(Baseline = true)]
    public double FromTheMarket() => _calculator.Calculate(_book, Books.Market).Initial;

    [Benchmark]
    public double OnSharedArrays() => _calculator.Calculate(_book, _arrays!).Initial;

    [Benchmark]
    public double OnSharedArraysWithoutSlopes() => _totals.Calculate(_book, _arrays!).Initial;

    [Benchmark]
    public double WhatIfOneTrade() => _calculator.WhatIf(_result!, (0.01, _book.Positions[0].Instrument)).Change;
}
