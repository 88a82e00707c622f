using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>A step of a liquidation; each begins where the one before does not help.</summary>
public enum DeribitLiquidationStep
{
    /// <summary>Close the instrument that contributes most to the worst cell.</summary>
    CloseLargestContributor,

    /// <summary>If it cannot be filled, close the next one.</summary>
    CloseNextContributor,

    /// <summary>Otherwise hedge the delta with the perpetual, if that lowers maintenance.</summary>
    HedgeDeltaWithPerpetual,

    /// <summary>The insurance fund pays.</summary>
    InsuranceFund,

    /// <summary>The loss is shared.</summary>
    SocialisedLoss,
}

/// <summary>How Deribit liquidates: it starts when maintenance exceeds the margin balance, goes on in rounds of about a second with the account locked, and stops when it no longer
/// does. Rounds, fills and prices are not published.</summary>
public static class DeribitLiquidation
{
    /// <summary>Order of the steps of portfolio margin. Source: support.deribit.com, article 25944769313309, Liquidations; since the release of 2023-08-01.</summary>
    public static ImmutableArray<DeribitLiquidationStep> Steps { get; } =
    [
        DeribitLiquidationStep.CloseLargestContributor, DeribitLiquidationStep.CloseNextContributor, DeribitLiquidationStep.HedgeDeltaWithPerpetual, DeribitLiquidationStep.InsuranceFund,
        DeribitLiquidationStep.SocialisedLoss,
    ];

    /// <summary>Where the order is written.</summary>
    public static Citation Source { get; } = new("support.deribit.com", "article 25944769313309, Liquidations; release notes of 2023-08-01", new(2023, 8, 1));

    /// <summary>Liquidation fee as a fraction, by underlying. Source: the same article.</summary>
    public static ImmutableSortedDictionary<string, double> Fees { get; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal).Add("BTC", 0.0075).Add("ETH", 0.009);

    /// <summary>Haircuts of stETH by the day from which they hold; the earlier one's first day is not published. Source: support.deribit.com, article 25944777203869, Cross Collateral.</summary>
    public static ImmutableArray<(DateOnly? Since, double Haircut)> StakedEtherHaircuts { get; } = [(null, 0.15), (new(2026, 1, 13), 0.075)];

    /// <summary>Positions of an underlying in the order in which the venue closes them: by contribution to the loss in its worst cell, the largest first.</summary>
    /// <param name="result">A result of <see cref="DeribitRuleBook"/> with slopes.</param>
    /// <param name="underlying">The underlying.</param>
    /// <returns>Positions and their contributions in the reporting currency; those that hedge are not in the list.</returns>
    /// <exception cref="ArgumentException">The result is of another rule book, or has no slopes.</exception>
    public static ImmutableArray<(Position Position, double Contribution)> ClosingOrder(MarginResult result, Underlying underlying)
    {
        Guard.NotNull(result, nameof(result));
        var worst = result.Line($"initial/risk matrix/{underlying}/worst case");
        if (worst is null || !result.Risk.HasSlopes)
            throw new ArgumentException($"The result has no worst cell of {underlying} with contributions; margin an account that holds {underlying} under DeribitRuleBook, with slopes.", nameof(result));
        return
        [
            .. result.Risk.All.Rows.Select(row => (Position: new Position(row.Instrument, row.Quantity), Contribution: worst.Amount.Contribution(row.Index)))
                .Where(entry => entry.Contribution > 0).OrderByDescending(entry => entry.Contribution).ThenBy(entry => entry.Position.Instrument),
        ];
    }
}
