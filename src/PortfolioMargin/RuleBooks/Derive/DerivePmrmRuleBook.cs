using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Derive's first portfolio manager (PMRM): the worst of a scenario table and a basis scenario, with contingencies on sizes and feeds;
/// one underlying per account. Not affiliated with the venue.</summary>
public sealed class DerivePmrmRuleBook : IRuleBook
{
    private readonly DerivePmrmParameters _parameters;
    private readonly ScenarioSet _scenarios;

    private DerivePmrmRuleBook(DerivePmrmParameters parameters, Citation configuration)
    {
        _parameters = parameters;
        _scenarios = DeriveScan.Scenarios(
            parameters.Scenarios.Select(row => DeriveScan.Row(row.Spot, row.Volatility, Volatility(row.Volatility))), DeriveScan.Basis(parameters.Basis), Discounting.None);
        Info = new("DerivePmrm", DeriveSources.Date, [DeriveSources.Contracts, configuration])
        {
            Venue = "Derive",
            NotCovered = ["liquidation auction", "open orders", "markets that are not listed"],
            Verification = new(35, 1.1e-12, "portfolios of the protocol's tests and constructed ones, from a second implementation that agrees with the contracts' own tests"),
            Claims = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.CurrencyScaling,
            Parameters = ParameterJson.Write(parameters, DerivePmrmJson.Default.DerivePmrmParameters),
        };
    }

    /// <summary>The parameters that the mainnet contracts were deployed with, script of 2026-01-21.</summary>
    public static DerivePmrmRuleBook Default { get; } = new(DerivePmrmParameters.Mainnet, DeriveSources.Deployment);

    /// <summary>The parameters that the contracts are tested with, configuration of 2026-01-21.</summary>
    public static DerivePmrmRuleBook TestConfiguration { get; } = new(DerivePmrmParameters.Test, DeriveSources.TestConfiguration);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => [DeriveSources.Date];

    /// <summary>The parameters in force.</summary>
    public DerivePmrmParameters Parameters => _parameters;

    /// <summary>The rule of a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static DerivePmrmRuleBook AsOf(DateOnly date, string changes = "{}") => date == DeriveSources.Date
        ? new(ParameterJson.Merge(DerivePmrmParameters.Mainnet, changes, DerivePmrmJson.Default.DerivePmrmParameters), DeriveSources.Deployment)
        : throw new ArgumentOutOfRangeException(nameof(date), date, Invariant($"DerivePmrm has no parameters of {date:yyyy-MM-dd}; shipped are {DeriveSources.Date:yyyy-MM-dd}."));

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        DeriveScope.Check(risk, takesBase: true);
        DeriveScope.RefuseAssets(risk);
        ImmutableArray<Diagnostic> findings = [.. DeriveScope.Findings(risk, DeriveSources.PortfolioAssets)];
        var equity = DeriveEquity.Of(risk);
        if (DeriveScope.OnlyMarket(risk, _ => true) is not { } market)
            return new(MarginLine.Sum("initial"), MarginLine.Sum("maintenance"), equity) { Diagnostics = findings };

        var maintenance = MarginLine.Sum("maintenance", ScanRisk(market, risk), Perpetual(market), Base(market), ShortOptions(market));
        double factor = _parameters.InitialFactor + _parameters.Peg.Charge(market.Stable);
        var initial = MarginLine.Sum("initial", [.. maintenance.Parts.Select(part => part.Times(part.Name, factor)), Confidence(market)]);
        return new(initial, maintenance, equity) { Diagnostics = findings };
    }

    private VolatilityShock Volatility(DeriveVolatilityMove move) => move switch
    {
        DeriveVolatilityMove.Up => DeriveTermShock.Up(_parameters.VolatilityShock),
        DeriveVolatilityMove.Down => DeriveTermShock.Down(_parameters.VolatilityShock),
        _ => VolatilityShock.None,
    };

    /// <summary>Perpetuals and base move with the spot price; options are revalued, and discounted where they would be worth something.</summary>
    private MarginLine ScanRisk(DeriveMarket market, RiskMatrix risk) =>
        new DeriveScan(market, risk.Scenarios, [.. market.Expiries.Select(Expiry)], market.PerpetualValue + market.BaseValue).WorstLoss();

    private DeriveExpiry Expiry(RiskGroup expiry)
    {
        double years = DeriveExpiry.YearsOf(expiry), rate = Math.Max(0, DeriveExpiry.RateOf(expiry));
        var (discount, basis) = (_parameters.StaticDiscount, _parameters.Basis);
        double fixedDiscount = discount.Base * Elementary.Exp(-years * (rate * discount.RateMultiplier + discount.RateAddend));
        return new(expiry, fixedDiscount, 1, basis.AdditiveFactor + basis.PerYearFactor * years);
    }

    private MarginLine Perpetual(DeriveMarket market) =>
        MarginLine.Leaf("perpetual contingency", market.Spot * _parameters.Contingency.Perpetual * market.PerpetualSize, DeriveSources.Contracts).For(LineMeaning.Contingency);

    private MarginLine Base(DeriveMarket market) =>
        MarginLine.Leaf("base contingency", _parameters.Contingency.Base * market.BaseNotional, DeriveSources.Contracts).For(LineMeaning.Contingency);

    private MarginLine ShortOptions(DeriveMarket market) =>
        MarginLine.Leaf("short option contingency", market.Spot * _parameters.Contingency.ShortOption * market.Options.NakedShorts(), DeriveSources.Contracts).For(LineMeaning.Minimum);

    /// <summary>Sizes at spot, each by the weakest feed that prices it.</summary>
    private MarginLine Confidence(DeriveMarket market)
    {
        double held = market.HeldConfidence;
        var spots = _parameters.Confidence.Charge(held) * (market.Spot * market.PerpetualSize + market.BaseNotional);
        var options = market.Expiries.Select(expiry =>
            _parameters.Confidence.Charge(Math.Min(held, DeriveMarket.WeakestOf(expiry))) * market.Spot * expiry.GrossUnits());
        return MarginLine.Leaf("confidence contingency", spots + Attributed.Sum(options), DeriveSources.Contracts).For(LineMeaning.Contingency);
    }
}
