namespace PortfolioMargin.Benchmarks;

/// <summary>The folder of committed results: one folder per kind of machine.</summary>
internal static class Results
{
    public static string Root { get; } = Path.Combine(Repository(), "benchmarks", "results");

    public static void Write(Machine machine, string file, string text)
    {
        string folder = Path.Combine(Root, machine.Folder);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, file), text);
        Console.WriteLine($"Wrote {Path.GetRelativePath(Repository(), Path.Combine(folder, file))}.");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PortfolioMargin.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks run outside the repository; run them with dotnet run.");
    }
}
