using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PortfolioMargin.Tests.Architecture;

/// <summary>A rule book is one folder: deleting it with its lines of the catalog leaves everything compiling. The fast test looks for names; the slow one really deletes and
/// builds, folder by folder, with PORTFOLIOMARGIN_DELETE_FOLDERS=1.</summary>
public class RuleBookFolderTest
{
    private const string Catalog = "RuleBookCatalog.cs";

    private static readonly Regex Declaration = new(@"\b(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?)\s+([A-Z]\w*)");

    private static IEnumerable<string> Folders() => Directory.GetDirectories(Path.Combine(Repository.Source, "RuleBooks")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Folders))]
    public void No_type_of_the_folder_is_named_outside_of_it_but_in_the_catalog(string folder)
    {
        string inside = Path.Combine("RuleBooks", folder) + Path.DirectorySeparatorChar;
        var files = Repository.Files().ToList();
        var types = Types(files, inside);
        types.ShouldNotBeEmpty();
        var name = new Regex($@"\b({string.Join('|', types)})\b");
        var cross = new Regex($@"cref=""[^""]*\b({string.Join('|', types)})\b"); // a comment that names a missing type does not compile either
        files.Where(file => !file.File.StartsWith(inside, StringComparison.Ordinal) && !file.File.EndsWith(Catalog, StringComparison.Ordinal))
            .Where(file => name.IsMatch(file.Code) || cross.IsMatch(File.ReadAllText(Path.Combine(Repository.Source, file.File)))).Select(file => file.File).ShouldBeEmpty();
    }

    [TestCaseSource(nameof(Folders))]
    public void The_catalog_names_the_folder_in_whole_lines_only(string folder)
    {
        var types = Types([.. Repository.Files()], Path.Combine("RuleBooks", folder) + Path.DirectorySeparatorChar);
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Source, "RuleBooks", Catalog));
        foreach (string line in lines.Where(line => Regex.IsMatch(line, $@"\b({string.Join('|', types)})\b"))) line.TrimStart().ShouldStartWith(".With(new(");
    }

    [TestCaseSource(nameof(Folders))]
    public void The_library_builds_without_the_folder_and_its_lines_of_the_catalog(string folder)
    {
        if (Environment.GetEnvironmentVariable("PORTFOLIOMARGIN_DELETE_FOLDERS") != "1") Assert.Ignore("builds the library once per folder; PORTFOLIOMARGIN_DELETE_FOLDERS=1 runs it");
        string copy = Directory.CreateTempSubdirectory("without-" + folder).FullName;
        try
        {
            var types = Types([.. Repository.Files()], Path.Combine("RuleBooks", folder) + Path.DirectorySeparatorChar);
            CopySources(copy);
            string source = Path.Combine(copy, "src", "PortfolioMargin");
            Directory.Delete(Path.Combine(source, "RuleBooks", folder), true);
            string catalog = Path.Combine(source, "RuleBooks", Catalog);
            File.WriteAllText(catalog, Without(File.ReadAllText(catalog), types));

            using var process = Process.Start(new ProcessStartInfo("dotnet", ["build", source, "-v", "q", "--nologo", "-nodeReuse:false"]) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, output);
        }
        finally
        {
            Directory.Delete(copy, true);
        }
    }

    private static List<string> Types(List<(string Room, string File, string Code)> files, string inside) =>
        [.. files.Where(file => file.File.StartsWith(inside, StringComparison.Ordinal)).SelectMany(file => Declaration.Matches(file.Code)).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>The catalog without the lines that name a type; where its last line goes, the line before takes the semicolon.</summary>
    private static string Without(string catalog, List<string> types)
    {
        string kept = Regex.Replace(catalog, $@"\n[^\n]*\b({string.Join('|', types)})\b[^\n]*(?=\n)", match => match.Value.EndsWith(';') ? ";" : "");
        return kept.Replace("\n;", ";", StringComparison.Ordinal);
    }

    /// <summary>What a build of the library reads.</summary>
    private static void CopySources(string copy)
    {
        var files = Directory.EnumerateFiles(Repository.Root).Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "linqpad"))).Concat(Directory.EnumerateFiles(Repository.Source, "*", SearchOption.AllDirectories));
        foreach (string file in files)
        {
            string path = Path.GetRelativePath(Repository.Root, file);
            if (Regex.IsMatch(path, @"[\\/](bin|obj)[\\/]") || path == ".git") continue;
            string target = Path.Combine(copy, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
