using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin.Benchmarks;

/// <summary>"guard": measures every guarded item and compares with the committed ratios. "guard --update" renews them, "guard --margin 0.5" widens what is allowed,
/// "guard --only text" takes the items whose name holds the text.</summary>
internal static class GuardVerb
{
    /// <summary>What a ratio may be worse than its baseline, as a share of it. Fifteen runs of best of three, on two cores under a load of nine to
    /// nineteen: twelve of eighteen ratios stayed within 0.05, fourteen within 0.12, the worst within 0.36; what fails is looked at again, so that six processes must agree.</summary>
    private const double DefaultMargin = 0.2;

    /// <summary>On a machine without a baseline of its own the ratios are another machine's, so no less than this is allowed.</summary>
    private const double ForeignMargin = 0.5;

    private const int Processes = 3;
    private const int ProcessesForUpdate = 7;

    public static int Run(string[] arguments)
    {
        var options = GuardOptions.Read(arguments, DefaultMargin);
        string[] chosen = [.. MeasuringProcess.Names().Where(name => name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Length == 0) throw new ArgumentException($"No guarded item has \"{options.Only}\" in its name; there are {string.Join("; ", MeasuringProcess.Names())}.");
        return options.Update ? Update(chosen, options.Only.Length == 0) : Compare(chosen, options);
    }

    /// <summary>Renews all ratios of this machine, or those of the chosen items.</summary>
    private static int Update(string[] items, bool all)
    {
        var measured = Measure(items, ProcessesForUpdate);
        var known = Baseline.Of(Machine.Here);
        if (!all && known is null) throw new InvalidOperationException($"{Machine.Here} has no baseline yet; run guard --update for all items first.");
        var kept = all ? [] : known!.Ratios.Where(ratio => !items.Contains(ratio.Item));
        new Baseline(Machine.Here, Environment.Version.ToString(), [.. kept, .. measured.Select(one => Ratio.Of(one))]).Write();
        if (all) Results.Write(Machine.Here, "Ratios.md", RatioTable.Of(measured));
        Console.WriteLine(RatioTable.Of(measured));
        return 0;
    }

    private static int Compare(string[] items, GuardOptions options)
    {
        var baseline = Baseline.Nearest(Machine.Here)
            ?? throw new InvalidOperationException("There is no baseline at all; make one with guard --update.");
        double margin = options.Margin;
        if (baseline.Machine != Machine.Here)
        {
            margin = Math.Max(margin, ForeignMargin);
            Console.WriteLine(Invariant($"No baseline for {Machine.Here}; comparing with {baseline.Machine}, the nearest in vector width, and allowing {margin:P0} at least."));
        }

        var measured = Measure(items, Processes);
        var failed = GuardTable.Failures(measured, baseline, margin);
        if (failed.Count > 0) // a second look in fresh processes, at these only
        {
            string[] again = [.. failed.Select(one => one.Item).Distinct()];
            measured = [.. measured.Concat(Measure(again, Processes)).GroupBy(one => one.Key).Select(Measurement.Best)];
            failed = GuardTable.Failures(measured, baseline, margin);
        }

        Console.WriteLine(GuardTable.Of(measured, baseline, margin));
        string[] gone = [.. baseline.Ratios.Where(ratio => baseline.Machine == Machine.Here && options.Only.Length == 0 && measured.All(one => one.Key != ratio.Key))
            .Select(ratio => $"{ratio.Item} / {ratio.Peer}")];
        if (gone.Length > 0) Console.WriteLine($"The baseline guards what is no longer measured: {string.Join("; ", gone)}. Renew it with guard --update.");
        if (failed.Count > 0) Console.WriteLine(Invariant($"{failed.Count} of {measured.Count} ratios are worse than the baseline by more than {margin:P0}."));
        return failed.Count + gone.Length == 0 ? 0 : 1;
    }

    private static List<Measurement> Measure(string[] items, int processes) =>
        [.. Enumerable.Range(0, processes).SelectMany(_ => MeasuringProcess.Run(items)).GroupBy(one => one.Key).Select(Measurement.Best)];
}

/// <summary>What the command line of the guard says.</summary>
internal sealed record GuardOptions(bool Update, double Margin, string Only)
{
    public static GuardOptions Read(string[] arguments, double margin)
    {
        var options = new GuardOptions(false, margin, "");
        for (int i = 0; i < arguments.Length; i++)
        {
            options = (arguments[i], arguments.ElementAtOrDefault(i + 1)) switch
            {
                ("--update", _) => options with { Update = true },
                ("--margin", { } text) when double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 10 && ++i > 0 => options with { Margin = value },
                ("--only", { } text) when ++i > 0 => options with { Only = text },
                _ => throw new ArgumentException($"\"{string.Join(' ', arguments)}\" is not understood; expected guard [--update] [--margin 0.2] [--only text]."),
            };
        }

        return options;
    }
}
