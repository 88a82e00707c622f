using MathNet.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Reference;

/// <summary>The sums of |terms| of the closed formulas, in plain arithmetic: what a rounding error is measured against.</summary>
internal static class TermScale
{
    /// <summary>The legs of the price: |S| e^(-qT) + |K| e^(-rT).</summary>
    public static double Legs(OptionRow o) =>
        (Math.Abs(o.Spot) * Math.Exp(-o.Yield * o.Years)) + (Math.Abs(o.Strike) * Math.Exp(-o.Rate * o.Years));

    /// <summary>a = |d1| (|d1| + (1 + |r|T + |q|T) / s) + |r|T + |q|T: how strongly the terms react to the roundings before them.</summary>
    public static double Amplification(OptionRow o)
    {
        double carry = (Math.Abs(o.Rate) + Math.Abs(o.Yield)) * o.Years;
        double d1 = Math.Abs(o.D1);
        return (d1 * (d1 + ((1 + carry) / o.Deviation))) + carry;
    }

    /// <summary>Sum of |terms| of each sensitivity; the price is measured elsewhere. d1 and d2 count as their two terms x/w and w/2.</summary>
    public static Greeks Of(OptionRow o, bool isCall, OptionModel model)
    {
        if (model.IsNormal) return Normal(o, isCall);
        Greeks scale = Lognormal(o, isCall);
        return model.HasYield ? scale : scale with { Rho = o.Years * scale.Price };
    }

    private static Greeks Lognormal(OptionRow o, bool isCall)
    {
        double q = Math.Exp(-o.Yield * o.Years), asset = o.Spot * q, cash = o.Strike * Math.Exp(-o.Rate * o.Years);
        double n1 = Cdf(isCall ? o.D1 : -o.D1), n2 = Cdf(isCall ? o.D2 : -o.D2), pdf = Pdf(o.D1), root = Math.Sqrt(o.Years), w = o.Deviation;
        double vega = asset * pdf * root, center = Math.Abs(o.D1 + o.D2) / 2;
        return new(
            (asset * n1) + (cash * n2),
            q * n1,
            q * pdf / o.Spot / w,
            vega,
            (asset * pdf * o.Volatility / 2 / root) + Math.Abs(o.Rate * cash * n2) + Math.Abs(o.Yield * asset * n1),
            o.Years * cash * n2,
            q * pdf * (center + (w / 2)) / o.Volatility,
            vega * ((center * center) + (w * w / 4)) / o.Volatility,
            Math.Abs(o.Yield * q * n1) + (q * pdf * (Math.Abs((o.Rate - o.Yield) / w) + ((center + (w / 2)) / 2 / o.Years))));
    }

    private static Greeks Normal(OptionRow o, bool isCall)
    {
        double discount = Math.Exp(-o.Rate * o.Years), n = Cdf(isCall ? o.D1 : -o.D1), pdf = discount * Pdf(o.D1), root = Math.Sqrt(o.Years);
        double price = (discount * (Math.Abs(o.Spot) + Math.Abs(o.Strike)) * n) + (pdf * o.Deviation);
        return new(
            price,
            discount * n,
            pdf / o.Deviation,
            pdf * root,
            (pdf * o.Volatility / 2 / root) + Math.Abs(o.Rate * price),
            o.Years * price,
            Math.Abs(pdf * o.D1 / o.Volatility),
            Math.Abs(pdf * root * o.D1 * o.D1 / o.Volatility),
            Math.Abs(o.Rate * discount * n) + Math.Abs(pdf * o.D1 / 2 / o.Years));
    }

    private static double Cdf(double x) => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2;

    private static double Pdf(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
