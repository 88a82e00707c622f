namespace PortfolioMargin.RuleBooks;

/// <summary>Net deltas of a combined commodity by contract month, in its own delta units.</summary>
internal static class SpanDeltas
{
    /// <summary>A sum this small against its terms is what rounding left of zero: a hedged month must not earn or pay by accident.</summary>
    public const double Nothing = 1e-12;

    /// <summary>Decimals that published deltas do not reach: what lies beyond them is binary noise and must not tip a half.</summary>
    private const int PublishedDecimals = 9;

    /// <summary>Beyond this size a double has no decimals worth rounding.</summary>
    private const double LargestWithDecimals = 1e15;

    /// <summary>Months in ascending order. A gross account keeps its longs and shorts apart.</summary>
    public static List<SpanMonth> ByMonth(RiskGroup group, SpanCombinedCommodity commodity, SpanParameters parameters)
    {
        var weights = parameters.CompositeDeltaWeights;
        var scaling = commodity.Products.ToDictionary(product => product.Underlying, product => product.DeltaScalingFactor, StringComparer.Ordinal);
        return [.. group.By(instrument => instrument.ContractMonth!.Value)
            .Select(month => parameters.Netting == SpanNetting.Gross
                ? SpanMonth.Gross(Month(month), month.LongSide(Unit), month.ShortSide(Unit))
                : SpanMonth.Net(Month(month), Rounded(Net(month, Unit), parameters)))
            .OrderBy(month => month.Month)];

        double Unit(RiskRow row) => Composite(row, weights.AsSpan()) * scaling[row.Instrument.Underlying.Symbol];
    }

    /// <summary>The amount, of value zero where it is only what rounding left of terms of a size; its slopes stay.</summary>
    public static Attributed Cleaned(Attributed amount, double size) => Math.Abs(amount.Value) <= Nothing * size ? amount.Mapped(0, 1) : amount;

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

    /// <summary>Rounds in decimal arithmetic: published deltas are decimal numbers, so a half must count as one.</summary>
    private static Attributed Rounded(Attributed delta, SpanParameters parameters)
    {
        if (parameters.DeltaDecimals is not { } decimals || Math.Abs(delta.Value) > LargestWithDecimals) return delta;
        decimal exact = Math.Round((decimal)delta.Value, PublishedDecimals), away = Math.Round(exact, decimals, MidpointRounding.AwayFromZero), near = Math.Round(exact, decimals, MidpointRounding.ToZero);
        bool half = Math.Abs(away - exact) == Math.Abs(exact - near);
        double rounded = (double)(half && parameters.DeltaRounding == SpanRounding.HalfTowardZero ? near : away);
        return delta.Mapped(rounded, 1); // what rounding added is explained by no position
    }
}
