namespace PortfolioMargin.Tests.Laws;

/// <summary>A shipped rule with the part switched off that a law does not allow, and the claims that it then satisfies. Found by reflection, so that a rule book's
/// tests can add one.</summary>
/// <param name="name">What tests call it.</param>
/// <param name="rule">The rule.</param>
/// <param name="more">The claims that it satisfies besides its own.</param>
internal abstract class LawVariant(string name, IRuleBook rule, RuleBookClaims more) : IRuleBook
{
    public RuleBookInfo Info { get; } = rule.Info with { Claims = rule.Info.Claims | more };

    public ScenarioSet ScenariosFor(MarketSnapshot market) => rule.ScenariosFor(market);

    public MarginRequirement Assess(RiskMatrix risk) => rule.Assess(risk);

    public MarginRequirement Assess(RiskMatrix risk, CancellationToken cancellationToken) => rule.Assess(risk, cancellationToken);

    public override string ToString() => name;
}
