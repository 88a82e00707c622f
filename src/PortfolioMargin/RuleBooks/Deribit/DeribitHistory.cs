using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>A charge of an older rule beside its risk matrix: rate x size.</summary>
/// <param name="Base">What the rate applies to.</param>
/// <param name="Rate">Charge per unit of it, as a fraction or in coin per contract.</param>
public sealed record DeribitContingency(string Base, double Rate);

/// <summary>What is known of Deribit's portfolio margin of an earlier time: numbers without the whole rule, so there is no rule book of them. Fractions.</summary>
/// <param name="Period">When it was in force, as exactly as the document says.</param>
/// <param name="PriceRanges">Largest move of the matrix; several where it was raised step by step, in that order.</param>
/// <param name="VolatilityUp">Change of volatility up at 30 days; several likewise.</param>
/// <param name="VolatilityDown">Change down; absent where it is not stated.</param>
/// <param name="ShortTermPower">Power of (30 / days) below 30 days; absent where it is not stated.</param>
/// <param name="LongTermPower">Power from 30 days on; absent where it is not stated.</param>
/// <param name="Contingencies">Charges beside the matrix; they were replaced in 2024 by the table of large moves, the delta shock and the roll shock.</param>
/// <param name="InitialFactor">Initial over maintenance; absent where it is not stated.</param>
/// <param name="Columns">Price columns of the matrix; absent where they are not stated.</param>
/// <param name="IsSecondary">Known through texts of others only.</param>
/// <param name="Source">Where it is written; the day of a page that states only its year is 1 January.</param>
public sealed record DeribitHistoricalParameters(
    string Period,
    ImmutableArray<double> PriceRanges,
    ImmutableArray<double> VolatilityUp,
    double? VolatilityDown,
    double? ShortTermPower,
    double? LongTermPower,
    ImmutableArray<DeribitContingency> Contingencies,
    double? InitialFactor,
    int? Columns,
    bool IsSecondary,
    Citation Source);

/// <summary>Deribit's portfolio margin before the sets that <see cref="DeribitRuleBook"/> ships, oldest first.</summary>
public static class DeribitHistory
{
    /// <summary>The earlier parameters that are published or handed down.</summary>
    public static ImmutableArray<DeribitHistoricalParameters> Sets { get; } = [Page2018, Page2019, Deck, October2023];

    /// <summary>Source: deribit.com/pages/docs/portfoliomargin, 2018: +-12.5 %, 40 % x sqrt(30 / days) (15 days: 56.6 %).</summary>
    private static DeribitHistoricalParameters Page2018 => new(
        "2018", [0.125], [0.40], null, 0.5, 0.5, [new("all options", 0.01), new("offsetting futures", 0.02), new("offsetting vega", 0.25)], null, null, false, Page(2018));

    /// <summary>Source: deribit.com/pages/docs/portfoliomargin, 2019-20: +-10 %, 38 % x (30 / days)^0.3; 10 calls and -20 puts of a strike: 0.1 BTC; 100 and -100 futures: 1 BTC.</summary>
    private static DeribitHistoricalParameters Page2019 => new(
        "2019-20", [0.10], [0.38], null, 0.3, 0.3, [new("net short options per strike, BTC per contract", 0.01), new("offsetting futures", 0.01)], null, null, false, Page(2019));

    /// <summary>Source: DeribitPortfolioMarginModel.pdf, before 2024, through texts of others. Its day is not known; it is dated by the day before the changes that start from its numbers.</summary>
    private static DeribitHistoricalParameters Deck => new(
        "before 2024", [0.15], [0.45], 0.30, 0.3, 0.13, [new("sum of futures", 0.006), new("net short options per strike, BTC per contract", 0.01)], 1.2, 11, true,
        new("DeribitPortfolioMarginModel.pdf", "through texts of others", new(2023, 9, 30)));

    /// <summary>Source: the same texts, October 2023: the range rose to 15, 17.5, 20 %, the volatility shock from 45 to 60 %.</summary>
    private static DeribitHistoricalParameters October2023 => new(
        "2023-10", [0.15, 0.175, 0.20], [0.45, 0.60], null, null, null, [], null, null, true, new("Deribit, changes of October 2023", "through texts of others", new(2023, 10, 1)));

    private static Citation Page(int year) => new("deribit.com/pages/docs/portfoliomargin", $"page of {year}", new(year, 1, 1));
}
