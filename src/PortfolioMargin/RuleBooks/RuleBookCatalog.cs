using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>A rule book as a catalog offers it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dates">Dates of its shipped parameter sets, ascending; empty where the parameters are the user's.</param>
/// <param name="Create">Makes the rule of a date with changes as a JSON object.</param>
public sealed record RuleBookEntry(string Name, ImmutableArray<DateOnly> Dates, Func<DateOnly, string, IRuleBook> Create);

/// <summary>Rule books by name, for files and command lines. Immutable; a stranger adds their own.</summary>
public sealed class RuleBookCatalog
{
    private readonly ImmutableSortedDictionary<string, RuleBookEntry> _entries;

    private RuleBookCatalog(ImmutableSortedDictionary<string, RuleBookEntry> entries) => _entries = entries;

    /// <summary>The rule books of this library.</summary>
    public static RuleBookCatalog Shipped { get; } = new RuleBookCatalog(ImmutableSortedDictionary.Create<string, RuleBookEntry>(StringComparer.Ordinal))
        .With(new("Deribit", DeribitRuleBook.ParameterDates, DeribitRuleBook.AsOf))
        .With(new("DeribitStandard", DeribitStandardRuleBook.ParameterDates, DeribitStandardRuleBook.AsOf))
        .With(new("DerivePmrm", DerivePmrmRuleBook.ParameterDates, DerivePmrmRuleBook.AsOf))
        .With(new("DerivePmrm2", DerivePmrm2RuleBook.ParameterDates, DerivePmrm2RuleBook.AsOf))
        .With(new("DeriveStandard", DeriveStandardRuleBook.ParameterDates, DeriveStandardRuleBook.AsOf))
        .With(new("HistoricalSimulation", [], HistoricalSimulationRuleBook.AsOf))
        .With(new("HouseGrid", [], HouseGridRuleBook.Load))
        .With(new("MonteCarlo", [], MonteCarloRuleBook.AsOf))
        .With(new("Okx", OkxRuleBook.ParameterDates, OkxRuleBook.AsOf))
        .With(new("Paradex", ParadexRuleBook.ParameterDates, ParadexRuleBook.AsOf))
        .With(new("ParadexCross", ParadexCrossRuleBook.ParameterDates, ParadexCrossRuleBook.AsOf))
        .With(new("RegT", [], RegTRuleBook.AsOf))
        .With(new("Span", [], SpanRuleBook.AsOf))
        .With(new("Tims", [], TimsRuleBook.AsOf))
        .With(new("TimsDealer", [], TimsRuleBook.Dealer))
        .With(new("TimsMarketMaker", [], TimsRuleBook.MarketMaker));

    /// <summary>The entries, in ordinal order of names.</summary>
    public IEnumerable<RuleBookEntry> Entries => _entries.Values;

    /// <summary>This catalog and a further rule book.</summary>
    /// <param name="entry">The rule book.</param>
    /// <returns>The larger catalog.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public RuleBookCatalog With(RuleBookEntry entry) => _entries.ContainsKey(Guard.NotNull(entry, nameof(entry)).Name)
        ? throw new ArgumentException($"The catalog already has a rule book {entry.Name}; choose another name.", nameof(entry))
        : new(_entries.Add(entry.Name, entry));

    /// <summary>A rule book by name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="date">Date of its parameters; absent: the latest.</param>
    /// <param name="changes">Changes as a JSON object; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="ArgumentException">There is no such rule book; the message lists those that exist.</exception>
    public IRuleBook Create(string name, DateOnly? date = null, string changes = "{}")
    {
        if (!_entries.TryGetValue(Guard.Text(name, nameof(name)), out var entry))
            throw new ArgumentException($"There is no rule book \"{name}\"; known are {string.Join(", ", _entries.Keys)}.", nameof(name));
        if (date is null && entry.Dates.IsEmpty)
            throw new ArgumentException(Invariant($"The parameters of {name} are the user's; state their date."), nameof(date));
        return entry.Create(date ?? entry.Dates[^1], changes);
    }
}
