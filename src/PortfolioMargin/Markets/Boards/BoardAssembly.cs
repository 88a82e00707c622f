using System.Runtime.InteropServices;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Gathers rows and makes a snapshot of them. The rules are stated at <see cref="DeribitBoard"/>.</summary>
internal sealed class BoardAssembly(ReadingOptions options)
{
    private const double MovedForward = 1e-4; // 1 basis point
    private readonly List<DeribitBoardRow> _used = [];
    private readonly Dictionary<DeribitInstrumentName, long> _names = [];
    private readonly BoardFinding _incomplete = new(DiagnosticSeverity.Warning, "skipped-rows", "rows lack forward, implied volatility or mark price and are not used");
    private readonly BoardFinding _noOption = new(DiagnosticSeverity.Information, "not-options", "rows are futures or perpetuals and are not used");
    private readonly BoardFinding _expired = new(DiagnosticSeverity.Warning, "expired-rows", "rows are at or past their expiry at the time of the board and are not used");
    private readonly BoardFinding _crossed = new(DiagnosticSeverity.Warning, "crossed-quotes", "rows bid more than they ask");
    private readonly BoardFinding _stale = new(DiagnosticSeverity.Warning, "stale-rows", Invariant($"rows are at least {options.StaleAfter} older than the latest row"));
    private readonly BoardFinding _twoVolatilities = new(DiagnosticSeverity.Information, "call-put-volatility", "strikes state different volatilities for call and put; the one out of the money is used");
    private readonly BoardFinding _moved = new(DiagnosticSeverity.Information, "forward-moved", "expiries have rows whose forwards differ by more than 1 basis point; the median is used");
    private readonly BoardFinding _unusual = new(DiagnosticSeverity.Warning, "unusual-volatility", "underlyings have a median volatility outside 5 % to 500 %, which looks like a slip of unit");
    private readonly BoardVolatilities _volatilities = new(options.VolatilityTolerance);
    private readonly List<Diagnostic> _diagnostics = [];
    private long _rows;
    private int _strikes;
    private int _expiries;

    public void Add(DeribitBoardRow row)
    {
        Numerics.Guard.NotNull(row, nameof(row));
        _rows++;
        ref long first = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, row.Name, out bool known);
        if (known)
            throw new TextPlace(options.SourceName, row.Row, "instrument_name").Error(Invariant($"The instrument is already stated in row {first}; state each instrument once."), row.Name.ToString());
        first = row.Row;

