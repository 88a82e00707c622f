using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Derive's standard manager: options net inside an expiry, perpetuals and base assets stand by themselves, markets add up. No scenarios.
/// Not affiliated with the venue.</summary>
public sealed class DeriveStandardRuleBook : IRuleBook
{
    private readonly DeriveStandardParameters _parameters;

    private DeriveStandardRuleBook(DeriveStandardParameters parameters)
    {
        _parameters = parameters;
        Info = new("DeriveStandard", DeriveSources.Date, [DeriveSources.Contracts, DeriveSources.Deployment])
        {
            Venue = "Derive",
            NotCovered = ["liquidation auction", "open orders", "markets that are not listed"],
            Verification = new(34, 2.1e-14, "constructed, from a second implementation that agrees with the contracts' own tests"),
            Claims = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent
                | RuleBookClaims.CurrencyScaling | RuleBookClaims.LongPremiumBounded,
            Parameters = ParameterJson.Write(parameters, DeriveStandardJson.Default.DeriveStandardParameters),
        };
    }

    /// <summary>The parameters that the mainnet contracts were deployed with, script of 2026-01-21.</summary>
    public static DeriveStandardRuleBook Default { get; } = new(DeriveStandardParameterSets.Mainnet);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => [DeriveSources.Date];

    /// <summary>The parameters in force.</summary>
    public DeriveStandardParameters Parameters => _parameters;

    /// <summary>The rule of a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static DeriveStandardRuleBook AsOf(DateOnly date, string changes = "{}") => date == DeriveSources.Date
        ? new(ParameterJson.Merge(DeriveStandardParameterSets.Mainnet, changes, DeriveStandardJson.Default.DeriveStandardParameters))
        : throw new ArgumentOutOfRangeException(nameof(date), date, Invariant($"DeriveStandard has no parameters of {date:yyyy-MM-dd}; shipped are {DeriveSources.Date:yyyy-MM-dd}."));

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.None.ValuedBy(DeriveScan.Valuation(Discounting.None));

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        DeriveScope.Check(risk, takesBase: true);
        DeriveScope.RefuseAssets(risk);
        CheckMarkets(risk);
        var markets = DeriveEquity.Markets(risk).ToList();
        return new(MarginLine.Sum("initial", markets.Select(Initial)), MarginLine.Sum("maintenance", markets.Select(Maintenance)), DeriveEquity.Of(risk))
        {
            Diagnostics = [.. DeriveScope.Findings(risk, DeriveSources.StandardAssets)],
        };
    }

    private MarginLine Initial(DeriveMarket market)
    {
        var parameters = _parameters.Markets[market.Name];
        var options = Options(parameters);
        return MarginLine.Sum(
            market.Name,
            Perpetuals(market, parameters.Perpetual?.Initial ?? 0),
            Line("options", Attributed.Sum(market.Expiries.Select(expiry => options!.Initial(expiry))), LineMeaning.PositionRates),
            BaseHaircut(market, parameters.Base.Maintenance * parameters.Base.InitialScale),
            Line("depeg contingency", _parameters.Depeg.Charge(market.Stable) * market.Spot * (market.PerpetualSize + market.Options.ShortUnits()), LineMeaning.Contingency),
            Oracle(market, parameters));
    }

    private MarginLine Maintenance(DeriveMarket market)
    {
        var parameters = _parameters.Markets[market.Name];
        var options = Options(parameters);
        return MarginLine.Sum(
            market.Name,
            Perpetuals(market, parameters.Perpetual?.Maintenance ?? 0),
            Line("options", Attributed.Sum(market.Expiries.Select(expiry => options!.Maintenance(expiry))), LineMeaning.PositionRates),
            BaseHaircut(market, parameters.Base.Maintenance));
    }

    private static MarginLine Perpetuals(DeriveMarket market, double rate) => Line("perpetual", rate * market.PerpetualValue.Abs(), LineMeaning.PositionRates);

    /// <summary>What equity counts of the base asset, less the credit.</summary>
    private static MarginLine BaseHaircut(DeriveMarket market, double credit) => Line("base haircut", market.BaseValue - credit * market.BaseNotional, LineMeaning.Collateral);

    /// <summary>Perpetuals, short options by expiry, and base assets that have a credit, each by the weakest feed that prices it.</summary>
    private static MarginLine Oracle(DeriveMarket market, DeriveStandardMarket parameters)
    {
        var oracle = parameters.Oracle;
        double spot = market.SpotConfidence;
        var perpetual = oracle.Charge(market.PerpetualConfidence, oracle.PerpetualThreshold) * market.Spot * market.PerpetualSize;
        var options = market.Expiries.Select(expiry =>
        {
            var feeds = DeriveMarket.ConfidenceOf(expiry);
            return oracle.Charge(Math.Min(spot, Math.Min(feeds.Forward, feeds.Volatility)), oracle.OptionThreshold) * market.Spot * expiry.ShortUnits();
        });
        var credited = parameters.Base.Maintenance == 0 ? Attributed.Zero : oracle.Charge(spot, oracle.BaseThreshold) * market.BaseNotional;
        return Line("oracle contingency", perpetual + Attributed.Sum(options) + credited, LineMeaning.Contingency);
    }

    private static DeriveStandardOptions? Options(DeriveStandardMarket parameters) =>
        parameters.Option is { } rates ? new(rates) : null;

    private static MarginLine Line(string name, Attributed amount, LineMeaning meaning) => MarginLine.Leaf(name, amount, DeriveSources.Contracts).For(meaning);

    private void CheckMarkets(RiskMatrix risk)
    {
        ImmutableArray<string> refused = [.. risk.All.Rows.Where(row => !IsListed(row.Instrument)).Select(row => row.Instrument.ToString())];
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException("Derive's standard manager has no parameters for these; state them under \"markets\"", refused);
    }

    private bool IsListed(Instrument instrument) => _parameters.Markets.TryGetValue(instrument.Underlying.Symbol, out var market) && instrument switch
    {
        Perpetual => market.Perpetual is not null,
        VanillaOption => market.Option is not null,
        _ => true,
    };
}
