using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>One expiry of one underlying in every scenario: what all its options share. Column 0 is the unshocked market, column s + 1 scenario s.</summary>
internal sealed class ShockedExpiry
{
    private ShockedExpiry(ImmutableArray<Scenario> rows, UnderlyingMarket entry, Valuation valuation, double years)
    {
        Rows = rows;
        Spot = entry.Spot;
        Model = entry.Model;
        Valuation = valuation;
        Years = years;
        Forwards = new double[rows.Length + 1];
        RootYears = new double[rows.Length + 1];
        Discounts = new double[rows.Length + 1];
        MeasuresDelta = rows.Any(row => row.Measure == Measure.Delta);
    }

    public ImmutableArray<Scenario> Rows { get; }

    public double Spot { get; }

    public PriceModel Model { get; }

    public Valuation Valuation { get; }

    /// <summary>Time to expiry before any passing of time, not below 0.</summary>
    public double Years { get; }

    public bool MeasuresDelta { get; }

    /// <summary>Expired, and counted as nothing.</summary>
    public bool Ignored { get; private init; }

    /// <summary>Forward price, [column].</summary>
    public double[] Forwards { get; }

    /// <summary>Square root of the time left, [column].</summary>
    public double[] RootYears { get; }

    /// <summary>Discount factor, [column].</summary>
    public double[] Discounts { get; }

    public int Columns => Forwards.Length;

    public static ShockedExpiry Build(VanillaOption option, MarketSnapshot market, ScenarioSet scenarios)
    {
        var (underlying, instant, valuation) = (option.Underlying, option.Expiry!.Value, scenarios.Valuation);
        var entry = market[underlying];
        double stated = market.YearsTo(instant);
        var expiry = new ShockedExpiry(scenarios.RowsFor(underlying), entry, valuation, Math.Max(0, stated))
        {
            Ignored = stated < 0 && valuation.Expired == ExpiredPolicy.Ignore,
        };
        double forward = market.ForwardOf(underlying, instant), rate = market.RateOf(underlying, instant);
        var carried = valuation.OptionsOnSpot ? CarriedSpot.To(instant, rate, entry, market) : default;
        if (valuation.OptionsOnSpot) forward = carried.Forward(entry.Spot);
        var point = new ForwardPoint(entry.Spot, forward, FixedPart(entry, market, instant, forward, valuation), expiry.Years);

        expiry.Fill(0, forward, rate, expiry.Years, option);
        for (int s = 0; s < expiry.Rows.Length; s++)
        {
            var shock = expiry.Rows[s].Shock;
            double shocked = valuation.OptionsOnSpot ? carried.Forward(shock.Price.Apply(new(entry.Spot, entry.Spot, 0, 0))) : shock.Price.Apply(point);
            if (!double.IsFinite(shocked) || (expiry.Model == PriceModel.Lognormal && (shocked < 0 || (shocked == 0 && option.Payoff == PayoffStyle.Inverse))))
                throw PriceRows.ShockedAway(expiry.Rows[s], option, shocked);
            expiry.Fill(s + 1, shocked, rate + shock.Rate, Math.Max(0, expiry.Years - shock.Years), option);
        }

        return expiry;
    }

    /// <summary>Volatilities of the options, [column, option].</summary>
    public double[] Volatilities(ReadOnlySpan<Instrument> options, MarketSnapshot market)
    {
        int count = options.Length;
        var volatilities = new double[Columns * count];
        if (Years == 0) return volatilities; // at expiry every volatility is the same: intrinsic value
        var strikes = new double[count];
        for (int i = 0; i < count; i++) strikes[i] = ((VanillaOption)options[i]).Strike;
        var unshocked = volatilities.AsSpan(0, count);
        market.VolatilityOf(options[0].Underlying, options[0].Expiry!.Value)!.Volatilities(Years, Forwards[0], strikes, unshocked);
        for (int c = 1; c < Columns; c++)
            Rows[c - 1].Shock.Volatility.Apply(unshocked, strikes, Forwards[c], Years, volatilities.AsSpan(c * count, count));
        for (int i = 0; i < volatilities.Length; i++)
        {
            if (volatilities[i] is >= 0 and < double.PositiveInfinity) continue;
            string where = i < count ? "the volatility surface" : $"scenario \"{Rows[i / count - 1].Name}\"";
            throw new ArgumentOutOfRangeException(nameof(market), volatilities[i], Invariant(
                $"{options[i % count]} gets volatility {volatilities[i]:R} from {where}; expected a finite number not below 0."));
        }

        return volatilities;
    }

    private void Fill(int column, double forward, double rate, double years, VanillaOption option)
    {
        double used = Valuation.DiscountRate(rate);
        if (Math.Abs(used * years) > MarketBounds.LargestExponent)
            throw new ArgumentOutOfRangeException(nameof(rate), used, Invariant($"The discount factor of {option} is not representable: rate {used:R} over {years:R} years. Check the rate."));
        Forwards[column] = forward;
        RootYears[column] = Math.Sqrt(years);
        Discounts[column] = used == 0 ? 1 : Elementary.Exp(-used * years);
    }

    /// <summary>The fixed part of the forward: stated, or what the averaging window says at this moment.</summary>
    internal static double FixedPart(UnderlyingMarket entry, MarketSnapshot market, DateTimeOffset expiry, double forward, Valuation valuation)
    {
        if (entry.At(expiry)?.FixedForward is { } stated) return stated;
        var left = expiry - market.Time;
        if (valuation.AveragingWindow <= TimeSpan.Zero || left >= valuation.AveragingWindow) return 0;
        double seconds = Math.Max(0, left.TotalSeconds), window = valuation.AveragingWindow.TotalSeconds;
        return forward * ((window - seconds) / window);
    }
}