        if (row.Name.Kind != DeribitInstrumentKind.Option) _noOption.Add(row.Name.ToString());
        else if (Lacking(row) is { } lacking) _incomplete.Add($"{row.Name} ({lacking})");
        else _used.Add(row);
    }

    public DeribitBoard Finish()
    {
        if (_rows == 0) throw new MarginFormatException("There is no data: the board has a frame but no rows.", options.SourceName);
        if (_used.Count > 0) TakeExpiredOut();
        if (_used.Count == 0) throw new MarginFormatException(Invariant($"None of the {_rows} rows is an unexpired option with forward, implied volatility and mark price; a market cannot be made of them."), options.SourceName);

        _used.Sort(static (left, right) => Compare(left.Name, right.Name));
        var time = _used.Max(row => row.Time);
        foreach (var row in _used) Look(row, time);
        for (int i = 0; i < _used.Count; i++) _used[i] = _volatilities.Held(_used[i]);
        var snapshot = MarketSnapshot.At(time);
        foreach (var underlying in _used.GroupBy(row => row.Name.Underlying)) snapshot = snapshot.With(Market([.. underlying]));
        snapshot = snapshot.With(_used.Select(row => (row.Name.ToInstrument(), new Quote(row.Mark, row.Delta) { Time = row.Time })));
        Report();
        return new(snapshot, [.. _diagnostics], _rows, _used.Count);
    }

    private static string? Lacking(DeribitBoardRow row)
    {
        if (row.Forward is null) return "no forward";
        if (row.ImpliedVolatility is null) return row.Mark is null ? "no volatility, no mark" : "no volatility";
        return row.Mark is null ? "no mark" : null;
    }

    private void TakeExpiredOut()
    {
        var time = _used.Max(row => row.Time);
        foreach (var row in _used.Where(row => row.Name.Expiry <= time)) _expired.Add(row.Name.ToString());
        _used.RemoveAll(row => row.Name.Expiry <= time);
    }

    private void Look(DeribitBoardRow row, DateTimeOffset time)
    {
        if (row.Bid > row.Ask) _crossed.Add(Invariant($"{row.Name} ({row.Bid:R} over {row.Ask:R})"));
        if (time - row.Time >= options.StaleAfter) _stale.Add(Invariant($"{row.Name} ({row.Time:yyyy-MM-dd HH:mm:ss}Z)"));
    }

    private UnderlyingMarket Market(DeribitBoardRow[] rows)
    {
        var underlying = rows[0].Name.Underlying;
        if (rows.FirstOrDefault(row => row.Name.IsInverse != rows[0].Name.IsInverse) is { } other)
        {
            throw new TextPlace(options.SourceName, other.Row, "instrument_name").Error(
                $"The board quotes {underlying} both in {rows[0].Name.QuoteCurrency} and in {other.Name.QuoteCurrency}; read inverse and linear instruments of one coin as two boards.", other.Name.ToString());
        }

        double[] indices = [.. rows.Where(row => row.Index is not null).Select(row => row.Index!.Value)];
        if (indices.Length == 0) throw new MarginFormatException($"No row of {underlying} states an index price, so it has no spot price.", options.SourceName);
        double typical = Median(rows.Select(row => row.ImpliedVolatility!.Value));
        if (typical is < 0.05 or > 5) _unusual.Add(Invariant($"{underlying} (median {typical:R})"));
        return new(underlying, Median(indices))
        {
            Currency = rows[0].Name.QuoteCurrency,
            Time = rows.Max(row => row.Time),
            Expiries = [.. rows.GroupBy(row => row.Name.Expiry!.Value).Select(group => Expiry([.. group]))],
        };
    }

    private ExpiryMarket Expiry(DeribitBoardRow[] rows)
    {
        _expiries++;
        double forward = Median(rows.Select(row => row.Forward!.Value));
        double low = rows.Min(row => row.Forward!.Value), high = rows.Max(row => row.Forward!.Value);
        var name = rows[0].Name;
        if (high / low - 1 > MovedForward) _moved.Add(Invariant($"{name.Underlying} {name.Expiry:yyyy-MM-dd} ({low:R} to {high:R})"));
        double[] rates = [.. rows.Where(row => row.Rate is not null).Select(row => row.Rate!.Value)];
        return new(name.Expiry!.Value)
        {
            Forward = forward,
            Rate = rates.Length == 0 ? null : Median(rates),
            Volatility = new SmileVolatility([.. rows.GroupBy(row => row.Name.Strike).Select(strike => (strike.Key, Point([.. strike], forward)))]),
        };
    }

    /// <summary>The volatility of a strike: the only one, or that of the option out of the money.</summary>
    private double Point(DeribitBoardRow[] rows, double forward)
    {
        _strikes++;
        double first = rows[0].ImpliedVolatility!.Value;
        if (rows.Length == 1 || rows[1].ImpliedVolatility == first) return first;
        var right = rows[0].Name.Strike >= forward ? OptionRight.Call : OptionRight.Put;
        _twoVolatilities.Add(Invariant($"{rows[0].Name} {first:R} and {(rows[1].Name.Right == OptionRight.Call ? "call" : "put")} {rows[1].ImpliedVolatility:R}"));
        return rows.First(row => row.Name.Right == right).ImpliedVolatility!.Value;
    }

    private void Report()
    {
        _incomplete.Report(_diagnostics, _rows);
        _expired.Report(_diagnostics, _rows);
        _crossed.Report(_diagnostics, _rows);
        _stale.Report(_diagnostics, _rows);
        _volatilities.Report(_diagnostics, _used.Count);
        _unusual.Report(_diagnostics, _used.Select(row => row.Name.Underlying).Distinct().Count());
        _twoVolatilities.Report(_diagnostics, _strikes);
        _moved.Report(_diagnostics, _expiries);
        _noOption.Report(_diagnostics, _rows);
    }

    private static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
    }

    private static int Compare(DeribitInstrumentName left, DeribitInstrumentName right)
    {
        int order = left.Underlying.CompareTo(right.Underlying);
        if (order == 0) order = Nullable.Compare(left.Expiry, right.Expiry);
        if (order == 0) order = left.Strike.CompareTo(right.Strike);
        if (order == 0) order = left.Right.CompareTo(right.Right);
        return order == 0 ? right.IsInverse.CompareTo(left.IsInverse) : order;
    }
}
