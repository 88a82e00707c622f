using static System.FormattableString;

namespace PortfolioMargin.Pricing;

/// <summary>Domains of the pricing functions; a refusal names parameter, place in the span, value and range.</summary>
internal static class PricingGuard
{
    public static void Positive(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
            if (!(values[i] > 0) || double.IsInfinity(values[i])) throw Out(values, i, name, "a finite number above 0");
    }

    public static void NonNegative(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
            if (!(values[i] >= 0) || double.IsInfinity(values[i])) throw Out(values, i, name, "a finite number not below 0");
    }

    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i])) throw Out(values, i, name, "a finite number");
    }

    public static void SameLength(int expected, int actual, string name)
    {
        if (actual != expected) throw new ArgumentException($"{name} has {actual} values; expected {expected}, as many as the destination.", name);
    }

    private static ArgumentOutOfRangeException Out(ReadOnlySpan<double> values, int index, string name, string expected) =>
        new(name, values[index], Invariant($"{name}{(values.Length > 1 ? $"[{index}]" : "")} is {values[index]:R}; expected {expected}."));
}
