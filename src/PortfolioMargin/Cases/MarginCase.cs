using System.Text.Json;
using PortfolioMargin.Numerics;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin;

/// <summary>Everything that a requirement depends on, and what it should be: golden test, audit record, bug report, reconciliation. Read and written as JSON,
/// strictly: an unknown property is an error that names it.</summary>
public sealed class MarginCase
{
    private readonly CaseDocument _document;
    private readonly CaseTables _tables;

    internal MarginCase(CaseDocument document)
    {
        _document = document;
        Market = CaseReader.Market(document);
        Account = CaseReader.Account(document);
        _tables = CaseReader.Tables(document);
    }

    /// <summary>Name of the case.</summary>
    public string Name => _document.Name;

    /// <summary>Where its numbers come from.</summary>
    public string Source => _document.Source;

    /// <summary>The rule book's name.</summary>
    public string RuleBook => _document.RuleBook.Name;

    /// <summary>Date of the rule book's parameters.</summary>
    public DateOnly AsOf => _document.RuleBook.AsOf;

    /// <summary>Parameters that differ from the shipped set, as a JSON object.</summary>
    public string Parameters => _document.RuleBook.Parameters?.GetRawText() ?? "{}";

    /// <summary>The market.</summary>
    public MarketSnapshot Market { get; }

    /// <summary>The account.</summary>
    public Account Account { get; }

    internal CaseExpectation Expected => _document.Expected;

    internal CaseTolerance Tolerance => _document.Tolerance;

    /// <summary>Reads a case.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <returns>The case.</returns>
    /// <exception cref="MarginFormatException">The text does not follow the format; the message names the property.</exception>
    public static MarginCase Parse(string json, string source = "margin case")
    {
        Guard.NotNull(json, nameof(json));
        if (string.IsNullOrWhiteSpace(json)) throw new MarginFormatException("no data; expected a JSON object", source);
        try
        {
            var document = JsonSerializer.Deserialize(json.TrimStart('\uFEFF'), CaseJson.Default.CaseDocument)
                ?? throw new MarginFormatException("the case is null; expected a JSON object", source);
            return new(document);
        }
        catch (JsonException problem)
        {
            throw new MarginFormatException(problem.Message, source, (problem.LineNumber ?? -1) + 1, problem.Path ?? "", innerException: problem);
        }
        catch (ArgumentException problem)
        {
            throw new MarginFormatException(problem.Message, source, innerException: problem);
        }
    }

    /// <summary>A result as a case that expects exactly its numbers.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">Name of the case.</param>
    /// <param name="notes">What the case shows.</param>
    /// <returns>The case, with zero tolerance.</returns>
    public static MarginCase Of(MarginResult result, string name, string notes = "") =>
        new(CaseWriter.Document(Guard.NotNull(result, nameof(result)), Guard.Text(name, nameof(name)), notes));

    /// <summary>The case as JSON, numbers shortest round-trip, lines ended by a line feed.</summary>
    /// <returns>The text.</returns>
    public string Write() => JsonSerializer.Serialize(_document, CaseJson.Default.CaseDocument) + "\n";

    /// <summary>Calculates the case.</summary>
    /// <param name="catalog">Where its rule book is looked up; absent: the shipped ones.</param>
    /// <returns>The result.</returns>
    /// <exception cref="MarginFormatException">A position states a published risk array that does not fit the scenarios of the rule book.</exception>
    public MarginResult Run(RuleBookCatalog? catalog = null)
    {
        var ruleBook = (catalog ?? RuleBookCatalog.Shipped).Create(RuleBook, AsOf, Parameters);
        return new MarginCalculator(ruleBook, revaluer: _tables.For(ruleBook, Market)).Calculate(Account, Market);
    }

    /// <summary>Calculates the case and compares every number that it expects.</summary>
    /// <param name="catalog">Where its rule book is looked up; absent: the shipped ones.</param>
    /// <returns>Line by line what agrees; what went wrong when it could not be calculated.</returns>
    public CaseReport Check(RuleBookCatalog? catalog = null)
    {
        try
        {
            return CaseChecker.Compare(this, Run(catalog));
        }
        catch (Exception problem) when (problem is MarginException or ArgumentException or OverflowException)
        {
            return new(this, [], problem.Message);
        }
    }
}
