using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>One American option, turned into a put on strike 1. A call on S and K with rate r and yield q is S times a put on strike 1
/// at spot K/S with rate q and yield r (McDonald and Schroder 1998); the boundary method needs only the put.</summary>
internal readonly struct AmericanPut
{
    public AmericanPut(bool isCall, double spot, double strike, double rate, double carryYield, double volatility, double years)
    {
        IsCall = isCall;
        Scale = isCall ? spot : strike;
        Spot = isCall ? strike / spot : spot / strike;
        Rate = isCall ? carryYield : rate;
        CarryYield = isCall ? rate : carryYield;
        Volatility = volatility;
        Years = years;
    }

    public bool IsCall { get; }

    /// <summary>What the value of the put on strike 1 is multiplied with.</summary>
    public double Scale { get; }

    /// <summary>Spot over strike.</summary>
    public double Spot { get; }

    public double Rate { get; }

    public double CarryYield { get; }

    public double Volatility { get; }

    public double Years { get; }

    public double Deviation => Volatility * Math.Sqrt(Years);

    public ExerciseRegion Region => BoundaryTerms.Region(Rate, CarryYield);

    public BoundaryTerms Terms => new(Rate, CarryYield, Volatility, Years);

    /// <summary>The limit of no volatility: the best time to take e^(-r t) - S e^(-q t), which is now, at expiry, or where its slope is zero.</summary>
    public double CertainValue()
    {
        double best = Math.Max(Exercised(0), Exercised(Years));
        if (Rate != 0 && CarryYield != 0 && Rate != CarryYield && CarryYield / Rate > 0)
        {
            double turn = Elementary.Log(CarryYield * Spot / Rate) / (CarryYield - Rate);
            if (turn > 0 && turn < Years) best = Math.Max(best, Exercised(turn));
        }

        return Math.Max(0, best);
    }

    /// <summary>The limit of infinite volatility: the price will touch zero at once, and the strike is taken when it is worth most.</summary>
    public double BoundlessValue() => Math.Max(1, Elementary.Exp(-Rate * Years));

    private double Exercised(double time) => Elementary.ExpOfProduct(-Rate, time) - (Spot * Elementary.ExpOfProduct(-CarryYield, time));
}
