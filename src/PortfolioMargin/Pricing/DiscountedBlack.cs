using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Black's formula between two discounted legs: what is received (A = S exp(-qT), or F exp(-rT)) and what is paid (B = K exp(-rT)).
/// One formula serves Black-Scholes and Black-76, and both rights. Legend: sign +1 call, -1 put; x = ln(A/B); w = sigma sqrt(T).</summary>
internal static class DiscountedBlack
{
    /// <summary>Price per unit: intrinsic value of the legs plus the out-of-the-money value. |error| at most 8 x 2^-53 (A + B).</summary>
    public static double Price(double sign, double received, double paid, double logRatio, double deviation)
    {
        double intrinsic = Math.Max(0, sign * (received - paid));
        if (!(paid > 0)) return intrinsic;
        return intrinsic + BlackFormula.OutOfTheMoney(
            new ScalarLane(received), new ScalarLane(paid), new ScalarLane(Math.Abs(logRatio)), new ScalarLane(deviation)).Value;
    }

    /// <summary>ln(A/B) from undiscounted legs and the net rate: small ratios are not lost, nor is the product of rate and time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LogRatio(double price, double strike, double netRate, double years) =>
        Math.FusedMultiplyAdd(netRate, years, LaneMath.LogRatio(new ScalarLane(price), new ScalarLane(strike)).Value);
}
