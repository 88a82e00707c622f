using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>One expiry of one underlying in every scenario: what all its options share. Column 0 is the unshocked market, column s + 1 scenario s.</summary>
internal sealed class ShockedExpiry
{
    private readonly DateTimeOffset _instant;

    private ShockedExpiry(DateTimeOffset instant, ImmutableArray<Scenario> rows, UnderlyingMarket entry, Valuation valuation, double years)
    {
        _instant = instant;
        Underlying = entry.Underlying;
        Rows = rows;
        Spot = entry.Spot;
        Model = entry.Model;
        Valuation = valuation;
        Years = years;
        Forwards = new double[rows.Length + 1];
        RootYears = new double[rows.Length + 1];
        Discounts = new double[rows.Length + 1];
        Covers = new double[rows.Length + 1];
    }

    public Underlying Underlying { get; }

    /// <summary>Underlying and expiry, for messages.</summary>
    public string Name => Invariant($"{Underlying} {_instant:yyyy-MM-dd HH:mm}Z");

    public ImmutableArray<Scenario> Rows { get; }

    public double Spot { get; }

    public PriceModel Model { get; }

    public Valuation Valuation { get; }

    /// <summary>Time to expiry before any passing of time, not below 0.</summary>
    public double Years { get; }

    /// <summary>Whether a row measures delta.</summary>
    public bool MeasuresDelta { get; private set; }

    /// <summary>Expired, and counted as nothing.</summary>
    public bool Ignored { get; private init; }

    /// <summary>Forward price, [column].</summary>
    public double[] Forwards { get; }

    /// <summary>Square root of the time left, [column].</summary>
    public double[] RootYears { get; }

    /// <summary>Discount factor, [column].</summary>
    public double[] Discounts { get; }

    /// <summary>Fraction of the profit that counts, [column].</summary>
    public double[] Covers { get; }

    public int Columns => Forwards.Length;

    public static ShockedExpiry Build(VanillaOption option, MarketSnapshot market, ScenarioSet scenarios)
    {
        var (underlying, instant, valuation) = (option.Underlying, option.Expiry!.Value, scenarios.Valuation);
        var entry = market[underlying];
        double stated = market.YearsTo(instant);
        var expiry = new ShockedExpiry(instant, scenarios.RowsFor(underlying), entry, valuation, Math.Max(0, stated))
        {
            Ignored = stated < 0 && valuation.Expired == ExpiredPolicy.Ignore,
        };
        double forward = market.ForwardOf(underlying, instant), rate = market.RateOf(underlying, instant);
        var carried = valuation.OptionsOnSpot ? CarriedSpot.To(instant, rate, entry, market) : default;
        if (valuation.OptionsOnSpot) forward = carried.Forward(entry.Spot);
        var point = new ForwardPoint(entry.Spot, forward, FixedPart(entry, market, instant, forward, valuation), expiry.Years);

        expiry.Fill(0, forward, rate, expiry.Years, option);
        expiry.Covers[0] = 1;
        for (int s = 0; s < expiry.Rows.Length; s++)
        {
            ref readonly var row = ref expiry.Rows.ItemRef(s);
            var shock = row.Shock;
            var left = valuation.OptionsOnSpot && shock.Years > 0 ? CarriedSpot.To(instant, rate, entry, market, shock.Years) : carried;
            double shocked = valuation.OptionsOnSpot ? left.Forward(shock.Price.Apply(new(entry.Spot, entry.Spot, 0, 0))) : shock.Price.Apply(point);
            if (!double.IsFinite(shocked) || (expiry.Model == PriceModel.Lognormal && (shocked < 0 || (shocked == 0 && option.Payoff == PayoffStyle.Inverse))))
                throw PriceRows.ShockedAway(row, option, shocked);
            if (shock.Rate == 0 && shock.Years == 0) expiry.Repeat(s + 1, shocked);
            else expiry.Fill(s + 1, shocked, rate + shock.Rate, Math.Max(0, expiry.Years - shock.Years), option);
            expiry.Covers[s + 1] = shock.Cover;
            expiry.MeasuresDelta |= row.Measure == Measure.Delta;
        }

        return expiry;
    }

    /// <summary>How the volatilities of a column differ from the unshocked ones.</summary>
    public VolatilityShock VolatilityChange(int column) => column == 0 ? VolatilityShock.None : Rows.ItemRef(column - 1).Shock.Volatility;

    /// <summary>What turns an undiscounted value in the quote currency into settlement currency today, [column]: the discount factor and,
    /// for inverse payoffs, coin per unit of the quote currency.</summary>
    public double[] Conversions(PayoffStyle payoff)
    {
        if (payoff != PayoffStyle.Inverse) return Discounts;
        var conversions = new double[Columns];
        bool atShocked = Valuation.InverseConversion == InverseConversion.AtShockedPrice;
        for (int c = 0; c < conversions.Length; c++) conversions[c] = Discounts[c] / Forwards[atShocked ? c : 0];
        return conversions;
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

    /// <summary>A column with the time left and the rate of the unshocked one.</summary>
    private void Repeat(int column, double forward)
    {
        Forwards[column] = forward;
        RootYears[column] = RootYears[0];
        Discounts[column] = Discounts[0];
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
