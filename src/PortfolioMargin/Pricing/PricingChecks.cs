using System.Numerics;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Pricing;

/// <summary>The domains of the pricing functions, for one value and for columns.</summary>
internal static class PricingChecks
{
    /// <summary>exp(700) is still a double; a discount factor beyond is a mistake in the units of the rate.</summary>
    private const double LargestExponent = 700;

    public static void Volatility(double value, string name)
    {
        if (!(value >= 0))
        {
            throw new ArgumentOutOfRangeException(
                name, value, Invariant($"{name} is {value:R}; expected a fraction not below 0, such as 0.45 for 45 percent."));
        }
    }

    public static void Discountable(double rate, string name, double years)
    {
        Guard.Finite(rate, name);
        if (Math.Abs(rate * years) > LargestExponent) throw NotDiscountable(rate, name, years);
    }

    public static void Finite(ReadOnlySpan<double> values, string name) =>
        SpanCheck.InRange(values, double.MinValue, double.MaxValue, name, "a finite number");

    public static void Positive(ReadOnlySpan<double> values, string name) =>
        SpanCheck.InRange(values, double.Epsilon, double.MaxValue, name, "a finite number above 0");

    public static void NonNegative(ReadOnlySpan<double> values, string name) =>
        SpanCheck.InRange(values, 0, double.MaxValue, name, "a finite number not below 0");

    public static void Volatilities(ReadOnlySpan<double> values, string name) =>
        SpanCheck.InRange(values, 0, double.PositiveInfinity, name, "a fraction not below 0, such as 0.45 for 45 percent");

    public static void Discountable(ReadOnlySpan<double> rates, string name, ReadOnlySpan<double> years)
    {
        Finite(rates, name);
        int index = 0;
        for (; index <= rates.Length - Vector<double>.Count; index += Vector<double>.Count)
        {
            var exponents = Vector.Abs(new Vector<double>(rates[index..]) * new Vector<double>(years[index..]));
            if (!Vector.LessThanOrEqualAll(exponents, new Vector<double>(LargestExponent))) break;
        }

        for (int i = index; i < rates.Length; i++)
            if (Math.Abs(rates[i] * years[i]) > LargestExponent) throw NotDiscountable(rates[i], Invariant($"{name}[{i}]"), years[i]);
    }

    private static ArgumentOutOfRangeException NotDiscountable(double rate, string name, double years) => new(
        name,
        rate,
        Invariant($"{name} is {rate:R} over {years:R} years; its discount factor is not representable. Pass a fraction per year, such as 0.05 for 5 percent."));
}
