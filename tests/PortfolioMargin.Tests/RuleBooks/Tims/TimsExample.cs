using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Tims;

/// <summary>Books of the laws: spot, futures and options of one class group.</summary>
internal sealed class TimsExample : LinearExample
{
    protected override string[] RuleBooks => ["Tims"];

    protected override Instrument[] Others(DateTimeOffset expiry) =>
        [new SpotAsset(Laws.RuleBooks.Bitcoin), new Future(Laws.RuleBooks.Bitcoin, expiry) { Multiplier = 0.25 }, new Future(Laws.RuleBooks.Bitcoin, expiry)];
}
