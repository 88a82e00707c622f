using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The published parameters of Deribit's portfolio margin, by date.</summary>
internal static class DeribitParameterSets
{
    /// <summary>Source: docs.deribit.com, private/pme/simulate, response example of 2024-06-17.</summary>
    public static readonly Citation Simulate = new("docs.deribit.com", "private/pme/simulate, response example", new(2024, 6, 17));

    /// <summary>Source: a venue response to private/pme/simulate of 2026-02-15.</summary>
    public static readonly Citation Response = new("Deribit API", "private/pme/simulate, venue response", new(2026, 2, 15));

    /// <summary>Source: support.deribit.com, article 25944756247837, Portfolio Margin.</summary>
    public static readonly Citation Article = new("support.deribit.com", "article 25944756247837, Portfolio Margin", new(2026, 2, 15));

    /// <summary>Dates of the shipped sets, ascending.</summary>
    public static ImmutableArray<DateOnly> Dates { get; } = [Simulate.Date, Response.Date];

    /// <summary>For every underlying the latest pair published until a date.</summary>
    public static DeribitParameters AsOf(DateOnly date) => new()
    {
        Steps = 4,
        MaintenanceFactor = 0.8,
        Pairs = Published.Where(pair => pair.Value.AsOf <= date).ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    private static KeyValuePair<string, DeribitPair>[] Published =>
    [
        new("BTC", Bitcoin),
        new("ETH", Ether),
    ];

    /// <summary>Source: response example of 2024-06-17.</summary>
    private static DeribitPair Bitcoin => new(
        PriceRange: 0.16,
        new(Up: 0.50, Down: 0.25),
        new(Dampener: 100_000),
        new(MinimumMove: 0.01, AnnualMove: 0.075),
        new(Increment: 0.00005),
        AsOf: Simulate.Date);

    /// <summary>Source: venue response of 2026-02-15.</summary>
    private static DeribitPair Ether => new(
        PriceRange: 0.18,
        new(Up: 0.40, Down: 0.25),
        new(Dampener: 200_000),
        new(MinimumMove: 0.005, AnnualMove: 0.05),
        new(Increment: 0.000004),
        AsOf: Response.Date);
}
