namespace PortfolioMargin.Samples;

/// <summary>Writes example positions; never over a file that is there.</summary>
internal static class InitCommand
{
    public static int Run(Options options)
    {
        string file = options.Rest.FirstOrDefault() ?? "positions.csv";
        if (File.Exists(file)) throw new UsageException($"{file} exists already; name another file.");
        File.WriteAllText(file, Inputs.Embedded("positions.csv"));
        Console.WriteLine($"{file}: example positions in venue names and signed contracts (BTC futures in units of 10 USD, ETH futures of 1 USD).");
        return 0;
    }
}
