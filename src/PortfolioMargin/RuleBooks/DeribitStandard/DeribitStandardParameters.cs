using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of Deribit's standard margin. Fractions.</summary>
public sealed record DeribitStandardParameters
{
    /// <summary>Rates of short options, in coin per coin.</summary>
    public required DeribitStandardOptions Options { get; init; }

    /// <summary>Rates of futures and perpetuals by underlying.</summary>
    public required ImmutableSortedDictionary<string, DeribitStandardFutures> Futures { get; init => field = Guard.NotNull(value, "futures").WithComparers(StringComparer.Ordinal); }

    /// <summary>Date of the shipped set. Source: Deribit release notes of 2022-01-11.</summary>
    internal static DateOnly Date => new(2022, 1, 11);

    /// <summary>Source: Deribit release notes, 2022-01-11, and support.deribit.com article 25944738177565, Linear Perpetual.</summary>
    internal static DeribitStandardParameters Shipped => new()
    {
        Options = new() { Maximum = 0.15, Minimum = 0.10, Maintenance = 0.075 },
        Futures = ImmutableSortedDictionary<string, DeribitStandardFutures>.Empty
            .Add("BTC", new() { Inverse = new() { Initial = 0.02, Maintenance = 0.01, Slope = 0.00005 }, Linear = new() { Initial = 0.02, Maintenance = 0.01, Slope = 0.00005 } })
            .Add("ETH", new() { Inverse = new() { Initial = 0.02, Maintenance = 0.01, Slope = 0.000004 } })
            .Add("SOL", new() { Linear = new() { Initial = 0.04, Maintenance = 0.02, Slope = 0.000005 } }),
    };
}

/// <summary>Rates of short options.</summary>
public sealed record DeribitStandardOptions
{
    /// <summary>Initial rate at the money.</summary>
    public required double Maximum { get; init => field = Guard.NonNegative(value, "options.maximum"); }

    /// <summary>Smallest initial rate.</summary>
    public required double Minimum { get; init => field = Guard.NonNegative(value, "options.minimum"); }

    /// <summary>Maintenance rate.</summary>
    public required double Maintenance { get; init => field = Guard.NonNegative(value, "options.maintenance"); }
}

/// <summary>Rates of one underlying's futures by payoff; a payoff without rates is not published.</summary>
public sealed record DeribitStandardFutures
{
    /// <summary>Inverse contracts.</summary>
    public DeribitStandardRates? Inverse { get; init; }

    /// <summary>Linear contracts.</summary>
    public DeribitStandardRates? Linear { get; init; }
}

/// <summary>Rates that grow with the position: (rate + slope x coins) x coins.</summary>
public sealed record DeribitStandardRates
{
    /// <summary>Initial rate of a small position.</summary>
    public required double Initial { get; init => field = Guard.NonNegative(value, "futures.initial"); }

    /// <summary>Maintenance rate of a small position.</summary>
    public required double Maintenance { get; init => field = Guard.NonNegative(value, "futures.maintenance"); }

    /// <summary>Growth of the rate per coin.</summary>
    public required double Slope { get; init => field = Guard.NonNegative(value, "futures.slope"); }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeribitStandardParameters))]
internal sealed partial class DeribitStandardJson : JsonSerializerContext;
