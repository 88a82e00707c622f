using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.HouseGrid;

/// <summary>The page once more, in plain scalar arithmetic.</summary>
internal sealed class HouseGridTwin(HouseGridParameters parameters, Portfolio book, MarketSnapshot market) : LinearTwin(market)
{
    public (double Initial, double Maintenance) Requirement()
    {
        double sum = book.Positions.GroupBy(position => position.Instrument.Underlying).Sum(Underlying);
        double least = book.Positions.Any(position => position.Quantity != 0) ? parameters.Minimum : 0;
        return (Math.Max(least, parameters.Factors!.Initial * sum), Math.Max(least, parameters.Factors.Maintenance * sum));
    }

    private double Underlying(IGrouping<Underlying, Position> held)
    {
        var grid = parameters.Underlyings.GetValueOrDefault(held.Key.Symbol) ?? parameters.Underlyings["default"];
        var cells = grid.PriceSteps.SelectMany(_ => grid.Volatility.Steps, (price, volatility) => Loss(held, grid, grid.PriceRange * price, volatility));
        var tails = grid.Tails.Select(tail => tail.Weight * Loss(held, grid, tail.Price, tail.Volatility));
        double risk = Math.Max(0, cells.Concat(tails).Max()) + grid.Contingencies.Sum(charge => Charge(charge, [.. held]));
        return Math.Max(risk, grid.Floors.Sum(charge => Charge(charge, [.. held])));
    }

    private double Loss(IEnumerable<Position> held, HouseGridUnderlying grid, double fraction, double step) => -held.Sum(position =>
    {
        double price = Price(position.Instrument), move = fraction * (grid.PriceMove == HouseGridPriceMove.Own ? price : Spot(position.Instrument));
        double change = position.Instrument is VanillaOption option
            ? Value(option, price + move, Years(option), Changed(grid.Volatility, Volatility(option), 365 * Years(option), step)) - Value(option, price, Years(option), Volatility(option))
            : move;
        return Units(position) * change * Money(position);
    });

    private static double Changed(HouseGridVolatility grid, double volatility, double days, double step)
    {
        if (step == 0) return volatility;
        double power = days < grid.ReferenceDays ? grid.ShortTermPower : grid.LongTermPower;
        double change = step * (step > 0 ? grid.Up : grid.Down) * Math.Pow(grid.ReferenceDays / Math.Max(grid.FloorDays, days), power);
        return Math.Max(grid.Minimum, grid.InPoints ? volatility + change : volatility * (1 + change));
    }

    private double Charge(HouseGridCharge charge, List<Position> held)
    {
        double spot = Spot(held[0].Instrument) * Money(held[0]);
        double[] deltas = [.. held.Select(CashDelta)];
        var options = held.Where(position => position.Instrument is VanillaOption).ToList();
        var expiries = held.GroupBy(position => position.Instrument.Expiry).Select(expiry => (Years: expiry.Key is null ? 0 : Years(expiry.First().Instrument), Net: expiry.Sum(CashDelta))).ToList();
        return charge.Measure switch
        {
            HouseGridMeasure.ShortOptions => charge.Rate * spot * options.Sum(position => Math.Max(0, -Units(position))),
            HouseGridMeasure.NetShortOptions => charge.Rate * spot * Math.Max(0, -options.Sum(Units)),
            HouseGridMeasure.NakedShortOptions => charge.Rate * spot * options.GroupBy(position => (position.Instrument.Expiry, ((VanillaOption)position.Instrument).Strike)).Sum(strike => Math.Max(0, -strike.Sum(Units))),
            HouseGridMeasure.GrossFutures => charge.Rate * spot * held.Where(position => position.Instrument is Future or Perpetual).Sum(position => Math.Abs(Units(position))),
            HouseGridMeasure.GrossDelta => charge.Rate * deltas.Sum(Math.Abs),
            HouseGridMeasure.NetDelta => charge.Rate * Math.Abs(deltas.Sum()),
            HouseGridMeasure.HedgedDelta => charge.Rate * Smaller(deltas),
            HouseGridMeasure.NetDeltaByExpiry => expiries.Sum(expiry => (charge.Rate + charge.AnnualRate * expiry.Years) * Math.Abs(expiry.Net)),
            HouseGridMeasure.HedgedAcrossExpiries => charge.Rate * Smaller(expiries.Select(expiry => expiry.Net)),
            _ => throw new ArgumentOutOfRangeException(nameof(charge), charge.Measure, "unknown measure"),
        };
    }

    private static double Smaller(IEnumerable<double> amounts) => Math.Min(amounts.Sum(amount => Math.Max(0, amount)), amounts.Sum(amount => Math.Max(0, -amount)));

    private static double Units(Position position) => position.Quantity * position.Instrument.Multiplier;
}
