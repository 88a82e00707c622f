using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>OKX portfolio margin, as far as it is published: risk units by underlying, each with a spot shock, an extreme move, a basis charge and a
/// minimum charge, and a charge on borrowed amounts. What is not published is a parameter, and is named in the result where it is absent.
/// Not affiliated with the venue.</summary>
public sealed class OkxRuleBook : IRuleBook
{
    private readonly OkxParameters _parameters;
    private readonly ScenarioSet _scenarios; // the same for every market

    private OkxRuleBook(OkxParameters parameters, DateOnly asOf)
    {
        _parameters = parameters;
        _scenarios = OkxScenarios.Of(parameters);
        bool computed = parameters.Units.Values.All(unit => unit.Reported is null), proportional = computed && parameters.Tiering is null;
        Info = new("Okx", asOf, [OkxParameterSets.Builder, OkxParameterSets.Mode, OkxParameterSets.Notice, OkxParameterSets.SpotHedge])
        {
            Venue = "OKX",
            NotCovered = ["volatility changes (MR1), theta decay (MR2), vega term structure (MR3), interest rate (MR5), stablecoin (MR9) unless stated", "basis between expiries", "coin-settled contracts", "open orders"],
            Verification = new(19, 3e-4, "API response exact, 1 published spot hedge (its source has two prices), 17 constructed"),
            // The requirement grows with borrowed cash, and tiers are in dollars: neither cash-invariant nor free of the unit of money.
            Claims = RuleBookClaims.MultiplierEquivalent | (computed ? RuleBookClaims.NetsToZero : RuleBookClaims.None)
                | (proportional ? RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.Subadditive : RuleBookClaims.None),
            Parameters = ParameterJson.Write(parameters, OkxJson.Default.OkxParameters),
        };
    }

    /// <summary>The parameters of 2025-01-15.</summary>
    public static OkxRuleBook Default { get; } = AsOf(OkxParameterSets.Dates[^1]);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets, ascending.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => OkxParameterSets.Dates;

    /// <summary>The parameters in force.</summary>
    public OkxParameters Parameters => _parameters;

    /// <summary>The rule of a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static OkxRuleBook AsOf(DateOnly date, string changes = "{}")
    {
        if (!ParameterDates.Contains(date))
            throw new ArgumentOutOfRangeException(nameof(date), date, Invariant($"Okx has no parameters of {date:yyyy-MM-dd}; shipped are {string.Join(", ", ParameterDates.Select(known => Invariant($"{known:yyyy-MM-dd}")))}."));
        return new(ParameterJson.Merge(OkxParameterSets.AsOf(date), changes, OkxJson.Default.OkxParameters), date);
    }

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        RefuseInverse(risk);
        var units = risk.By(instrument => instrument.Underlying).Select(group => new OkxRiskUnit(group, _parameters, risk)).ToList();
        var maintenance = units.Select(unit => unit.Maintenance()).ToList();
        var initial = maintenance.Select(unit => unit.Times(unit.Name, _parameters.InitialFactor, OkxParameterSets.Builder));
        return new(
            MarginLine.Sum("initial", MarginLine.Sum("derivatives", initial), Borrowing(risk, _parameters.Borrowing.Initial)),
            MarginLine.Sum("maintenance", MarginLine.Sum("derivatives", maintenance), Borrowing(risk, _parameters.Borrowing.Maintenance)))
        {
            Diagnostics = [.. units.SelectMany(unit => unit.Findings()), .. Orders(risk)],
        };
    }

    /// <summary>MR8: rate x what is borrowed; a negative holding is a debt.</summary>
    private static MarginLine Borrowing(RiskMatrix risk, double rate) => MarginLine.Leaf(
        "borrowing", Attributed.Sum(risk.Holdings.Where(row => row.Quantity < 0).Select(row => risk.Row(row, -rate * row.Conversion))), OkxParameterSets.Builder).For(LineMeaning.Financing);

    private static IEnumerable<Diagnostic> Orders(RiskMatrix risk)
    {
        if (!risk.Orders.Rows.IsEmpty)
            yield return Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined: OKX does not publish how.");
    }

    private static void RefuseInverse(RiskMatrix risk)
    {
        ImmutableArray<string> refused = [.. risk.All.Rows.Where(row => row.Instrument.Payoff == PayoffStyle.Inverse).Select(row => row.Instrument.ToString())];
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException("OKX does not publish how results in coin are converted inside a risk unit; hold linear contracts instead of", refused);
    }
}
