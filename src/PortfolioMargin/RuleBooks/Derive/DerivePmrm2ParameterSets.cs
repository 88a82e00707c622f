using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The published parameters of the second portfolio manager. Source where none is named: docs.derive.xyz, PM2 and Portfolio Manager [New]
/// [SOL/HYPE added], as of 2026-01-21.</summary>
internal static class DerivePmrm2ParameterSets
{
    /// <summary>The documentation's set.</summary>
    public static DerivePmrm2Parameters Documentation => new()
    {
        Markets = ImmutableSortedDictionary.Create<string, DerivePmrm2Market>(StringComparer.Ordinal)
            .Add("BTC", Majors(Haircuts((0.106, 0.12, ["wBTC"]), (0.156, 0.17, ["LBTC", "cbBTC", "eBTC"]), (0.206, 0.22, ["solvBTC", "xSolvBTC"]))))
            .Add("ETH", Majors(Haircuts((0.056, 0.07, ["ETH"]), (0.056, 0.10, ["wstETH"]), (0.156, 0.17, ["weETH"]), (0.306, 0.32, ["rswETH"]), (0.206, 0.22, ["rsETH"]))))
            .Add("HYPE", Market(
                0.33, new() { Up = 0.65, Down = 0.30, ShortTermPower = 0.30, LongTermPower = 0.13, FloorDays = 1, MinimumUp = 0.60 }, (1.15, 0.95), (0.075, 0.025), (0.0175, 0.025), Haircuts((0.10, 0.20, ["HYPE"]))))
            .Add("SOL", Market(
                0.27, new() { Up = 0.60, Down = 0.30, ShortTermPower = 0.30, LongTermPower = 0.13, FloorDays = 1, MinimumUp = 0.60 }, (1.1, 0.90), (0.05, 0.01), (0.015, 0.02), Haircuts())),
    };

    /// <summary>The deployment script's set for ETH and BTC, scripts/config-mainnet.sol of 2026-01-21. Its static bases look swapped (a value would count 1.05 times),
    /// so it is no default; they are stated as they stand there.</summary>
    public static DerivePmrm2Parameters DeploymentScript => new()
    {
        Markets = Documentation.Markets.Where(market => market.Key is "BTC" or "ETH").ToImmutableSortedDictionary(
            market => market.Key,
            market => market.Value with
            {
                VolatilityShock = market.Value.VolatilityShock with { Down = 0.30 },
                StaticDiscount = new() { LongBase = 1.05, LongRateMultiplier = 0, LongRateAddend = 0.16, ShortBase = 0.95, ShortRateMultiplier = 0, ShortRateAddend = 0.16 },
            },
            StringComparer.Ordinal),
    };

    private static DerivePmrm2Market Majors(ImmutableSortedDictionary<string, DeriveCollateral> collateral) => Market(
        0.18, new() { Up = 0.50, Down = 0.275, ShortTermPower = 0.30, LongTermPower = 0.13, FloorDays = 1, MinimumUp = 0.40 }, (1.0, 0.80), (0.03, 0.01), (0.003, 0.002), collateral);

    private static DerivePmrm2Market Market(
        double edge,
        DerivePmrm2VolatilityShock volatility,
        (double Initial, double Maintenance) loss,
        (double Maintenance, double InitialExtra) perpetual,
        (double Maintenance, double InitialExtra) shortOption,
        ImmutableSortedDictionary<string, DeriveCollateral> collateral)
    {
        return new()
        {
            Scenarios = [.. Table(edge)],
            VolatilityShock = volatility,
            LossFactor = new() { Initial = loss.Initial, Maintenance = loss.Maintenance },
            StaticDiscount = new() { LongBase = 0.98, LongRateMultiplier = 0, LongRateAddend = 0.10, ShortBase = 1.02, ShortRateMultiplier = 0, ShortRateAddend = 0.10 },
            Basis = new() { SpotUp = edge / 4, SpotDown = -edge / 4, AdditiveFactor = 0.5, PerYearFactor = 2.0 }, // the smallest move of the table
            Perpetual = new() { Maintenance = perpetual.Maintenance, InitialExtra = perpetual.InitialExtra },
            ShortOption = new() { Maintenance = shortOption.Maintenance, InitialExtra = shortOption.InitialExtra },
            Peg = new() { Threshold = 0.99, Factor = 4 },
            Confidence = new() { Threshold = 0.55, Factor = 1.0 },
            Skew = new()
            {
                Linear = new() { BaseCap = 0.25, CapPerRootYear = -0.1 },
                Absolute = new() { BaseCap = 0.25, CapPerRootYear = -0.1 },
                MinimumWidth = 0.01,
                WidthScale = 4,
                WidthVolatility = 0.6,
                WidthVolatilityPerRootYear = 0,
            },
            Collateral = collateral,
        };
    }

    /// <summary>33 rows: the edge up, seven moves inside with volatility up, same, down, the edge down, eight dampened tails, two skews.</summary>
    private static IEnumerable<DerivePmrm2Scenario> Table(double edge)
    {
        yield return new(edge, DeriveVolatilityMove.Up);
        for (int quarter = 3; quarter >= -3; quarter--)
            foreach (var move in new[] { DeriveVolatilityMove.Up, DeriveVolatilityMove.Same, DeriveVolatilityMove.Down }) yield return new(quarter * edge / 4, move);
        yield return new(-edge, DeriveVolatilityMove.Up);
        foreach (var (spot, weight) in new[] { (-0.66, 0.21), (-0.33, 0.42), (0.5, 0.2772), (1, 0.1386), (2, 0.0693), (3, 0.0462), (4, 0.03465), (5, 0.02772) })
            yield return new(spot, DeriveVolatilityMove.Up, weight);
        yield return new(0, DeriveVolatilityMove.LinearSkew);
        yield return new(0, DeriveVolatilityMove.AbsoluteSkew);
    }

    /// <summary>Haircuts as the documentation prints them: maintenance, initial in total. Every listed asset cancels risk.</summary>
    private static ImmutableSortedDictionary<string, DeriveCollateral> Haircuts(params (double Maintenance, double Initial, string[] Assets)[] groups) => groups
        .SelectMany(group => group.Assets.Select(asset => (asset, new DeriveCollateral(group.Maintenance, (double)((decimal)group.Initial - (decimal)group.Maintenance), true))))
        .ToImmutableSortedDictionary(entry => entry.asset, entry => entry.Item2, StringComparer.Ordinal);
}
