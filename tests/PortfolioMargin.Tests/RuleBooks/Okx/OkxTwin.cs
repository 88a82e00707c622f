using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Okx;

/// <summary>The document once more, in plain scalar arithmetic and another library's normal distribution.</summary>
internal sealed class OkxTwin(OkxParameters parameters, Account account, MarketSnapshot market) : LinearTwin(market)
{
    public (double Initial, double Maintenance) Requirement()
    {
        double units = account.Portfolio.Positions.GroupBy(position => position.Instrument.Underlying).Sum(Unit);
        double debt = account.Collateral.Where(holding => holding.Amount < 0).Sum(holding => -holding.Amount * Market.Convert(1, holding.Asset, Market.ReportingCurrency));
        return (parameters.InitialFactor * units + parameters.Borrowing.Initial * debt, units + parameters.Borrowing.Maintenance * debt);
    }

    private double Unit(IGrouping<Underlying, Position> held)
    {
        var unit = parameters.Units.GetValueOrDefault(held.Key.Symbol) ?? parameters.Units["default"];
        double[] moves = [.. unit.SpotMoves.Select(move => -move), 0, .. unit.SpotMoves];
        double first = moves.SelectMany(_ => Volatilities(unit), (move, change) => Loss(held, move, change)).Max();
        double sixth = parameters.ExtremeWeight * new[] { -unit.ExtremeMove, unit.ExtremeMove }.Max(move => Loss(held, move, (_, volatility) => volatility));
        double fourth = unit.Reported?.Basis ?? (unit.BasisPerLeg ?? 0) * held.Sum(position => Math.Abs(CashDelta(position)));
        double seventh = Tiered((unit.MinimumCharge ?? 0) * held.Where(position => position.Instrument is not SpotAsset).Sum(position => Math.Abs(CashDelta(position))));
        var reported = unit.Reported ?? new();
        double second = reported.ThetaDecay ?? 0, added = fourth + (reported.VegaTermStructure ?? 0) + (reported.InterestRate ?? 0) + (reported.Stablecoin ?? 0);
        return Math.Max(Math.Max(Math.Max(Math.Max(first, second), sixth), 0) + added, seventh);
    }

    private double Tiered(double raw)
    {
        double charge = 0, from = 0;
        foreach (var tier in parameters.MinimumChargeTiers)
        {
            double bound = tier.UpTo ?? double.PositiveInfinity;
            charge += tier.Multiplier * Math.Max(0, Math.Min(raw, bound) - from);
            if (raw <= bound) return parameters.Tiering == OkxTiering.Slice ? charge : tier.Multiplier * raw;
            from = bound;
        }

        return charge;
    }

    private static IEnumerable<Func<double, double, double>> Volatilities(OkxUnit unit)
    {
        yield return (_, volatility) => volatility;
        if (unit.VolatilityMoves.IsEmpty) yield break;
        foreach (int sign in new[] { -1, 1 })
        {
            yield return (days, volatility) => Math.Max(0, volatility + sign * Step(days).Points);
            yield return (days, volatility) => Math.Max(0, volatility * (1 + sign * Step(days).Percent));
        }

        OkxVolatilityMove Step(double days) => unit.VolatilityMoves.Last(step => step.FromDays <= days);
    }

    private double Loss(IEnumerable<Position> held, double share, Func<double, double, double> volatility) => -held.Sum(position =>
    {
        double move = share * Spot(position.Instrument);
        double change = position.Instrument is VanillaOption option
            ? Value(option, Price(option) + move, Years(option), volatility(365 * Years(option), Volatility(option))) - Value(option, Price(option), Years(option), Volatility(option))
            : move;
        return position.Quantity * position.Instrument.Multiplier * change * Money(position);
    });
}
