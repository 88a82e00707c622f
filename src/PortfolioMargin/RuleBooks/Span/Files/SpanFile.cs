using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>A clearing house's daily SPAN file: contracts with their risk arrays, and the parameters of the rule book. Immutable.</summary>
/// <example><code>
/// var file = SpanFile.Read(stream);
/// var calculator = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer);
/// var result = calculator.Calculate(portfolio, file.Market);
/// </code></example>
public sealed class SpanFile
{
    private readonly Dictionary<Instrument, SpanFileContract> _contracts;
    private readonly SpanScalings _scalings;
    private readonly Lazy<TabulatedRevaluer> _revaluer;
    private readonly Lazy<MarketSnapshot> _market;

    private SpanFile(SpanFileBuilder builder, SpanFileParts parts)
    {
        (_contracts, _scalings) = (parts.Instruments, parts.Scalings);
        (Organization, BusinessDate, IsSettlement) = (builder.Organization, builder.BusinessDate, builder.IsSettlement);
        Products = [.. builder.Products];
        Contracts = [.. builder.Contracts];
        Commodities = [.. parts.Commodities];
        InterCommoditySpreads = [.. builder.Spreads];
        Groups = [.. builder.Groups.Select(group => new SpanFileGroup(group.Key, [.. group.Value]))];
        Parameters = parts.Parameters;
        Diagnostics = builder.Findings.ToDiagnostics();
        // A failure is not kept: whoever asks again gets the sentence again, and a passing want of memory passes.
        _revaluer = new(() => new(_contracts.Select(entry => KeyValuePair.Create(entry.Key, Published(entry.Value)))), LazyThreadSafetyMode.PublicationOnly);
        _market = new(Snapshot, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Acronym of the clearing organization.</summary>
    public string Organization { get; }

    /// <summary>Business date of the file.</summary>
    public DateOnly BusinessDate { get; }

    /// <summary>Whether it is a settlement file; otherwise one of the day.</summary>
    public bool IsSettlement { get; }

    /// <summary>The products, in the order of the file.</summary>
    public ImmutableArray<SpanFileProduct> Products { get; }

    /// <summary>The contracts, in the order of the file.</summary>
    public ImmutableArray<SpanFileContract> Contracts { get; }

    /// <summary>The combined commodities, in the order of the file.</summary>
    public ImmutableArray<SpanFileCommodity> Commodities { get; }

    /// <summary>Spreads between combined commodities, in the order of the file.</summary>
    public ImmutableArray<SpanFileSpread> InterCommoditySpreads { get; }

    /// <summary>Groups of combined commodities; empty where the file states none.</summary>
    public ImmutableArray<SpanFileGroup> Groups { get; }

    /// <summary>The parameters of the rule book, for the account type of the options. What the rule book does not know is left out of them, and named by the diagnostics.</summary>
    public SpanParameters Parameters { get; }

    /// <summary>What was read but not used, met but not known, or left out; each with its count and first places.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The risk arrays and composite deltas of all instruments; made on first use.</summary>
    public TabulatedRevaluer Revaluer => _revaluer.Value;

    /// <summary>The settlement prices of all instruments, at the beginning of the business date in UTC, reported in the currency that most combined commodities have. A file states no
    /// values of currencies that the rule book could use; add those of other ones (<see cref="MarketSnapshot.With(Currency, double, double)"/>). Made on first use.</summary>
    public MarketSnapshot Market => _market.Value;

    /// <summary>Reads a file. PA2 (expanded unpacked) and XML are told apart by their first byte.</summary>
    /// <param name="stream">The file, not compressed; read once, to its end, and left open.</param>
    /// <param name="options">Limits and choices; <see cref="SpanReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellationToken">Ends the reading, and the checks that follow the last byte.</param>
    /// <returns>The file, whole.</returns>
    /// <exception cref="MarginFormatException">The bytes are not such a file, or break a limit; the message names record and columns, or line and element, the value and what was expected.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static SpanFile Read(Stream stream, SpanReadingOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= SpanReadingOptions.Default;
        var input = new SpanInput(Guard.NotNull(stream, nameof(stream)), options, cancellationToken);
        var builder = new SpanFileBuilder(options);
        input.Detect();
        if (input.IsXml) SpanXmlReader.Read(input, builder);
        else Pa2Reader.Read(input, builder);
        return new(builder, new(builder, cancellationToken));
    }

    /// <summary>The contract of an instrument.</summary>
    /// <param name="instrument">An instrument.</param>
    /// <returns>Its contract; none where the file has none with these terms.</returns>
    public SpanFileContract? Find(Instrument instrument) => _contracts.GetValueOrDefault(Guard.NotNull(instrument, nameof(instrument)));

    /// <summary>The array of a contract, profit positive: the one place where the sign of the file is turned.</summary>
    private PublishedArray Published(SpanFileContract contract) =>
        new(SpanScenarios.Scan, [.. contract.Losses.Select(loss => 0.0 - loss)], _scalings.Delta(contract), SpanScenarios.CompositeDelta);

    private MarketSnapshot Snapshot()
    {
        string? currency = Commodities.Select(commodity => commodity.Currency).Where(code => code.Length > 0)
            .GroupBy(code => code, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
        var market = MarketSnapshot.At(new DateTimeOffset(BusinessDate.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        if (currency is not null) market = market.ReportIn(new(currency));
        return market.With(_contracts.Where(entry => entry.Value.Price is not null).Select(entry => (entry.Key, new Quote(entry.Value.Price))));
    }
}
