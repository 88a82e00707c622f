<Query Kind="Program">
  <NuGetReference>PortfolioMargin</NuGetReference>
  <Namespace>System.Collections.Immutable</Namespace>
  <Namespace>PortfolioMargin</Namespace>
</Query>

void Main()
{
    var share = new Underlying("ACME");
    var expiry = new DateTimeOffset(2026, 12, 18, 0, 0, 0, TimeSpan.Zero);
    var market = MarketSnapshot.At(expiry.AddDays(-30)).With(share, spot: 100, volatility: 0.3);
    var book = Portfolio.Of((-10, VanillaOption.Call(share, strike: 110, expiry)), (500, new SpotAsset(share)));
    Console.WriteLine(new MarginCalculator(new HouseRuleBook()).Calculate(book, market).Explain());
}

/// <summary>A rule book as a stranger writes it, in their own assembly.</summary>
public sealed class HouseRuleBook : ITotalsRuleBook
{
    private static readonly RiskTotal Shorts = RiskTotal.Shorts(TotalScope.Account);
    private static readonly Citation Policy = new("House risk policy", "4.2", new(2026, 11, 1));

    public RuleBookInfo Info { get; } = new("House", new(2026, 11, 1), [Policy]) { Claims = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.Subadditive | RuleBookClaims.NetsToZero };

    public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.Grid(price: [-0.15, -0.05, 0, 0.05, 0.15], volatility: [-0.25, 0, 0.25]);

    public MarginRequirement Assess(RiskMatrix risk)
    {
        var scan = MarginLine.Sum("scan risk", risk.By(i => i.Underlying).Select(group => group.WorstLoss()));
        var minimum = MarginLine.Leaf("short minimum", 50 * risk.All.Shorts(), Policy);
        var maintenance = MarginLine.Largest("maintenance", scan, minimum);
        return new(maintenance.Times("initial", 1.25, Policy), maintenance);
    }

    // Optional: the same two numbers from sums, for whoever asks a million times.
    public ImmutableArray<RiskTotal> Totals => [Shorts];

    public RequirementAmounts Require(RiskTotals totals)
    {
        double scan = 0;
        foreach (var group in totals.Groups) scan += group.WorstLoss();
        double maintenance = Math.Max(scan, 50 * totals.Amount(Shorts));
        return new(1.25 * maintenance, maintenance);
    }
}
