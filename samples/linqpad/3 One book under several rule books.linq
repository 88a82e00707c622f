<Query Kind="Statements">
  <NuGetReference>PortfolioMargin</NuGetReference>
  <Namespace>PortfolioMargin</Namespace>
  <Namespace>PortfolioMargin.RuleBooks</Namespace>
</Query>

var btc = new Underlying("BTC");
var expiry = new DateTimeOffset(2026, 12, 25, 8, 0, 0, TimeSpan.Zero);
var market = MarketSnapshot.At(expiry.AddDays(-33)).With(btc, spot: 95_000, volatility: 0.55);
var condor = Portfolio.Of(
    (-1, VanillaOption.Call(btc, strike: 110_000, expiry)),
    (1, VanillaOption.Call(btc, strike: 120_000, expiry)),
    (-1, VanillaOption.Put(btc, strike: 80_000, expiry)),
    (1, VanillaOption.Put(btc, strike: 70_000, expiry)));
IRuleBook[] ruleBooks = [DeribitRuleBook.Default, OkxRuleBook.Default, ParadexCrossRuleBook.Default];
Console.WriteLine(MarginComparison.Of(condor, market, ruleBooks).Explain());
Console.WriteLine(CapitalEfficiency.Of(condor, market, ruleBooks).Explain());
