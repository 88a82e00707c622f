namespace PortfolioMargin.RuleBooks;

/// <summary>Net deltas of a combined commodity by contract month, in its own delta units.</summary>
internal static class SpanDeltas
{
    /// <summary>A sum this small against its terms is what rounding left of zero: a hedged month must not earn or pay by accident.</summary>
    public const double Nothing = 1e-12;

    /// <summary>Decimals that published deltas never reach: digits beyond them are binary noise and must not tip a half.</summary>
    private const int PublishedDecimals = 9;

    /// <summary>Months in ascending order. A gross account keeps its longs and shorts apart.</summary>
    public static List<SpanMonth> ByMonth(RiskGroup group, SpanCombinedCommodity commodity, SpanParameters parameters)
    {
        var weights = parameters.CompositeDeltaWeights;
        var scaling = commodity.Products.ToDictionary(product => product.Underlying, product => product.DeltaScalingFactor, StringComparer.Ordinal);
        return [.. group.By(instrument => instrument.ContractMonth!.Value)
            .Select(month => parameters.Netting == SpanNetting.Gross
                ? new SpanMonth(Month(month), month.LongSide(Unit), month.ShortSide(Unit))
                : SpanMonth.Net(Month(month), Rounded(Net(month, Unit), parameters)))
            .OrderBy(month => month.Month)];

        double Unit(RiskRow row) => Composite(row, weights.AsSpan()) * scaling[row.Instrument.Underlying.Symbol];
    }

    /// <summary>The amount, or zero where it is only what rounding left of terms of a size.</summary>
    public static Attributed Cleaned(Attributed amount, double size) => Math.Abs(amount.Value) <= Nothing * size ? Attributed.Zero : amount;

    private static ContractMonth Month(RiskGroup group) => group.Rows[0].Instrument.ContractMonth!.Value;

    private static Attributed Net(RiskGroup month, Func<RiskRow, double> unit) => Cleaned(month.Linear(unit), month.Gross(unit).Value);

    /// <summary>Delta of one contract, a future being 1: the weighted mean of the seven deltas; published ones are all the same.</summary>
    private static double Composite(RiskRow row, ReadOnlySpan<double> weights)
    {
        var deltas = row.Unit!.ProfitAndLoss.Span[SpanScenarios.Count..];
        if (deltas.IndexOfAnyExcept(deltas[0]) < 0) return deltas[0] / row.Instrument.Multiplier;
        double sum = 0, total = 0;
        for (int i = 0; i < deltas.Length; i++)
        {
            double weight = weights[(i + 1) / 2];
            sum += weight * deltas[i];
            total += weight;
        }

        return sum / total / row.Instrument.Multiplier;
    }

    private static Attributed Rounded(Attributed delta, SpanParameters parameters)
    {
        if (parameters.DeltaDecimals is not { } decimals) return delta;
        double exact = Math.Round(delta.Value, PublishedDecimals);
        var mode = parameters.DeltaRounding == SpanRounding.HalfAwayFromZero ? MidpointRounding.AwayFromZero : MidpointRounding.ToZero;
        double rounded = mode == MidpointRounding.ToZero ? HalfTowardZero(exact, decimals) : Math.Round(exact, decimals, mode);
        return rounded == 0 ? Attributed.Zero : delta.Mapped(rounded, 1); // what rounding added is explained by no position
    }

    /// <summary>To the nearest; halves toward zero.</summary>
    private static double HalfTowardZero(double value, int decimals)
    {
        double away = Math.Round(value, decimals, MidpointRounding.AwayFromZero), near = Math.Round(value, decimals, MidpointRounding.ToZero);
        return Math.Round(Math.Abs(away - value) - Math.Abs(value - near), PublishedDecimals) == 0 ? near : away;
    }
}
