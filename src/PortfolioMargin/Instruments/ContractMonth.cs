using System.Globalization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The month that a contract's delta is counted in: for an option on a future, the month of that future.</summary>
public readonly record struct ContractMonth : IComparable<ContractMonth>
{
    /// <summary>Names a month.</summary>
    /// <param name="year">Year, 1 to 9999.</param>
    /// <param name="month">Month, 1 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such month.</exception>
    public ContractMonth(int year, int month)
    {
        Year = (int)Guard.InRange(year, 1, 9999, nameof(year));
        Month = (int)Guard.InRange(month, 1, 12, nameof(month));
    }

    /// <summary>Year, 1 to 9999.</summary>
    public int Year { get; }

    /// <summary>Month, 1 to 12.</summary>
    public int Month { get; }

    /// <summary>The month that an instant falls into, in UTC.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>Its month.</returns>
    public static ContractMonth Of(DateTimeOffset instant) => new(instant.UtcDateTime.Year, instant.UtcDateTime.Month);

    /// <inheritdoc/>
    public int CompareTo(ContractMonth other) => (12 * Year + Month).CompareTo(12 * other.Year + other.Month);

    /// <summary>The month as <c>yyyy-MM</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");

    /// <summary>Earlier.</summary>
    public static bool operator <(ContractMonth left, ContractMonth right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(ContractMonth left, ContractMonth right) => left.CompareTo(right) > 0;

    /// <summary>Earlier or equal.</summary>
    public static bool operator <=(ContractMonth left, ContractMonth right) => left.CompareTo(right) <= 0;

    /// <summary>Later or equal.</summary>
    public static bool operator >=(ContractMonth left, ContractMonth right) => left.CompareTo(right) >= 0;
}
