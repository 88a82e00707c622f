using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>One expiry in every scenario, as American options need it: spot, rate and yield instead of a forward. Column 0 is the unshocked market.</summary>
/// <remarks>The rate is the one that the valuation discounts with, and the yield is chosen so that the forwards are the same as for European options. So the two differ
/// by early exercise alone, and the American value is not below the European one, under every discounting rule. A passing of time keeps the shocked forward.
/// Where the underlying pays cash dividends before expiry, the spot price itself is shocked, and dividends that a passing of time reaches are taken out of it.</remarks>
internal sealed class AmericanExpiry
{
    private readonly DeviationStates _states;
    private readonly double[] _volatilities; // [option, padded states]

    private AmericanExpiry(ShockedExpiry expiry, ReadOnlySpan<Instrument> options, IVolatilitySurface? surface)
    {
        Rows = expiry.Rows;
        Valuation = expiry.Valuation;
        Ignored = expiry.Ignored;
        MeasuresDelta = expiry.MeasuresDelta;
        Spot = expiry.Spot;
        Forward = expiry.Forwards[0];
        Forwards = expiry.Forwards;
        Spots = new double[expiry.Columns];
        Terms = new AmericanTerms[expiry.Columns];
        _states = new(expiry);
        var strikes = new double[options.Length];
        for (int i = 0; i < strikes.Length; i++) strikes[i] = ((VanillaOption)options[i]).Strike;
        _volatilities = new double[strikes.Length * _states.Stride];
        _states.Volatilities(expiry, strikes, surface, _volatilities);
    }

    public ImmutableArray<Scenario> Rows { get; }

    public Valuation Valuation { get; }

    public bool Ignored { get; }

    public bool MeasuresDelta { get; }

    public double Spot { get; }

    public double Forward { get; }

    /// <summary>Forward and spot price, [column].</summary>
    public double[] Forwards { get; }

    public double[] Spots { get; }

    /// <summary>Rate, yield and years left, [column]; volatilities are asked for by option.</summary>
    public AmericanTerms[] Terms { get; }

    /// <summary>Cash dividends up to expiry, with the years until each before any passing of time.</summary>
    public CashDividend[] Dividends { get; private init; } = [];

    public int Columns => Spots.Length;

    public bool HasDividends => Dividends.Length > 0;

    public static AmericanExpiry Build(ReadOnlySpan<Instrument> options, MarketSnapshot market, ScenarioSet scenarios)
    {
        var option = (VanillaOption)options[0];
        var instant = option.Expiry!.Value;
        var entry = market[option.Underlying];
        var shocked = ShockedExpiry.Build(option, market, scenarios);
        var expiry = new AmericanExpiry(shocked, options, market.VolatilityOf(option.Underlying, instant)) { Dividends = Paid(entry, market, shocked.Years) };
        double rate = market.RateOf(option.Underlying, instant), stated = entry.At(instant)?.Forward ?? 0;
        bool implied = stated > 0 && !expiry.Valuation.OptionsOnSpot && shocked.Years > 0;
        double carry = implied ? expiry.ImpliedCarry(rate, stated, shocked.Years, entry.Carry) : entry.Carry;
        for (int c = 0; c < expiry.Columns; c++) expiry.Fill(c, option, rate, carry, shocked);
        return expiry;
    }

    /// <summary>The terms of one option in one column.</summary>
    public AmericanTerms TermsOf(int option, int column) => Terms[column] with { Volatility = _volatilities[(option * _states.Stride) + _states.Of[column]] };

    /// <summary>dS/dF where the spot follows the forward in proportion.</summary>
    public double SpotPerForward(int column) => HasDividends ? Spot / Forward : Forwards[column] == 0 ? 1 : Spots[column] / Forwards[column];

    /// <summary>The dividends that are left after a passing of time.</summary>
    public CashDividend[] Left(int column)
    {
        double passed = column == 0 ? 0 : Rows[column - 1].Shock.Years;
        return DividendPricer.Counting([.. Dividends.Select(dividend => dividend with { Years = dividend.Years - passed })], Terms[column].Years);
    }

    /// <summary>Refuses the options that a column's rate and yield make worth exercising between two boundaries only.</summary>
    public void RefuseTwoBoundaries(ReadOnlySpan<Instrument> options)
    {
        var refused = new List<string>();
        AmericanTerms example = default;
        foreach (var instrument in options)
        {
            bool isCall = ((VanillaOption)instrument).Right == OptionRight.Call;
            int at = Array.FindIndex(Terms, t => BoundaryTerms.Region(isCall ? t.CarryYield : t.Rate, isCall ? t.Rate : t.CarryYield) == ExerciseRegion.Between);
            if (at < 0) continue;
            refused.Add(instrument.ToString());
            example = Terms[at];
        }

        if (refused.Count == 0) return;
        throw new UnsupportedInstrumentException(Invariant(
            $"American exercise is not priced where it pays between two boundaries only, with rate and yield both below 0 (here rate {example.Rate:R}, yield {example.CarryYield:R})"), [.. refused]);
    }

    private void Fill(int column, VanillaOption option, double rate, double carry, ShockedExpiry shocked)
    {
        var shock = column == 0 ? Shock.None : Rows[column - 1].Shock;
        double years = Math.Max(0, shocked.Years - shock.Years), used = Valuation.DiscountRate(rate + shock.Rate);
        double carryYield = carry + (used - rate);
        Terms[column] = new(used, carryYield, 0, years);
        double forward = Forwards[column];
        Spots[column] = HasDividends ? SpotAfter(shock)
            : forward == Forward && shock.Years == 0 && years > 0 ? Spot
            : forward * Elementary.Exp((carry - rate) * years);
        if (!(Spots[column] >= 0)) throw PriceRows.ShockedAway(column == 0 ? default : Rows[column - 1], option, Spots[column]);
    }

    /// <summary>The shocked spot price, less the dividends that the scenario's passing of time reaches.</summary>
    private double SpotAfter(Shock shock)
    {
        double spot = shock.Price.Apply(new(Spot, Spot, 0, 0));
        foreach (var dividend in Dividends)
            if (dividend.Years <= shock.Years) spot -= dividend.Amount;
        return spot;
    }

    /// <summary>The yield with which spot and dividends give the stated forward.</summary>
    private double ImpliedCarry(double rate, double forward, double years, double guess)
    {
        double carry = guess;
        for (int step = 0; step < (HasDividends ? 40 : 1); step++)
        {
            double paid = Dividends.Sum(dividend => dividend.Amount * Elementary.Exp((rate - carry) * (years - dividend.Years)));
            carry = rate - (Elementary.Log((forward + paid) / Spot) / years);
        }

        return carry;
    }

    private static CashDividend[] Paid(UnderlyingMarket entry, MarketSnapshot market, double years) => DividendPricer.Counting(
        [.. entry.Dividends.Select(dividend => new CashDividend(market.YearsTo(new(dividend.Date, TimeOnly.MinValue, TimeSpan.Zero)), dividend.Amount))], years);
}
