namespace PortfolioMargin.RuleBooks;

/// <summary>The documents that Derive's rules are written in, and the limits they state.</summary>
internal static class DeriveSources
{
    /// <summary>Date of the shipped parameters: commit 7736900 of the contracts, and the documentation as it stood then.</summary>
    public static readonly DateOnly Date = new(2026, 1, 21);

    /// <summary>What the deployed contracts compute.</summary>
    public static readonly Citation Contracts = new("github.com/derivexyz/v2-core at 7736900", "src/risk-managers", Date);

    /// <summary>What the contracts are deployed with.</summary>
    public static readonly Citation Deployment = new("github.com/derivexyz/v2-core at 7736900", "scripts/config-mainnet.sol", Date);

    /// <summary>What the contracts are tested with.</summary>
    public static readonly Citation TestConfiguration = new("github.com/derivexyz/v2-core at 7736900", "test/config-test.sol", Date);

    /// <summary>What the venue publishes for the second portfolio manager.</summary>
    public static readonly Citation Documentation = new("docs.derive.xyz", "PM2; Portfolio Manager [New]; Common Parameters", Date);

    /// <summary>Assets that an account of a portfolio manager may hold. Source: scripts/config-mainnet.sol.</summary>
    public const int PortfolioAssets = 128;

    /// <summary>Expiries that an account of the second portfolio manager may hold. Source: docs.derive.xyz, PM2.</summary>
    public const int PortfolioExpiries = 11;

    /// <summary>Assets that an account of the standard manager may hold. Source: scripts/config-mainnet.sol.</summary>
    public const int StandardAssets = 48;

    /// <summary>Length of the settlement averaging window. Source: the contracts at 7736900, 1,800 seconds.</summary>
    public static readonly TimeSpan AveragingWindow = TimeSpan.FromMinutes(30);
}
