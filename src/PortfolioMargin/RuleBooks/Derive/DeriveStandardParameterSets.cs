using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The parameters of the standard manager. Source: scripts/config-mainnet.sol of 2026-01-21.</summary>
internal static class DeriveStandardParameterSets
{
    public static DeriveStandardParameters Mainnet => new()
    {
        Depeg = new() { Threshold = 0.99, Factor = 2 },
        Markets = ImmutableSortedDictionary.CreateRange<string, DeriveStandardMarket>(StringComparer.Ordinal, [.. Perpetuals, .. Bases]),
    };

    /// <summary>Markets with perpetuals, and the credit of those whose coin is also a base asset.</summary>
    private static IEnumerable<KeyValuePair<string, DeriveStandardMarket>> Perpetuals =>
    [
        .. Listed(0.10, 0.065, "BTC", "ETH"),
        .. Listed(0.10, 0.067, "SOL", "DOGE", "TIA", "SUI", "NEAR", "WLD", "BNB", "AAVE", "OP", "ARB", "LINK", "XRP", "AVAX", "UNI", "ENA"),
        .. Listed(0.20, 0.143, "PEPE", "WIF", "TAO", "SEI", "EIGEN"),
        .. Listed(0.33333, 0.20, "BITCOIN", "DEGEN"),
        .. Listed(0.50, 0.4545, "TRUMP"),
    ];

    /// <summary>Base assets without a perpetual.</summary>
    private static IEnumerable<KeyValuePair<string, DeriveStandardMarket>> Bases =>
    [
        .. Unlisted("WSTETH", "USDT", "SFP", "rswETH", "rsETH", "weETH", "LBTC", "cbBTC", "eBTC", "DAI", "PYUSD", "sDAI", "USDe"),
        new("SNX", new() { Option = Options(0.25, 0.225, 0.15, 1.4, 1.3), Base = Credit("SNX"), Oracle = Oracle }),
    ];

    private static IEnumerable<KeyValuePair<string, DeriveStandardMarket>> Listed(double initial, double maintenance, params string[] symbols) => symbols.Select(
        symbol => new KeyValuePair<string, DeriveStandardMarket>(symbol, new()
        {
            Perpetual = new() { Initial = initial, Maintenance = maintenance },
            Option = Options(0.15, 0.13, 0.09, 1.2, 1.1),
            Base = Credit(symbol),
            Oracle = Oracle,
        }));

    private static IEnumerable<KeyValuePair<string, DeriveStandardMarket>> Unlisted(params string[] symbols) =>
        symbols.Select(symbol => new KeyValuePair<string, DeriveStandardMarket>(symbol, new() { Base = Credit(symbol), Oracle = Oracle }));

    private static DeriveStandardOption Options(double maximum, double minimum, double maintenance, double unpairedInitial, double unpairedMaintenance) => new()
    {
        MaximumSpot = maximum,
        MinimumSpot = minimum,
        MaintenanceCall = maintenance,
        MaintenancePut = maintenance,
        MaintenancePutMark = maintenance,
        UnpairedInitial = unpairedInitial,
        UnpairedMaintenance = unpairedMaintenance,
        InitialPutOffset = 1.05,
    };

    private static DeriveStandardOracle Oracle => new() { PerpetualThreshold = 0.55, OptionThreshold = 0.55, BaseThreshold = 0.55, Factor = 1 };

    private static DeriveStandardBase Credit(string symbol)
    {
        var (maintenance, scale) = symbol switch
        {
            "ETH" or "WSTETH" => (0.8, 0.9375),
            "BTC" => (0.75, 0.93),
            "USDT" or "SFP" => (0.98, 0.98),
            "SNX" => (0.7, 0.65),
            "rswETH" or "rsETH" or "weETH" or "LBTC" or "cbBTC" => (0.65, 0.77),
            "eBTC" => (0.9, 0.945),
            "DAI" or "PYUSD" => (0.925, 0.92),
            "sDAI" => (0.875, 0.915),
            "USDe" => (0.8, 0.875),
            _ => (0.0, 0.0),
        };
        return new() { Maintenance = maintenance, InitialScale = scale };
    }
}
