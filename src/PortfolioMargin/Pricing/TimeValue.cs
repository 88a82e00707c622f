using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The time value of an option on a lognormal forward, as profit and loss needs it: absolute accuracy, one exponential, no branch.
/// x = ln(F/K), w = sigma sqrt(T), h = |x|/w, t = w/2, M(z) = N(-z)/phi(z) the Mills ratio.
/// Out of the money, and in the money less the intrinsic value: sqrt(FK) phi(h) exp(-t^2/2) (M(h - t) - M(h + t)).</summary>
internal static class TimeValue
{
    /// <summary>The largest w of this form; beyond, M would be asked left of its fit.</summary>
    public const double LargestDeviation = 2;

    /// <summary>Past so many standard deviations exp(-h^2/2) is below 1e-300.</summary>
    private const double Reach = 37;

    /// <summary>1.5 * 2^52: adding it rounds to a whole number, ties to even.</summary>
    private const double Rounder = 6755399441055744.0;

    /// <summary>-log2(e)/2.</summary>
    private const double MinusHalfLog2E = -0.72134752044448170;

    /// <summary>Leading coefficient of the fit of M over sqrt(2 pi); callers fold it into sqrt(K).</summary>
    public const double Scale = 0.39892893554459674;

    /// <summary>t for the formula: w/2, inside its domain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Half<TLane>(TLane deviation)
        where TLane : struct, ILane<TLane> => TLane.Min(deviation, TLane.Broadcast(LargestDeviation)) * 0.5;

    /// <summary>1/w for the formula: finite at w = 0, so that x = 0 stays 0 there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Inverse<TLane>(TLane deviation)
        where TLane : struct, ILane<TLane> => TLane.Min(TLane.Broadcast(1) / deviation, TLane.Broadcast(double.MaxValue));

    /// <summary>Time value / (<see cref="Scale"/> sqrt(FK)), 0 or more.</summary>
    /// <remarks>exp: s = h^2 + t^2, 2^(-s log2(e)/2) with the remainder by one fused step, degree 10, 2.2e-16 relative.
    /// M = Scale sqrt(2 pi) P(y)/Q(y), y = z + 1, both monic with positive coefficients, degree 7 over 8: error of M at most 2.5e-16 exp(z^2/2),
    /// that is 1e-16 of sqrt(FK) in the value. Lawson's iteration in 50 digits. The pair shares one division.
    /// |error| in all at most 1e-15 sqrt(FK), tested against the full-domain form in <c>Pricing/TimeValueTests</c>.</remarks>
    /// <param name="distance">|x|, finite or +Infinity.</param>
    /// <param name="inverse">1/w, see <see cref="Inverse{TLane}"/>.</param>
    /// <param name="half">t, 0 to 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane distance, TLane inverse, TLane half)
        where TLane : struct, ILane<TLane>
    {
        TLane h = TLane.Min(distance * inverse, TLane.Broadcast(Reach));
        TLane s = TLane.FusedMultiplyAdd(h, h, half * half);
        TLane rounded = TLane.FusedMultiplyAdd(s, MinusHalfLog2E, Rounder);
        TLane r = TLane.FusedMultiplyAdd(s, TLane.Broadcast(MinusHalfLog2E), TLane.Broadcast(Rounder) - rounded);
        // The five polynomials advance together, so that the processor always finds an operation whose operands are ready.
        h += 1;
        TLane near = h - half, far = h + half;
        TLane power = TLane.FusedMultiplyAdd(r, 7.037275742804353e-09, 1.0208537713040305e-07);
        TLane nearP = near + 19.982423171642445, farP = far + 19.982423171642445, nearQ = near + 18.980192859717025, farQ = far + 18.980192859717025;
        power = TLane.FusedMultiplyAdd(power, r, 1.3215662852343693e-06);
        nearP = TLane.FusedMultiplyAdd(nearP, near, 191.66957240653002);
        farP = TLane.FusedMultiplyAdd(farP, far, 191.66957240653002);
        nearQ = TLane.FusedMultiplyAdd(nearQ, near, 172.71810165710824);
        farQ = TLane.FusedMultiplyAdd(farQ, far, 172.71810165710824);
        power = TLane.FusedMultiplyAdd(power, r, 1.525265811770225e-05);
        nearP = TLane.FusedMultiplyAdd(nearP, near, 1138.5052656877651);
        farP = TLane.FusedMultiplyAdd(farP, far, 1138.5052656877651);
        nearQ = TLane.FusedMultiplyAdd(nearQ, near, 967.2428010136442);
        farQ = TLane.FusedMultiplyAdd(farQ, far, 967.2428010136442);
        power = TLane.FusedMultiplyAdd(power, r, 0.0001540352996109825);
        nearP = TLane.FusedMultiplyAdd(nearP, near, 4527.56606721323);
        farP = TLane.FusedMultiplyAdd(farP, far, 4527.56606721323);
        nearQ = TLane.FusedMultiplyAdd(nearQ, near, 3605.36122166288);
        farQ = TLane.FusedMultiplyAdd(farQ, far, 3605.36122166288);
        power = TLane.FusedMultiplyAdd(power, r, 0.00133335582285591);
        nearP = TLane.FusedMultiplyAdd(nearP, near, 12355.895919582386);
        farP = TLane.FusedMultiplyAdd(farP, far, 12355.895919582386);
        nearQ = TLane.FusedMultiplyAdd(nearQ, near, 9086.619726059256);
        farQ = TLane.FusedMultiplyAdd(farQ, far, 9086.619726059256);
        power = TLane.FusedMultiplyAdd(power, r, 0.009618129108034619);
        nearP = TLane.FusedMultiplyAdd(nearP, near, 21719.04585745159);
        farP = TLane.FusedMultiplyAdd(farP, far, 21719.04585745159);
        nearQ = TLane.FusedMultiplyAdd(nearQ, near, 15030.139964865562);
        farQ = TLane.FusedMultiplyAdd(farQ, far, 15030.139964865562);
        power = TLane.FusedMultiplyAdd(power, r, 0.05550410866445885);
        nearP = TLane.FusedMultiplyAdd(nearP, near, 23226.350267439026);
        farP = TLane.FusedMultiplyAdd(farP, far, 23226.350267439026);
        nearQ = TLane.FusedMultiplyAdd(nearQ, near, 14846.936337343766);
        farQ = TLane.FusedMultiplyAdd(farQ, far, 14846.936337343766);
        power = TLane.FusedMultiplyAdd(power, r, 0.24022650695908768);
        nearQ = TLane.FusedMultiplyAdd(nearQ, near, 6679.674215384199);
        farQ = TLane.FusedMultiplyAdd(farQ, far, 6679.674215384199);
        TLane difference = ((nearP * farQ) - (farP * nearQ)) / (nearQ * farQ); // not fused: exactly 0 at t = 0
        power = TLane.FusedMultiplyAdd(power, r, 0.6931471805599497);
        power = TLane.ScaleByRounded(TLane.FusedMultiplyAdd(power, r, 1), rounded);
        return TLane.Max(difference, TLane.Broadcast(0)) * power;
    }
}
