using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Samples;

/// <summary>One book under several rule books: requirements, worst scenarios, ledgers by what their lines are for, and why they differ.</summary>
internal static class CompareCommand
{
    public static int Run(Options options)
    {
        if (options.Rest.Count > 0) throw new UsageException($"compare takes options only, not {options.Rest[0]}.");
        bool embedded = options.Find("--board") is null;
        if (embedded && options.Find("--positions") is not null) throw new UsageException("--positions needs a board: add --board FILE.");
        var board = embedded ? null : BoardInput.Of(options);
        var (account, market) = board is null ? Embedded(options) : (Account(options, board), board.Market);
        foreach (var (price, asset) in options.All("--price").Select(text => Options.Pair(text, "--price"))) market = market.With(new Currency(asset), price);
        string? coin = options.Find("--underlying") ?? (embedded ? "BTC" : null);
        if (coin is not null) account = account with { Portfolio = Portfolio.Of(account.Portfolio.Positions.Where(position => position.Instrument.Underlying.Symbol == coin)) };
        if (coin is not null && account.Portfolio.Positions.IsEmpty) throw new UsageException($"--underlying {coin}: the account has no position in it.");
        if (embedded || options.Has("--linear")) account = account with { Portfolio = LinearBook.Of(account.Portfolio, market) };

        var ruleBooks = RuleBooks(options, DateOnly.FromDateTime(market.Time.UtcDateTime));
        var comparison = MarginComparison.Of(account, market, ruleBooks);
        if (options.Json)
        {
            Console.WriteLine(Json(comparison));
            return 0;
        }

        Print.Findings(board?.Findings ?? []);
        Summary(comparison, options.Has("--timing") ? Times(ruleBooks, account, market, comparison) : null);
        Console.WriteLine();
        Console.WriteLine(comparison.Explain());
        if (options.Has("--efficiency")) Console.WriteLine($"\n{CapitalEfficiency.Of(account, market, ruleBooks).Explain()}");
        return 0;
    }

    private static (Account Account, MarketSnapshot Market) Embedded(Options options)
    {
        var start = MarginCase.Parse(Inputs.Embedded("quick-start.json"), "quick-start.json");
        return (start.Account with { Collateral = Inputs.Collateral(options) }, start.Market.With(new Currency("USDC"), 1));
    }

    /// <summary>The positions of a file; on an index board without one, forty that a fixed rule draws.</summary>
    private static Account Account(Options options, BoardInput board) => options.Find("--positions") is null && !board.Options.IsEmpty
        ? new Account(IndexBook.Of(board, 40)) { Collateral = Inputs.Collateral(options) }
        : Inputs.Account(options, board.Names);

    /// <summary>Those that are named, else all with parameters of their own; where the parameters are the user's, as of the board.</summary>
    private static IRuleBook[] RuleBooks(Options options, DateOnly date)
    {
        var catalog = RuleBookCatalog.Shipped;
        string[] named = [.. options.All("--rulebook")], names = named.Length > 0 ? named : [.. catalog.Entries.Where(entry => !entry.Dates.IsEmpty).Select(entry => entry.Name)];
        if (options.All("--parameters").FirstOrDefault(text => !names.Contains(text.Split(':', 2)[0])) is { } unused)
            throw new UsageException($"--parameters {unused}: expected RULEBOOK:JSON or RULEBOOK:FILE of a rule book that is compared ({string.Join(", ", names)}).");
        return [.. names.Select(Create)];

        IRuleBook Create(string name)
        {
            bool dated = catalog.Entries.FirstOrDefault(entry => entry.Name == name) is { Dates.IsEmpty: false };
            string? changes = options.All("--parameters").LastOrDefault(text => text.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
            return catalog.Create(name, Inputs.AsOf(options) ?? (dated ? null : date), changes is null ? "{}" : changes.StartsWith('{') ? changes : File.ReadAllText(changes));
        }
    }

    private static void Summary(MarginComparison comparison, string[]? times)
    {
        string[] names = ["rule book", $"initial, {comparison.Currency}", "maintenance", "excess", "worst scenarios"];
        var rows = comparison.RuleBooks.Select((book, i) => (string[])(book.Result is { } result
            ? [book.RuleBook.ToString(), Print.Number(result.Initial), Print.Number(result.Maintenance), Print.Number(result.Excess), Worst(result)]
            : [book.RuleBook.ToString(), "refused", "", "", ""])).ToList();
        if (times is null) Print.Columns(names, rows);
        else Print.Columns([.. names, "scenarios", "arrays, us", "ledger, us", "ns per option and scenario"], [.. rows.Select((row, i) => (string[])[.. row, .. times[i].Split('|')])]);
    }

    private static string Worst(MarginResult result) => string.Join("; ", result.Tables.Where(table => table.Worst >= 0).Select(table => $"{table.Group} {table.WorstName}"));

    /// <summary>Warm calls on one thread, on this machine as it is now: arrays from the market, then the ledger with slopes on those arrays.</summary>
    private static string[] Times(IRuleBook[] ruleBooks, Account account, MarketSnapshot market, MarginComparison comparison) => [.. ruleBooks.Select((book, i) =>
    {
        if (comparison.RuleBooks[i].Result is not { } result) return "|||";
        var calculator = new MarginCalculator(book, revaluer: new Revaluer(1));
        Instrument[] universe = [.. result.Risk.Arrays.Instruments];
        double arrays = Median(() => calculator.Price(universe, market)), ledger = Median(() => calculator.Calculate(account, result.Risk.Arrays));
        var rows = result.Risk.All.Rows.Select(row => (IsOption: row.Instrument is VanillaOption, Scenarios: result.Risk.Scenarios.IsEmpty ? 0 : result.Risk.Scenarios.RowsFor(row.Instrument.Underlying).Length)).ToList();
        int cells = rows.Where(row => row.IsOption).Sum(row => row.Scenarios);
        return $"{Print.Number(rows.Select(row => row.Scenarios).DefaultIfEmpty().Max(), "0")}|{Print.Number(arrays / 1000, "0.0")}|{Print.Number(ledger / 1000, "0.0")}|{(cells == 0 ? "" : Print.Number((arrays + ledger) / cells, "0.0"))}";
    })];

    /// <summary>Nanoseconds of a call: the median of the second half of a second.</summary>
    private static double Median(Action call)
    {
        var times = new List<double>();
        for (long begin = Stopwatch.GetTimestamp(); times.Count < 50 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 1;)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return times.Skip(times.Count / 2).Order().ElementAt(times.Count / 4);
    }

    private static string Json(MarginComparison comparison)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var (book, i) in comparison.RuleBooks.Select((book, i) => (book, i)))
            {
                json.WriteStartObject();
                json.WriteString("ruleBook", book.RuleBook.ToString());
                json.WriteString("currency", comparison.Currency.Code);
                if (book.Result is null) json.WriteString("refusal", book.Refusal);
                foreach (var ledger in new[] { comparison.Initial, comparison.Maintenance, comparison.Equity })
                {
                    if (ledger.Totals[i] is not { } total) continue;
                    json.WriteNumber(ledger.Name, total);
                    json.WriteStartObject(ledger.Name + "Lines");
                    foreach (var line in ledger.Lines.Where(line => !line.Lines[i].IsEmpty)) json.WriteNumber(line.Meaning.Name, line.Amounts[i]!.Value);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
