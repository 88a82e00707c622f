namespace PortfolioMargin;

/// <summary>A margin rule. It answers two questions: which scenarios, valued how; and what a risk matrix costs. It never prices and holds no state,
/// so one instance serves any number of threads.</summary>
public interface IRuleBook
{
    /// <summary>Name, date, documents, claims.</summary>
    RuleBookInfo Info { get; }

    /// <summary>Which scenarios, valued how.</summary>
    /// <param name="market">The market.</param>
    /// <returns>The scenarios; <see cref="ScenarioSet.None"/> for rules that read positions and marks only.</returns>
    ScenarioSet ScenariosFor(MarketSnapshot market);

    /// <summary>What an account costs.</summary>
    /// <param name="risk">The account on the risk arrays of <see cref="ScenariosFor"/>.</param>
    /// <returns>The ledger, in the reporting currency.</returns>
    /// <exception cref="UnsupportedInstrumentException">Instruments that the rule does not cover; all of them are listed.</exception>
    MarginRequirement Assess(RiskMatrix risk);

    /// <summary>What an account costs, for rules that search for it and can be stopped. The others answer at once and ignore the token.</summary>
    /// <param name="risk">The account on the risk arrays of <see cref="ScenariosFor"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The ledger, in the reporting currency.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    MarginRequirement Assess(RiskMatrix risk, CancellationToken cancellationToken) => Assess(risk);
}
