using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>A grid rule that a parameter file describes wholly: price and volatility moves, weighted tails, charges on position aggregates, floors, factors.
/// No file is shipped: for no venue are all needed numbers published (<see cref="HouseGridVenues"/>).</summary>
public sealed class HouseGridRuleBook : IRuleBook
{
    private readonly HouseGridParameters _parameters;
    private readonly HouseGridFactors _factors;
    private readonly ScenarioSet _scenarios; // the same for every market
    private readonly Citation _source;

    private HouseGridRuleBook(HouseGridParameters parameters, HouseGridFactors factors, DateOnly asOf)
    {
        (_parameters, _factors) = (parameters, factors);
        _scenarios = HouseGridScenarios.Of(parameters);
        _source = new(parameters.Source ?? "the user's parameter file", "HouseGrid", asOf);
        bool proportional = parameters.Minimum == 0;
        bool convex = proportional && !parameters.Underlyings.Values.Any(underlying => underlying.Charges.Any(charge => charge.GrowsByOffsetting));
        Info = new("HouseGrid", asOf, [_source])
        {
            Claims = RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.NetsToZero
                | (proportional ? RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.CurrencyScaling : RuleBookClaims.None)
                | (convex ? RuleBookClaims.Subadditive : RuleBookClaims.None),
            Parameters = ParameterJson.Write(parameters, HouseGridJson.Default.HouseGridParameters),
        };
    }

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>The parameters in force.</summary>
    public HouseGridParameters Parameters => _parameters;

    /// <summary>The rule that a parameter file describes.</summary>
    /// <param name="date">Date of the parameters.</param>
    /// <param name="parameters">The file: a JSON object.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">The file states something that the parameters do not have, a value that cannot be, or lacks what is needed.</exception>
    public static HouseGridRuleBook Load(DateOnly date, string parameters)
    {
        var empty = new HouseGridParameters { Underlyings = ImmutableSortedDictionary.Create<string, HouseGridUnderlying>(StringComparer.Ordinal) };
        var read = ParameterJson.Merge(empty, parameters, HouseGridJson.Default.HouseGridParameters);
        if (read.Underlyings.IsEmpty) throw new MarginFormatException("underlyings is empty; expected at least one underlying, or \"default\"", "parameters");
        return new(read, read.Factors ?? throw new MarginFormatException("factors is absent; expected an object with initial and maintenance", "parameters"), date);
    }

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        Guard.NotNull(risk, nameof(risk));
        Check(risk);
        var underlyings = MarginLine.Sum("underlyings", risk.By(instrument => instrument.Underlying).Select(Underlying)).Because(source: _source);
        return new(Total("initial", _factors.Initial, underlyings, risk), Total("maintenance", _factors.Maintenance, underlyings, risk)) { Diagnostics = [.. Findings(risk)] };
    }

    /// <summary>max( scan + contingencies, sum of floors ).</summary>
    private MarginLine Underlying(RiskGroup group)
    {
        var (parameters, underlying) = (_parameters.Find(group.Name)!, new Underlying(group.Name));
        double spot = group.Market.Convert(group.Market[underlying].Spot, group.Market.QuoteCurrencyOf(underlying), group.Market.ReportingCurrency);
        MarginLine[] risk = [group.WorstLoss("scan risk"), .. parameters.Contingencies.Select(charge => charge.Line(group, spot))];
        return parameters.Floors.IsEmpty
            ? MarginLine.Sum(group.Name, risk)
            : MarginLine.Largest(group.Name, MarginLine.Sum("risk", risk), MarginLine.Sum("floor", parameters.Floors.Select(charge => charge.Line(group, spot))));
    }

    /// <summary>max( factor x sum of underlyings, minimum ).</summary>
    private MarginLine Total(string name, double factor, MarginLine underlyings, RiskMatrix risk)
    {
        bool holds = risk.All.Rows.Any(row => row.Quantity != 0);
        return _parameters.Minimum == 0 || !holds
            ? MarginLine.Sum(name, underlyings.Times(underlyings.Name, factor))
            : MarginLine.Largest(name, underlyings.Times(underlyings.Name, factor), MarginLine.Leaf("minimum", Attributed.Constant(_parameters.Minimum), _source));
    }

    private void Check(RiskMatrix risk)
    {
        ImmutableArray<string> unknown = [.. risk.All.Rows.Select(row => row.Instrument.Underlying.Symbol).Distinct().Where(symbol => _parameters.Find(symbol) is null)];
        if (!unknown.IsEmpty) throw new UnsupportedInstrumentException("The parameter file has no grid for these underlyings; state them under \"underlyings\", or a \"default\"", unknown);
        ImmutableArray<string> inverse = [.. risk.All.Rows.Where(row => row.Instrument.Payoff == PayoffStyle.Inverse && _parameters.Find(row.Instrument.Underlying.Symbol)!.Charges.Any(charge => charge.CountsUnits)).Select(row => row.Instrument.ToString())];
        if (!inverse.IsEmpty) throw new UnsupportedInstrumentException("The file charges units of the underlying, which inverse contracts do not have; charge deltas, or hold linear contracts instead of", inverse);
    }

    private IEnumerable<Diagnostic> Findings(RiskMatrix risk)
    {
        foreach (string part in _parameters.NotCovered)
            yield return Diagnostic.Warning("part-not-covered", $"{part}: not in the requirement, as the parameter file says.");
        if (!risk.Orders.Rows.IsEmpty)
            yield return Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined: a grid file has no rule for them.");
    }
}
