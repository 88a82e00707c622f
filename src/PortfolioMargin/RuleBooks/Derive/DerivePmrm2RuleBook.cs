using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Derive's second portfolio manager (PMRM_2): a scenario table with dampened tails and two turns of the smile, a basis scenario, discounts that differ for
/// values and debts, collateral that may offset short positions, contingencies on sizes and feeds; one underlying per account. Not affiliated with the venue.</summary>
public sealed class DerivePmrm2RuleBook : IRuleBook
{
    private readonly DerivePmrm2Parameters _parameters;
    private readonly ScenarioSet _scenarios;

    private DerivePmrm2RuleBook(DerivePmrm2Parameters parameters, Citation set)
    {
        _parameters = parameters;
        _scenarios = Scenarios(parameters);
        Info = new("DerivePmrm2", DeriveSources.Date, [DeriveSources.Contracts, set])
        {
            Venue = "Derive",
            NotCovered = ["liquidation auction", "open orders", "haircuts that are not published", "scenario tables of V3"],
            Verification = new(63, 3e-12, "constructed, from a second implementation that agrees with 138 live accounts"),
            Claims = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.CurrencyScaling,
            Parameters = ParameterJson.Write(parameters, DerivePmrm2Json.Default.DerivePmrm2Parameters),
        };
    }

    /// <summary>The documentation's parameters as of 2026-01-21, for BTC, ETH, HYPE and SOL.</summary>
    public static DerivePmrm2RuleBook Default { get; } = new(DerivePmrm2ParameterSets.Documentation, DeriveSources.Documentation);

    /// <summary>The deployment script's parameters of 2026-01-21, for BTC and ETH, with static bases that look swapped there.</summary>
    public static DerivePmrm2RuleBook DeploymentScript { get; } = new(DerivePmrm2ParameterSets.DeploymentScript, DeriveSources.Deployment);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>Dates of the shipped parameter sets.</summary>
    public static ImmutableArray<DateOnly> ParameterDates => [DeriveSources.Date];

    /// <summary>The parameters in force.</summary>
    public DerivePmrm2Parameters Parameters => _parameters;

