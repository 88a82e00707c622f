using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.RegT;

/// <summary>Books of the laws: spot and options of one underlying, contracts divisible.</summary>
internal sealed class RegTExample : LinearExample
{
    protected override string[] RuleBooks => ["RegT"];

    protected override Instrument[] Others(DateTimeOffset expiry) => [new SpotAsset(Laws.RuleBooks.Bitcoin)];
}
