using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The margin of one account under one rule book and market: numbers, ledger, reasons. Immutable. Amounts in <see cref="Currency"/>.</summary>
public sealed record MarginResult
{
    internal MarginResult(RuleBookInfo ruleBook, MarginRequirement requirement, MarginLine equity, RiskMatrix risk, ImmutableArray<Diagnostic> diagnostics)
    {
        RuleBook = ruleBook;
        Requirement = requirement;
        EquityLine = equity;
        Risk = risk;
        Diagnostics = diagnostics;
    }

    /// <summary>The same on an equal matrix, with further findings.</summary>
    internal MarginResult With(RiskMatrix risk, IEnumerable<Diagnostic> findings) => new(RuleBook, Requirement, EquityLine, risk, [.. Diagnostics, .. findings]);

    /// <summary>Whose rules.</summary>
    public RuleBookInfo RuleBook { get; }

    /// <summary>The ledgers.</summary>
    public MarginRequirement Requirement { get; }

    /// <summary>The ledger of what the account is worth.</summary>
    public MarginLine EquityLine { get; }

    /// <summary>The account on its risk arrays.</summary>
    public RiskMatrix Risk { get; }

    /// <summary>What a careful user of this result should know.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Currency of every amount.</summary>
    public Currency Currency => Risk.Market.ReportingCurrency;

    /// <summary>Money needed to open; not below 0.</summary>
    public double Initial => Requirement.Initial.Amount.Value;

    /// <summary>Money needed to keep; not below 0.</summary>
    public double Maintenance => Requirement.Maintenance.Amount.Value;

    /// <summary>What the account is worth.</summary>
    public double Equity => EquityLine.Amount.Value;

    /// <summary>Equity less initial requirement; negative is a shortfall.</summary>
    public double Excess => Equity - Initial;

    /// <summary>Equity less maintenance requirement; negative is a shortfall.</summary>
    public double MaintenanceExcess => Equity - Maintenance;

    /// <summary>The tables of scenarios that decided, by group; the first where a group has several.</summary>
    public IEnumerable<ScanTable> Tables => Requirement.Initial.Walk().Concat(Requirement.Maintenance.Walk())
        .Select(entry => entry.Line.Table).OfType<ScanTable>().DistinctBy(table => table.Group);

    /// <summary>The line at a full path: "initial/risk matrix/BTC/worst case", "maintenance", "equity/collateral".</summary>
    /// <param name="path">Names separated by slashes, root first.</param>
    /// <returns>The line, or <see langword="null"/>.</returns>
    public MarginLine? Line(string path)
    {
        string[] names = Guard.Text(path, nameof(path)).Split('/', 2);
        var root = new[] { Requirement.Initial, Requirement.Maintenance, EquityLine }.FirstOrDefault(line => line.Name == names[0]);
        return names.Length == 1 ? root : root?.Find(names[1]);
    }

    /// <summary>A SHA-256 over rule book, parameters, arrays and every line: equal for equal inputs on every machine.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Fingerprint()
    {
        using var builder = new FingerprintBuilder();
        builder.Add(RuleBook.ToString()).Add(RuleBook.Parameters).Add(Risk.Arrays.Fingerprint());
        foreach (var row in Risk.Rows) builder.Add(row.ToString()).Add(row.Quantity).Add(row.Conversion);
        foreach (var root in new[] { Requirement.Initial, Requirement.Maintenance, EquityLine })
        {
            foreach (var (path, line) in root.Walk())
            {
                builder.Add(path).Add(line.Amount.Value);
                foreach (int row in line.Amount.Rows) builder.Add(row).Add(line.Amount.Slope(row));
            }
        }

        return builder.Finish();
    }

    /// <summary>The ledger as text for people.</summary>
    /// <returns>Several lines.</returns>
    public string Explain() => LedgerText.Of(this);

    /// <summary>The result in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{RuleBook.Name}: initial {Initial:#,0.######} {Currency}, maintenance {Maintenance:#,0.######} {Currency}, excess {Excess:#,0.######} {Currency}");
}
