using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>A formula that <see cref="OptionGrid"/> runs over scenarios. Legend: sign +1 for calls and -1 for puts.</summary>
internal interface IOptionFormula
{
    static abstract T Value<T>(T sign, T strike, T forward, T deviation)
        where T : struct, ILane<T>;
}

/// <summary>Intrinsic value plus Black's out-of-the-money value.</summary>
internal readonly struct LognormalValue : IOptionFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T sign, T strike, T forward, T deviation)
        where T : struct, ILane<T>
    {
        var intrinsic = OptionParts.Intrinsic(sign, strike, forward);
        var value = intrinsic + BlackFormula.OutOfTheMoney(forward, strike, T.Abs(LaneMath.LogRatio(forward, strike)), deviation);
        return T.Select(T.Less(T.Of(0), strike), value, intrinsic);
    }
}

/// <summary>Intrinsic value plus Bachelier's out-of-the-money value.</summary>
internal readonly struct NormalValue : IOptionFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T sign, T strike, T forward, T deviation)
        where T : struct, ILane<T> =>
        OptionParts.Intrinsic(sign, strike, forward) + BlackFormula.NormalOutOfTheMoney(T.Abs(forward - strike), deviation);
}

/// <summary>N(d1) for calls, -N(-d1) for puts, d1 = ln(F/K)/w + w/2.</summary>
internal readonly struct LognormalDelta : IOptionFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T sign, T strike, T forward, T deviation)
        where T : struct, ILane<T>
    {
        var d1 = LaneMath.LogRatio(forward, strike) / deviation + T.Of(0.5) * deviation;
        var delta = sign * LaneMath.NormalCdf(sign * d1);
        var limit = OptionParts.DeltaLimit(sign, strike, forward);
        // No deviation, no price, or a strike that is certain to be passed: the limit.
        var alive = T.Select(T.Less(T.Of(0), deviation), T.Select(T.Less(T.Of(0), strike), T.Less(T.Of(0), forward), T.Of(0)), T.Of(0));
        return T.Select(alive, delta, limit);
    }
}

/// <summary>N(d) for calls, -N(-d) for puts, d = (F - K)/w.</summary>
internal readonly struct NormalDelta : IOptionFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T sign, T strike, T forward, T deviation)
        where T : struct, ILane<T>
    {
        var delta = sign * LaneMath.NormalCdf(sign * ((forward - strike) / deviation));
        return T.Select(T.Less(T.Of(0), deviation), delta, OptionParts.DeltaLimit(sign, strike, forward));
    }
}

/// <summary>What both models share.</summary>
internal static class OptionParts
{
    /// <summary>max(sign (F - K), 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Intrinsic<T>(T sign, T strike, T forward)
        where T : struct, ILane<T>
    {
        var gain = sign * (forward - strike);
        return T.Select(T.Less(T.Of(0), gain), gain, T.Of(0));
    }

    /// <summary>Delta without any uncertainty: sign in the money, 0 out of it, half of it at the money.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T DeltaLimit<T>(T sign, T strike, T forward)
        where T : struct, ILane<T>
    {
        var gain = sign * (forward - strike);
        var limit = T.Select(T.Less(T.Of(0), gain), sign, T.Of(0));
        return T.Select(T.Same(gain, T.Of(0)), T.Of(0.5) * sign, limit);
    }
}
