using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>Paradex portfolio margin: the larger of a weighted scan and a delta floor, with provisions for funding and fees. Open orders count on both sides,
/// by their limits. Not affiliated with the venue.</summary>
public sealed class ParadexRuleBook : IRuleBook
{
    private readonly ParadexParameters _parameters;
    private readonly ScenarioSet _scenarios; // the same for every market

    private ParadexRuleBook(ParadexParameters parameters)
    {
        _parameters = parameters;
        _scenarios = ParadexScan.Scenarios(parameters);
        // The floor is (unhedged - hedged / 2) |net| + hedged / 2 gross: convex while the first factor is not negative.
        bool convex = parameters.Underlyings.Values.All(set => set.MinimumDelta.Unhedged >= set.MinimumDelta.Hedged / 2);
        Info = new("Paradex", ParadexParameterSets.Date, [ParadexParameterSets.Portfolio, ParadexParameterSets.Options, ParadexParameterSets.Module])
        {
            Venue = "Paradex",
            NotCovered = ["several underlyings in one account", "orders without a limit", "spot positions", "dated futures", "inverse contracts", "an account's own fee rate (a stand-in is shipped)"],
            Verification = new(28, 8e-11, "1 published example, 27 made with the venue's module (HYPE, CL: documents only)"),
            Claims = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.CurrencyScaling
                | (convex ? RuleBookClaims.Subadditive : RuleBookClaims.None),
            Parameters = ParameterJson.Write(parameters, ParadexJson.Default.ParadexParameters),
        };
    }

    /// <summary>The parameters of 2026-08-20.</summary>
    public static ParadexRuleBook Default { get; } = AsOf(ParadexParameterSets.Date);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => [ParadexParameterSets.Date];

    /// <summary>The parameters in force.</summary>
    public ParadexParameters Parameters => _parameters;

