using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>vol max(0, 1 + change m), not below the minimum; m = (30 days / max(time left, floor)) ^ power, the short-term power up to and with 30 days.</summary>
internal sealed record DeriveTermShock(double Change, double Minimum, double ShortTermPower, double LongTermPower, double FloorDays) : VolatilityShock
{
    private const double DaysPerYear = 365;
    private const double ReferenceDays = 30;

    public static VolatilityShock Up(DeriveVolatilityShock shock, double minimum = 0) =>
        new DeriveTermShock(shock.Up, minimum, shock.ShortTermPower, shock.LongTermPower, shock.FloorDays);

    public static VolatilityShock Down(DeriveVolatilityShock shock) =>
        new DeriveTermShock(-shock.Down, 0, shock.ShortTermPower, shock.LongTermPower, shock.FloorDays);

    public override bool DependsOnForward => false;

    public override void Apply(
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination)
    {
        double power = years <= ReferenceDays / DaysPerYear ? ShortTermPower : LongTermPower; // both sides are one division, so 30 days are exactly 30 days
        double scale = Elementary.Pow(ReferenceDays / Math.Max(FloorDays, years * DaysPerYear), power);
        double factor = Math.Max(0, 1 + Change * scale);
        for (int i = 0; i < volatilities.Length; i++) destination[i] = Math.Max(Minimum, volatilities[i] * factor);
    }
}

/// <summary>Turns the smile of an expiry: vol max(0, 1 + turn), turn growing with k = ln(strike/forward) from 0 at the forward to the cap at a distance
/// of the width. Linear: k with its sign, so one wing rises and the other falls; absolute: |k|, so both go together.</summary>
internal sealed record DeriveSkewShock(DeriveSkewCap Cap, DeriveSkew Width, bool Absolute) : VolatilityShock
{
    public override void Apply(
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination)
    {
        double root = Math.Sqrt(years);
        double cap = Cap.CapPerRootYear * root + Cap.BaseCap;
        double width = Math.Max(Width.MinimumWidth, root * Width.WidthScale * (Width.WidthVolatility + root * Width.WidthVolatilityPerRootYear));
        for (int i = 0; i < volatilities.Length; i++) destination[i] = volatilities[i] * Math.Max(0, 1 + Turn(strikes[i] / shockedForward, cap, width));
    }

    private double Turn(double moneyness, double cap, double width)
    {
        if (cap == 0) return 0;
        double k = Elementary.Log(moneyness); // -Infinity at strike 0, which the cap bounds
        if (Absolute) k = Math.Abs(k);
        return k >= 0 ? Math.Min(cap, k * cap / width) : Math.Max(-cap, k * cap / width);
    }
}
