using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;

namespace PortfolioMargin.Benchmarks;

/// <summary>"table *PriceAChain*": runs benchmark classes and writes one table per class to the results.</summary>
internal static class TableVerb
{
    /// <param name="filters">Patterns of full names, as BenchmarkDotNet takes them; none for all.</param>
    public static int Run(string[] filters)
    {
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(TableVerb).Assembly).Run(["--filter", .. filters.DefaultIfEmpty("*")]).ToList();
        foreach (var summary in summaries.Where(summary => summary.BenchmarksCases.Length > 0))
        {
            var text = new AccumulationLogger();
            MarkdownExporter.GitHub.ExportToLog(summary, text);
            Results.Write(Machine.Here, $"{summary.BenchmarksCases[0].Descriptor.Type.Name}.md", text.GetLog());
        }

        return summaries.Count > 0 && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
