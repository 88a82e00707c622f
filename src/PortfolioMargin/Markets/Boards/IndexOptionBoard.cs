using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Closing prices of European index options, as a market snapshot. Either everything has been read, or an exception was thrown.
/// <para>Columns: <c>#expiry</c> (20160115), <c>strike</c>, <c>right</c> (C or P), <c>close</c>, and if there <c>implied_volatility</c>; others are left alone. A row without
/// expiry is the index. What the file does not say is stated in <see cref="IndexOptionTerms"/>.</para>
/// <para>The forward of an expiry is the one at which its calls and puts agree (put-call parity; a strike with one of both takes the other's volatility between its
/// neighbours), or follows from the yield where one is stated. The yield of the index is the one that fits all forwards best; expiries without enough calls and puts use it.</para>
/// <para>Volatilities are implied from the closing prices on those forwards; a stated one is only compared. A smile has one point per strike: of the option out of
/// the money, else of the other. Every used row is a quote.</para></summary>
public sealed class IndexOptionBoard
{
    private readonly Dictionary<string, Instrument> _instruments;

    internal IndexOptionBoard(MarketSnapshot snapshot, ImmutableArray<Diagnostic> diagnostics, long rowCount, ImmutableArray<VanillaOption> options)
    {
        (Snapshot, Diagnostics, RowCount, Options) = (snapshot, diagnostics, rowCount, options);
        _instruments = options.ToDictionary(option => option.ToString(), Instrument (option) => option, StringComparer.Ordinal);
    }

    /// <summary>The market that the board describes.</summary>
    public MarketSnapshot Snapshot { get; }

    /// <summary>What a careful user would check, with counts and examples.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Rows read.</summary>
    public long RowCount { get; }

    /// <summary>The options of the used rows, in canonical order.</summary>
    public ImmutableArray<VanillaOption> Options { get; }

    /// <summary>An option by its text, such as "SPX 2016-01-15 14:30Z 2010 call (x 100)"; for <see cref="PositionsFile"/>.</summary>
    /// <param name="name">The text.</param>
    /// <returns>The option; <see langword="null"/> where the board does not have it.</returns>
    public Instrument? Find(string name) => _instruments.GetValueOrDefault(Guard.NotNull(name, nameof(name)));

    /// <summary>Reads a board.</summary>
    /// <param name="stream">UTF-8 text; left open.</param>
    /// <param name="terms">What the file does not say.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The board.</returns>
    /// <exception cref="MarginFormatException">The text is not such a board, has no usable row, no index level or no way to forwards.</exception>
    public static IndexOptionBoard FromCsv(Stream stream, IndexOptionTerms terms, ReadingOptions? options = null, CancellationToken cancellation = default)
    {
        using var text = TextSource.Text(stream);
        return FromCsv(text, terms, options, cancellation);
    }

    /// <summary>Reads a board, as from a stream.</summary>
    /// <param name="reader">The text; left open.</param>
    /// <param name="terms">What the file does not say.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The board.</returns>
    /// <exception cref="MarginFormatException">The text is not such a board, has no usable row, no index level or no way to forwards.</exception>
    public static IndexOptionBoard FromCsv(TextReader reader, IndexOptionTerms terms, ReadingOptions? options = null, CancellationToken cancellation = default)
    {
        Guard.NotNull(reader, nameof(reader));
        options ??= ReadingOptions.Default;
        var assembly = new IndexBoardAssembly(Guard.NotNull(terms, nameof(terms)), options);
        foreach (var row in IndexOptionReader.Rows(reader, options, cancellation)) assembly.Add(row);
        return assembly.Finish();
    }
}
