namespace PortfolioMargin.RuleBooks;

/// <summary>What each strategy needs, in the quote currency per contract (per share of stock alone). V: value of the stock under one contract, K: strike times
/// multiplier, P: mark times multiplier. Sources: 12 CFR 220 for initial stock rates; FINRA Rule 4210(c) and (f)(2), the text of 2024 as read on 2026-11-22.</summary>
/// <param name="parameters">The rates.</param>
/// <param name="initial">Initial, or maintenance.</param>
internal sealed class RegTFormulas(RegTParameters parameters, bool initial)
{
    /// <summary>Share of the strike that remains at risk under a bought option. 4210(f)(2)(G).</summary>
    private const double ExerciseShare = 0.10;

    private readonly double _longRate = initial ? parameters.LongStockInitial : parameters.LongStockMaintenance;

    /// <summary>P, at the long-dated rate beyond nine months.</summary>
    public double LongOption(double price, bool longDated) => longDated ? parameters.LongDatedRate * price : price;

    /// <summary>What a naked short option needs beyond P: M max(a S - OTM, b S), for puts b K.</summary>
    public static double NakedAddOn(RegTNakedRates rates, OptionRight right, double strike, double spot, double multiplier)
    {
        double outOfTheMoney = Math.Max(0, right == OptionRight.Call ? strike - spot : spot - strike);
        return multiplier * Math.Max(rates.Percentage * spot - outOfTheMoney, rates.Minimum * (right == OptionRight.Call ? spot : strike));
    }

    /// <summary>Stock held.</summary>
    public double LongStock(double value) => _longRate * value;

    /// <summary>Stock sold, per share: its price and the larger of a rate and an amount in dollars. 4210(c)(2), (3).</summary>
    public double ShortStock(double price)
    {
        double maintenance = price + MaintenanceAddOn(price);
        return initial ? Math.Max(price * (1 + parameters.ShortStockInitial), maintenance) : maintenance;
    }

    /// <summary>Stock at most at the strike, and the amount in the money.</summary>
    public double CoveredCall(double value, double strike) => _longRate * Math.Min(value, strike) + Math.Max(value - strike, 0);

    /// <summary>Short stock and the amount in the money.</summary>
    public static double CoveredPut(double shortStock, double value, double strike) => shortStock + Math.Max(strike - value, 0);

    /// <summary>Stock that a bought put protects.</summary>
    public double ProtectivePut(double value, double strike, double price) =>
        price + (initial ? LongStock(value) : Math.Min(ExerciseShare * strike + Math.Max(value - strike, 0), LongStock(value)));

    /// <summary>Short stock that a bought call protects; <paramref name="shares"/> under one contract.</summary>
    public double ProtectiveCall(double sharePrice, double shares, double strike, double price)
    {
        double value = shares * sharePrice;
        return price + (initial
            ? shares * ShortStock(sharePrice)
            : value + Math.Min(ExerciseShare * strike + Math.Max(strike - value, 0), shares * MaintenanceAddOn(sharePrice)));
    }

    /// <summary>Stock, a bought put below a sold call.</summary>
    public double Collar(double value, double put, double call, double putPrice) => putPrice + (initial
        ? CoveredCall(value, call)
        : Math.Min(ExerciseShare * put + Math.Max(value - put, 0), _longRate * call) + Math.Max(value - call, 0));

    /// <summary>Stock, a bought put and a sold call of one strike.</summary>
    public double Conversion(double value, double strike, double putPrice) => putPrice + (initial
        ? CoveredCall(value, strike)
        : ExerciseShare * strike + Math.Max(value - strike, 0));

    /// <summary>Short stock, a sold put and a bought call of one strike.</summary>
    public double Reversal(double shortStock, double value, double strike, double callPrice) => callPrice + (initial
        ? CoveredPut(shortStock, value, strike)
        : value + ExerciseShare * strike + Math.Max(strike - value, 0));

    /// <summary>Long European box: half the difference of the strikes and the value of the short legs.</summary>
    public static double LongBox(double width, double shortValue) => 0.5 * width + shortValue;

    private double MaintenanceAddOn(double price) => price < 5 ? Math.Max(price, 2.5) : Math.Max(parameters.ShortStockMaintenance * price, 5);
}
