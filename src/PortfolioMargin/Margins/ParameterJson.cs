using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Reads and writes the parameters of rule books. A user's JSON is merged into a shipped set: objects property by property, arrays and numbers replace.
/// A property that the set does not have is an error, except in maps keyed by asset or underlying, where a new key starts from the map's "default" entry if it has one.</summary>
public static class ParameterJson
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>A shipped set with a user's changes.</summary>
    /// <typeparam name="T">Type of the parameters.</typeparam>
    /// <param name="shipped">The shipped set.</param>
    /// <param name="changes">The changes as a JSON object.</param>
    /// <param name="type">How the type is read and written.</param>
    /// <returns>The complete set.</returns>
    /// <exception cref="MarginFormatException">The text is no JSON object, or states a property or value that the parameters do not have.</exception>
    public static T Merge<T>(T shipped, string changes, JsonTypeInfo<T> type)
        where T : class
    {
        Guard.NotNull(type, nameof(type));
        Guard.NotNull(changes, nameof(changes));
        var set = JsonSerializer.SerializeToNode(Guard.NotNull(shipped, nameof(shipped)), type) as JsonObject
            ?? throw new ArgumentException($"{typeof(T).Name} is not written as a JSON object.", nameof(shipped));
        try
        {
            var parsed = JsonNode.Parse(Guard.Text(changes, nameof(changes)), documentOptions: Reading) as JsonObject
                ?? throw new MarginFormatException("expected a JSON object with the parameters to change", "parameters");
            Merge(set, parsed, type, "parameters");
            RefuseNullEntries(set, type, "parameters");
            return set.Deserialize(type) ?? throw new MarginFormatException("the parameters are null", "parameters");
        }
        catch (JsonException problem)
        {
            throw new MarginFormatException($"{problem.Message}", "parameters", column: problem.Path ?? "", innerException: problem);
        }
        catch (ArgumentException problem)
        {
            throw new MarginFormatException(problem.Message, "parameters", innerException: problem);
        }
    }

    /// <summary>Whether a user changes nothing: the usual case, which need not load the serialiser (half of a cold start).</summary>
    internal static bool ChangesNothing(string changes) => Guard.Text(changes, nameof(changes)).AsSpan().Trim() is "{}";

    /// <summary>A set as canonical JSON: every property, in the order of declaration, numbers shortest round-trip.</summary>
    /// <typeparam name="T">Type of the parameters.</typeparam>
    /// <param name="parameters">The set.</param>
    /// <param name="type">How the type is written.</param>
    /// <returns>One line of JSON.</returns>
    public static string Write<T>(T parameters, JsonTypeInfo<T> type) => JsonSerializer.Serialize(parameters, Guard.NotNull(type, nameof(type)));

    private static void Merge(JsonObject target, JsonObject changes, JsonTypeInfo type, string path)
    {
        bool isMap = type.Kind == JsonTypeInfoKind.Dictionary;
        foreach (var (name, change) in changes.ToList())
        {
            string place = $"{path}.{name}";
            var property = isMap ? null : type.Properties.FirstOrDefault(property => property.Name == name) // of the type: a "default" that the same changes state need not have every property
                ?? throw new MarginFormatException($"unknown parameter; known are {string.Join(", ", type.Properties.Select(property => property.Name))}", column: place);
            var inner = type.Options.GetTypeInfo(property?.PropertyType ?? type.ElementType!);
            if (!target.TryGetPropertyValue(name, out var present) && isMap && target.TryGetPropertyValue("default", out var start)) present = start;
            if (change is JsonObject && inner.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary)
            {
                var merged = present?.DeepClone() as JsonObject ?? [];
                if (present is null) merged = (JsonObject)change!.DeepClone();
                else Merge(merged, (JsonObject)change!, inner, place);
                target[name] = merged;
            }
            else
            {
                target[name] = change?.DeepClone();
            }
        }
    }

    /// <summary>Null as an entry of a map or a list: the reader lets it through, whatever the type of the entries says.</summary>
    private static void RefuseNullEntries(JsonNode node, JsonTypeInfo type, string place)
    {
        bool holds = type.ElementType is { IsValueType: false };
        foreach (var (name, inner, value) in Parts(node, type))
        {
            string part = $"{place}.{name}";
            if (value is not null) RefuseNullEntries(value, type.Options.GetTypeInfo(inner), part);
            else if (holds) throw new MarginFormatException("null as an entry of a map or list; state an object, or leave the entry out", column: part);
        }
    }

    /// <summary>What stands inside of an object, map or list, and its type; a property that the type lacks is the reader's to refuse.</summary>
    private static IEnumerable<(string Name, Type Type, JsonNode? Value)> Parts(JsonNode node, JsonTypeInfo type) => (node, type.Kind) switch
    {
        (JsonObject map, JsonTypeInfoKind.Dictionary) => map.Select(entry => (entry.Key, type.ElementType!, entry.Value)),
        (JsonArray list, JsonTypeInfoKind.Enumerable) => list.Select((item, i) => (FormattableString.Invariant($"{i}"), type.ElementType!, item)),
        (JsonObject record, JsonTypeInfoKind.Object) => record.Join(type.Properties, entry => entry.Key, property => property.Name, (entry, property) => (entry.Key, property.PropertyType, entry.Value)),
        _ => [],
    };
}
