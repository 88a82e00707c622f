using System.Diagnostics.CodeAnalysis;
using static System.FormattableString;

namespace PortfolioMargin.Numerics;

/// <summary>Argument checks at the border of the library. Each returns the value it accepted; a refusal is a sentence that says
/// what, which value, what was expected. NaN is always out of range.</summary>
internal static class Guard
{
    public static T NotNull<T>([NotNull] T? value, string name)
        where T : class => value ?? throw new ArgumentNullException(name, $"{name} is null; pass an object.");

    public static string Text([NotNull] string? value, string name) => string.IsNullOrWhiteSpace(value)
        ? throw new ArgumentException($"{name} is empty; pass a text with at least one visible character.", name)
        : value;

    public static double Finite(double value, string name) => double.IsFinite(value) ? value : throw Out(value, name, "a finite number");

    public static double Positive(double value, string name) => value > 0 && double.IsFinite(value) ? value : throw Out(value, name, "a finite number above 0");

    public static double NonNegative(double value, string name) => value >= 0 && double.IsFinite(value) ? value : throw Out(value, name, "a finite number not below 0");

    /// <summary>0 to 1, both included: shares, confidences, haircuts.</summary>
    public static double Fraction(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw Out(value, name, "a fraction between 0 and 1", value is > 1 and <= 100 ? Invariant($" {value:R} looks like percent; pass {value / 100:R}.") : "");

    public static double InRange(double value, double low, double high, string name) => value >= low && value <= high
        ? value
        : throw Out(value, name, Invariant($"a number between {low:R} and {high:R}"));

    public static TEnum Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum => Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; expected one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    private static ArgumentOutOfRangeException Out(double value, string name, string expected, string hint = "") =>
        new(name, value, Invariant($"{name} is {value:R}; expected {expected}.{hint}"));
}