    /// <summary>The rule of a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object: sets under "underlyings", or properties that change every shipped set; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static ParadexRuleBook AsOf(DateOnly date, string changes = "{}") => new(ParadexParameterSets.Merge(
        date, changes, ParadexParameterSets.PortfolioMargin.Underlyings, sets => new() { Underlyings = sets }, ParadexJson.Default.ParadexSet, ParadexJson.Default.ParadexParameters));

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        ParadexScope.Check(risk, _parameters.Underlyings.ContainsKey);
        var underlyings = ParadexScope.Rows(risk).Select(row => row.Instrument.Underlying).Distinct().ToList();
        if (underlyings.Count == 0) return new(MarginLine.Sum("initial", Balances(risk, Cash(risk.Market))), MarginLine.Sum("maintenance", Balances(risk, Cash(risk.Market))));
        ParadexScope.Refuse("How Paradex margins several underlyings in one account is not published; margin them apart", risk, _ => underlyings.Count > 1);
        ParadexScope.Refuse("Paradex margins an open order by its limit; state the limits of", risk, row => row.Kind == RiskRowKind.Order && row.Limit is null);
        return Assess(risk, underlyings[0], _parameters.Underlyings[underlyings[0].Symbol]);
    }

    /// <summary>What an account without positions holds as cash: the quote currency of the market's first underlying that the venue lists.</summary>
    private Currency Cash(MarketSnapshot market) => market.Underlyings.FirstOrDefault(entry => _parameters.Underlyings.ContainsKey(entry.Underlying.Symbol)) is { } listed
        ? market.QuoteCurrencyOf(listed.Underlying)
        : market.ReportingCurrency;

    private static MarginRequirement Assess(RiskMatrix risk, Underlying underlying, ParadexSet set)
    {
        var (positions, orders, scan) = (risk.All, risk.Orders, new ParadexScan(set, risk, underlying));
        var (funded, ordered) = (Funding(positions, -1), Funding(orders, 1));
        var balances = Balances(risk, risk.Market.QuoteCurrencyOf(underlying));
        return new(
            MarginLine.Sum(
                "initial",
                MarginLine.Largest("portfolio requirement", scan.Risk(positions, orders), MinimumDelta(positions, orders, set.MinimumDelta)),
                Provision(funded + ordered),
                Fees(set, positions, orders),
                balances),
            MarginLine.Sum(
                "maintenance",
                MarginLine.Largest("portfolio requirement", scan.Risk(positions), MinimumDelta(positions, set.MinimumDelta)).Times("portfolio requirement", set.MaintenanceFactor, ParadexParameterSets.Portfolio),
                Provision(funded),
                Fees(set, positions),
                balances));
    }

    /// <summary>Initial floor. U = max(0, L + LO - S, S + SO - L), H = max(0, max(L + LO, S + SO) - U): unhedged U + hedged H, where L, S are the long and
    /// short deltas of positions, LO, SO those of orders.</summary>
    private static MarginLine MinimumDelta(RiskGroup positions, RiskGroup orders, ParadexMinimumDelta rates)
    {
        double delta(RiskRow row) => Delta(row, positions.Market);
        var (longs, shorts) = (positions.LongSide(delta), positions.ShortSide(delta));
        var (longest, shortest) = (longs + orders.LongSide(delta), shorts + orders.ShortSide(delta));
        var unhedged = Attributed.Max(Attributed.Zero, longest - shorts, shortest - longs);
        var hedged = (Attributed.Max(longest, shortest) - unhedged).Positive();
        return MarginLine.Leaf("minimum delta", rates.Unhedged * unhedged + rates.Hedged * hedged, ParadexParameterSets.Portfolio).For(LineMeaning.Minimum);
    }

    /// <summary>Maintenance floor, positions only: unhedged |net| + hedged (gross - |net|) / 2.</summary>
    private static MarginLine MinimumDelta(RiskGroup positions, ParadexMinimumDelta rates) => MarginLine.Leaf(
        "minimum delta", rates.Unhedged * positions.Unhedged(row => Delta(row, positions.Market)) + rates.Hedged * positions.Hedged(row => Delta(row, positions.Market)), ParadexParameterSets.Portfolio).For(LineMeaning.Minimum);

    /// <summary>Delta at the spot price, as money: the venue's delta, else the model's per move of the spot price.</summary>
    private static double Delta(RiskRow row, MarketSnapshot market)
    {
        bool model = row.Instrument is VanillaOption && market.QuoteOf(row.Instrument)?.Delta is null;
        return (model ? row.Unit!.SpotDelta : row.Unit!.ForwardDelta) * market[row.Instrument.Underlying].Spot * row.Conversion;
    }

    /// <summary>Sum of sign x funding rate x spot x quantity over perpetuals.</summary>
    private static Attributed Funding(RiskGroup group, double sign) => group.Where(row => row.Instrument is Perpetual).Linear(row =>
    {
        var market = group.Market[row.Instrument.Underlying];
        return sign * market.Perpetual.FundingRate * market.Spot * row.Instrument.Multiplier * row.Conversion;
    });

    /// <summary>What the next funding payment may cost; an income counts 0.</summary>
    private static MarginLine Provision(Attributed funding) => MarginLine.Leaf("funding provision", (-funding).Positive(), ParadexParameterSets.Module).For(LineMeaning.Financing);

    private static MarginLine Fees(ParadexSet set, params IEnumerable<RiskGroup> groups) => ParadexScope.Fees(groups, _ => (set.FeeRate, set.OptionFeeCap));

    /// <summary>Spot balances in other assets than the quote currency are required in full.</summary>
    private static MarginLine Balances(RiskMatrix risk, Currency cash) => MarginLine.Leaf(
        "spot balances", Attributed.Sum(risk.Holdings.Where(row => row.Asset != cash && row.Quantity > 0).Select(row => risk.Row(row, row.Conversion))), ParadexParameterSets.Module).For(LineMeaning.Collateral);
}
