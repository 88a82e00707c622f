using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What was observed of one thing, day by day: prices, volatilities or rates. Days ascend; a day without a value is there with none, so that the gap shows. Immutable.</summary>
public sealed class PriceSeries
{
    /// <summary>States a series.</summary>
    /// <param name="name">What it is called, in messages.</param>
    /// <param name="days">Date and value, ascending; a value is finite, or absent where the day has none.</param>
    /// <exception cref="ArgumentException">Dates do not ascend, or there is no day.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite; the message names series and date.</exception>
    public PriceSeries(string name, params IEnumerable<(DateOnly Date, double? Value)> days)
    {
        Name = Guard.Text(name, nameof(name));
        Days = [.. Guard.NotNull(days, nameof(days))];
        if (Days.IsEmpty) throw new ArgumentException($"The series {name} has no day.", nameof(days));
        for (int i = 0; i < Days.Length; i++)
        {
            if (i > 0 && Days[i].Date <= Days[i - 1].Date)
                throw new ArgumentException(Invariant($"The series {name} has {Days[i].Date:yyyy-MM-dd} after {Days[i - 1].Date:yyyy-MM-dd}; dates must ascend, each day once."), nameof(days));
            if (Days[i].Value is { } value) Guard.Finite(value, Invariant($"{name} of {Days[i].Date:yyyy-MM-dd}"));
        }
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Date and value, ascending.</summary>
    public ImmutableArray<(DateOnly Date, double? Value)> Days { get; }

    /// <summary>The days of a window.</summary>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    /// <returns>The shorter series.</returns>
    /// <exception cref="ArgumentException">No day lies in the window.</exception>
    public PriceSeries Between(DateOnly first, DateOnly last) => new(Name, Days.Where(day => day.Date >= first && day.Date <= last));

    /// <summary>Reads a series from a CSV with a header and a column of dates (<c>2026-03-13</c>) and one of values; other columns are left alone, an empty value is
    /// a day without one. Either every row is read, or an exception is thrown.</summary>
    /// <param name="reader">The text; left open.</param>
    /// <param name="name">Name of the series.</param>
    /// <param name="dateColumn">Title of the column of dates.</param>
    /// <param name="valueColumn">Title of the column of values.</param>
    /// <param name="scale">What values are multiplied by: 0.01 where they are in percent.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The series.</returns>
    /// <exception cref="MarginFormatException">The text is not such a table; the message names row, column and value.</exception>
    public static PriceSeries ReadCsv(
        TextReader reader, string name, string dateColumn = "date", string valueColumn = "close", double scale = 1, ReadingOptions? options = null, CancellationToken cancellation = default)
    {
        Guard.NotNull(reader, nameof(reader));
        Guard.Positive(scale, nameof(scale));
        options ??= ReadingOptions.Default;
        string[] titles = [Guard.Text(dateColumn, nameof(dateColumn)), Guard.Text(valueColumn, nameof(valueColumn))];
        if (titles[0] == titles[1]) throw new ArgumentException($"Dates and values are both read from the column {dateColumn}; name two columns.", nameof(valueColumn));
        var csv = new CsvReader(reader, options);
        var header = CsvHeader.Read(csv, options.SourceName, titles, titles.Length);
        var days = new List<(DateOnly Date, double? Value)>();
        while (csv.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            header.CheckWidth(csv);
            var place = new TextPlace(options.SourceName, csv.Row, titles[0]);
            var date = Date(header.Field(csv, 0), place);
            if (days.Count > 0 && date <= days[^1].Date) throw place.Error(Invariant($"Dates must ascend, each day once; the row before has {days[^1].Date:yyyy-MM-dd}."), header.Field(csv, 0));
            days.Add((date, scale * new TextPlace(options.SourceName, csv.Row, titles[1]).OptionalNumber(header.Field(csv, 1))));
        }

        if (days.Count == 0) throw new MarginFormatException("There is no data: the file has a header and no rows below it.", options.SourceName);
        return new(name, days);
    }

    /// <summary>Reads a series from a stream of UTF-8 text, left open.</summary>
    /// <inheritdoc cref="ReadCsv(TextReader, string, string, string, double, ReadingOptions, CancellationToken)"/>
    public static PriceSeries ReadCsv(
        Stream stream, string name, string dateColumn = "date", string valueColumn = "close", double scale = 1, ReadingOptions? options = null, CancellationToken cancellation = default)
    {
        using var text = TextSource.Text(stream);
        return ReadCsv(text, name, dateColumn, valueColumn, scale, options, cancellation);
    }

    /// <summary>Name and extent.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Invariant($"{Name}, {Days.Length} days from {Days[0].Date:yyyy-MM-dd} to {Days[^1].Date:yyyy-MM-dd}");

    private static DateOnly Date(ReadOnlySpan<char> text, TextPlace place) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date)
            ? date
            : throw place.Error("Expected a date as 2026-03-13.", text);
}
