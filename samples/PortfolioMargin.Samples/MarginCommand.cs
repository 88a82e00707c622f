namespace PortfolioMargin.Samples;

/// <summary>Margins a book on a real board.</summary>
internal static class MarginCommand
{
    public static int Run(Options options)
    {
        var board = Inputs.Board(options.Get("--board"));
        var account = Inputs.Account(options);
        var calculator = Inputs.Calculator(options);
        var margin = calculator.Calculate(account, board.Snapshot);
        if (options.Find("--save") is { } file) File.WriteAllText(file, MarginCase.Of(margin, Path.GetFileNameWithoutExtension(file)).Write());
        if (options.Json)
        {
            Console.Write(MarginCase.Of(margin, "margin").Write());
            return 0;
        }

        Console.WriteLine(margin.Explain());
        Print.Findings(board.Diagnostics);
        Marks(margin);
        double alone = account.Portfolio.Positions.Sum(position => calculator.Calculate(Portfolio.Of(position), margin.Risk.Arrays).Initial);
        Print.Line($"{account.Portfolio.Positions.Length} positions, {board.RowCount} board rows; stand-alone sum {alone:#,0.00} {margin.Currency}: netting saves {1 - margin.Initial / alone:0.0 %}");
        return 0;
    }

    /// <summary>How well the model reproduces the board's own marks of the options that are held.</summary>
    private static void Marks(MarginResult margin)
    {
        double[] errors = [.. margin.Risk.All.Rows.Where(row => row.Instrument is VanillaOption && margin.Risk.Market.QuoteOf(row.Instrument)?.Mark is not null)
            .Select(row => Math.Abs(row.Unit!.Value - row.Unit.Mark)).Order()];
        if (errors.Length > 0) Print.Line($"model against mark of {errors.Length} options held: median error {errors[errors.Length / 2]:0.0e0}, largest {errors[^1]:0.0e0} coin");
    }
}
