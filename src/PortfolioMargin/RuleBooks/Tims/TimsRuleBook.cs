using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>US portfolio margin: the customer rule FINRA 4210(g), and the ranges of dealers and market makers of the net capital rule, by the method of the clearing
/// house. Ten valuation points; class groups net in full, product and portfolio groups by their offsets; at least a minimum charge per contract.
/// Which products belong together is the user's data. Not affiliated with FINRA or OCC.</summary>
public sealed class TimsRuleBook : ITotalsRuleBook
{
    /// <summary>Underlyings up to which the order of sums lies on the stack.</summary>
    private const int FewUnderlyings = 128;

    private static readonly Currency Dollar = new("USD");

    private static readonly RiskTotal Refused = RiskTotal.Count(TotalScope.Account, instrument => !Covers(instrument));

    private readonly TimsTree _tree;
    private readonly ScenarioSet _scenarios; // the same for every market
    private readonly RiskTotal _charge;

    private TimsRuleBook(string name, TimsParameters parameters, DateOnly asOf)
    {
        Parameters = parameters;
        _tree = new(parameters);
        _scenarios = TimsPoints.Of(parameters, _tree);
        _charge = RiskTotal.Linear(TotalScope.Underlying, Charge);
        Info = new(name, asOf, [TimsParameterSets.Rule, TimsParameterSets.NetCapital, TimsParameterSets.Guide])
        {
            Venue = TimsParameterSets.Venue(name),
            NotCovered = TimsParameterSets.NotCovered,
            Verification = TimsParameterSets.Verification(name),
            // The minimum charge is in dollars per contract: it does not scale with prices.
            Claims = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.Subadditive | RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant
                | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.LongPremiumBounded,
            ParameterWriter = () => ParameterJson.Write(parameters, TimsJson.Default.TimsParameters),
        };
    }

    /// <summary>The customer rule for stocks: every underlying is an equity and a class group of its own.</summary>
    public static TimsRuleBook Default { get; } = new(TimsParameterSets.CustomerName, TimsParameterSets.Customer with { Ungrouped = "equity" }, TimsParameterSets.Rule.Date);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>The parameters in force.</summary>
    public TimsParameters Parameters { get; }

    /// <inheritdoc/>
    public ImmutableArray<RiskTotal> Totals => [_charge, Refused];

    /// <summary>The customer rule, FINRA 4210(g), in force from 12 December 2006.</summary>
    /// <param name="date">Date of the user's parameters.</param>
    /// <param name="changes">Groups and changes as a JSON object.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have, or groups contradict each other.</exception>
    /// <exception cref="MissingMarketDataException">A group or portfolio type is named and not stated; all of them are listed.</exception>
    public static TimsRuleBook AsOf(DateOnly date, string changes = "{}") => Of(TimsParameterSets.CustomerName, TimsParameterSets.Customer, date, changes);

    /// <summary>The ranges of dealers (risk-based haircuts).</summary>
    /// <param name="date">Date of the user's parameters.</param>
    /// <param name="changes">Groups and changes as a JSON object.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">As of <see cref="AsOf"/>.</exception>
    public static TimsRuleBook Dealer(DateOnly date, string changes = "{}") => Of(TimsParameterSets.DealerName, TimsParameterSets.Dealer, date, changes);

    /// <summary>The ranges of market makers (risk-based haircuts).</summary>
    /// <param name="date">Date of the user's parameters.</param>
    /// <param name="changes">Groups and changes as a JSON object.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">As of <see cref="AsOf"/>.</exception>
    public static TimsRuleBook MarketMaker(DateOnly date, string changes = "{}") => Of(TimsParameterSets.MarketMakerName, TimsParameterSets.MarketMaker, date, changes);

