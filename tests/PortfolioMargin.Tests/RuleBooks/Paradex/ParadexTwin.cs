using MathNet.Numerics.Distributions;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Paradex;

/// <summary>The documents once more, in plain scalar arithmetic and another library's normal distribution.</summary>
internal sealed class ParadexTwin(Account account, MarketSnapshot market, Underlying underlying)
{
    private readonly double _spot = market[underlying].Spot;
    private readonly double _rate = market[underlying].Rate;

    public (double Initial, double Maintenance) Portfolio(ParadexSet set)
    {
        double[] positions = [.. set.Scenarios.Select(row => account.Portfolio.Positions.Sum(held => row.Weight * Live(held.Instrument, set) * Units(held) * (Shocked(held.Instrument, row, set) - Mark(held.Instrument))))];
        double[] orders = [.. set.Scenarios.Select(row => account.Orders.Sum(order => -row.Weight * Live(order.Instrument, set) * Math.Abs(order.Quantity) * order.Instrument.Multiplier
            * Math.Max(0, Math.Sign(order.Quantity) * (order.Limit!.Value - Shocked(order.Instrument, row, set)))))];
        double scan = positions.Max(profit => Math.Max(0, -profit)), scanInitial = positions.Zip(orders, (position, order) => Math.Max(0, -(position + order))).Max();

        double l = Side(account.Portfolio.Positions, 1), s = Side(account.Portfolio.Positions, -1), lo = Side(Ordered, 1), so = Side(Ordered, -1);
        double unhedged = Math.Max(0, Math.Max(l + lo - s, s + so - l)), hedged = Math.Max(0, Math.Max(l + lo, s + so) - unhedged);
        double floorInitial = (set.MinimumDelta.Unhedged * unhedged + set.MinimumDelta.Hedged * hedged) * _spot;
        double floor = (set.MinimumDelta.Unhedged * Math.Abs(l - s) + set.MinimumDelta.Hedged * (l + s - Math.Abs(l - s)) / 2) * _spot;

        double funded = -Funding(account.Portfolio.Positions), ordered = Funding(Ordered);
        double fees = Fees(account.Portfolio.Positions, set.FeeRate, set.OptionFeeCap), feesInitial = fees + Fees(Ordered, set.FeeRate, set.OptionFeeCap);
        return (Math.Max(scanInitial, floorInitial) + Math.Max(0, -(funded + ordered)) + feesInitial, set.MaintenanceFactor * Math.Max(scan, floor) + Math.Max(0, -funded) + fees);
    }

    public (double Initial, double Maintenance) Cross(ParadexCrossSet set)
    {
        double perpetual = 0, heldPerpetual = 0, fees = Fees(account.Portfolio.Positions, set.FeeRate, set.OptionFeeCap);
        foreach (var instrument in account.Portfolio.Positions.Concat(Ordered).Select(row => row.Instrument).OfType<Perpetual>().Distinct())
        {
            double size = account.Portfolio[instrument], buys = Ordered.Where(o => o.Instrument == instrument).Sum(o => Math.Max(0, o.Quantity)), sells = Ordered.Where(o => o.Instrument == instrument).Sum(o => Math.Max(0, -o.Quantity));
            double rate = set.Perpetual.Initial!.Value * Mark(instrument) * instrument.Multiplier;
            perpetual += rate * Math.Max(0, Math.Max(size + buys, sells - size));
            heldPerpetual += set.Perpetual.MaintenanceFactor * rate * Math.Abs(size);
        }

        return (perpetual + Options(set.Option.Initial) + fees + Fees(Ordered, set.FeeRate, set.OptionFeeCap), heldPerpetual + Options(set.Option.Maintenance) + fees);
    }

    private IEnumerable<Position> Ordered => account.Orders.Select(order => new Position(order.Instrument, order.Quantity));

    private double Options(ParadexCrossRates rates) => account.Portfolio.Positions.Where(held => held.Instrument is VanillaOption).Sum(held =>
    {
        var option = (VanillaOption)held.Instrument;
        double outside = option.Right == OptionRight.Call ? Math.Max(0, option.Strike - _spot) : Math.Max(0, _spot - option.Strike);
        double sold = Math.Max(rates.ShortInTheMoney * _spot - outside, rates.ShortOutOfTheMoney * _spot);
        if (option.Right == OptionRight.Put) sold = Math.Min(sold, rates.ShortPutCap * _spot);
        return Math.Abs(Units(held)) * (held.Quantity < 0 ? sold : Math.Min(rates.Premium * Mark(option), rates.LongInTheMoney * _spot));
    });

    private double Side(IEnumerable<Position> rows, int sign) => rows.Sum(row => Math.Max(0, sign * Units(row) * Delta(row.Instrument)));

    private double Funding(IEnumerable<Position> rows) => rows.Where(row => row.Instrument is Perpetual).Sum(row => market[underlying].Perpetual.FundingRate * Units(row) * _spot);

    private double Fees(IEnumerable<Position> rows, double rate, double cap) =>
        rows.Sum(row => Math.Abs(Units(row)) * (row.Instrument is Perpetual ? rate * Mark(row.Instrument) : Math.Min(rate * _spot, cap * Mark(row.Instrument))));

    private double Live(Instrument instrument, ParadexSet set) => instrument is Perpetual ? 1 : Math.Clamp((instrument.Expiry!.Value - market.Time).TotalMinutes / set.SettlementMinutes, 0, 1);

    private double Shocked(Instrument instrument, ParadexScenario row, ParadexSet set)
    {
        if (instrument is not VanillaOption option) return Mark(instrument) * (1 + row.Spot);
        double days = 365 * Years(option), power = days < 30 ? set.VolatilityShock.ShortTermPower : set.VolatilityShock.LongTermPower;
        double volatility = Volatility(option) * (1 + row.Volatility * Math.Pow(30 / Math.Max(set.VolatilityShock.FloorDays, days), power));
        return Value(option, _spot * (1 + row.Spot), row.Volatility > 0 ? Math.Max(set.VolatilityShock.MinimumUp, volatility) : volatility);
    }

    private double Mark(Instrument instrument) => instrument is VanillaOption option ? Value(option, _spot, Volatility(option)) : market[underlying].Perpetual.Mark!.Value;

    private double Delta(Instrument instrument)
    {
        if (instrument is not VanillaOption option) return 1;
        double call = Normal.CDF(0, 1, D1(option, _spot, Volatility(option)));
        return option.Right == OptionRight.Call ? call : call - 1;
    }

    private double Value(VanillaOption option, double spot, double volatility)
    {
        if (volatility <= 0 || Years(option) <= 0) return option.Intrinsic(spot);
        double d1 = D1(option, spot, volatility), strike = option.Strike * Math.Exp(-_rate * Years(option));
        double call = spot * Normal.CDF(0, 1, d1) - strike * Normal.CDF(0, 1, d1 - volatility * Math.Sqrt(Years(option)));
        return option.Right == OptionRight.Call ? call : call - spot + strike;
    }

    private double D1(VanillaOption option, double spot, double volatility) =>
        (Math.Log(spot / option.Strike) + (_rate + volatility * volatility / 2) * Years(option)) / (volatility * Math.Sqrt(Years(option)));

    private static double Units(Position row) => row.Quantity * row.Instrument.Multiplier;

    private double Years(VanillaOption option) => market.YearsTo(option.Expiry!.Value);

    private double Volatility(VanillaOption option)
    {
        double[] volatility = new double[1];
        market.VolatilityOf(underlying, option.Expiry!.Value)!.Volatilities(Years(option), 0, [option.Strike], volatility);
        return volatility[0];
    }
}
