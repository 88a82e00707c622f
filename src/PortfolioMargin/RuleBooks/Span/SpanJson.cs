using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioMargin.RuleBooks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(SpanMonthConverter), typeof(JsonStringEnumConverter<SpanSide>), typeof(SpanEnumConverter<SpanRangeKind>), typeof(SpanEnumConverter<SpanRounding>),
        typeof(SpanEnumConverter<SpanShortOptionMethod>), typeof(SpanEnumConverter<SpanPriceRiskMethod>), typeof(SpanEnumConverter<SpanCreditCondition>),
        typeof(SpanEnumConverter<SpanOptionValueLimit>), typeof(SpanEnumConverter<SpanNetting>), typeof(SpanEnumConverter<SpanCharged>),
        typeof(SpanEnumConverter<SpanSpreadType>), typeof(SpanEnumConverter<SpanCreditMethod>),
    ])]
[JsonSerializable(typeof(SpanParameters))]
internal sealed partial class SpanJson : JsonSerializerContext;

/// <summary>"largerSide", "scan": names in camel case, numbers refused.</summary>
internal sealed class SpanEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>Contract months as "2030-03".</summary>
internal sealed class SpanMonthConverter : JsonConverter<ContractMonth>
{
    public override ContractMonth Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day.Year, day.Month)
            : throw new JsonException($"\"{text}\" is no month; expected one as 2030-03");
    }

    public override void Write(Utf8JsonWriter writer, ContractMonth value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
