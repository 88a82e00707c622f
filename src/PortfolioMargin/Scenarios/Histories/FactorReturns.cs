using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>The returns of one risk factor, oldest first.</summary>
public sealed class FactorReturns
{
    /// <summary>States the returns.</summary>
    /// <param name="factor">What moves.</param>
    /// <param name="kind">How the moves are counted; a rate moves absolutely.</param>
    /// <param name="values">The moves, oldest first; finite.</param>
    /// <exception cref="ArgumentException">A rate is not counted absolutely.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite; the message names factor and row.</exception>
    public FactorReturns(RiskFactor factor, ReturnKind kind, params IEnumerable<double> values)
    {
        if (string.IsNullOrEmpty(factor.Underlying.Symbol)) throw new ArgumentException("The risk factor is the default value; name an underlying.", nameof(factor));
        if (factor.Kind == RiskFactorKind.Rate && kind != ReturnKind.Absolute)
            throw new ArgumentException($"{factor} moves by amounts, since a rate may be 0; give {nameof(ReturnKind.Absolute)} changes.", nameof(kind));
        Factor = factor;
        Kind = Guard.Defined(kind, nameof(kind));
        Values = [.. Guard.NotNull(values, nameof(values))];
        for (int row = 0; row < Values.Length; row++)
        {
            if (!double.IsFinite(Values[row]))
                throw new ArgumentOutOfRangeException(nameof(values), Values[row], Invariant($"Return {row + 1} of {factor} is {Values[row]:R}; expected a finite number. Drop the day from every series."));
        }
    }

    /// <summary>What moves.</summary>
    public RiskFactor Factor { get; }

    /// <summary>How the moves are counted.</summary>
    public ReturnKind Kind { get; }

    /// <summary>The moves, oldest first.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>The move over several rows: products of 1 + relative returns, sums of the others.</summary>
    internal double Compound(int start, int count)
    {
        if (count == 1) return Values[start];
        double sum = Kind == ReturnKind.Relative ? 1 : 0;
        for (int row = start; row < start + count; row++) sum = Kind == ReturnKind.Relative ? sum * (1 + Values[row]) : sum + Values[row];
        return Kind == ReturnKind.Relative ? sum - 1 : sum;
    }

    /// <summary>The move from one value to the next.</summary>
    internal static double Between(double from, double to, ReturnKind kind, RiskFactor factor, DateOnly day)
    {
        if (kind == ReturnKind.Absolute) return to - from;
        if (from > 0 && (to > 0 || kind == ReturnKind.Relative)) return kind == ReturnKind.Relative ? (to / from) - 1 : Elementary.Log(to / from);
        throw new ArgumentException(Invariant($"{factor} goes from {from:R} to {to:R} on {day:yyyy-MM-dd}, which has no {(kind == ReturnKind.Relative ? "relative" : "logarithmic")} return; use {nameof(ReturnKind.Absolute)} returns, or drop the day."));
    }

    /// <summary>A relative move that has the effect of one of these.</summary>
    internal double Relative(int row) => Kind == ReturnKind.Logarithmic ? Elementary.Expm1(Values[row]) : Values[row];
}
