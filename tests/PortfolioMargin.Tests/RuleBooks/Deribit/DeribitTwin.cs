using MathNet.Numerics.Distributions;
using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.RuleBooks.Deribit;

/// <summary>The document once more, in plain scalar arithmetic and another library's normal distribution. One underlying, perpetuals and options.</summary>
internal sealed class DeribitTwin(DeribitParameters parameters, Account account, MarketSnapshot market)
{
    private readonly Underlying _coin = account.Portfolio.Positions[0].Instrument.Underlying;
    private readonly bool _inverse = account.Portfolio.Positions[0].Instrument.Payoff == PayoffStyle.Inverse;

    private double Spot => market[_coin].Spot;

    private double Money => market.Convert(1, _inverse ? _coin.Coin : market.QuoteCurrencyOf(_coin), market.ReportingCurrency);

    public (double Initial, double Maintenance) Requirement()
    {
        var pair = parameters.Pairs[_coin.Symbol];
        double matrix = Math.Max(0, -Cells(pair).Min()) + Roll(pair) + pair.CorrelationContingency * Money;
        return (matrix + parameters.OpenOrders + parameters.MarketMakerProtection, parameters.MaintenanceFactor * matrix);
    }

    private IEnumerable<double> Cells(DeribitPair pair)
    {
        for (int step = -parameters.Steps; step <= parameters.Steps; step++)
            for (int change = -1; change <= 1; change++) yield return Profit(pair, pair.PriceRange * step / parameters.Steps, change);
        foreach (double move in pair.Extended.Moves)
        {
            double range = pair.PriceRange, edge = move < 0 ? 1 - range : 1 + range;
            double x = Profit(pair, move, 1) * pair.Extended.Factor * range / Math.Abs(move) * (_inverse ? (1 + move) / edge : 1);
            double cut = (Math.Max(Math.Abs(move) / range, 1) - 1) * pair.Extended.Dampener * Money / (_inverse ? Spot * edge : 1);
            yield return x < 0 ? Math.Min(0, x + cut) : Math.Max(0, x - cut);
        }
    }

    private double Profit(DeribitPair pair, double move, int change)
    {
        double shocked = pair.EquityIsShocked && _coin.Coin != market.ReportingCurrency ? account.Collateral.Where(held => held.Asset == _coin.Coin).Sum(held => held.Amount) : 0;
        return shocked * market.Convert(1, _coin.Coin, market.ReportingCurrency) * move + account.Portfolio.Positions.Sum(position => position.Quantity * Money * Unit(position.Instrument, pair, move, change));
    }

    private double Unit(Instrument instrument, DeribitPair pair, double move, int change)
    {
        if (instrument is not VanillaOption option) return _inverse ? instrument.Multiplier / Spot * (1 - 1 / (1 + move)) : instrument.Multiplier * Spot * move;
        double forward = market.ForwardOf(_coin, option.Expiry!.Value), volatility = Volatility(option), moved = forward * (1 + move);
        double before = Value(option, forward, volatility), after = Value(option, moved, Shocked(pair.VolatilityShock, option, volatility, change));
        return option.Multiplier * (_inverse ? after / moved - before / forward : after - before);
    }

    private double Shocked(DeribitVolatilityShock shock, VanillaOption option, double volatility, int change)
    {
        double days = 365 * market.YearsTo(option.Expiry!.Value);
        double scale = Math.Pow(30 / Math.Max(shock.FloorDays, days), days < 30 ? shock.ShortTermPower : shock.LongTermPower);
        return change switch
        {
            1 => Math.Max(volatility * (1 + shock.Up * scale), shock.MinimumUp),
            -1 => Math.Max(0, volatility * (1 - shock.Down * scale)),
            _ => volatility,
        };
    }

    private double Roll(DeribitPair pair) => account.Portfolio.Positions.GroupBy(position => position.Instrument.Expiry).Sum(expiry =>
    {
        double years = expiry.Key is { } end ? market.YearsTo(end) : 0;
        return Math.Abs(expiry.Sum(position => position.Quantity * Delta(position.Instrument))) * Money * Math.Max(pair.RollShock.MinimumMove, Math.Exp(pair.RollShock.AnnualMove * years) - 1);
    });

    /// <summary>In coin for inverse contracts, in money for linear ones.</summary>
    private double Delta(Instrument instrument)
    {
        if (instrument is not VanillaOption option) return _inverse ? instrument.Multiplier / Spot : instrument.Multiplier * Spot;
        double deviation = Volatility(option) * Math.Sqrt(market.YearsTo(option.Expiry!.Value));
        double call = Normal.CDF(0, 1, Math.Log(market.ForwardOf(_coin, option.Expiry.Value) / option.Strike) / deviation + deviation / 2);
        return option.Multiplier * (option.Right == OptionRight.Call ? call : call - 1) * (_inverse ? 1 : Spot);
    }

    private double Value(VanillaOption option, double forward, double volatility)
    {
        double call = NaiveTwin.LognormalCall(forward, option.Strike, volatility * Math.Sqrt(market.YearsTo(option.Expiry!.Value)));
        return option.Right == OptionRight.Call ? call : call - forward + option.Strike;
    }

    private double Volatility(VanillaOption option)
    {
        double[] point = new double[1];
        market.VolatilityOf(_coin, option.Expiry!.Value)!.Volatilities(market.YearsTo(option.Expiry.Value), market.ForwardOf(_coin, option.Expiry.Value), [option.Strike], point);
        return point[0];
    }
}
