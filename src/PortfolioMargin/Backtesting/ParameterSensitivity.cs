using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>What one parameter of a rule book does to a requirement.</summary>
/// <param name="Name">Where it stands in the parameters: "currencies.BTC.priceRange", "weights[2]".</param>
/// <param name="Value">Its value.</param>
/// <param name="Bumped">The value that was tried.</param>
/// <param name="Before">Requirement before.</param>
/// <param name="After">Requirement after; none where the rule book refuses the value.</param>
/// <param name="Refusal">Why it refuses it; none where it does not.</param>
public sealed record ParameterChange(string Name, double Value, double Bumped, double Before, double? After, string? Refusal)
{
    /// <summary>Change of the requirement; none where the value is refused.</summary>
    public double? Change => After - Before;

    /// <summary>Relative change of the requirement per relative change of the parameter; none where one of them is 0 or the value is refused.</summary>
    public double? Elasticity => Before == 0 || Value == 0 ? null : Change / Before / ((Bumped - Value) / Value);
}

/// <summary>How a requirement answers to every single number among the parameters of a rule book, whatever rule book: it works on their JSON.</summary>
public static class ParameterSensitivity
{
    /// <summary>Bumps each number in turn.</summary>
    /// <param name="ruleBook">The rule book whose parameters are bumped.</param>
    /// <param name="create">Makes the same rule book with changes as a JSON object, as the catalog does.</param>
    /// <param name="account">The account.</param>
    /// <param name="market">The market.</param>
    /// <param name="bump">Relative bump; a parameter of 0 becomes this number itself. A whole number that takes no fraction moves by 1.</param>
    /// <param name="longestList">Lists of more numbers than this, such as histories, are data and are left as they are.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One entry per number, in the order of the parameters; initial requirement.</returns>
    public static ImmutableArray<ParameterChange> Of(
        IRuleBook ruleBook,
        Func<string, IRuleBook> create,
        Account account,
        MarketSnapshot market,
        double bump = 0.01,
        int longestList = 64,
        int maxDegreeOfParallelism = -1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Guard.NotNull(ruleBook, nameof(ruleBook));
        Guard.NotNull(create, nameof(create));
        if (Guard.Finite(bump, nameof(bump)) == 0) throw new ArgumentOutOfRangeException(nameof(bump), bump, "bump is 0; expected a relative change such as 0.01.");
        double before = Requirement(ruleBook);
        var places = new List<ParameterPlace>();
        Collect(JsonNode.Parse(ruleBook.Info.Parameters), [], longestList, places);
        var changes = new ParameterChange[places.Count];
        if (changes.Length > 0) Pieces.Run(changes.Length, maxDegreeOfParallelism, () => 0, (i, _) => changes[i] = Try(places[i]), progress, cancellationToken);
        return [.. changes];

        double Requirement(IRuleBook rule) => new MarginCalculator(rule, slopes: false).Calculate(account, market, cancellationToken).Initial;

        ParameterChange Try(ParameterPlace place)
        {
            double value = place.Value, bumped = value == 0 ? bump : value * (1 + bump);
            var change = Ask(place, bumped);
            return change.Refusal is not null && value == Math.Truncate(value) ? Ask(place, value + Math.Sign(bump)) is { Refusal: null } whole ? whole : change : change;
        }

        ParameterChange Ask(ParameterPlace place, double bumped)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new(place.Name, place.Value, bumped, before, Requirement(create(place.Change(ruleBook.Info.Parameters, bumped))), null);
            }
            catch (Exception problem) when (AccountLoop.IsOfTheData(problem) || problem is KeyNotFoundException)
            {
                return new(place.Name, place.Value, bumped, before, null, problem.Message);
            }
        }
    }

    private static void Collect(JsonNode? node, ImmutableArray<object> path, int longestList, List<ParameterPlace> places)
    {
        if (node is JsonObject properties)
            foreach (var (name, value) in properties) Collect(value, path.Add(name), longestList, places);
        else if (node is JsonArray list && list.Count <= longestList)
            for (int i = 0; i < list.Count; i++) Collect(list[i], path.Add(i), longestList, places);
        else if (node is JsonValue number && number.TryGetValue(out double value))
            places.Add(new(path, value));
    }

    /// <summary>A number among the parameters: names of properties and indices of lists, from the root.</summary>
    private sealed record ParameterPlace(ImmutableArray<object> Path, double Value)
    {
        public string Name => string.Concat(Path.Select((step, i) => step is int index ? Invariant($"[{index}]") : i == 0 ? (string)step : "." + step));

        /// <summary>The change as JSON: objects merge, so only the way to the number is stated, from the first list on the whole list, since lists replace.</summary>
        public string Change(string parameters, double bumped)
        {
            var whole = JsonNode.Parse(parameters)!;
            var node = whole;
            foreach (object step in Path[..^1]) node = step is int index ? node[index]! : node[(string)step]!;
            var number = JsonNode.Parse(bumped.ToString("R", CultureInfo.InvariantCulture));
            if (Path[^1] is int last) node[last] = number;
            else node[(string)Path[^1]] = number;

            int objects = Path.Take(Path.Length).TakeWhile(step => step is string).Count();
            var part = whole;
            foreach (object step in Path[..objects]) part = part[(string)step]!;
            JsonNode change = part.DeepClone();
            for (int i = objects - 1; i >= 0; i--) change = new JsonObject { [(string)Path[i]] = change };
            return change.ToJsonString();
        }
    }
}
