using System.Text;
using System.Text.Json;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Walks through the venue's JSON token by token. The buffer holds one token and grows up to the permitted length of a value.</summary>
internal sealed class DeribitJsonReader
{
    private static readonly (string Title, BoardColumn Column)[] Titles =
    [
        ("instrument_name", BoardColumn.Instrument), ("creation_timestamp", BoardColumn.Time), ("underlying_price", BoardColumn.Forward),
        ("estimated_delivery_price", BoardColumn.Index), ("mark_iv", BoardColumn.Volatility), ("mark_price", BoardColumn.Mark),
        ("bid_price", BoardColumn.Bid), ("ask_price", BoardColumn.Ask), ("mid_price", BoardColumn.Mid), ("open_interest", BoardColumn.OpenInterest),
        ("interest_rate", BoardColumn.Rate), ("base_currency", BoardColumn.Coin),
    ];

    private readonly Stream _stream;
    private readonly ReadingOptions _options;
    private readonly BoardRowBuilder _builder;
    private byte[] _buffer;
    private JsonReaderState _state;
    private int _next;
    private int _end;
    private bool _ended;
    private bool _started;

    private long _row;
    private uint _seen;
    private int _skippedDepth = -1;
    private BoardColumn? _column;
    private bool _resultNext;
    private bool _inResult;
    private bool _resultRead;
    private bool _errorNext;

    public DeribitJsonReader(Stream stream, ReadingOptions options)
    {
        _stream = stream;
        _options = options;
        _buffer = new byte[Math.Min(16_384, options.MaxLineLength)];
        _state = new(new() { MaxDepth = options.MaxJsonDepth });
        _builder = new(options.SourceName, column => Titles.First(pair => pair.Column == column).Title);
    }

    /// <summary>The next row, or null at the end of a complete document.</summary>
    public DeribitBoardRow? Next()
    {
        if (!_started) Start();
        while (true)
        {
            bool complete = Advance(out var row);
            if (row is not null) return row;
            if (complete) break;
            Fill();
        }

        return _resultRead ? null : throw Error("The document has no array \"result\"; expected the venue's answer to public/get_book_summary_by_currency.");
    }

    private void Start()
    {
        _started = true;
        while (_end < 3 && !_ended) Fill();
        if (_buffer.AsSpan(0, _end).StartsWith(Encoding.UTF8.Preamble)) _next = 3;
        while (IsBlank() && !_ended)
        {
            _next = _end;
            Fill();
        }

        if (IsBlank()) throw Error("There is no data: the text is empty. Expected a JSON object with an array \"result\".");
    }

    private bool IsBlank() => _buffer.AsSpan(_next, _end - _next).TrimStart(" \t\r\n"u8).IsEmpty;

