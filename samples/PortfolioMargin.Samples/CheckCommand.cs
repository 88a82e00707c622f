using System.Text.Json;

namespace PortfolioMargin.Samples;

/// <summary>Checks margin cases line by line; exit code 1 on any disagreement.</summary>
internal static class CheckCommand
{
    public static int Run(Options options)
    {
        if (options.Rest.Count == 0) throw new UsageException("check needs a file or a folder.");
        var files = options.Rest.SelectMany(Files).ToList();
        if (files.Count == 0) throw new UsageException($"{string.Join(", ", options.Rest)}: no .json file there.");
        int agree = 0, numbers = 0;
        foreach (string file in files)
        {
            var (agrees, count) = options.Json ? Json(file) : Text(file);
            agree += agrees ? 1 : 0;
            numbers += count;
        }

        if (!options.Json) Print.Line($"{agree} of {files.Count} cases agree, {numbers} numbers compared");
        return agree == files.Count ? 0 : 1;
    }

    private static (bool Agrees, int Numbers) Text(string file)
    {
        var report = Check(file, out string failure);
        Console.WriteLine(report?.ToString() ?? failure);
        foreach (var check in report?.Checks.Where(check => !check.Agrees) ?? []) Console.WriteLine($"  {check}");
        return (report?.Agrees ?? false, report?.Checks.Length ?? 0);
    }

    private static (bool Agrees, int Numbers) Json(string file)
    {
        var report = Check(file, out string failure);
        string problem = report?.Failure ?? failure;
        int agreeing = report?.Checks.Count(check => check.Agrees) ?? 0, all = report?.Checks.Length ?? 0;
        Print.Line($"{{\"file\":\"{JsonEncodedText.Encode(file)}\",\"agrees\":{(report?.Agrees == true ? "true" : "false")},\"numbers\":{all},\"agreeing\":{agreeing},\"failure\":\"{JsonEncodedText.Encode(problem)}\"}}");
        return (report?.Agrees ?? false, all);
    }

    /// <summary>A malformed file is a disagreement, not the end of the folder.</summary>
    private static CaseReport? Check(string file, out string failure)
    {
        try
        {
            failure = "";
            return MarginCase.Parse(File.ReadAllText(file), file).Check();
        }
        catch (MarginFormatException problem)
        {
            failure = problem.Message;
            return null;
        }
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path] : throw new UsageException($"{path} does not exist.");
}
