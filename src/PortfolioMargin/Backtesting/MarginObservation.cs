using System.Collections.Immutable;

namespace PortfolioMargin.Backtesting;

/// <summary>Profit by what moved it.</summary>
/// <param name="Factor">"SPX price", "SPX volatility", "SPX rates", "time", "marks", "interaction".</param>
/// <param name="Profit">Profit that it alone would have made, in the reporting currency.</param>
public readonly record struct FactorProfit(string Factor, double Profit);

/// <summary>Profit of one position.</summary>
/// <param name="Position">The position.</param>
/// <param name="Profit">Its profit, in the reporting currency.</param>
public readonly record struct PositionProfit(Position Position, double Profit);

/// <summary>Why a profit came about: the book revalued with one risk factor moved at a time, and by position. Both add up to the profit (but for roundings).
/// Factors are at model values; "marks" is what marks moved beyond the model, "interaction" what factors did only together.</summary>
/// <param name="Factors">Worst first; those that did nothing are left out.</param>
/// <param name="Positions">Worst first.</param>
public sealed record ProfitCause(ImmutableArray<FactorProfit> Factors, ImmutableArray<PositionProfit> Positions)
{
    /// <summary>The worst factor and position in a phrase.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{(Factors.IsEmpty ? "nothing moved" : FormattableString.Invariant($"{Factors[0].Factor} {Factors[0].Profit:#,0.##}"))}; {(Positions.IsEmpty ? "no position" : FormattableString.Invariant($"{Positions[0].Position} {Positions[0].Profit:#,0.##}"))}");
}

/// <summary>One interval of a backtest: what was required at its beginning, what was made until its end. Money in the reporting currency of its first market.</summary>
/// <param name="Start">When the requirement was computed.</param>
/// <param name="End">When the profit was taken.</param>
/// <param name="Requirement">What was required.</param>
/// <param name="Profit">What the portfolio of the beginning made, losses negative. Instruments that expired on the way count at their intrinsic value at the spot price of the first
/// market from then on. Coin is converted at the beginning, as in risk arrays; cash dividends of shares that are held count, funding and interest do not.</param>
/// <param name="Cause">Why, for breaches; for all where the options ask for it.</param>
public sealed record MarginObservation(DateTimeOffset Start, DateTimeOffset End, double Requirement, double Profit, ProfitCause? Cause = null)
{
    /// <summary>Whether the loss exceeded the requirement.</summary>
    public bool IsBreach => Profit + Requirement < 0;
}

/// <summary>An interval that could not be tested.</summary>
/// <param name="Start">Where it began, or should have.</param>
/// <param name="Reason">A sentence: which day is missing and why.</param>
public sealed record BacktestGap(DateTimeOffset Start, string Reason);