    private void Fill()
    {
        if (_next > 0)
        {
            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            (_next, _end) = (0, _end - _next);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= _options.MaxLineLength)
                throw Error(Invariant($"A single value is longer than {_options.MaxLineLength} bytes; this is not a board, or {nameof(ReadingOptions.MaxLineLength)} must be raised."));
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, _options.MaxLineLength));
        }

        int read = _stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _ended = read == 0;
    }

    /// <summary>Reads tokens until a row is complete or the buffer is used up. True: the document is complete.</summary>
    private bool Advance(out DeribitBoardRow? row)
    {
        row = null;
        var json = new Utf8JsonReader(_buffer.AsSpan(_next, _end - _next), _ended, _state);
        try
        {
            while (row is null && json.Read()) row = Take(ref json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new MarginFormatException(Cause(exception), _options.SourceName, _row, "", "", exception);
        }

        _state = json.CurrentState;
        _next += (int)json.BytesConsumed;
        return row is null && _ended;
    }

    private string Cause(Exception exception)
    {
        if (_next < _end && _buffer[_next] == '<') return "The text begins with '<' and looks like a web page; expected JSON.";
        return _ended && (exception.Message.Contains("Expected depth", StringComparison.Ordinal) || exception.Message.Contains("end of data", StringComparison.Ordinal))
            ? "The JSON is cut off before its end; fetch or copy it again."
            : $"The text is not well-formed JSON, is cut off, or is nested too deeply: {exception.Message}";
    }

    private DeribitBoardRow? Take(ref Utf8JsonReader json)
    {
        if (_skippedDepth >= 0)
        {
            if (json.CurrentDepth == _skippedDepth) _skippedDepth = -1; // only its own end stands as high as its beginning
            return null;
        }

        if (_inResult) return InResult(ref json);
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject when json.CurrentDepth == 0:
            case JsonTokenType.EndObject:
                return null;
            case JsonTokenType.PropertyName:
                Property(ref json);
                return null;
            case JsonTokenType.StartArray when _resultNext:
                (_resultNext, _inResult) = (false, true);
                return null;
            default:
                RootValue(ref json);
                return null;
        }
    }

    private void Property(ref Utf8JsonReader json)
    {
        _resultNext = json.ValueTextEquals("result"u8);
        _errorNext = json.ValueTextEquals("error"u8);
        if (_resultNext && _resultRead) throw Error("The document states \"result\" twice.");
    }

    private void RootValue(ref Utf8JsonReader json)
    {
        if (json.CurrentDepth == 0) throw Error($"The document is a JSON {Describe(json.TokenType)}; expected an object with an array \"result\", as the venue answers.");
        if (_resultNext) throw Error($"\"result\" is a JSON {Describe(json.TokenType)}; expected an array of rows.");
        if (_errorNext && json.TokenType != JsonTokenType.Null) throw Error("The venue answered with an error and not with a board; fetch it again.");
        Skip(ref json);
    }

    private DeribitBoardRow? InResult(ref Utf8JsonReader json)
    {
        if (json.CurrentDepth == 2 && json.TokenType != JsonTokenType.EndObject) // the array itself ends at depth 1
        {
            if (json.TokenType != JsonTokenType.StartObject) throw Error($"An entry of \"result\" is a JSON {Describe(json.TokenType)}; expected objects.");
            BeginRow();
            return null;
        }

        switch (json.TokenType)
        {
            case JsonTokenType.EndArray:
                (_inResult, _resultRead) = (false, true);
                return null;
            case JsonTokenType.EndObject:
                return _builder.Build();
            case JsonTokenType.PropertyName:
                _column = Column(ref json);
                return null;
            default:
                Value(ref json);
                return null;
        }
    }

    private void BeginRow()
    {
        if (++_row > _options.MaxRows) throw Error(Invariant($"More than {_options.MaxRows} rows; split the file or raise {nameof(ReadingOptions.MaxRows)}."));
        _seen = 0;
        _builder.Begin(_row);
    }

    private BoardColumn? Column(ref Utf8JsonReader json)
    {
        foreach (var (title, column) in Titles)
        {
            if (!json.ValueTextEquals(title)) continue;
            uint bit = 1u << (int)column;
            if ((_seen & bit) != 0) throw _builder.Place(column).Error("The row states this property twice.");
            _seen |= bit;
            return column;
        }

        return null;
    }

    private void Value(ref Utf8JsonReader json)
    {
        if (_column is not { } column)
        {
            Skip(ref json);
            return;
        }

        if (json.TokenType == JsonTokenType.Null && column != BoardColumn.Instrument) return;
        bool text = BoardRowBuilder.IsText(column) && column != BoardColumn.Time;
        if (json.TokenType != (text ? JsonTokenType.String : JsonTokenType.Number))
            throw _builder.Place(column).Error($"Expected a JSON {(text ? "string" : "number with a decimal point, or null")}; got a {Describe(json.TokenType)}.", RawText(ref json));
        if (text) _builder.Set(column, json.GetString());
        else Number(column, json.TryGetDouble(out double number) ? number : double.NaN);
    }

    private void Number(BoardColumn column, double number)
    {
        var place = _builder.Place(column);
        switch (column)
        {
            case BoardColumn.Time: _builder.Set(column, Instant(place, number)); break;
            case BoardColumn.Volatility when number > 100 * MarketBounds.LargestVolatility:
                throw place.Error(Invariant($"Expected a volatility in percent up to {100 * MarketBounds.LargestVolatility}; this looks like percent of percent."), number);
            case BoardColumn.Volatility: _builder.Set(column, number / 100); break;
            default: _builder.Set(column, number); break;
        }
    }

    private static DateTimeOffset Instant(TextPlace place, double milliseconds)
    {
        if (milliseconds is >= 0 and < 1e11) throw place.Error("Expected milliseconds since 1970; this looks like seconds.", milliseconds);
        return milliseconds is > 0 and < 4.2e12 && Math.Floor(milliseconds) == milliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : throw place.Error("Expected whole milliseconds since 1970, before the year 2100.", milliseconds);
    }

    private void Skip(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) _skippedDepth = json.CurrentDepth;
    }

    private static string RawText(ref Utf8JsonReader json) => Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(80, json.ValueSpan.Length)]);

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private MarginFormatException Error(string problem) => new(problem, _options.SourceName, _row);
}
