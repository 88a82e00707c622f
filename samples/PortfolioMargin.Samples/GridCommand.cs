using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Samples;

/// <summary>The embedded book under a rule that is nothing but a JSON file: an invented venue's, or yours. Its positions are restated as linear contracts, which a file may
/// charge by units.</summary>
internal static class GridCommand
{
    public static int Run(Options options)
    {
        if (options.Rest.Count > 1) throw new UsageException("grid takes one file.");
        string? file = options.Rest.SingleOrDefault();
        if (file is not null && !File.Exists(file)) throw new UsageException($"{file} does not exist.");

        var start = MarginCase.Parse(Inputs.Embedded("quick-start.json"), "quick-start.json");
        var positions = file is null ? start.Account.Portfolio.Positions.Where(position => position.Instrument.Underlying.Symbol == "BTC") : start.Account.Portfolio.Positions;
        var account = start.Account with { Portfolio = LinearBook.Of(Portfolio.Of(positions), start.Market) };
        var rule = HouseGridRuleBook.Load(DateOnly.FromDateTime(start.Market.Time.UtcDateTime), file is null ? Inputs.Embedded("invented-venue.json") : File.ReadAllText(file));
        var margin = new MarginCalculator(rule).Calculate(account, start.Market);
        if (options.Json)
        {
            Console.Write(MarginCase.Of(margin, "grid").Write());
            return 0;
        }

        Console.WriteLine(margin.Explain());
        return 0;
    }
}
