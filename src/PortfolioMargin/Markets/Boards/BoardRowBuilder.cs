using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What a column of a board means, whatever the file calls it.</summary>
internal enum BoardColumn
{
    Instrument,
    Time,
    Forward,
    Index,
    Volatility,
    Mark,
    Bid,
    Ask,
    Mid,
    Delta,
    OpenInterest,
    Rate,
    Strike,
    Right,
    Expiry,
    Coin,
}

/// <summary>Collects the fields of one row and checks them, the same for every kind of file.</summary>
internal sealed class BoardRowBuilder(string source, Func<BoardColumn, string> title)
{
    private const double LargestDelta = 1.0001;
    private readonly double?[] _numbers = new double?[16];
    private DeribitInstrumentName? _name;
    private DateTimeOffset? _time;
    private DateTimeOffset? _expiry;
    private OptionRight? _right;
    private string? _coin;
    private long _row;

    public TextPlace Place(BoardColumn column) => new(source, _row, title(column));

    public void Begin(long row)
    {
        Array.Clear(_numbers);
        (_name, _time, _expiry, _right, _coin, _row) = (null, null, null, null, null, row);
    }

    public static bool IsText(BoardColumn column) => column is BoardColumn.Instrument or BoardColumn.Time or BoardColumn.Right or BoardColumn.Expiry or BoardColumn.Coin;

    /// <summary>A number in the unit of <see cref="DeribitBoardRow"/>.</summary>
    public void Set(BoardColumn column, double number)
    {
        var place = Place(column);
        if (!double.IsFinite(number)) throw place.Error("Expected a finite number.", number);
        switch (column)
        {
            case BoardColumn.Volatility: CheckVolatility(place, number); break;
            case BoardColumn.Forward or BoardColumn.Index or BoardColumn.Strike:
                if (!(number > 0)) throw place.Error("A price of a coin must be above 0; leave the field empty when there is none.", number);
                break;
            case BoardColumn.Delta:
                if (Math.Abs(number) > LargestDelta) throw place.Error("Expected a delta per unit between -1 and 1; a larger number looks like percent, or like the delta of a whole position.", number);
                break;
            case BoardColumn.Rate:
                if (Math.Abs(number) > MarketBounds.LargestRate) throw place.Error("Expected a rate per year as a fraction between -10 and 10; this looks like percent or basis points.", number);
                break;
            default:
                if (!(number >= 0)) throw place.Error("Must not be below 0; leave the field empty when there is no such price.", number);
                break;
        }

        _numbers[(int)column] = number;
    }

    public void Set(BoardColumn column, DateTimeOffset instant)
    {
        if (column == BoardColumn.Time) _time = instant;
        else _expiry = instant;
    }

    public void Set(BoardColumn column, ReadOnlySpan<char> text)
    {
        switch (column)
        {
            case BoardColumn.Instrument: _name = DeribitInstrumentName.TryParse(text, out var name, out string? reason) ? name : throw Place(column).Error(reason, text); break;
            case BoardColumn.Right: _right = text switch { "call" or "C" => OptionRight.Call, "put" or "P" => OptionRight.Put, _ => throw Place(column).Error("Unknown option type; expected call or put.", text) }; break;
            case BoardColumn.Coin: _coin = text switch { "BTC" => "BTC", "ETH" => "ETH", "USDC" => "USDC", _ => text.ToString() }; break;
            default: Set(column, Place(column).Instant(text)); break;
        }
    }

    public DeribitBoardRow Build()
    {
        if (_name is not { } name) throw Place(BoardColumn.Instrument).Error("The row names no instrument.");
        if (_time is not { } time) throw Place(BoardColumn.Time).Error("The row states no time.");
        CheckAgainst(name);
        return new(_row, name, time)
        {
            Forward = _numbers[(int)BoardColumn.Forward],
            Index = _numbers[(int)BoardColumn.Index],
            ImpliedVolatility = _numbers[(int)BoardColumn.Volatility],
            Mark = _numbers[(int)BoardColumn.Mark],
            Bid = _numbers[(int)BoardColumn.Bid],
            Ask = _numbers[(int)BoardColumn.Ask],
            Mid = _numbers[(int)BoardColumn.Mid],
            Delta = _numbers[(int)BoardColumn.Delta],
            OpenInterest = _numbers[(int)BoardColumn.OpenInterest],
            Rate = _numbers[(int)BoardColumn.Rate],
        };
    }

    private static void CheckVolatility(TextPlace place, double volatility)
    {
        if (volatility < 0) throw place.Error("A volatility must not be below 0.", volatility);
        if (volatility > MarketBounds.LargestVolatility)
            throw place.Error(Invariant($"The volatility looks like percent: here it must be a fraction up to {MarketBounds.LargestVolatility}, so {volatility:R} % is {volatility / 100:R}. (JSON of the venue states percent, up to 2000.)"), volatility);
    }

    /// <summary>Columns that repeat what the name says must say the same.</summary>
    private void CheckAgainst(DeribitInstrumentName name)
    {
        bool option = name.Kind == DeribitInstrumentKind.Option;
        if (_right is { } right && !(option && right == name.Right)) throw Mismatch(BoardColumn.Right, right == OptionRight.Call ? "call" : "put", name);
        if (_numbers[(int)BoardColumn.Strike] is { } strike && !(option && strike == name.Strike)) throw Mismatch(BoardColumn.Strike, Invariant($"{strike:R}"), name);
        if (_expiry is { } expiry && expiry != name.Expiry) throw Mismatch(BoardColumn.Expiry, expiry.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture), name);
        if (_coin is { } coin && coin != name.Underlying.Symbol && !(coin == "USDC" && !name.IsInverse)) throw Mismatch(BoardColumn.Coin, coin, name);
    }

    private MarginFormatException Mismatch(BoardColumn column, string value, DeribitInstrumentName name) =>
        Place(column).Error($"The column contradicts the instrument name {name}; columns may have been shifted or sorted apart.", value);
}
