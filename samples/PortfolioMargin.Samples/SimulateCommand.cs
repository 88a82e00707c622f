using System.Globalization;
using System.Text.Json.Nodes;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Samples;

/// <summary>Margin by simulation: requirement, what each position adds, the scenarios of the tail; beside other rule books, and against what happened next.</summary>
internal static class SimulateCommand
{
    private const int RowsShown = 5;

    public static int Run(Options options)
    {
        bool embedded = options.Find("--board") is null;
        if (embedded && options.Find("--positions") is not null) throw new UsageException("--positions needs a board: add --board FILE.");
        var (account, market) = embedded ? Embedded() : (Inputs.Account(options), Inputs.Board(options.Get("--board")).Snapshot);
        if (options.Find("--underlying") is { } coin) account = account with { Portfolio = Portfolio.Of(account.Portfolio.Positions.Where(position => position.Instrument.Underlying.Symbol == coin)) };

        var (returns, findings) = History(options, embedded, account, market);
        var rule = Rule(options, embedded, returns, market);
        var result = new MarginCalculator(rule).Calculate(account, market);
        if (options.Json)
        {
            Console.Write(MarginCase.Of(result, "simulate").Write());
            return 0;
        }

        Print.Line($"{returns.Count} daily moves of {string.Join(", ", returns.Series.Select(one => one.Factor))}, {returns.Dates[0]:yyyy-MM-dd} to {returns.Dates[^1]:yyyy-MM-dd}");
        Print.Findings(findings);
        Console.WriteLine();
        Console.WriteLine(result.Explain());
        Console.WriteLine();
        foreach (var table in result.Tables) Tail(table, result, returns);
        Against(options, account, market, result);
        if (options.Find("--next") is { } next) Next(result, Inputs.Board(next).Snapshot);
        return 0;
    }

    private static (Account Account, MarketSnapshot Market) Embedded()
    {
        var start = MarginCase.Parse(Inputs.Embedded("quick-start.json"), "quick-start.json");
        return (start.Account, start.Market);
    }

    /// <summary>Up to the market's own day, unless --to says otherwise: a margin cannot know what comes after.</summary>
    private static (JointReturns Returns, IEnumerable<Diagnostic> Findings) History(Options options, bool embedded, Account account, MarketSnapshot market)
    {
        string? file = options.Find("--history") ?? (embedded ? null : throw new UsageException("--history is missing: a board needs a history of its underlyings."));
        var underlyings = account.Portfolio.Positions.Select(position => position.Instrument.Underlying).Distinct().Order();
        return SimulateHistory.Read(file is null ? Inputs.Embedded("joint-history.csv") : File.ReadAllText(file), file is null ? "The embedded history" : Path.GetFileName(file), underlyings,
            Date(options, "--from") ?? DateOnly.MinValue, Date(options, "--to") ?? Day(market));
    }

    /// <summary>The stated parameters (of the embedded book: invented ones), with the history where they draw from no stated distribution.</summary>
    private static IRuleBook Rule(Options options, bool embedded, JointReturns returns, MarketSnapshot market)
    {
        string text = options.Find("--parameters") is { } stated ? File.Exists(stated) ? File.ReadAllText(stated) : stated : embedded ? Inputs.Embedded("simulation.json") : "{\"confidence\":0.99}";
        JsonObject parameters;
        try
        {
            parameters = JsonNode.Parse(text) as JsonObject ?? throw new UsageException("--parameters: expected a JSON object or a file with one.");
        }
        catch (System.Text.Json.JsonException problem)
        {
            throw new UsageException($"--parameters: expected a JSON object or a file with one. {problem.Message}");
        }

        if (parameters["monteCarlo"] is not JsonObject drawn || drawn.ContainsKey("fit")) parameters["history"] = new JsonObject(returns.Underlyings.Select(underlying => KeyValuePair.Create(underlying.Symbol, (JsonNode?)new JsonObject
        {
            ["spot"] = new JsonArray([.. returns[RiskFactor.Spot(underlying)].ToArray().Select(value => (JsonNode)value)]),
            ["volatility"] = new JsonArray([.. returns[RiskFactor.Volatility(underlying)].ToArray().Select(value => (JsonNode)value)]),
        })));
        return RuleBookCatalog.Shipped.Create(options.Find("--rulebook") ?? (parameters["monteCarlo"] is null ? "HistoricalSimulation" : "MonteCarlo"), Day(market), parameters.ToJsonString());
    }

