using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Okx;

/// <summary>Books of the laws: spot, perpetuals, futures and options of one risk unit.</summary>
internal sealed class OkxExample : LinearExample
{
    protected override string[] RuleBooks => ["Okx"];

    protected override Instrument[] Others(DateTimeOffset expiry) =>
        [new SpotAsset(Laws.RuleBooks.Bitcoin), new Perpetual(Laws.RuleBooks.Bitcoin) { Multiplier = 0.5 }, new Future(Laws.RuleBooks.Bitcoin, expiry) { Multiplier = 0.25 }];
}
