using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Deribit's current portfolio margin: a risk matrix of price and volatility moves per underlying, a table of large moves, and a charge
/// on the delta of each expiry. Not affiliated with the venue.</summary>
public sealed class DeribitRuleBook : ITotalsRuleBook
{
    private const string ExtendedRange = "extended";

    private readonly DeribitParameters _parameters;
    private readonly DeribitTotals _totals;
    private readonly ScenarioSet _scenarios;

    private DeribitRuleBook(DeribitParameters parameters, DateOnly asOf)
    {
        _parameters = parameters;
        _totals = new(parameters);
        _scenarios = Scenarios(parameters);
        Info = new("Deribit", asOf, [DeribitParameterSets.Simulate, DeribitParameterSets.Response, DeribitParameterSets.Article])
        {
            Venue = "Deribit",
            NotCovered = ["delta shock", "offsets between currencies", "inverse with linear contracts of one underlying", "spot positions", "open orders (the venue's amount is a parameter)"],
            Verification = new(30, 4e-10, "2 venue responses (futures, perpetuals), 28 constructed; no venue number confirms option cells"),
            Claims = RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent,
            ParameterWriter = () => ParameterJson.Write(parameters, DeribitJson.Default.DeribitParameters),
        };
    }

    /// <summary>The latest published pair of every underlying: BTC of 2024-06-17, ETH of 2026-02-15.</summary>
    public static DeribitRuleBook Default { get; } = AsOf(DeribitParameterSets.Dates[^1]);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets, ascending.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => DeribitParameterSets.Dates;

    /// <summary>The parameters in force.</summary>
    public DeribitParameters Parameters => _parameters;

    /// <summary>The rule with the pairs published until a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static DeribitRuleBook AsOf(DateOnly date, string changes = "{}")
    {
        if (!ParameterDates.Contains(date))
            throw new ArgumentOutOfRangeException(nameof(date), date, Invariant($"Deribit has no parameters of {date:yyyy-MM-dd}; shipped are {string.Join(", ", ParameterDates.Select(known => Invariant($"{known:yyyy-MM-dd}")))}."));
        var shipped = DeribitParameterSets.AsOf(date);
        return new(ParameterJson.ChangesNothing(changes) ? shipped : ParameterJson.Merge(shipped, changes, DeribitJson.Default.DeribitParameters), date);
    }

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market)
    {
        Guard.NotNull(market, nameof(market));
        return _scenarios;
    }

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        var held = risk.By(instrument => instrument.Underlying).ToList();
        DeribitScope.Check(risk, held, _parameters);
        var pairs = DeribitScope.Groups(risk, held, _parameters).Select(group => Pair(group, risk)).ToList();
        var matrix = MarginLine.Sum("risk matrix", pairs);
        var initial = MarginLine.Sum(
            "initial",
            matrix,
            MarginLine.Leaf("open orders", Attributed.Constant(_parameters.OpenOrders), DeribitParameterSets.Simulate, "reported by the venue").For(LineMeaning.Orders),
            MarginLine.Leaf("market maker protection", Attributed.Constant(_parameters.MarketMakerProtection), DeribitParameterSets.Simulate, "reported by the venue").For(LineMeaning.Orders));
        var maintenance = MarginLine.Leaf(
            "maintenance", _parameters.MaintenanceFactor * matrix.Amount, DeribitParameterSets.Simulate, Invariant($"{_parameters.MaintenanceFactor:0.######} of the risk matrix")).For(LineMeaning.ScenarioLoss);
        return new(initial, maintenance) { Diagnostics = [.. DeribitScope.Findings(risk, held, _parameters)] };
    }

    /// <inheritdoc/>
    public ImmutableArray<RiskTotal> Totals => _totals.All;

    /// <inheritdoc/>
    public RequirementAmounts Require(RiskTotals totals) => _totals.Require(totals);

    /// <summary>The scenarios follow from the parameters alone.</summary>
    private static ScenarioSet Scenarios(DeribitParameters parameters)
    {
        var still = new Scenario("no move", Shock.None); // felt by underlyings without parameters, which Assess refuses
        var set = ScenarioSet.Of(still).Add(ExtendedRange, still);
        foreach (var (symbol, pair) in parameters.Pairs)
        {
            var underlying = new Underlying(symbol);
            var (main, extended) = DeribitCells.Scenarios(pair, parameters.Steps);
            set = set.For(underlying, ScenarioSet.MainRange, main).For(underlying, ExtendedRange, extended);
        }

        return set;
    }

    private MarginLine Pair(RiskGroup group, RiskMatrix risk)
    {
        var pair = _parameters.Pairs[group.Name];
        var cells = new DeribitCells(group, pair, risk);
        return MarginLine.Sum(
            group.Name,
            cells.WorstCase(),
            DeribitCharges.Roll(group, pair),
            MarginLine.Leaf("delta shock", Attributed.Zero, DeribitParameterSets.Simulate, Invariant($"total delta below {pair.DeltaShock.Threshold:#,0} USD")).For(LineMeaning.Size),
            DeribitCharges.Correlation(group, pair, risk)).Because(pair.AsOf is { } date ? Invariant($"pair parameters of {date:yyyy-MM-dd}") : "pair parameters of the user's own", DeribitParameterSets.Article);
    }
}
