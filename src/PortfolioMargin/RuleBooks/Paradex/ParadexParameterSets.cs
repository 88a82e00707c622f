using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>The published parameters of Paradex, and how a user's changes go into them.</summary>
internal static class ParadexParameterSets
{
    public static readonly Citation Portfolio = new("docs.paradex.trade", "risk/portfolio-margin, paradex-docs 9b82a75", new(2026, 8, 20));

    public static readonly Citation Options = new("docs.paradex.trade", "dated-options/margin-requirements, paradex-docs 9b82a75", new(2026, 8, 20));

    public static readonly Citation Cross = new("docs.paradex.trade", "risk/cross-margin-requirement, paradex-docs 9b82a75", new(2026, 8, 20));

    public static readonly Citation Module = new("github.com/tradeparadex/paradex-py", "paradex_py/margin at 334a7f8", new(2026, 6, 19));

    /// <summary>The only set: the documents as of 2026-08-20.</summary>
    public static DateOnly Date => Portfolio.Date;

    /// <summary>Fee rate that the cases use: market data of the account, to be stated by the user.</summary>
    private const double FeeRate = 0.0003;

    /// <summary>Source: the module's option fee cap.</summary>
    private const double OptionFeeCap = 0.125;

    /// <summary>Source: portfolio-margin page of 2026-08-20, both columns.</summary>
    public static ParadexParameters PortfolioMargin
    {
        get
        {
            ParadexSet large = Set(step: 0.04, up: 0.40, down: -0.22, [0.18, 0.36, 0.24, 0.12, 0.06, 0.04, 0.03, 0.024], minimumUp: 0.40, new(Unhedged: 0.02, Hedged: 0.01));
            ParadexSet small = Set(step: 0.07, up: 0.64, down: -0.352, [0.30, 0.50, 0.40, 0.20, 0.10, 0.07, 0.05, 0.04], minimumUp: 0.60, new(Unhedged: 0.03, Hedged: 0.015));
            return new() { Underlyings = ByUnderlying(large, large, small) };
        }
    }

    /// <summary>Source: cross-margin-requirement and margin-requirements pages of 2026-08-20. The perpetual's rate is printed for BTC only.</summary>
    public static ParadexCrossParameters CrossMargin
    {
        get
        {
            ParadexCrossSet large = CrossSet(initial: new(1.0, 0.20, 0.15, 0.10, ShortPutCap: 0.5), maintenance: new(0.5, 0.10, 0.075, 0.05, ShortPutCap: 0.25));
            ParadexCrossSet small = CrossSet(initial: new(1.0, 0.30, 0.225, 0.15, ShortPutCap: 0.5), maintenance: new(0.5, 0.15, 0.113, 0.075, ShortPutCap: 0.25));
            return new() { Underlyings = ByUnderlying(large with { Perpetual = new(0.5, Initial: 0.02) }, large, small) };
        }
    }

    /// <summary>Merges a user's changes: what stands outside "underlyings" changes every shipped set.</summary>
    public static TParameters Merge<TParameters, TSet>(
        DateOnly date, string changes, ImmutableSortedDictionary<string, TSet> shipped, Func<ImmutableSortedDictionary<string, TSet>, TParameters> make, JsonTypeInfo<TSet> set, JsonTypeInfo<TParameters> parameters)
        where TParameters : class
        where TSet : class
    {
        if (date != Date) throw new ArgumentOutOfRangeException(nameof(date), date, Invariant($"Paradex has no parameters of {date:yyyy-MM-dd}; shipped are {Date:yyyy-MM-dd}."));
        var named = new JsonObject();
        string every = changes;
        if (Parse(changes) is { } all && all.TryGetPropertyValue("underlyings", out var underlyings))
        {
            all.Remove("underlyings");
            named["underlyings"] = underlyings;
            every = all.ToJsonString();
        }

        var changed = shipped.ToImmutableSortedDictionary(entry => entry.Key, entry => ParameterJson.Merge(entry.Value, every, set), StringComparer.Ordinal);
        return ParameterJson.Merge(make(changed), named.ToJsonString(), parameters);
    }

    /// <summary>The changes as an object; none where they are no JSON object, which the strict merge then says.</summary>
    private static JsonObject? Parse(string changes)
    {
        try
        {
            return JsonNode.Parse(Guard.Text(changes, nameof(changes)), documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableSortedDictionary<string, TSet> ByUnderlying<TSet>(TSet bitcoin, TSet ether, TSet others) =>
        ImmutableSortedDictionary.Create<string, TSet>(StringComparer.Ordinal).Add("BTC", bitcoin).Add("ETH", ether).Add("HYPE", others).Add("CL", others);

    private static ParadexSet Set(double step, double up, double down, ReadOnlySpan<double> tailWeights, double minimumUp, ParadexMinimumDelta minimumDelta) => new()
    {
        Scenarios = Scenarios(step, up, down, tailWeights),
        VolatilityShock = new(minimumUp),
        MinimumDelta = minimumDelta,
        MaintenanceFactor = 0.5,
        FeeRate = FeeRate,
        OptionFeeCap = OptionFeeCap,
        SettlementMinutes = 30,
    };

    /// <summary>The outermost steps with volatility up, the inner ones with up and down, then the tails with volatility up and weights.</summary>
    private static ImmutableArray<ParadexScenario> Scenarios(double step, double up, double down, ReadOnlySpan<double> tailWeights)
    {
        const int steps = 4;
        ReadOnlySpan<double> tails = [-0.66, -0.33, 0.5, 1, 2, 3, 4, 5];
        var rows = ImmutableArray.CreateBuilder<ParadexScenario>();
        for (int i = steps; i >= -steps; i--)
        {
            rows.Add(new(i * step, up, 1));
            if (Math.Abs(i) < steps) rows.Add(new(i * step, down, 1));
        }

        for (int i = 0; i < tails.Length; i++) rows.Add(new(tails[i], up, tailWeights[i]));
        return rows.DrainToImmutable();
    }

    private static ParadexCrossSet CrossSet(ParadexCrossRates initial, ParadexCrossRates maintenance) => new()
    {
        Perpetual = new(0.5),
        Option = new(initial, maintenance),
        FeeRate = FeeRate,
        OptionFeeCap = OptionFeeCap,
    };
}
