using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Paradex;

/// <summary>Books of the laws: perpetuals and options of one underlying.</summary>
internal sealed class ParadexExample : LinearExample
{
    protected override string[] RuleBooks => ["Paradex", "ParadexCross"];

    protected override Instrument[] Others(DateTimeOffset expiry) => [new Perpetual(Laws.RuleBooks.Bitcoin) { Multiplier = 0.5 }, new Perpetual(Laws.RuleBooks.Bitcoin)];
}
