using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of Derive's standard manager. Fractions.</summary>
public sealed record DeriveStandardParameters
{
    /// <summary>What USDC below its peg costs, per unit of perpetuals and short options at spot.</summary>
    public required DerivePeg Depeg { get; init; }

    /// <summary>Parameters by underlying.</summary>
    public required ImmutableSortedDictionary<string, DeriveStandardMarket> Markets { get; init => field = Guard.NotNull(value, "markets").WithComparers(StringComparer.Ordinal); }
}

/// <summary>Parameters of one underlying; what it does not list has no rate.</summary>
public sealed record DeriveStandardMarket
{
    /// <summary>Rates of perpetuals; absent: not listed.</summary>
    public DeriveStandardRates? Perpetual { get; init; }

    /// <summary>Rates of short options; absent: not listed.</summary>
    public DeriveStandardOption? Option { get; init; }

    /// <summary>Credit for the base asset.</summary>
    public required DeriveStandardBase Base { get; init; }

    /// <summary>What feeds that are hardly trusted cost.</summary>
    public required DeriveStandardOracle Oracle { get; init; }
}

/// <summary>Rates of perpetuals, of their value.</summary>
public sealed record DeriveStandardRates
{
    /// <summary>Initial rate.</summary>
    public required double Initial { get; init => field = Guard.NonNegative(value, "perpetual.initial"); }

    /// <summary>Maintenance rate.</summary>
    public required double Maintenance { get; init => field = Guard.NonNegative(value, "perpetual.maintenance"); }
}

/// <summary>Rates of short options, per unit of spot unless stated.</summary>
public sealed record DeriveStandardOption
{
    /// <summary>Initial rate at the money.</summary>
    public required double MaximumSpot { get; init => field = Guard.NonNegative(value, "option.maximumSpot"); }

    /// <summary>Smallest initial rate.</summary>
    public required double MinimumSpot { get; init => field = Guard.NonNegative(value, "option.minimumSpot"); }

    /// <summary>Maintenance rate of calls.</summary>
    public required double MaintenanceCall { get; init => field = Guard.NonNegative(value, "option.maintenanceCall"); }

    /// <summary>Maintenance rate of puts.</summary>
    public required double MaintenancePut { get; init => field = Guard.NonNegative(value, "option.maintenancePut"); }

    /// <summary>Maintenance rate of puts on their mark.</summary>
    public required double MaintenancePutMark { get; init => field = Guard.NonNegative(value, "option.maintenancePutMark"); }

    /// <summary>Initial charge on net short calls of an expiry, per unit of its forward.</summary>
    public required double UnpairedInitial { get; init => field = Guard.NonNegative(value, "option.unpairedInitial"); }

    /// <summary>The same for maintenance.</summary>
    public required double UnpairedMaintenance { get; init => field = Guard.NonNegative(value, "option.unpairedMaintenance"); }

    /// <summary>Initial of a put is at least this multiple of its maintenance.</summary>
    public required double InitialPutOffset { get; init => field = Guard.NonNegative(value, "option.initialPutOffset"); }
}

/// <summary>Credit for the base asset, of its value.</summary>
public sealed record DeriveStandardBase
{
    /// <summary>Share that counts for maintenance; 0: no credit.</summary>
    public required double Maintenance { get; init => field = Guard.Fraction(value, "base.maintenance"); }

    /// <summary>Share of that which counts for initial.</summary>
    public required double InitialScale { get; init => field = Guard.Fraction(value, "base.initialScale"); }
}

/// <summary>What feeds that are hardly trusted cost: (1 - confidence) x factor of the size at spot, where the confidence is below the threshold.</summary>
public sealed record DeriveStandardOracle
{
    /// <summary>Threshold for perpetuals; 0: off.</summary>
    public required double PerpetualThreshold { get; init => field = Guard.Fraction(value, "oracle.perpetualThreshold"); }

    /// <summary>Threshold for short options; 0: off.</summary>
    public required double OptionThreshold { get; init => field = Guard.Fraction(value, "oracle.optionThreshold"); }

    /// <summary>Threshold for the base asset; 0: off.</summary>
    public required double BaseThreshold { get; init => field = Guard.Fraction(value, "oracle.baseThreshold"); }

    /// <summary>Charge at no confidence at all.</summary>
    public required double Factor { get; init => field = Guard.NonNegative(value, "oracle.factor"); }

    /// <summary>The share of the size to charge.</summary>
    internal double Charge(double confidence, double threshold) => confidence < threshold ? (1 - confidence) * Factor : 0;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeriveStandardParameters))]
internal sealed partial class DeriveStandardJson : JsonSerializerContext;
