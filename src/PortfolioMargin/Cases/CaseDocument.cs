using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioMargin;

// The margin case as it stands in the file, property by property. Defaults are those of the format; an unknown property is an error.
internal sealed record CaseDocument
{
    public required string Name { get; init; }

    public string Source { get; set; } = "";

    public string Notes { get; set; } = "";

    public required CaseRuleBook RuleBook { get; init; }

    public required CaseMarket Market { get; init; }

    public required CasePosition[] Portfolio { get; init; }

    public CasePosition[] Orders { get; set; } = [];

    public CaseHolding[] Collateral { get; set; } = [];

    public CaseExpectation Expected { get; set; } = new();

    public CaseTolerance Tolerance { get; set; } = new();
}

internal sealed record CaseRuleBook(string Name, DateOnly AsOf)
{
    public JsonElement? Parameters { get; set; }
}

internal sealed record CaseMarket
{
    public required DateTimeOffset Time { get; init; }

    public string ReportingCurrency { get; set; } = "USD";

    public SortedDictionary<string, double> Currencies { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, double> CurrencyConfidence { get; set; } = new(StringComparer.Ordinal);

    public CaseUnderlying[] Underlyings { get; set; } = [];
}

internal sealed record CaseUnderlying
{
    public required string Symbol { get; init; }

    public string? Currency { get; set; }

    public double? Spot { get; set; }

    public double Rate { get; set; }

    public double Carry { get; set; }

    public double? Volatility { get; set; }

    public PriceModel? Model { get; set; }

    public CaseDividend[] Dividends { get; set; } = [];

    public CaseExpiry[] Expiries { get; set; } = [];

    public CasePerpetual? Perpetual { get; set; }

    public CaseSpotConfidence? Confidence { get; set; }
}

internal sealed record CaseDividend(DateOnly Date, double Amount);

internal sealed record CaseExpiry
{
    public required DateTimeOffset Expiry { get; init; }

    public double? Forward { get; set; }

    public double? Rate { get; set; }

    public double? FixedForward { get; set; }

    public CaseExpiryConfidence? Confidence { get; set; }

    public double? Volatility { get; set; }

    public double[][]? Smile { get; set; }
}

internal sealed record CaseExpiryConfidence
{
    public double Forward { get; set; } = 1;

    public double Rate { get; set; } = 1;

    public double Volatility { get; set; } = 1;
}

internal sealed record CaseSpotConfidence
{
    public double Spot { get; set; } = 1;

    public double Perpetual { get; set; } = 1;
}

internal sealed record CasePerpetual
{
    public double? Mark { get; set; }

    public double FundingRate { get; set; }
}

internal sealed record CaseHolding(string Asset, double Amount);

internal sealed record CasePosition
{
    public required string Kind { get; init; }

    public required string Underlying { get; init; }

    public DateTimeOffset? Expiry { get; set; }

    public double? Strike { get; set; }

    public required double Quantity { get; init; }

    public double Multiplier { get; set; } = 1;

    public PayoffStyle Payoff { get; set; }

    public ExerciseStyle Exercise { get; set; }

    public PremiumStyle Premium { get; set; }

    public double? Mark { get; set; }

    public double? Delta { get; set; }

    public double Accrued { get; set; }

    public double? Limit { get; set; }

    public string? ContractMonth { get; set; }

    public double[]? RiskArray { get; set; }

    public double[]? SpanArray { get; set; }

    public double? CompositeDelta { get; set; }
}

internal sealed record CaseExpectation
{
    public double? Initial { get; set; }

    public double? Maintenance { get; set; }

    public double? Equity { get; set; }

    public double? Excess { get; set; }

    public double? MaintenanceExcess { get; set; }

    public SortedDictionary<string, double> Lines { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> WorstScenario { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, double[]> ScenarioProfitAndLoss { get; set; } = new(StringComparer.Ordinal);
}

internal sealed record CaseTolerance
{
    public double Relative { get; set; } = 1e-9;

    public double Absolute { get; set; }
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
