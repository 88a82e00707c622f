using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>SPAN, version 1: sixteen scenarios per combined commodity, charges and credits on deltas, a minimum for short options, less net option value.
/// The parameters come with a clearing house's daily file and are the user's. Risk arrays are given (<see cref="TabulatedRevaluer"/>) or modelled by discounted
/// Black or Bachelier. Not affiliated with CME.</summary>
public sealed class SpanRuleBook : IRuleBook
{
    private readonly ScenarioSet _scenarios; // the same for every market
    private readonly Dictionary<string, SpanCombinedCommodity> _commodities; // by underlying

    /// <summary>The rule with a clearing house's parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="asOf">Their date.</param>
    public SpanRuleBook(SpanParameters parameters, DateOnly asOf)
    {
        Parameters = Guard.NotNull(parameters, nameof(parameters));
        _scenarios = SpanScenarios.Of(parameters);
        _commodities = parameters.CombinedCommodities.SelectMany(commodity => commodity.Products, (commodity, product) => (product.Underlying, commodity))
            .ToDictionary(entry => entry.Underlying, entry => entry.commodity, StringComparer.Ordinal);
        Info = new("Span", asOf, [SpanSources.Components, SpanSources.Method, SpanSources.Spreads, SpanSources.Minimum, SpanSources.OptionValue])
        {
            Claims = SpanClaims.Of(parameters),
            ParameterWriter = () => ParameterJson.Write(parameters, SpanJson.Default.SpanParameters),
        };
    }

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>The parameters in force.</summary>
    public SpanParameters Parameters { get; }

    /// <summary>The rule with parameters as JSON.</summary>
    /// <param name="date">Date of the parameters.</param>
    /// <param name="parameters">The parameters as a JSON object; what it does not state has the documented default.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">The text names something that the parameters do not have, or a value that cannot be.</exception>
    public static SpanRuleBook AsOf(DateOnly date, string parameters = "{}") => new(ParameterJson.Merge(new SpanParameters(), parameters, SpanJson.Default.SpanParameters), date);

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        SpanScope.Check(Guard.NotNull(risk, nameof(risk)), _commodities);
        var groups = risk.By(instrument => _commodities[instrument.Underlying.Symbol].Code).ToDictionary(group => group.Name, StringComparer.Ordinal);
        List<(SpanCombinedCommodity Commodity, RiskGroup Group)> held = [.. Parameters.CombinedCommodities.Where(commodity => groups.ContainsKey(commodity.Code)).Select(commodity => (commodity, groups[commodity.Code]))];
        var commodities = held.Select(entry => SpanCommodity.Of(entry.Commodity, entry.Group, Parameters));
        var ledger = new SpanLedger(Parameters, new SpanInterCommodity(Parameters, commodities).Formed());
        return new(ledger.Level("initial", isInitial: true), ledger.Level("maintenance", isInitial: false))
        {
            CountsOptionValue = true,
            Diagnostics = [.. SpanScope.Findings(risk, Parameters, held)],
        };
    }
}
