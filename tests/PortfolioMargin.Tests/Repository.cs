namespace PortfolioMargin.Tests;

/// <summary>Where this repository stands.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Source => Path.Combine(Root, "src", "PortfolioMargin");

    /// <summary>Files of the library by room, comments and texts taken out.</summary>
    public static IEnumerable<(string Room, string File, string Code)> Files() => Directory
        .EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Source, file))
        .Where(file => !file.StartsWith("bin", StringComparison.Ordinal) && !file.StartsWith("obj", StringComparison.Ordinal))
        .Select(file => (file.Split(Path.DirectorySeparatorChar)[0], file, Strip(File.ReadAllText(Path.Combine(Source, file)))));

    private static string Strip(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"(\\\\.|[^\"\\\\\n])*\"|//[^\n]*", "");

    private static string Find()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PortfolioMargin.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
