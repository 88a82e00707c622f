using PortfolioMargin.Backtesting;
using PortfolioMargin.Reports;

namespace PortfolioMargin.Samples;

/// <summary>Would margin by simulation have covered a book over a history? Plain, filtered and stressed, each day knowing only the days before it.</summary>
internal static class BacktestCommand
{
    private const double Confidence = 0.99;

    public static int Run(Options options)
    {
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
        Console.CancelKeyPress += cancel;
        try
        {
            return Run(options, stop.Token);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("stopped");
            return 1;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }

    private static int Run(Options options, CancellationToken cancellationToken)
    {
        var history = BacktestHistory.Read(options);
        string[] books = options.Find("--book") is { } one ? [one] : history.HasVolatility ? ["strangle"] : ["long"];
        if (books is ["all"]) books = [.. BacktestBooks.Names];
        Print.Line($"{history.Dates.Length} days from {history.Dates[0]:yyyy-MM-dd} to {history.Dates[^1]:yyyy-MM-dd}; 99 % over one day, from the {BacktestRules.Window} days before");
        Console.WriteLine(BacktestBooks.Rule);
        Print.Findings(history.Findings);
        var rows = new List<string[]>();
        var first = new List<BacktestResult>();
        foreach (string book in books)
        {
            var results = new List<BacktestResult>();
            foreach (string rule in BacktestRules.Names)
            {
                var margin = Test(history, book, rule, shortfall: false, cancellationToken);
                rows.Add([.. Coverage(book, rule, margin, Test(history, book, rule, shortfall: true, cancellationToken)), .. Moves(margin)]);
                results.Add(margin);
            }

            if (first.Count == 0) first = results;
            if (options.Find("--svg") is { } file) File.WriteAllText(Named(file, book, books.Length), MarginChart.Svg($"Initial margin of the {book} book, 99 % over one day", results));
            if (options.Find("--csv") is { } data) File.WriteAllText(Named(data, book, books.Length), MarginCsv.Write(results));
        }

        Console.WriteLine("exact p-values: as many breaches as promised (Kupiec), coming alone (Christoffersen), both; size of losses beyond (Acerbi-Szekely)");
        Console.WriteLine("then the requirement: mean, peak over trough, largest rise within 1, 5 and 30 days, standard deviation of the daily change of its logarithm");
        Console.WriteLine();
        Print.Columns(["book, rule", "days", "breaches", "covered", "number", "alone", "both", "light", "Z2", "mean", "peak/trough", "1 day", "5 days", "30 days", "log sd"], rows);
        Console.WriteLine();
        Breaches(first[0]);
        return 0;
    }

    private static BacktestResult Test(BacktestHistory history, string book, string rule, bool shortfall, CancellationToken cancellationToken)
    {
        var rules = new BacktestRules(history, rule, shortfall);
        var backtest = new MarginBacktest(rules.At, new() { LongestInterval = TimeSpan.FromDays(7) });
        var progress = new ErrorLine($"{book}, {rule}{(shortfall ? ", shortfall" : "")}", history.Dates.Length - BacktestRules.Window - 1);
        return backtest.Run(rule, BacktestBooks.Of(book).Over(history.Markets().Skip(BacktestRules.Window)), progress, cancellationToken);
    }

    private static string[] Coverage(string book, string rule, BacktestResult margin, BacktestResult shortfall)
    {
        var tests = margin.Coverage(Confidence);
        return
        [
            $"{book}, {rule}", Print.Number(margin.Observations.Length, "0"), Print.Number(tests.Kupiec.Breaches, "0"),
            Print.Number(100 * (1 - ((double)tests.Kupiec.Breaches / margin.Observations.Length)), "0.00") + " %", Print.Number(tests.Kupiec.ExactPValue, "0.0000"),
            Print.Number(tests.Christoffersen.IndependenceExactPValue, "0.0000"), Print.Number(tests.Christoffersen.ConditionalCoverageExactPValue, "0.0000"),
            tests.TrafficLight.Zone.ToString().ToLowerInvariant(), Print.Number(margin.Shortfall(shortfall, Confidence).Z2, "0.00"),
        ];
    }

    private static string[] Moves(BacktestResult margin)
    {
        var moves = margin.Procyclicality(1, 5, 30);
        return [Print.Number(moves.Mean), Optional(moves.PeakToTrough, "0.0"), .. moves.Rises.Select(rise => Optional(rise.WithinRelative, "+0 %")), Optional(moves.LogChangeDeviation, "0.000")];
    }

    private static string Optional(double? number, string format) => number is { } known ? Print.Number(known, format) : "-";

    private static void Breaches(BacktestResult result)
    {
        Print.Line($"largest of {result.Breaches.Count()} breaches of the {result.Name} rule, {result.Gaps.Length} intervals not tested:");
        foreach (var gap in result.Gaps.Take(5)) Console.WriteLine(gap.Reason);
        Print.Columns(["from", "required", "loss", "worst factor", "its profit", "worst position", "its profit"], [.. result.Breaches.OrderBy(breach => breach.Profit + breach.Requirement).Take(8).Select(breach => new[]
        {
            Day(breach.Start), Print.Number(breach.Requirement), Print.Number(-breach.Profit),
            breach.Cause!.Factors[0].Factor, Print.Number(breach.Cause.Factors[0].Profit), Held(breach.Cause.Positions[0].Position), Print.Number(breach.Cause.Positions[0].Profit),
        })]);
    }

    /// <summary>Quantity and strike as people read them; the calculation keeps every digit.</summary>
    private static string Held(Position position) => position.Instrument is VanillaOption option
        ? $"{Print.Number(position.Quantity, "0.####")} x {Print.Number(option.Strike, "0.00")} {option.Right.ToString().ToLowerInvariant()} of {Day(option.Expiry!.Value)}"
        : $"{Print.Number(position.Quantity, "0.####")} x {position.Instrument}";

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One file per book where there are several: margin.svg becomes margin-strangle.svg.</summary>
    private static string Named(string file, string book, int books) => books == 1 ? file : Path.Combine(Path.GetDirectoryName(file) ?? "", $"{Path.GetFileNameWithoutExtension(file)}-{book}{Path.GetExtension(file)}");

    /// <summary>Progress on the error stream, so that the output can be compared.</summary>
    private sealed class ErrorLine(string what, int total) : IProgress<int>
    {
        public void Report(int value)
        {
            if (Console.IsErrorRedirected) return;
            Console.Error.Write($"\r{what}: {100 * value / Math.Max(1, total)} %   {(value >= total ? "\n" : "")}");
        }
    }
}
