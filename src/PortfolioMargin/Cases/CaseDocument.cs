using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioMargin;

// The margin case as it stands in the file, property by property. Defaults are those of the format; an unknown property is an error.
internal sealed record CaseDocument
{
    public required string Name { get; init; }

    public string Source { get; init; } = "";

    public string Notes { get; init; } = "";

    public required CaseRuleBook RuleBook { get; init; }

    public required CaseMarket Market { get; init; }

    public required CasePosition[] Portfolio { get; init; }

    public CasePosition[] Orders { get; init; } = [];

    public CaseHolding[] Collateral { get; init; } = [];

    public CaseExpectation Expected { get; init; } = new();

    public CaseTolerance Tolerance { get; init; } = new();
}

internal sealed record CaseRuleBook(string Name, DateOnly AsOf)
{
    public JsonElement? Parameters { get; init; }
}

internal sealed record CaseMarket
{
    public required DateTimeOffset Time { get; init; }

    public string ReportingCurrency { get; init; } = "USD";

    public SortedDictionary<string, double> Currencies { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, double> CurrencyConfidence { get; init; } = new(StringComparer.Ordinal);

    public CaseUnderlying[] Underlyings { get; init; } = [];
}

internal sealed record CaseUnderlying
{
    public required string Symbol { get; init; }

    public string? Currency { get; init; }

    public required double Spot { get; init; }

    public double Rate { get; init; }

    public double Carry { get; init; }

    public double? Volatility { get; init; }

    public PriceModel? Model { get; init; }

    public CaseDividend[] Dividends { get; init; } = [];

    public CaseExpiry[] Expiries { get; init; } = [];

    public CasePerpetual? Perpetual { get; init; }

    public CaseSpotConfidence? Confidence { get; init; }
}

internal sealed record CaseDividend(DateOnly Date, double Amount);

internal sealed record CaseExpiry
{
    public required DateTimeOffset Expiry { get; init; }

    public double? Forward { get; init; }

    public double? Rate { get; init; }

    public double? FixedForward { get; init; }

    public CaseExpiryConfidence? Confidence { get; init; }

    public double? Volatility { get; init; }

    public double[][]? Smile { get; init; }
}

internal sealed record CaseExpiryConfidence
{
    public double Forward { get; init; } = 1;

    public double Rate { get; init; } = 1;

    public double Volatility { get; init; } = 1;
}

internal sealed record CaseSpotConfidence
{
    public double Spot { get; init; } = 1;

    public double Perpetual { get; init; } = 1;
}

internal sealed record CasePerpetual
{
    public double? Mark { get; init; }

    public double FundingRate { get; init; }
}

internal sealed record CaseHolding(string Asset, double Amount);

internal sealed record CasePosition
{
    public required string Kind { get; init; }

    public required string Underlying { get; init; }

    public DateTimeOffset? Expiry { get; init; }

    public double? Strike { get; init; }

    public required double Quantity { get; init; }

    public double Multiplier { get; init; } = 1;

    public PayoffStyle Payoff { get; init; }

    public ExerciseStyle Exercise { get; init; }

    public PremiumStyle Premium { get; init; }

    public double? Mark { get; init; }

    public double? Delta { get; init; }

    public double Accrued { get; init; }

    public double? Limit { get; init; }

    public string? ContractMonth { get; init; }

    public double[]? RiskArray { get; init; }

    public double[]? SpanArray { get; init; }

    public double? CompositeDelta { get; init; }
}

internal sealed record CaseExpectation
{
    public double? Initial { get; init; }

    public double? Maintenance { get; init; }

    public double? Equity { get; init; }

    public double? Excess { get; init; }

    public double? MaintenanceExcess { get; init; }

    public SortedDictionary<string, double> Lines { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> WorstScenario { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, double[]> ScenarioProfitAndLoss { get; init; } = new(StringComparer.Ordinal);
}

internal sealed record CaseTolerance
{
    public double Relative { get; init; } = 1e-9;

    public double Absolute { get; init; }
}

/// <summary>Instants carry their offset: a time without one would mean something else on every machine.</summary>
internal sealed class OffsetTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.GetString() ?? "";
        bool hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text.Contains('T', StringComparison.Ordinal));
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new JsonException($"\"{text}\" is no ISO 8601 time with an offset, such as 2026-03-27T08:00:00Z");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 32,
    Converters = [typeof(OffsetTimeConverter), typeof(CamelCaseEnumConverter<PayoffStyle>), typeof(CamelCaseEnumConverter<ExerciseStyle>), typeof(CamelCaseEnumConverter<PremiumStyle>), typeof(CamelCaseEnumConverter<PriceModel>)])]
[JsonSerializable(typeof(CaseDocument))]
internal sealed partial class CaseJson : JsonSerializerContext;

/// <summary>"linear", "european", "upfront": names in camel case, numbers refused.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
