using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Margin by simulation: the book is revalued under many joint moves, of a history or drawn, and a quantile or a tail mean of its losses counts; with stress,
/// floors, offsets, buffers and add-ons. Every parameter is the user's.</summary>
public sealed class HistoricalSimulationRuleBook : IRuleBook
{
    internal static readonly Citation
        Confidence = Regulation("article 24"), Offsets = Regulation("article 27"), Procyclicality = Regulation("article 28"),
        Quantiles = new("R. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, American Statistician 50", "types 1 to 9", new(1996, 11, 1)),
        Shortfall = new("C. Acerbi, D. Tasche, On the coherence of expected shortfall, Journal of Banking and Finance 26", "definition 2.6", new(2002, 7, 1));

    /// <summary>Rows of ten years, counted as 250 days each.</summary>
    private const int TenYears = 2500;

    private readonly ScenarioSet _scenarios;
    private readonly TailMeasure _measure;
    private readonly ImmutableArray<decimal> _ages;
    private readonly ImmutableArray<Diagnostic> _findings;

    private HistoricalSimulationRuleBook(HistoricalSimulationParameters parameters, DateOnly asOf)
    {
        Parameters = parameters;
        double confidence = parameters.Confidence ?? throw new ArgumentException("There is no \"confidence\"; state the level of the measure, such as 0.99.");
        _measure = parameters.Measure == SimulationMeasure.ValueAtRisk
            ? TailMeasure.ValueAtRisk(confidence, parameters.Quantile)
            : TailMeasure.ExpectedShortfall(confidence, parameters.Tail);
        HistoricalSimulationCheck.Check(parameters);
        var model = HistoricalSimulationScenarios.Model(parameters);
        _scenarios = HistoricalSimulationScenarios.Of(parameters, model);
        _ages = HistoricalSimulationScenarios.AgeShares(parameters);
        _findings = [.. Findings(confidence), .. model?.Correlation.Diagnostics ?? []];
        Info = new("HistoricalSimulation", asOf, [Confidence, Offsets, Procyclicality, Quantiles, Shortfall])
        {
            Venue = "a model of your own",
            NotCovered = ["moves of rates, carry and basis", "time that passes", "the coin's own price where contracts settle in coin", "open orders"],
            Verification = new(18, 9.1e-3, "16 constructed, from a second implementation, within 1e-9; 2 drawn samples of 200,000 rows against closed forms of linear books, within their sampling error"),
            Claims = HistoricalSimulationCheck.Claims(parameters),
            ParameterWriter = () => ParameterJson.Write(parameters, HistoricalSimulationJson.Default.HistoricalSimulationParameters),
        };
    }

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>The parameters.</summary>
    public HistoricalSimulationParameters Parameters { get; }

    /// <summary>The rule with a user's parameters.</summary>
    /// <param name="date">The date that the user gives them.</param>
    /// <param name="parameters">The parameters as a JSON object.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">The object names something that the rule does not have, lacks something, or holds a value that cannot be.</exception>
    public static HistoricalSimulationRuleBook AsOf(DateOnly date, string parameters)
    {
        var complete = ParameterJson.Merge(new HistoricalSimulationParameters(), parameters, HistoricalSimulationJson.Default.HistoricalSimulationParameters);
        try
        {
            return new(complete, date);
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
    public static HistoricalSimulationRuleBook AsOf(DateOnly date, HistoricalSimulationParameters parameters) => new(parameters, date);

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        var groups = new HistoricalSimulationGroups(Parameters, _measure, _ages, risk);
        var marketRisk = groups.MarketRisk();
        ImmutableArray<MarginLine?> parts =
        [
            marketRisk, Buffer(marketRisk), groups.CorrelationBreak(), HistoricalSimulationAddOns.Liquidity(Parameters, risk), HistoricalSimulationAddOns.Concentration(Parameters, risk, groups),
        ];
        return new(MarginLine.Sum("initial", parts.OfType<MarginLine>()), MarginLine.Sum("maintenance", parts.OfType<MarginLine>()))
        {
            Diagnostics = risk.Orders.Rows.IsEmpty ? _findings : _findings.Add(Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined; hold them as positions to see their effect.")),
        };
    }

    /// <summary>Rate x (1 - exhausted) x market risk.</summary>
    private MarginLine? Buffer(MarginLine marketRisk) => Parameters.AntiProcyclicality is { Option: SimulationAntiProcyclicalityOption.Buffer, Rate: { } rate } buffer
        ? MarginLine.Leaf("anti-procyclicality buffer", rate * (1 - buffer.Exhausted) * marketRisk.Amount, Procyclicality).For(LineMeaning.Contingency)
        : null;

    private IEnumerable<Diagnostic> Findings(double confidence)
    {
        int rows = _scenarios.RowsFor(new(Parameters.Samples.Keys.First()))[_scenarios.Named(ScenarioSet.MainRange, new(Parameters.Samples.Keys.First()))].Length;
        if (rows * (1 - confidence) < 1)
            yield return Diagnostic.Warning("thin-tail", Invariant($"The sample has {rows} rows: at a confidence of {confidence:R} the measure is that of its single worst row, or reaches beyond it. Use a longer history or a lower confidence."));
        else if (!_ages.IsEmpty && _ages.Max() > 1 - Numerics.ExactDecimal.Of(confidence))
            yield return Diagnostic.Warning("thin-tail", Invariant($"Of {rows} rows the newest weighs {_ages.Max():0.####}, more than the tail of {1 - confidence:0.####}: the measure may be that of a single row. Use an ageDecay nearer to 1."));
        if (Parameters.AntiProcyclicality is { Option: SimulationAntiProcyclicalityOption.Floor } floor && floor.History.Values.First().Spot.Length is var length and < TenYears)
            yield return Diagnostic.Information("short-floor", Invariant($"The history of the floor has {length} rows; ten years of days are about {TenYears}."));
    }

    private static Citation Regulation(string article) => new("Commission Delegated Regulation (EU) 153/2013", article, new(2012, 12, 19));
}
