using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>Paradex cross margin: every contract by itself. The yardstick for what its portfolio margin saves. Not affiliated with the venue.</summary>
public sealed class ParadexCrossRuleBook : IRuleBook
{
    private readonly ParadexCrossParameters _parameters;

    private ParadexCrossRuleBook(ParadexCrossParameters parameters)
    {
        _parameters = parameters;
        Info = new("ParadexCross", ParadexParameterSets.Date, [ParadexParameterSets.Cross, ParadexParameterSets.Options, ParadexParameterSets.Module])
        {
            Venue = "Paradex",
            NotCovered = ["option orders and the loss of aggressive orders", "perpetuals without published rates", "spot positions", "dated futures", "inverse contracts"],
            Verification = new(2, 4e-5, "both published; one is printed with four digits"),
            Claims = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.Subadditive | RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.CurrencyScaling,
            Parameters = ParameterJson.Write(parameters, ParadexJson.Default.ParadexCrossParameters),
        };
    }

    /// <summary>The parameters of 2026-08-20.</summary>
    public static ParadexCrossRuleBook Default { get; } = AsOf(ParadexParameterSets.Date);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => [ParadexParameterSets.Date];

    /// <summary>The parameters in force.</summary>
    public ParadexCrossParameters Parameters => _parameters;

    /// <summary>The rule of a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object: sets under "underlyings", or properties that change every shipped set; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static ParadexCrossRuleBook AsOf(DateOnly date, string changes = "{}") => new(ParadexParameterSets.Merge(
        date, changes, ParadexParameterSets.CrossMargin.Underlyings, sets => new() { Underlyings = sets }, ParadexJson.Default.ParadexCrossSet, ParadexJson.Default.ParadexCrossParameters));

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.None.ValuedBy(ParadexScope.Valuation);

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        ParadexScope.Check(risk, _parameters.Underlyings.ContainsKey);
        ParadexScope.Refuse("The initial rate of these perpetuals is not in the sources; state it as perpetual.initial", risk, row => row.Instrument is Perpetual && Set(row).Perpetual.Initial is null);
        return new(
            MarginLine.Sum("initial", Perpetuals(risk), Options(risk, set => set.Option.Initial), Fees(risk.All, risk.Orders)),
            MarginLine.Sum("maintenance", HeldPerpetuals(risk), Options(risk, set => set.Option.Maintenance), Fees(risk.All)))
        {
            Diagnostics = risk.Orders.Rows.IsEmpty ? [] : [Diagnostic.Warning("orders-not-covered", "The loss of aggressive orders and the margin of option orders are not in the requirement: Paradex does not publish them in full.")],
        };
    }

    /// <summary>Initial: rate x mark x open size, open size = max(0, position + buys, sells - position).</summary>
    private MarginLine Perpetuals(RiskMatrix risk) => MarginLine.Leaf(
        "perpetuals",
        Attributed.Sum(ParadexScope.Rows(risk).Where(row => row.Instrument is Perpetual).GroupBy(row => row.Instrument).Select(contract =>
        {
            var position = Size(contract.Where(row => row.Kind == RiskRowKind.Position));
            var (buys, sells) = (Size(contract.Where(row => row.Kind == RiskRowKind.Order && row.Quantity > 0)), Size(contract.Where(row => row.Kind == RiskRowKind.Order && row.Quantity < 0)));
            return Set(contract.First()).Perpetual.Initial!.Value * Attributed.Max(Attributed.Zero, position + buys, -sells - position);

            Attributed Size(IEnumerable<RiskRow> rows) => Attributed.Sum(rows.Select(row => risk.Row(row, row.Mark)));
        })),
        ParadexParameterSets.Cross).For(LineMeaning.PositionRates);

    /// <summary>Maintenance: the same rate x factor on positions only.</summary>
    private MarginLine HeldPerpetuals(RiskMatrix risk) => MarginLine.Leaf(
        "perpetuals",
        risk.All.Where(row => row.Instrument is Perpetual).Gross(row => Set(row).Perpetual.MaintenanceFactor * Set(row).Perpetual.Initial!.Value * row.Mark),
        ParadexParameterSets.Cross).For(LineMeaning.PositionRates);

    private MarginLine Options(RiskMatrix risk, Func<ParadexCrossSet, ParadexCrossRates> rates) => MarginLine.Leaf(
        "options",
        risk.All.Where(row => row.Instrument is VanillaOption).Gross(row =>
        {
            var option = (VanillaOption)row.Instrument;
            double spot = risk.Market[option.Underlying].Spot;
            var (chosen, mark) = (rates(Set(row)), row.Unit!.Mark / option.Multiplier);
            return option.Multiplier * row.Conversion * (row.Quantity < 0 ? Short(option, spot, chosen) : Math.Min(chosen.Premium * mark, chosen.LongInTheMoney * spot));
        }),
        ParadexParameterSets.Options).For(LineMeaning.PositionRates);

    /// <summary>max(in-the-money rate x spot - out-of-the-money distance, out-of-the-money rate x spot); a put at most its cap x spot.</summary>
    private static double Short(VanillaOption option, double spot, ParadexCrossRates rates)
    {
        bool call = option.Right == OptionRight.Call;
        double distance = Math.Max(0, call ? option.Strike - spot : spot - option.Strike);
        double required = Math.Max(rates.ShortInTheMoney * spot - distance, rates.ShortOutOfTheMoney * spot);
        return call ? required : Math.Min(required, rates.ShortPutCap * spot);
    }

    private MarginLine Fees(params IEnumerable<RiskGroup> groups) => ParadexScope.Fees(groups, underlying =>
    {
        var set = _parameters.Underlyings[underlying.Symbol];
        return (set.FeeRate, set.OptionFeeCap);
    });

    private ParadexCrossSet Set(RiskRow row) => _parameters.Underlyings[row.Instrument.Underlying.Symbol];
}
