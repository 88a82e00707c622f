using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>The sixteen scenarios of price and volatility, and the seven prices of the composite delta. Moves are counted in scan ranges.</summary>
internal static class SpanScenarios
{
    /// <summary>The range of the sixteen profits.</summary>
    public const string Scan = "scan";

    /// <summary>The range of the seven deltas.</summary>
    public const string CompositeDelta = "composite delta";

    /// <summary>Number of scenarios.</summary>
    public const int Count = 16;

    /// <summary>Price moves of scenarios 1 to 14, each with volatility up and down, and of the seven deltas. Source: CME, Components of SPAN.</summary>
    private static ReadOnlySpan<double> PriceMoves => [0, 1 / 3d, -1 / 3d, 2 / 3d, -2 / 3d, 1, -1];

    /// <summary>Names "scenario 1" to "scenario 16".</summary>
    public static ImmutableArray<string> Names { get; } = [.. Enumerable.Range(1, Count).Select(number => Invariant($"scenario {number}"))];

    /// <summary>The scenario with the other volatility move; the extreme ones are paired with themselves.</summary>
    public static int Paired(int scenario) => scenario < Count - 2 ? scenario ^ 1 : scenario;

    /// <summary>Scenarios of every product. Underlyings of no product feel nothing; the rule refuses them.</summary>
    public static ScenarioSet Of(SpanParameters parameters)
    {
        var nothing = Enumerable.Repeat(Shock.None, Count);
        var set = ScenarioSet.None.Add(Scan, Named(nothing)).Add(CompositeDelta, Deltas(_ => PriceShock.None, 0));
        foreach (var product in parameters.CombinedCommodities.SelectMany(commodity => commodity.Products))
        {
            Underlying underlying = new(product.Underlying);
            set = set.For(underlying, Scan, Named(Shocks(product, parameters)))
                .For(underlying, CompositeDelta, Deltas(move => Price(product, move), parameters.LookAheadYears));
        }

        return set.ValuedBy(new() { Discounting = Discounting.Market });
    }

    private static IEnumerable<Scenario> Named(IEnumerable<Shock> shocks) => shocks.Select((shock, s) => new Scenario(Names[s], shock));

    private static List<Shock> Shocks(SpanProduct product, SpanParameters parameters)
    {
        var (up, down) = (Volatility(product, 1), Volatility(product, -1));
        double extreme = parameters.ExtremeMoveMultiplier;
        List<Shock> shocks = [];
        foreach (double move in PriceMoves)
            foreach (var volatility in new[] { up, down }) shocks.Add(new(Price(product, move), volatility) { Years = parameters.LookAheadYears });
        foreach (double move in new[] { extreme, -extreme })
            shocks.Add(new(Price(product, move), VolatilityShock.None) { Years = parameters.LookAheadYears, Cover = parameters.ExtremeMoveCover });
        return shocks;
    }

    private static List<Scenario> Deltas(Func<double, PriceShock> price, double years)
    {
        List<Scenario> rows = [];
        foreach (double move in PriceMoves)
            rows.Add(new(Invariant($"delta at {Math.Round(move, 2)} scan ranges"), new(price(move), VolatilityShock.None) { Years = years }) { Measure = Measure.Delta });
        return rows;
    }

    private static PriceShock Price(SpanProduct product, double move) => product.PriceScanRange is not { } range
        ? new SpanMissingPrice(product.Underlying)
        : product.PriceScanRangeKind == SpanRangeKind.Absolute ? PriceShock.Absolute(move * range) : PriceShock.Relative(move * range);

    private static VolatilityShock Volatility(SpanProduct product, int sign) => product.VolatilityScanRange is not { } range
        ? new SpanMissingVolatility(product.Underlying)
        : product.VolatilityScanRangeKind == SpanRangeKind.Absolute ? VolatilityShock.Points(sign * range) : VolatilityShock.Relative(sign * range);
}

/// <summary>The price move of a product without a price scan range: an instrument without a published array cannot be scanned.</summary>
internal sealed record SpanMissingPrice(string Underlying) : PriceShock
{
    /// <inheritdoc/>
    public override double Apply(in ForwardPoint point) => throw new MissingMarketDataException([$"{Underlying}: priceScanRange of its product, or a published array of every instrument"]);
}

/// <summary>The volatility move of a product without a volatility scan range: an option without a published array cannot be scanned.</summary>
internal sealed record SpanMissingVolatility(string Underlying) : VolatilityShock
{
    /// <inheritdoc/>
    public override bool DependsOnForward => false;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination) =>
        throw new MissingMarketDataException([$"{Underlying}: volatilityScanRange of its product, or a published array of every option"]);
}
