using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>A number for the bad end of a sample of profits: value-at-risk or expected shortfall at a confidence, under a named convention.
/// Losses are positive; a sample without losses gives a negative number, nothing is floored. The confidence counts as the decimal that it was written as.</summary>
public sealed record TailMeasure
{
    private readonly decimal _confidence;

    private TailMeasure(double confidence)
    {
        Confidence = confidence > 0 && confidence < 1 ? confidence : throw new ArgumentOutOfRangeException(
            nameof(confidence), confidence, Invariant($"confidence is {confidence:R}; expected a number in (0, 1).{(confidence is > 1 and < 100 ? Invariant($" {confidence:R} looks like percent; pass {confidence / 100:R}.") : "")}"));
        _confidence = ExactDecimal.Of(confidence);
    }

    /// <summary>The level, in (0, 1).</summary>
    public double Confidence { get; }

    /// <summary>The quantile's convention; none for an expected shortfall.</summary>
    public QuantileRule? Quantile { get; private init; }

    /// <summary>The tail's convention; none for a value-at-risk.</summary>
    public TailRule? Tail { get; private init; }

    /// <summary>The loss that is not exceeded with the confidence.</summary>
    /// <param name="confidence">In (0, 1): 0.99.</param>
    /// <param name="rule">Which quantile.</param>
    /// <returns>The measure.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in (0, 1).</exception>
    public static TailMeasure ValueAtRisk(double confidence, QuantileRule rule = QuantileRule.HyndmanFan1) => new(confidence) { Quantile = Guard.Defined(rule, nameof(rule)) };

    /// <summary>The mean of the losses beyond the confidence.</summary>
    /// <param name="confidence">In (0, 1): 0.975.</param>
    /// <param name="rule">Which losses count.</param>
    /// <returns>The measure.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in (0, 1).</exception>
    public static TailMeasure ExpectedShortfall(double confidence, TailRule rule = TailRule.ExactWeight) => new(confidence) { Tail = Guard.Defined(rule, nameof(rule)) };

    /// <summary>The measure of equally likely profits.</summary>
    /// <param name="profitAndLoss">At least one profit, profit positive.</param>
    /// <returns>The loss, loss positive.</returns>
    /// <exception cref="ArgumentException">There is no profit, or one is not finite.</exception>
    public double Of(ReadOnlySpan<double> profitAndLoss) => RowsOf(profitAndLoss).LossOf(profitAndLoss);

    /// <summary>The measure of profits of different weights: a value-at-risk is the smallest loss whose cumulative weight, from the best on, reaches the confidence;
    /// an expected shortfall weighs the tail exactly. Other conventions are defined for equal weights only.</summary>
    /// <param name="profitAndLoss">At least one profit, profit positive.</param>
    /// <param name="weights">One weight per profit, not below 0, in any unit.</param>
    /// <returns>The loss, loss positive.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a number is not finite, all weights are 0, or the convention does not know weights.</exception>
    public double Of(ReadOnlySpan<double> profitAndLoss, ReadOnlySpan<double> weights)
    {
        if (weights.Length != profitAndLoss.Length)
            throw new ArgumentException(Invariant($"There are {weights.Length} weights for {profitAndLoss.Length} profits; give each profit one."), nameof(weights));
        double total = 0;
        foreach (double weight in weights) total += Guard.NonNegative(weight, "weight");
        if (!(Guard.Finite(total, "sum of weights") > 0)) throw new ArgumentException("All weights are 0; at least one must be above.", nameof(weights));
        decimal[] shares = new decimal[weights.Length];
        for (int i = 0; i < shares.Length; i++) shares[i] = ExactDecimal.Of(weights[i] / total);
        return RowsOf(profitAndLoss, shares).LossOf(profitAndLoss);
    }

    /// <summary>The measure of a normal loss, in closed form.</summary>
    /// <param name="mean">Mean of the loss, loss positive.</param>
    /// <param name="standardDeviation">Above 0.</param>
    /// <returns>The loss; conventions for samples do not matter.</returns>
    public double OfNormal(double mean, double standardDeviation)
    {
        double tail = (double)(1 - _confidence), z = -Elementary.NormalInverse(tail);
        return Guard.Finite(mean, nameof(mean)) + (Guard.Positive(standardDeviation, nameof(standardDeviation)) * (Tail is null ? z : Elementary.NormalPdf(z) / tail));
    }

