using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Samples;

/// <summary>A clearing house's SPAN file: its combined commodities, and what one contract of each must hold, long and short.</summary>
internal static class SpanCommand
{
    public static int Run(Options options)
    {
        if (options.Rest is not [var name]) throw new UsageException("span needs one file.");
        using var stream = File.OpenRead(name);
        var file = SpanFile.Read(stream, new() { SourceName = Path.GetFileName(name) });
        var calculator = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer);
        Print.Line($"{file.Organization}, {file.BusinessDate:yyyy-MM-dd}, {(file.IsSettlement ? "settlement" : "intraday")}: {file.Contracts.Length:#,0} contracts of {file.Products.Length:#,0} products in {file.Commodities.Length:#,0} combined commodities");
        Print.Table(["commodity", "contract", "long", "short", "currency"], file.Parameters.CombinedCommodities.Select(commodity => Row(commodity, file, calculator)).OfType<string[]>());
        Print.Findings(file.Diagnostics);
        return 0;
    }

    private static string[]? Row(SpanCombinedCommodity commodity, SpanFile file, MarginCalculator calculator)
    {
        var symbols = commodity.Products.Select(product => product.Underlying).ToHashSet();
        var held = file.Contracts.Where(contract => contract.Instrument is { HoldsValue: false } instrument && symbols.Contains(instrument.Underlying.Symbol)).MinBy(contract => contract.Instrument);
        if (held?.Instrument is not { } instrument) return null;
        var market = file.Market;
        if (commodity.Currency is { } code && !market.FindValue(new(code), out _)) return [commodity.Code, instrument.ToString(), "-", "-", code];
        return [commodity.Code, instrument.ToString(), Margin(1), Margin(-1), market.ReportingCurrency.Code];

        string Margin(double quantity) => Print.Number(calculator.Calculate(Portfolio.Of((quantity, instrument)), market).Initial);
    }
}
