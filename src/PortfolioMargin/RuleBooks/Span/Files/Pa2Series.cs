namespace PortfolioMargin.RuleBooks;

/// <summary>What contracts of one period share (B records).</summary>
internal sealed class Pa2Series(SpanFileBuilder builder)
{
    private const double AllNines = 99.999999;
    private readonly Dictionary<string, SpanSeriesSlot> _slots = new(StringComparer.Ordinal);
    private readonly byte[] _lastName = new byte[32];
    private SpanSeriesSlot? _last;

    public void Series(Pa2Line line)
    {
        builder.Count(line.Row);
        _ = Pa2Products.Type(line, 16);
        _ = (line.Period(19, 25, "future period"), line.Period(28, 34, "option period"));
        var slot = Slot(line, 16, 19, 28);
        double? volatility = line.Decimal(37, 44, 6, "base volatility");
        var series = new SpanFileSeries(
            line.Date(92, "settlement date"),
            line.Decimal(86, 91, 4, "delta scaling factor") ?? 1,
            OwnMultiplier(line),
            Scaled(line, line.Number(53, 57, "price scan range"), 166, 0),
            line.Letter(165) == 'P',
            Scaled(line, line.Decimal(45, 52, 6, "volatility scan range"), 149, 151),
            line.Letter(164) == 'P',
            volatility == AllNines ? null : Scaled(line, volatility, 146, 148),
            line.Decimal(73, 79, 6, "time to expiry"));
        slot.Value = slot.Value is { } known ? Agreed(line, known, series) : series;
    }

    /// <summary>A series may be stated several times with other volatilities, of calls and of puts; in all else the records must agree. The first one is kept.</summary>
    private SpanFileSeries Agreed(Pa2Line line, SpanFileSeries known, SpanFileSeries series)
    {
        if (series with { Volatility = known.Volatility } != known) throw line.Error("the series is there twice, with different terms; expected each once");
        if (series != known) builder.Findings.Note("series-twice", "series stated again with another base volatility, which is not used", line.Place);
        return known;
    }

    /// <summary>The place of the series that a record names; contracts may come before their series.</summary>
    /// <param name="line">A record.</param>
    /// <param name="type">Column of the product type.</param>
    /// <param name="future">Column of the future's period.</param>
    /// <param name="option">Column of the option's period.</param>
    public SpanSeriesSlot Slot(Pa2Line line, int type, int future, int option)
    {
        Span<byte> name = stackalloc byte[32];
        name.Fill((byte)' ');
        line.Raw(3, 15).CopyTo(name);
        line.Raw(type, type + 2).CopyTo(name[13..]);
        Write(line, future, name.Slice(16, 8));
        Write(line, option, name.Slice(24, 8));
        if (_last is not null && name.SequenceEqual(_lastName)) return _last;
        name.CopyTo(_lastName);
        string key = System.Text.Encoding.ASCII.GetString(name);
        if (!_slots.TryGetValue(key, out _last)) _slots[key] = _last = new();
        return _last;
    }

    /// <summary>Month and code, blanks and zeros alike where there are none.</summary>
    private static void Write(Pa2Line line, int first, Span<byte> name)
    {
        line.Raw(first, first + 7).CopyTo(name);
        if (name[..6].IndexOfAnyExcept((byte)'0', (byte)' ') < 0) name[..6].Fill((byte)' ');
        if (name[6..].IndexOfAnyExcept((byte)'0', (byte)' ') < 0) name[6..].Fill((byte)' ');
    }

    private static double? OwnMultiplier(Pa2Line line)
    {
        double? factor = line.Decimal(129, 142, 7, "contract value factor of the series");
        return factor is null or 0 ? null : Scaled(line, factor, 143, 145);
    }

    private static double? Scaled(Pa2Line line, double? value, int exponent, int sign)
    {
        if (value is not { } known) return null;
        int power = (int)(line.Number(exponent, exponent + 1, "exponent") ?? 0);
        if (power > 14) throw line.Error(exponent, exponent + 1, "exponent", "is above 14");
        return SpanScale.Apply(known, sign > 0 && line.Letter(sign) == '-' ? -power : power);
    }
}
