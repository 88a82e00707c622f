using System.Globalization;

namespace PortfolioMargin.Tests.Reference;

/// <summary>High-precision rows: the compact set in this project, or the full files where they stand beside the repository.</summary>
internal static class ReferenceData
{
    public static List<Dictionary<string, string>> Rows(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "Data", file));
        string[] names = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',').Zip(names).ToDictionary(pair => pair.Second, pair => pair.First))];
    }

    public static double Number(this Dictionary<string, string> row, string name) => double.Parse(row[name], CultureInfo.InvariantCulture);
}
