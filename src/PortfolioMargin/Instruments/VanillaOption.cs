using System.Globalization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A call or a put with one strike and one expiry.</summary>
public sealed record VanillaOption : Instrument
{
    private readonly ExerciseStyle _exercise;
    private readonly PremiumStyle _premium;

    /// <summary>States an option.</summary>
    /// <param name="underlying">What it is written on.</param>
    /// <param name="right">Call or put.</param>
    /// <param name="strike">Strike price in the quote currency; finite (a negative strike has a meaning only under the normal model).</param>
    /// <param name="expiry">When it ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strike is not finite, or the right is undefined.</exception>
    public VanillaOption(Underlying underlying, OptionRight right, double strike, DateTimeOffset expiry)
        : base(underlying, expiry, kindOrder: 3, Terms(right, strike + 0.0))
    {
        Right = Guard.Defined(right, nameof(right));
        Strike = Guard.Finite(strike, nameof(strike)) + 0.0; // -0.0 becomes 0.0: one identity
    }

    /// <summary>Call or put.</summary>
    public OptionRight Right { get; }

    /// <summary>Strike price, in the quote currency.</summary>
    public double Strike { get; }

    /// <summary>When it may be exercised; European unless stated.</summary>
    public ExerciseStyle Exercise
    {
        get => _exercise;
        init => _exercise = Guard.Defined(value, nameof(Exercise));
    }

    /// <summary>When the premium is paid; upfront unless stated.</summary>
    public PremiumStyle Premium
    {
        get => _premium;
        init => _premium = Guard.Defined(value, nameof(Premium));
    }

    /// <inheritdoc/>
    public override bool HoldsValue => Premium == PremiumStyle.Upfront;

    private protected override string Name =>
        $"{ExpiryText} {Strike.ToString("R", CultureInfo.InvariantCulture)} {(Right == OptionRight.Call ? "call" : "put")}";

    /// <summary>A European call.</summary>
    /// <param name="underlying">What it is written on.</param>
    /// <param name="strike">Strike price in the quote currency.</param>
    /// <param name="expiry">When it ends.</param>
    /// <returns>The option.</returns>
    public static VanillaOption Call(Underlying underlying, double strike, DateTimeOffset expiry) => new(underlying, OptionRight.Call, strike, expiry);

    /// <summary>A European put.</summary>
    /// <param name="underlying">What it is written on.</param>
    /// <param name="strike">Strike price in the quote currency.</param>
    /// <param name="expiry">When it ends.</param>
    /// <returns>The option.</returns>
    public static VanillaOption Put(Underlying underlying, double strike, DateTimeOffset expiry) => new(underlying, OptionRight.Put, strike, expiry);

    /// <inheritdoc/>
    public override double Intrinsic(double settlementPrice) =>
        Math.Max(0, Right == OptionRight.Call ? settlementPrice - Strike : Strike - settlementPrice);

    private protected override int CompareTerms(Instrument other)
    {
        var option = (VanillaOption)other;
        int order = Strike.CompareTo(option.Strike);
        if (order == 0) order = (int)Right - (int)option.Right; // CompareTo of an enum would box both
        if (order == 0) order = (int)Exercise - (int)option.Exercise;
        return order == 0 ? (int)Premium - (int)option.Premium : order;
    }

    /// <summary>Right and mantissa of the strike; the exponent is left out.</summary>
    private static ulong Terms(OptionRight right, double strike) => ((ulong)right << 52) | (BitConverter.DoubleToUInt64Bits(strike) & 0x000F_FFFF_FFFF_FFFF);

    private protected override void DescribeTerms(List<string> marks)
    {
        if (Exercise == ExerciseStyle.American) marks.Add("American");
        if (Premium == PremiumStyle.Futures) marks.Add("premium like a future");
    }
}
