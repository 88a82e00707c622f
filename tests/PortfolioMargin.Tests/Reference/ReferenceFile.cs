using System.Globalization;

namespace PortfolioMargin.Tests.Reference;

/// <summary>Reference values with 17 digits. The repository carries a part of them; the whole files are read where they lie beside the repository.</summary>
internal static class ReferenceFile
{
    private const string Solution = "PortfolioMargin.sln";

    /// <summary>The rows of a file of the repository, without the header.</summary>
    public static IReadOnlyList<string[]> Carried(string name) =>
        Read(Path.Combine(RepositoryRoot(), "tests", "PortfolioMargin.Tests", "Reference", "Data", name));

    /// <summary>The rows of the whole file beside the repository; the test is ignored where there is none.</summary>
    public static IReadOnlyList<string[]> Whole(string name)
    {
        string path = Path.Combine(RepositoryRoot(), "..", "shared", "reference", name);
        if (!File.Exists(path)) Assert.Ignore($"The whole {name} does not lie beside this repository; the part inside it is tested anyway.");
        return Read(path);
    }

    public static IReadOnlyList<string[]> Rows(string name, bool whole) => whole ? Whole(name) : Carried(name);

    public static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No folder above the tests holds {Solution}.");
    }

    private static string[][] Read(string path) => [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
}
