namespace PortfolioMargin.RuleBooks;

/// <summary>How whole numbers of a PA2 file stand for prices. Source: CME, type P record: decimal locator and alignment code (C: 32nds, K: 64ths, 0: eighths).</summary>
/// <param name="Decimals">Digits behind the point; negative where zeros are left out.</param>
/// <param name="Alignment">Code of the alignment; a blank for decimals.</param>
internal readonly record struct SpanPriceFormat(int Decimals, char Alignment)
{
    /// <summary>The price of a number; none where the alignment, or a fraction that it does not have, has no public description.</summary>
    public double? Price(long number) => Alignment switch
    {
        ' ' => SpanScale.Apply(number, -Decimals),
        'C' when Decimals == 2 => Fraction(number, 100, 32),
        'K' when Decimals == 2 => Fraction(number, 100, 64),
        '0' when Decimals == 1 => Fraction(number, 10, 8),
        _ => null,
    };

    private static double? Fraction(long number, int radix, int parts) => number % radix < parts ? number / radix + (double)(number % radix) / parts : null;
}
