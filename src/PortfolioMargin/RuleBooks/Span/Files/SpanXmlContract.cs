using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Elements of a contract or of a series, as far as they have been read.</summary>
internal sealed class SpanXmlContract(SpanXmlCursor cursor, SpanFileBuilder builder)
{
    private DateOnly? _settlement;
    private double? _years;
    private double? _priceScan;
    private double? _priceScanPercentage;
    private double? _volatilityScan;
    private double? _volatilityScanPercentage;
    private double? _plainDelta;
    private double? _arrayDelta;
    private bool _isChosenArray;

    /// <summary>Line that the element begins on.</summary>
    public long Row { get; init; }

    public string Id { get; private set; } = "";

    public SpanPeriod Period { get; private set; }

    public OptionRight? Right { get; private set; }

    public double? Strike { get; private set; }

    public double? Price { get; private set; }

    public double? Volatility { get; private set; }

    public double? Multiplier { get; private set; }

    /// <summary>The delta of the array, else that of the contract.</summary>
    public double? Delta => _arrayDelta ?? _plainDelta;

    public double[]? Losses { get; private set; }

    public List<(string Exchange, string Family, string Contract)> Underlyings { get; } = [];

    /// <summary>Reads all elements of the current one.</summary>
    public void Read()
    {
        int depth = cursor.Depth;
        while (cursor.Next(depth)) Element();
    }

    public void Element()
    {
        switch (cursor.Name)
        {
            case "cId": Id = cursor.Code(); break;
            case "pe": Period = cursor.Period(); break;
            case "setlDate": _settlement = cursor.Date(); break;
            case "o": Right = cursor.Characters() is var right && right is "C" ? OptionRight.Call : right is "P" ? OptionRight.Put : throw cursor.Error("expected C or P", right); break;
            case "k": Strike = cursor.Number(); break;
            case "p": Price = cursor.Number(); break;
            case "d": _plainDelta = cursor.Number(); break;
            case "v": Volatility = cursor.Number(); break;
            case "t": _years = cursor.Number(); break;
            case "cvf": Multiplier = cursor.Number() is > 0 and var factor ? factor : null; break;
            case "sc": Scaling(); break;
            case "scanRate": ScanRate(); break;
            case "undC": Underlying(); break;
            case "ra": Array(); break;
            case "val" or "svf" or "pq" or "volSrc" or "intrRate" or "divRate" or "isin" or "desc" or "type" or "subType": cursor.Skip(); break;
            default: cursor.Unknown(); break;
        }
    }

    /// <summary>What all contracts of the period share.</summary>
    public SpanSeriesSlot Slot() => new()
    {
        Value = new(
            _settlement, 1, Multiplier,
            _priceScanPercentage is > 0 ? _priceScanPercentage : _priceScan, _priceScanPercentage is > 0,
            _volatilityScanPercentage is > 0 ? _volatilityScanPercentage : _volatilityScan, _volatilityScanPercentage is > 0,
            Volatility, _years),
    };

    private void Scaling()
    {
        if (cursor.Number() is var scaling && scaling != 1)
            builder.Findings.Warn("contract-scaling", "contract or series with a scaling factor (sc) other than 1, which has no public description and is not used", Invariant($"row {cursor.Row}"));
    }

    private void ScanRate()
    {
        int depth = cursor.Depth;
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "r": cursor.Skip(); break;
                case "priceScan": _priceScan = cursor.Number(); break;
                case "priceScanPct": _priceScanPercentage = cursor.Number(); break;
                case "volScan": _volatilityScan = cursor.Number(); break;
                case "volScanPct": _volatilityScanPercentage = cursor.Number(); break;
                default: cursor.Unknown(); break;
            }
        }
    }

    private void Underlying()
    {
        builder.Count(cursor.Row);
        int depth = cursor.Depth;
        (string exchange, string family, string contract) = ("", "", "");
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "exch": exchange = cursor.Code(); break;
                case "pfId": family = cursor.Code(); break;
                case "cId": contract = cursor.Code(); break;
                case "s" or "i": cursor.Skip(); break;
                default: cursor.Unknown(); break;
            }
        }

        Underlyings.Add((exchange, family, contract));
    }

    /// <summary>A risk array; of several, the one with the chosen rate number, else the first.</summary>
    private void Array()
    {
        int depth = cursor.Depth, number = builder.Options.RateNumber, count = 0;
        double[] losses = new double[16];
        double? delta = null;
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "r": number = cursor.Whole(); break;
                case "a" when count < losses.Length: losses[count++] = cursor.Number(); break;
                case "a": throw cursor.Place.Error("the risk array has more than 16 values");
                case "d": delta = cursor.Number(); break;
                default: cursor.Unknown(); break;
            }
        }

        if (count != losses.Length) throw cursor.Place.Error(Invariant($"the risk array has {count} values; expected 16"));
        bool chosen = number == builder.Options.RateNumber;
        if (Losses is not null && !(chosen && !_isChosenArray)) return;
        (Losses, _arrayDelta, _isChosenArray) = (losses, delta, chosen);
    }
}
