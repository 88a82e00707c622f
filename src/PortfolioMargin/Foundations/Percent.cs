using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Fractions written as people read them.</summary>
internal static class Percent
{
    /// <summary>"+16 %", "-13.5 %", "0 %".</summary>
    public static string Signed(double fraction) => fraction == 0 ? "0 %" : Invariant($"{Math.Round(100 * fraction, 6):+0.######;-0.######} %");

    /// <summary>"16 %".</summary>
    public static string Plain(double fraction) => Invariant($"{Math.Round(100 * fraction, 6):0.######} %");
}