    /// <summary>The worst rows of a group: the day that each was, where the rows are days, and what moved.</summary>
    private static void Tail(ScanTable table, MarginResult result, JointReturns returns)
    {
        var underlyings = result.Risk.All.Rows.Where(row => Group(result, row.Instrument.Underlying) == table.Group).Select(row => row.Instrument.Underlying).Distinct().ToList();
        bool dated = table.ProfitAndLoss.Length == returns.Count && result.RuleBook.Name == "HistoricalSimulation";
        Print.Line($"worst of {table.ProfitAndLoss.Length} scenarios of {table.Group}");
        Print.Columns(["scenario", .. dated ? ["day"] : (string[])[], .. underlyings.SelectMany(one => (string[])[$"{one} spot", "volatility"]), $"profit, {result.Currency}"],
            [.. Enumerable.Range(0, table.Names.Length).OrderBy(row => table.ProfitAndLoss[row]).Take(RowsShown).Select(row => (string[])
            [
                table.Names[row], .. dated ? [returns.Dates[row].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)] : (string[])[],
                .. underlyings.SelectMany(one => Moves(result.Risk.Scenarios.RowsFor(one)[row].Shock)), Print.Number(table.ProfitAndLoss[row]),
            ])]);
        Console.WriteLine();
    }

    /// <summary>The netting set that an underlying is in.</summary>
    private static string Group(MarginResult result, Underlying underlying)
    {
        using var parameters = System.Text.Json.JsonDocument.Parse(result.RuleBook.Parameters);
        var group = parameters.RootElement.GetProperty("groups").EnumerateArray().FirstOrDefault(one => one.GetProperty("underlyings").EnumerateArray().Any(member => member.GetString() == underlying.Symbol));
        return group.ValueKind == System.Text.Json.JsonValueKind.Object ? group.GetProperty("name").GetString()! : underlying.Symbol;
    }

    /// <summary>Of a spot price of 1 and a volatility of 1 at the money.</summary>
    private static string[] Moves(Shock shock)
    {
        double[] volatility = new double[1];
        shock.Volatility.Apply([1], [1], 1, 30.0 / 365, volatility);
        return [Print.Number(shock.Price.Move(1), "+0.0 %;-0.0 %"), Print.Number(volatility[0] - 1, "+0.0 %;-0.0 %")];
    }

    private static void Against(Options options, Account account, MarketSnapshot market, MarginResult result)
    {
        string[] names = [.. options.All("--against")];
        if (names.Length == 0) return;
        var results = names.Select(name => new MarginCalculator(RuleBookCatalog.Shipped.Create(name)).Calculate(account, market)).Prepend(result);
        Print.Columns(["rule book", $"initial, {result.Currency}", "maintenance", "of the simulation", "worst scenarios"], [.. results.Select(other => (string[])
        [
            other.RuleBook.ToString(), Print.Number(other.Initial), Print.Number(other.Maintenance), Print.Number(other.Initial / result.Initial, "0.00"),
            string.Join("; ", other.Tables.Where(table => table.Worst >= 0).Select(table => $"{table.Group} {table.WorstName} {Print.Number(table.ProfitAndLoss[table.Worst])}")),
        ])]);
        Console.WriteLine();
    }

    private static void Next(MarginResult result, MarketSnapshot next)
    {
        double profit = CoverCommand.Profits(result, next).Sum(entry => entry.Profit);
        Print.Line($"by the next board ({next.Time:yyyy-MM-dd HH:mm}) the book made {profit:#,0.00} {result.Currency}: {Math.Max(0, -profit) / result.Initial:0.0 %} of the simulation's initial requirement was lost");
    }

    private static DateOnly Day(MarketSnapshot market) => DateOnly.FromDateTime(market.Time.UtcDateTime);

    private static DateOnly? Date(Options options, string name) => options.Find(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw new UsageException($"{name} {text}: expected a date as yyyy-MM-dd.");
}
