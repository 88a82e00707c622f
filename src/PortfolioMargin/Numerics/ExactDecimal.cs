using System.Globalization;

namespace PortfolioMargin.Numerics;

/// <summary>The decimal that a double was written as. 0.99 of 100 rows is 99 rows; in binary it would be a hair less.</summary>
internal static class ExactDecimal
{
    /// <summary>The shortest decimal that reads back as the number: what a person typed.</summary>
    /// <param name="value">A number of size below 7.9e28; what lies below 1e-28 is lost.</param>
    /// <returns>The decimal, at most 17 digits.</returns>
    public static decimal Of(double value) => decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}
