using System.Globalization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The month that a contract's delta is counted in: for an option on a future, the month of that future. Where contracts of one month are counted apart, as weekly
/// index options are, a day of it. In order of time, a whole month before its days.</summary>
public readonly record struct ContractMonth : IComparable<ContractMonth>
{
    /// <summary>Names a month, or a day of one.</summary>
    /// <param name="year">Year, 1 to 9999.</param>
    /// <param name="month">Month, 1 to 12.</param>
    /// <param name="day">Day of the month, from 1 on; 0 for the whole month.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such month or day.</exception>
    public ContractMonth(int year, int month, int day = 0)
    {
        Year = (int)Guard.InRange(year, 1, 9999, nameof(year));
        Month = (int)Guard.InRange(month, 1, 12, nameof(month));
        Day = (int)Guard.InRange(day, 0, DateTime.DaysInMonth(year, month), nameof(day));
    }

    /// <summary>Year, 1 to 9999.</summary>
    public int Year { get; }

    /// <summary>Month, 1 to 12.</summary>
    public int Month { get; }

    /// <summary>Day of the month, from 1 on; 0 for the whole month.</summary>
    public int Day { get; }

    /// <summary>Its last day; itself where it is a day.</summary>
    internal ContractMonth LastDay => Day > 0 ? this : new(Year, Month, DateTime.DaysInMonth(Year, Month));

    /// <summary>The month that an instant falls into, in UTC.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>Its month.</returns>
    public static ContractMonth Of(DateTimeOffset instant) => new(instant.UtcDateTime.Year, instant.UtcDateTime.Month);

    /// <inheritdoc/>
    public int CompareTo(ContractMonth other) => Ordinal.CompareTo(other.Ordinal);

    private int Ordinal => 32 * (12 * Year + Month) + Day;

    /// <summary>Whether another one is this one, or a day of this month.</summary>
    internal bool Holds(ContractMonth other) => this <= other && other <= LastDay;

    /// <summary>Reads a month as <c>yyyy-MM</c>, a day as <c>yyyy-MM-dd</c>.</summary>
    internal static bool TryParse(string text, out ContractMonth month)
    {
        bool whole = text.Length == 7;
        bool read = DateOnly.TryParseExact(whole ? text + "-01" : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        month = read ? new(day.Year, day.Month, whole ? 0 : day.Day) : default;
        return read;
    }

    /// <summary>The month as <c>yyyy-MM</c>, a day as <c>yyyy-MM-dd</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Day == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}-{Day:00}");

    /// <summary>Earlier.</summary>
    public static bool operator <(ContractMonth left, ContractMonth right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(ContractMonth left, ContractMonth right) => left.CompareTo(right) > 0;

    /// <summary>Earlier or equal.</summary>
    public static bool operator <=(ContractMonth left, ContractMonth right) => left.CompareTo(right) <= 0;

    /// <summary>Later or equal.</summary>
    public static bool operator >=(ContractMonth left, ContractMonth right) => left.CompareTo(right) >= 0;
}
