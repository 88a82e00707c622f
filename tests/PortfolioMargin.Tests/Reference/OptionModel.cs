using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Reference;

/// <summary>One of the public pricing classes seen the same way: its file of true values, its functions, and the scale of its terms.</summary>
internal sealed record OptionModel(string File, bool HasYield, bool IsNormal, Func<OptionRow, bool, double> Price, Func<OptionRow, bool, Greeks> Greeks)
{
    public static OptionModel[] All { get; } =
    [
        OnSpot("gbs_ordinary.csv"),
        OnSpot("gbs_stress.csv"),
        new(
            "black76.csv",
            false,
            false,
            (o, isCall) => isCall
                ? Black76.Call(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years)
                : Black76.Put(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years),
            (o, isCall) => isCall
                ? Black76.CallGreeks(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years)
                : Black76.PutGreeks(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years)),
        new(
            "bachelier.csv",
            false,
            true,
            (o, isCall) => isCall
                ? Bachelier.Call(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years)
                : Bachelier.Put(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years),
            (o, isCall) => isCall
                ? Bachelier.CallGreeks(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years)
                : Bachelier.PutGreeks(o.Spot, o.Strike, o.Rate, o.Volatility, o.Years)),
    ];

    public override string ToString() => Path.GetFileNameWithoutExtension(File);

    public IEnumerable<OptionRow> Rows(bool whole) => ReferenceFile.Rows(File, whole).Select(fields => new OptionRow(fields, HasYield));

    private static OptionModel OnSpot(string file) => new(
        file,
        true,
        false,
        (o, isCall) => isCall
            ? BlackScholes.Call(o.Spot, o.Strike, o.Rate, o.Yield, o.Volatility, o.Years)
            : BlackScholes.Put(o.Spot, o.Strike, o.Rate, o.Yield, o.Volatility, o.Years),
        (o, isCall) => isCall
            ? BlackScholes.CallGreeks(o.Spot, o.Strike, o.Rate, o.Yield, o.Volatility, o.Years)
            : BlackScholes.PutGreeks(o.Spot, o.Strike, o.Rate, o.Yield, o.Volatility, o.Years));
}
