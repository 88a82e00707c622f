using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Gathers rows and makes a snapshot of them. The rules are stated at <see cref="IndexOptionBoard"/>.</summary>
internal sealed class IndexBoardAssembly(IndexOptionTerms terms, ReadingOptions options)
{
    private readonly SortedDictionary<DateTimeOffset, IndexBoardExpiry> _expiries = [];
    private readonly BoardFinding _incomplete = new(DiagnosticSeverity.Warning, "skipped-rows", "rows state no closing price above 0 and are not used");
    private readonly BoardFinding _expired = new(DiagnosticSeverity.Warning, "expired-rows", "rows are at or past their expiry at the time of the board and are not used");
    private readonly BoardFinding _unpaired = new(DiagnosticSeverity.Information, "forward-from-yield", "expiries lack calls and puts that imply a forward; the index's yield gives it");
    private double? _spot = terms.Spot;
    private long? _indexRow;
    private long _rows;

    public void Add(in IndexOptionRow row)
    {
        _rows++;
        if (row.Expiry is not { } day)
        {
            TakeIndex(row);
            return;
        }

        DateTimeOffset expiry = new(day, terms.ExpiresAt, TimeSpan.Zero);
        string name = Invariant($"{day:yyyy-MM-dd} {row.Strike:R} {(row.Right == OptionRight.Call ? "call" : "put")}");
        if (!_expiries.TryGetValue(expiry, out var group)) _expiries.Add(expiry, group = new(expiry, (expiry - terms.Time).TotalDays / 365));
        if (group.Seen(row) is { } first) throw new TextPlace(options.SourceName, row.Row, "strike").Error(Invariant($"The option is already stated in row {first}; state each option once."), name);
        if (expiry <= terms.Time) _expired.Add(name);
        else if (row.Close is not > 0) _incomplete.Add(name);
        else Use(row, group);
    }

    public IndexOptionBoard Finish()
    {
        if (_rows == 0) throw new MarginFormatException("There is no data: the board has a header but no rows.", options.SourceName);
        if (_spot is not { } spot) throw new MarginFormatException($"The file has no row of the index itself (one without expiry); state the level of {terms.Underlying} in the terms.", options.SourceName);
        List<IndexBoardExpiry> expiries = [.. _expiries.Values.Where(expiry => expiry.HasOptions)];
        if (expiries.Count == 0) throw new MarginFormatException(Invariant($"None of the {_rows} rows is an unexpired option with a closing price above 0; a market cannot be made of them."), options.SourceName);
        double carry = Carry(expiries, spot);
        var volatilities = new IndexBoardVolatilities(options.VolatilityTolerance);
        var index = new UnderlyingMarket(terms.Underlying, spot) { Rate = terms.Rate, Carry = carry, Time = terms.Time, Expiries = [.. expiries.Select(expiry => expiry.Market(terms.Rate, volatilities)).OfType<ExpiryMarket>()] };
        var quotes = expiries.SelectMany(expiry => expiry.Quotes(terms)).ToList();
        return new(MarketSnapshot.At(terms.Time).With(index).With(quotes.Select(quote => ((Instrument)quote.Option, quote.Quote))), [.. Report(expiries, spot, carry, volatilities)], _rows, [.. quotes.Select(quote => quote.Option).Order()]);
    }

    private void Use(in IndexOptionRow row, IndexBoardExpiry group)
    {
        double exponent = Math.Max(Math.Abs(terms.Rate), Math.Abs(terms.Rate - (terms.Carry ?? 0))) * group.Years;
        if (exponent > MarketBounds.LargestExponent)
            throw new TextPlace(options.SourceName, row.Row, "#expiry").Error(Invariant($"Growth over {group.Years:0.#} years at rate {terms.Rate:R} and yield {terms.Carry ?? 0:R} is not representable; check the day, and that rates are fractions."));
        if (!double.IsFinite(group.Use(row, terms.Rate)))
            throw new TextPlace(options.SourceName, row.Row, "close").Error("The price carried to expiry leaves the range of a double; check the price.", row.Close!.Value);
    }

    private void TakeIndex(in IndexOptionRow row)
    {
        if (row.Close is not > 0) throw new TextPlace(options.SourceName, row.Row, "close").Error("The row without expiry is the index and needs a close above 0.");
        if (_indexRow is { } first) throw new TextPlace(options.SourceName, row.Row, "#expiry").Error(Invariant($"The index is already stated in row {first}; state it once."));
        _indexRow = row.Row;
        _spot ??= row.Close;
    }

    /// <summary>The yield that fits ln(F/S) = (rate - yield) years best by least squares, so that long expiries, where a forward says most about a yield, weigh most.</summary>
    private double Carry(List<IndexBoardExpiry> expiries, double spot)
    {
        if (terms.Carry is null)
            foreach (var expiry in expiries) expiry.TakeParity(spot, terms.Rate);
        var paired = expiries.Where(expiry => expiry.Forward is not null).ToList();
        if (terms.Carry is null && paired.Count == 0)
            throw new MarginFormatException("No expiry has calls and puts that imply a forward; state the dividend yield (Carry) in the terms.", options.SourceName);
        double carry = terms.Carry ?? terms.Rate - (paired.Sum(expiry => expiry.Years * Elementary.Log(expiry.Forward!.Value / spot)) / paired.Sum(expiry => expiry.Years * expiry.Years));
        foreach (var expiry in expiries.Where(expiry => expiry.Forward is null))
        {
            expiry.Forward = spot * Elementary.Exp((terms.Rate - carry) * expiry.Years);
            if (terms.Carry is null) _unpaired.Add(Invariant($"{expiry.Expiry:yyyy-MM-dd}"));
        }

        return carry;
    }

    private List<Diagnostic> Report(List<IndexBoardExpiry> expiries, double spot, double carry, IndexBoardVolatilities volatilities)
    {
        var diagnostics = new List<Diagnostic>();
        _incomplete.Report(diagnostics, _rows);
        _expired.Report(diagnostics, _rows);
        _unpaired.Report(diagnostics, expiries.Count);
        volatilities.Report(diagnostics);
        if (terms.Carry is null)
        {
            var each = expiries.Where(expiry => expiry.Pairs > 0).Select(expiry => Invariant($"{expiry.Expiry:yyyy-MM-dd} {expiry.Forward:0.00} ({expiry.Yield(expiry.Forward!.Value, spot, terms.Rate) * 100:0.00} %, {expiry.Pairs} options)"));
            diagnostics.Add(Diagnostic.Information("forwards-implied", Invariant($"Forwards and their yields at rate {terms.Rate * 100:R} %, from put-call parity: {string.Join(", ", each)}. Options valued from the index use one yield, {carry * 100:0.00} %.")));
        }

        return diagnostics;
    }
}
