using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Deribit's standard (segregated) margin: every position by itself, nothing nets. The yardstick for what portfolio margin saves.
/// Not affiliated with the venue.</summary>
public sealed class DeribitStandardRuleBook : IRuleBook
{
    private static readonly Citation Notes = new("Deribit release notes", "standard margin", DeribitStandardParameters.Date);
    private static readonly Citation Article = new("support.deribit.com", "article 25944738177565, Linear Perpetual", new(2026, 2, 15));

    private readonly DeribitStandardParameters _parameters;

    private DeribitStandardRuleBook(DeribitStandardParameters parameters)
    {
        _parameters = parameters;
        Info = new("DeribitStandard", DeribitStandardParameters.Date, [Notes, Article])
        {
            Venue = "Deribit",
            NotCovered = ["linear options", "futures without published rates", "spot positions", "open orders"],
            Verification = new(23, 4e-16, "4 published sizes, 19 constructed"),
            Claims = RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.LongPremiumBounded | RuleBookClaims.MultiplierEquivalent,
            ParameterWriter = () => ParameterJson.Write(parameters, DeribitStandardJson.Default.DeribitStandardParameters),
        };
    }

    /// <summary>The parameters of 2022-01-11.</summary>
    public static DeribitStandardRuleBook Default { get; } = AsOf(DeribitStandardParameters.Date);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => [DeribitStandardParameters.Date];

    /// <summary>The rule of a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static DeribitStandardRuleBook AsOf(DateOnly date, string changes = "{}") => date == DeribitStandardParameters.Date
        ? new(ParameterJson.ChangesNothing(changes)
            ? DeribitStandardParameters.Shipped
            : ParameterJson.Merge(DeribitStandardParameters.Shipped, changes, DeribitStandardJson.Default.DeribitStandardParameters))
        : throw new ArgumentOutOfRangeException(nameof(date), date, Invariant($"DeribitStandard has no parameters of {date:yyyy-MM-dd}; shipped are {DeribitStandardParameters.Date:yyyy-MM-dd}."));

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.None;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        Check(risk);
        return new(
            MarginLine.Sum("initial", Options(risk, InitialRate), Futures(risk, rates => rates.Initial)),
            MarginLine.Sum("maintenance", Options(risk, MaintenanceRate), Futures(risk, rates => rates.Maintenance)))
        {
            Diagnostics = risk.Orders.Rows.IsEmpty ? [] : [Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined: the formula is not published.")],
        };
    }

    /// <summary>Short options, each by itself: rate per coin of size, in coin. Long options cost nothing beyond their premium.</summary>
    private static MarginLine Options(RiskMatrix risk, Func<VanillaOption, double, double, double> rate) => MarginLine.Leaf(
        "options",
        Attributed.Sum(risk.All.Rows.Where(row => row.Instrument is VanillaOption).Select(row =>
        {
            var option = (VanillaOption)row.Instrument;
            double spot = risk.Market[option.Underlying].Spot;
            double size = option.Multiplier * row.Conversion;
            return risk.Row(row, row.Quantity < 0 ? -rate(option, spot, row.Unit!.Mark / option.Multiplier) * size : 0);
        })),
        Notes).For(LineMeaning.PositionRates);

    /// <summary>Futures and perpetuals, each by itself: (rate + slope |coins|) |coins|, for linear contracts times the mark.</summary>
    private MarginLine Futures(RiskMatrix risk, Func<DeribitStandardRates, double> rate) => MarginLine.Leaf(
        "futures",
        Attributed.Sum(risk.All.Rows.Where(row => row.Instrument is Perpetual or Future).Select(row =>
        {
            var rates = Rates(row.Instrument)!;
            bool inverse = row.Instrument.Payoff == PayoffStyle.Inverse;
            var coins = risk.Row(row, inverse ? row.Unit!.Mark : row.Instrument.Multiplier).Abs();
            var required = (Attributed.Constant(rate(rates)) + rates.Slope * coins) * coins;
            return (inverse ? 1 : row.Unit!.Mark / row.Instrument.Multiplier) * row.Conversion * required;
        })),
        Article,
        "the rate grows with size, so doubling a position more than doubles its requirement").For(LineMeaning.PositionRates);

    /// <summary>Call: max(maximum - out, minimum) + mark. Put: the same, but at least the maintenance rate.</summary>
    private double InitialRate(VanillaOption option, double spot, double mark)
    {
        double distance = option.Right == OptionRight.Call ? option.Strike - spot : spot - option.Strike;
        double call = Math.Max(_parameters.Options.Maximum - Math.Max(0, distance) / spot, _parameters.Options.Minimum) + mark;
        return option.Right == OptionRight.Call ? call : Math.Max(call, MaintenanceRate(option, spot, mark));
    }

    /// <summary>Call: maintenance + mark. Put: max(maintenance, maintenance x mark) + mark.</summary>
    private double MaintenanceRate(VanillaOption option, double spot, double mark)
    {
        double rate = _parameters.Options.Maintenance;
        return (option.Right == OptionRight.Call ? rate : Math.Max(rate, rate * mark)) + mark;
    }

    private DeribitStandardRates? Rates(Instrument instrument)
    {
        var futures = _parameters.Futures.GetValueOrDefault(instrument.Underlying.Symbol);
        return instrument.Payoff == PayoffStyle.Inverse ? futures?.Inverse : futures?.Linear;
    }

    private void Check(RiskMatrix risk)
    {
        ImmutableArray<string> refused = [.. risk.All.Rows.Select(row => row.Instrument).Where(instrument => instrument switch
        {
            VanillaOption option => option.Payoff != PayoffStyle.Inverse,
            SpotAsset => true,
            _ => Rates(instrument) is null,
        }).Select(instrument => instrument.ToString())];
        if (!refused.IsEmpty)
            throw new UnsupportedInstrumentException("Deribit's standard margin is published for inverse options and for the futures listed in its parameters, not for", refused);
    }
}