    /// <summary>The measure of a Student loss, in closed form.</summary>
    /// <param name="degreesOfFreedom">Above 0; above 1 for an expected shortfall.</param>
    /// <param name="location">Middle of the loss, loss positive.</param>
    /// <param name="scale">Above 0; the standard deviation is this x sqrt(nu/(nu - 2)).</param>
    /// <returns>The loss; conventions for samples do not matter.</returns>
    public double OfStudentT(double degreesOfFreedom, double location, double scale)
    {
        double nu = Guard.InRange(degreesOfFreedom, Math.BitIncrement(Tail is null ? 0.1 : 1), 1e6, nameof(degreesOfFreedom)), tail = (double)(1 - _confidence);
        var student = new StudentDistribution(nu);
        double t = -student.Quantile(tail);
        return Guard.Finite(location, nameof(location))
            + (Guard.Positive(scale, nameof(scale)) * (Tail is null ? t : student.Pdf(t) / tail * ((nu + (t * t)) / (nu - 1))));
    }

    /// <summary>The measure of the loss V (1 - e^(mean + deviation z)) of a long position, z standard normal, in closed form.</summary>
    /// <param name="value">What the position is worth, V; above 0.</param>
    /// <param name="mean">Mean of the logarithmic return.</param>
    /// <param name="deviation">Standard deviation of the logarithmic return, above 0.</param>
    /// <returns>The loss, at most the value.</returns>
    public double OfLognormal(double value, double mean, double deviation)
    {
        double tail = (double)(1 - _confidence), z = Elementary.NormalInverse(tail);
        Guard.Positive(deviation, nameof(deviation));
        Guard.Finite(mean, nameof(mean));
        double loss = Tail is null
            ? -Elementary.Expm1(mean + (deviation * z))
            : 1 - (Elementary.Exp(mean + (deviation * deviation / 2)) * Elementary.NormalCdf(z - deviation) / tail);
        return Guard.Positive(value, nameof(value)) * loss;
    }

    /// <summary>The measure of a group over some of its scenarios, all equally likely; their weights as dampeners are not applied.</summary>
    /// <param name="group">The group.</param>
    /// <param name="scenarios">Rows of the group's scenarios, such as <see cref="ScenarioSet.Named"/>.</param>
    /// <returns>The loss with the slopes of the rows that make it; zero for a group without positions.</returns>
    public Attributed Of(RiskGroup group, Range scenarios)
    {
        if (Guard.NotNull(group, nameof(group)).Rows.IsEmpty) return Attributed.Zero;
        double[] profits = new double[group.Scenarios.Length];
        group.ProfitAndLoss(profits);
        var (start, count) = scenarios.GetOffsetAndLength(profits.Length);
        return Loss(group, RowsOf(profits.AsSpan(start, count)), start);
    }

    /// <summary>The same over rows that weigh differently.</summary>
    internal Attributed Of(RiskGroup group, Range scenarios, ReadOnlySpan<decimal> weights)
    {
        if (group.Rows.IsEmpty) return Attributed.Zero;
        double[] profits = new double[group.Scenarios.Length];
        group.ProfitAndLoss(profits);
        var (start, count) = scenarios.GetOffsetAndLength(profits.Length);
        return Loss(group, RowsOf(profits.AsSpan(start, count), weights), start);
    }

    /// <summary>As people write it: "value-at-risk 0.99 (HyndmanFan1)".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Invariant($"{(Tail is null ? "value-at-risk" : "expected shortfall")} {Confidence:R} ({(Tail is { } tail ? tail.ToString() : Quantile.ToString())})");

    private static Attributed Loss(RiskGroup group, TailRows tail, int start) => -group.Average(tail with { Rows = Array.ConvertAll(tail.Rows, row => row + start) });

    private TailRows RowsOf(ReadOnlySpan<double> profits)
    {
        Check(profits);
        return Tail switch
        {
            null => SampleTail.Quantile(profits, _confidence, (int)Quantile!.Value),
            TailRule.ExactWeight => SampleTail.Exact(profits, _confidence),
            TailRule.WorstCount => SampleTail.WorstCount(profits, _confidence),
            _ => SampleTail.AtOrBeyond(profits, _confidence),
        };
    }

    private TailRows RowsOf(ReadOnlySpan<double> profits, ReadOnlySpan<decimal> weights)
    {
        Check(profits);
        return this switch
        {
            { Quantile: QuantileRule.HyndmanFan1 } => WeightedTail.Quantile(profits, weights, _confidence),
            { Tail: TailRule.ExactWeight } => WeightedTail.Exact(profits, weights, _confidence),
            _ => throw new ArgumentException($"{this} is defined for equal weights only; use {nameof(QuantileRule.HyndmanFan1)} or {nameof(TailRule.ExactWeight)}."),
        };
    }

    private static void Check(ReadOnlySpan<double> profits)
    {
        if (profits.IsEmpty) throw new ArgumentException("There is no profit; a tail measure needs at least one.", nameof(profits));
        for (int i = 0; i < profits.Length; i++)
            if (!double.IsFinite(profits[i])) throw new ArgumentException(Invariant($"Profit {i} is {profits[i]:R}; expected a finite number."), nameof(profits));
    }
}
