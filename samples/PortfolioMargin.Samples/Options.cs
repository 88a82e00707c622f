namespace PortfolioMargin.Samples;

/// <summary>A command line that cannot be followed.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Options of a command: --name value, flags, and the rest.</summary>
internal sealed class Options
{
    private static readonly HashSet<string> Flags = ["--json", "--linear", "--efficiency", "--timing"];
    private static readonly HashSet<string> Named = ["--board", "--next", "--positions", "--rulebook", "--as-of", "--parameters", "--collateral", "--save", "--trade", "--underlying", "--price", "--history", "--volatility", "--book", "--svg", "--csv", "--from", "--to", "--against", "--index", "--time", "--rate", "--expires"];

    private readonly List<(string Name, string Value)> _values = [];
    private readonly HashSet<string> _flags = [];

    public Options(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (Flags.Contains(args[i])) _flags.Add(args[i]);
            else if (!args[i].StartsWith("--", StringComparison.Ordinal)) Rest.Add(args[i]);
            else if (!Named.Contains(args[i])) throw new UsageException($"There is no option {args[i]}.");
            else if (i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"{args[i]} needs a value.");
            else _values.Add((args[i], args[++i]));
        }
    }

    public List<string> Rest { get; } = [];

    public bool Json => Has("--json");

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Find(string name) => _values.LastOrDefault(value => value.Name == name).Value;

    public string Get(string name) => Find(name) ?? throw new UsageException($"{name} is missing.");

    public IEnumerable<string> All(string name) => _values.Where(value => value.Name == name).Select(value => value.Value);

    /// <summary>A number with a decimal point.</summary>
    public static double Number(string text, string option) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : throw new UsageException($"{option} {text}: expected a number.");

    /// <summary>NUMBER:TEXT, as trades and collateral are written.</summary>
    public static (double Number, string Text) Pair(string text, string option)
    {
        string[] parts = text.Split(':', 2);
        return parts.Length == 2 && double.TryParse(parts[0], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number)
            ? (number, parts[1])
            : throw new UsageException($"{option} {text}: expected NUMBER:NAME, such as -2:BTC-27MAR26-100000-C.");
    }
}