    /// <summary>This rule with other parameters, such as those of <see cref="TimsGroupFiles"/>.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="date">Their date.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">Groups contradict each other.</exception>
    /// <exception cref="MissingMarketDataException">A group or portfolio type is named and not stated; all of them are listed.</exception>
    public TimsRuleBook With(TimsParameters parameters, DateOnly date) => new(Info.Name, Guard.NotNull(parameters, nameof(parameters)), date);

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        Refuse([.. risk.All.Rows.Where(row => !Covers(row.Instrument)).Select(row => row.Instrument.ToString())]);
        var groups = risk.By(instrument => instrument.Underlying).OrderBy(group => group.Name, StringComparer.Ordinal).ToList();
        _tree.RefuseUngrouped(groups.Select(group => group.Name));
        var maintenance = MarginLine.Sum("maintenance", Scans(groups, risk.Market).Select(scan => scan.Line())).Because(source: TimsParameterSets.Rule);
        return new(maintenance.Times("initial", 1), maintenance) { Diagnostics = [.. Findings(risk)] };
    }

    /// <inheritdoc/>
    public RequirementAmounts Require(RiskTotals totals)
    {
        var groups = totals.Groups;
        if (totals.Amount(Refused) > 0) Refuse(["positions of the account"]);
        if (Parameters.Ungrouped is null)
        {
            foreach (var group in groups)
                if (_tree.Rank(group.Underlying.Symbol) == _tree.Classes.Count) _tree.RefuseUngrouped([.. groups.ToArray().Select(held => held.Underlying.Symbol)]);
        }

        Span<long> order = groups.Length <= FewUnderlyings ? stackalloc long[FewUnderlyings] : new long[groups.Length];
        Span<double> memory = stackalloc double[3 * Parameters.ValuationPoints];
        double amount = new TimsTotals(_tree, _charge, memory).Requirement(groups, order[..groups.Length]);
        return new(amount, amount);
    }

    /// <summary>Class groups that are held, in the order of the tree, one scan per top group.</summary>
    private IEnumerable<TimsScan> Scans(List<RiskGroup> groups, MarketSnapshot market)
    {
        var held = groups.GroupBy(group => _tree.Rank(group.Name) is var rank && rank < _tree.Classes.Count ? (rank, "") : (rank, group.Name))
            .OrderBy(group => group.Key.rank)
            .Select(group => new TimsHeld(_tree.Of(group.First().Name), [.. group], Profits(group)));
        var top = new List<TimsHeld>();
        foreach (var group in held)
        {
            if (top.Count > 0 && !top[^1].Class.SharesTop(group.Class))
            {
                yield return Scan(top);
                top = [];
            }

            top.Add(group);
        }

        if (top.Count > 0) yield return Scan(top);

        TimsScan Scan(List<TimsHeld> classes) => new(classes[0].Class.Top, classes, row => Charge(row, market));
    }

    private double[] Profits(IEnumerable<RiskGroup> groups)
    {
        double[] sum = new double[Parameters.ValuationPoints], profits = new double[sum.Length];
        foreach (var group in groups)
        {
            group.ProfitAndLoss(profits);
            for (int s = 0; s < sum.Length; s++) sum[s] += profits[s];
        }

        return sum;
    }

    /// <summary>Minimum charge of one contract, negative for a short one, whose quantity is: nothing for stocks, at most the market value of a long option.</summary>
    private double Charge(RiskRow row, MarketSnapshot market)
    {
        if (row.Instrument is SpotAsset || !Covers(row.Instrument)) return 0;
        double perContract = Parameters.MinimumPerContract.TryGetValue(_tree.TypeOf(row.Instrument.Underlying.Symbol), out double stated) ? stated : Parameters.MinimumCharge * row.Instrument.Multiplier;
        double charge = market.Convert(perContract, Dollar, market.ReportingCurrency);
        if (row.Quantity < 0) return -charge;
        bool valued = market.Find(row.Instrument.Underlying, out _) || market.QuoteOf(row.Instrument)?.Mark is not null;
        return row.Instrument is VanillaOption && valued ? Math.Min(charge, Math.Max(0, row.Mark)) : charge;
    }

    private static bool Covers(Instrument instrument) => instrument is not Perpetual && instrument.Payoff == PayoffStyle.Linear;

    private static void Refuse(ImmutableArray<string> refused)
    {
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException("US portfolio margin covers stocks, funds, listed options and futures settled in the quote currency, not perpetuals and not contracts settled in coin", refused);
    }

    private IEnumerable<Diagnostic> Findings(RiskMatrix risk)
    {
        if (!risk.Orders.Rows.IsEmpty)
            yield return Diagnostic.Warning("orders-not-covered", Invariant($"{risk.Orders.Rows.Length} open orders are not margined: the rule is about positions."));
        ImmutableArray<string> assumed = [.. risk.All.Rows.Select(row => row.Instrument.Underlying.Symbol).Distinct(StringComparer.Ordinal).Where(symbol => _tree.Rank(symbol) == _tree.Classes.Count).Take(20)];
        if (!assumed.IsEmpty)
            yield return Diagnostic.Information("class-group-assumed", $"No class group names {string.Join(", ", assumed)}: each is a class group of its own of portfolio type {Parameters.Ungrouped}.");
        ImmutableArray<string> futures = [.. risk.All.Rows.Where(row => row.Instrument is Future && row.Quantity != 0 && Parameters.MinimumPerContract.GetValueOrDefault(_tree.TypeOf(row.Instrument.Underlying.Symbol)) > 0).Select(row => row.Instrument.ToString()).Take(20)];
        if (!futures.IsEmpty)
            yield return Diagnostic.Warning("minimum-not-adjusted", $"The minimum charge of {string.Join(", ", futures)} is that of an option contract; the rule adjusts it for the size of the future and does not say by what. Where it matters, give those futures an underlying in a class group of a portfolio type with its own minimumPerContract.");
        if (Parameters.BaseValue == ValuationBase.Model && risk.All.Rows.Any(row => row.Instrument is VanillaOption && row.Quantity != 0))
            yield return Diagnostic.Information("volatility-kept", "Each series keeps its volatility at every valuation point; the clearing house's own volatility curves are not published. Published profit arrays take their place where they are given.");
    }

    private static TimsRuleBook Of(string name, TimsParameters table, DateOnly date, string changes) =>
        new(name, ParameterJson.ChangesNothing(changes) ? table : ParameterJson.Merge(table, changes, TimsJson.Default.TimsParameters), date);
}
