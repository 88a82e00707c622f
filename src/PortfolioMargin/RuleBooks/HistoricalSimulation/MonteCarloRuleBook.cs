namespace PortfolioMargin.RuleBooks;

/// <summary>Margin by simulation of drawn returns: measures, stress, floors, offsets and add-ons of <see cref="HistoricalSimulationRuleBook"/>, on rows that are drawn from a joint distribution
/// which the user states, or which is fitted to a history. Every parameter is the user's.</summary>
public sealed class MonteCarloRuleBook : IRuleBook
{
    private readonly HistoricalSimulationRuleBook _simulation;

    private MonteCarloRuleBook(HistoricalSimulationRuleBook simulation)
    {
        if (simulation.Parameters.MonteCarlo is null) throw new ArgumentException("There is no \"monteCarlo\"; state count, seed and a distribution or a fit.");
        _simulation = simulation;
        Info = simulation.Info with
        {
            Name = "MonteCarlo",
            Verification = new(2, 3.5e-3, "2 drawn samples against closed forms of linear books, one of them of a fitted distribution, within their sampling error"),
        };
    }

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>The parameters.</summary>
    public HistoricalSimulationParameters Parameters => _simulation.Parameters;

    /// <summary>The rule with a user's parameters.</summary>
    /// <param name="date">The date that the user gives them.</param>
    /// <param name="parameters">The parameters as a JSON object.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">The object names something that the rule does not have, lacks something, or holds a value that cannot be.</exception>
    public static MonteCarloRuleBook AsOf(DateOnly date, string parameters)
    {
        var simulation = HistoricalSimulationRuleBook.AsOf(date, parameters);
        try
        {
            return new(simulation);
        }
        catch (ArgumentException problem)
        {
            throw new MarginFormatException(problem.Message, "parameters", innerException: problem);
        }
    }

    /// <summary>The rule with a user's parameters.</summary>
    /// <param name="date">The date that the user gives them.</param>
    /// <param name="parameters">The parameters.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentException">The parameters lack something or do not fit each other.</exception>
    public static MonteCarloRuleBook AsOf(DateOnly date, HistoricalSimulationParameters parameters) => new(HistoricalSimulationRuleBook.AsOf(date, parameters));

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _simulation.ScenariosFor(market);

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk) => _simulation.Assess(risk);
}
