using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>What a margin by simulation measures.</summary>
public enum SimulationMeasure
{
    /// <summary>The loss that is not exceeded with the confidence.</summary>
    ValueAtRisk,

    /// <summary>The mean of the losses beyond it.</summary>
    ExpectedShortfall,
}

/// <summary>How returns of spot prices are counted.</summary>
public enum SimulationReturns
{
    /// <summary>S' = S (1 + r).</summary>
    Simple,

    /// <summary>S' = S e^r.</summary>
    Logarithmic,
}

/// <summary>How changes of volatility are counted.</summary>
public enum SimulationVolatilities
{
    /// <summary>vol' = vol (1 + c).</summary>
    Relative,

    /// <summary>vol' = vol + c.</summary>
    Absolute,
}

/// <summary>How returns of a day become returns of the horizon.</summary>
public enum SimulationHorizon
{
    /// <summary>They are used as they are.</summary>
    None,

    /// <summary>Returns x sqrt(days).</summary>
    ScaledReturns,

    /// <summary>Returns over windows of so many days that overlap.</summary>
    Overlapping,

    /// <summary>The measure x sqrt(days).</summary>
    SquareRootOfTime,
}

/// <summary>How a stressed period and the history are put together.</summary>
public enum SimulationStressMethod
{
    /// <summary>(1 - weight) x the measure of the history + weight x that of the stressed period.</summary>
    Measure,

    /// <summary>One sample of both, in which the stressed rows weigh the weight together.</summary>
    Observations,

    /// <summary>The larger of both measures; the weight does not count.</summary>
    Maximum,
}

/// <summary>Tools of article 28 that are not a stressed period.</summary>
public enum SimulationAntiProcyclicalityOption
{
    /// <summary>Not below the measure of a long history.</summary>
    Floor,

    /// <summary>A share on top, which may be released while margins rise.</summary>
    Buffer,
}

/// <summary>How a concentration add-on grows with the position.</summary>
public enum SimulationConcentrationMethod
{
    /// <summary>Market risk x (sqrt(days to close / horizon) - 1).</summary>
    SquareRootOfLiquidationDays,

    /// <summary>A share of the spot price for every unit above a number of days of volume.</summary>
    PerUnitAboveThreshold,

    /// <summary>As the square root, for a position that is closed evenly: sqrt((D + 1)(2 D + 1) / (6 D)) in place of sqrt(D).</summary>
    EvenLiquidation,
}

/// <summary>Names in camel case, numbers refused.</summary>
internal sealed class SimulationNames<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>A number, or "sampleMeanSquare" for none.</summary>
internal sealed class SeedVarianceConverter : JsonConverter<double?>
{
    private const string Sample = "sampleMeanSquare";

    public override bool HandleNull => true;

    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => Guard.Positive(reader.GetDouble(), "filter.seedVariance"),
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.ValueTextEquals(Sample) => null,
        _ => throw new JsonException($"seedVariance must be a number above 0 or \"{Sample}\""),
    };

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } number) writer.WriteNumberValue(number);
        else writer.WriteStringValue(Sample);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(SimulationNames<SimulationMeasure>), typeof(SimulationNames<QuantileRule>), typeof(SimulationNames<TailRule>), typeof(SimulationNames<SimulationReturns>),
        typeof(SimulationNames<SimulationVolatilities>), typeof(SimulationNames<SimulationHorizon>), typeof(SimulationNames<SimulationStressMethod>),
        typeof(SimulationNames<SimulationAntiProcyclicalityOption>), typeof(SimulationNames<SimulationConcentrationMethod>),
        typeof(SimulationNames<CopulaFamily>), typeof(SimulationNames<MarginalFamily>),
    ])]
[JsonSerializable(typeof(HistoricalSimulationParameters))]
internal sealed partial class HistoricalSimulationJson : JsonSerializerContext;