    /// <summary>The rule of a date.</summary>
    /// <param name="date">One of <see cref="ParameterDates"/>.</param>
    /// <param name="changes">Changes as a JSON object, by market or flat for every shipped market; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No set has that date.</exception>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have.</exception>
    public static DerivePmrm2RuleBook AsOf(DateOnly date, string changes = "{}")
    {
        if (date != DeriveSources.Date)
            throw new ArgumentOutOfRangeException(nameof(date), date, Invariant($"DerivePmrm2 has no parameters of {date:yyyy-MM-dd}; shipped are {DeriveSources.Date:yyyy-MM-dd}."));
        var shipped = DerivePmrm2ParameterSets.Documentation;
        return new(ParameterJson.Merge(shipped, DerivePmrm2Changes.ByMarket(changes, shipped), DerivePmrm2Json.Default.DerivePmrm2Parameters), DeriveSources.Documentation);
    }

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => _scenarios;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk)
    {
        DeriveScope.Check(risk, takesBase: false);
        var market = DerivePmrm2Scope.Market(risk, _parameters);
        var equity = DeriveEquity.Of(risk);
        ImmutableArray<Diagnostic> findings = [.. DeriveScope.Findings(risk, DeriveSources.PortfolioAssets), .. DerivePmrm2Scope.Findings(market)];
        return market is null
            ? new(MarginLine.Sum("initial"), MarginLine.Sum("maintenance"), equity) { Diagnostics = findings }
            : Requirement(market, _parameters.Markets[market.Name], risk) with { Equity = equity, Diagnostics = findings };
    }

    private static ScenarioSet Scenarios(DerivePmrm2Parameters all)
    {
        var still = new Scenario("no move", Shock.None); // felt by underlyings without parameters, which Assess refuses
        var set = DeriveScan.Scenarios([still], [still, still], Discounting.NonNegative);
        foreach (var (symbol, parameters) in all.Markets)
        {
            var rows = parameters.Scenarios.Select(row => DeriveScan.Row(row.Spot, row.Volatility, Volatility(row.Volatility, parameters), row.Weight));
            set = DeriveScan.With(set, new(symbol), rows, parameters.Basis);
        }

        return set;
    }

    private static MarginRequirement Requirement(DeriveMarket market, DerivePmrm2Market parameters, RiskMatrix risk)
    {
        var scan = ScanRisk(market, parameters, risk);
        double lossFactor = parameters.LossFactor.Initial + parameters.Peg.Charge(market.Stable);
        return new(
            MarginLine.Sum(
                "initial",
                scan.Times(scan.Name, lossFactor),
                Perpetual(market, parameters.Perpetual.Initial),
                ShortOptions(market, parameters.ShortOption.Initial),
                Haircut(risk, parameters, asset => asset.InitialHaircut),
                Confidence(market, parameters.Confidence, risk)),
            MarginLine.Sum(
                "maintenance",
                scan.Times(scan.Name, parameters.LossFactor.Maintenance),
                Perpetual(market, parameters.Perpetual.Maintenance),
                ShortOptions(market, parameters.ShortOption.Maintenance),
                Haircut(risk, parameters, asset => asset.MaintenanceHaircut)));
    }

    private static VolatilityShock Volatility(DeriveVolatilityMove move, DerivePmrm2Market parameters) => move switch
    {
        DeriveVolatilityMove.Up => DeriveTermShock.Up(parameters.VolatilityShock, parameters.VolatilityShock.MinimumUp),
        DeriveVolatilityMove.Down => DeriveTermShock.Down(parameters.VolatilityShock),
        DeriveVolatilityMove.LinearSkew => new DeriveSkewShock(parameters.Skew.Linear, parameters.Skew, Absolute: false),
        DeriveVolatilityMove.AbsoluteSkew => new DeriveSkewShock(parameters.Skew.Absolute, parameters.Skew, Absolute: true),
        _ => VolatilityShock.None,
    };

    /// <summary>Perpetuals and collateral that cancels risk move with the spot price; options are revalued and discounted by the sign of what they come to.</summary>
    private static MarginLine ScanRisk(DeriveMarket market, DerivePmrm2Market parameters, RiskMatrix risk)
    {
        var cancelling = DeriveScope.Assets(risk).Where(row => parameters.Collateral[row.Asset.Code].RiskCancelling).Select(row => DeriveEquity.Value(row, risk));
        var exposure = market.PerpetualValue + Attributed.Sum(cancelling);
        return new DeriveScan(market, risk.Scenarios, [.. market.Expiries.Select(expiry => Expiry(expiry, parameters))], exposure).WorstLoss();
    }

    private static DeriveExpiry Expiry(RiskGroup expiry, DerivePmrm2Market parameters)
    {
        double years = DeriveExpiry.YearsOf(expiry), rate = DeriveExpiry.RateOf(expiry);
        var (discount, basis) = (parameters.StaticDiscount, parameters.Basis);
        double ofValue = discount.LongBase * Elementary.Exp(-years * (rate * discount.LongRateMultiplier + discount.LongRateAddend));
        double ofDebt = discount.ShortBase * Elementary.Exp(years * (rate * discount.ShortRateMultiplier + discount.ShortRateAddend));
        double undiscounted = Elementary.Exp(Math.Max(0, rate) * years); // 1 / discount factor
        return new(expiry, ofValue, Math.Min(undiscounted, ofDebt), basis.AdditiveFactor + basis.PerYearFactor * years);
    }

    private static MarginLine Perpetual(DeriveMarket market, double rate) =>
        MarginLine.Leaf("perpetual contingency", market.Spot * rate * market.PerpetualSize, DeriveSources.Documentation).For(LineMeaning.Contingency);

    private static MarginLine ShortOptions(DeriveMarket market, double rate) =>
        MarginLine.Leaf("short option contingency", market.Spot * rate * market.Options.NakedShorts(), DeriveSources.Documentation).For(LineMeaning.Minimum);

    private static MarginLine Haircut(RiskMatrix risk, DerivePmrm2Market parameters, Func<DeriveCollateral, double> haircut) => MarginLine.Leaf(
        "collateral haircut",
        Attributed.Sum(DeriveScope.Assets(risk).Select(row => haircut(parameters.Collateral[row.Asset.Code]) * DeriveEquity.Value(row, risk))),
        DeriveSources.Documentation).For(LineMeaning.Collateral);

    /// <summary>Sizes at spot and collateral values, each by the weakest feed that prices it. The perpetual's trust counts for options but not for collateral.</summary>
    private static MarginLine Confidence(DeriveMarket market, DeriveConfidence confidence, RiskMatrix risk)
    {
        double held = market.HeldConfidence;
        var perpetuals = confidence.Charge(market.PerpetualConfidence) * market.Spot * market.PerpetualSize;
        var options = market.Expiries.Select(expiry => confidence.Charge(Math.Min(held, DeriveMarket.WeakestOf(expiry))) * market.Spot * expiry.GrossUnits());
        var collateral = DeriveScope.Assets(risk).Select(row =>
            confidence.Charge(Math.Min(DerivePmrm2Scope.ConfidenceOf(row.Asset, risk.Market), market.SpotConfidence)) * DeriveEquity.Value(row, risk));
        return MarginLine.Leaf("confidence contingency", perpetuals + Attributed.Sum(options) + Attributed.Sum(collateral), DeriveSources.Contracts).For(LineMeaning.Contingency);
    }
}
