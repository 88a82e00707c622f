namespace PortfolioMargin.PublicApi.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Readme => Path.Combine(Root, "README.md");

    public static string Configuration => TestContext.CurrentContext.TestDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

    private static string Find()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PortfolioMargin.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
