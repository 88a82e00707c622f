using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.RuleBooks.HistoricalSimulation;

/// <summary>The page of the rule once more, in plain scalar arithmetic: every book revalued row by row, losses sorted, quantile type 1, 4 or 7 and the exact tail.</summary>
internal sealed class HistoricalSimulationTwin(HistoricalSimulationParameters p, Portfolio book, MarketSnapshot market)
{
    public double Requirement()
    {
        var groups = book.Positions.GroupBy(position => GroupOf(position.Instrument.Underlying.Symbol)).ToList();
        var risks = groups.ToDictionary(group => group.Key, group => Risk([.. group]));
        double apart = risks.Values.Sum(), total = apart;
        if (p.Offset is { } offset) total -= offset.Cap * Math.Max(0, apart - Risk([.. book.Positions]));
        double requirement = total;
        if (p.AntiProcyclicality is { Rate: { } rate } buffer) requirement += rate * (1 - buffer.Exhausted) * total;
        if (p.CorrelationBreak is { } broken)
            requirement += groups.Sum(group => broken.Rate * Math.Max(0, group.GroupBy(position => position.Instrument.Underlying).Sum(one => Risk([.. one])) - risks[group.Key]));
        foreach (var (symbol, entry) in p.Liquidity)
            requirement += Held(symbol).Sum(position => Math.Abs(position.Quantity * position.Instrument.Multiplier * Value(position.Instrument, 0, 0)) * entry.HalfSpread);
        foreach (var (symbol, entry) in p.Concentration)
            if (Held(symbol).Any()) requirement += Concentration(entry, symbol, risks[GroupOf(symbol)]);
        return requirement;
    }

    private double Risk(Position[] held)
    {
        double[] losses = Losses(held, p.History, p.Filter);
        double current = p.AgeDecay is null ? Measure(losses) : Pooled(losses, [], 0), result = current;
        if (p.Stressed is { } stress)
        {
            double[] stressed = Losses(held, stress.History, stress.Filtered ? p.Filter : null);
            result = stress.Method switch
            {
                SimulationStressMethod.Measure => ((1 - stress.Weight) * current) + (stress.Weight * Measure(stressed)),
                SimulationStressMethod.Maximum => Math.Max(current, Measure(stressed)),
                _ => Pooled(losses, stressed, stress.Weight),
            };
        }

        return p.AntiProcyclicality is { Option: SimulationAntiProcyclicalityOption.Floor } floor ? Math.Max(result, Measure(Losses(held, floor.History, null))) : result;
    }

    private double Measure(double[] losses)
    {
        decimal c = (decimal)p.Confidence!.Value, n = losses.Length;
        double[] x = [.. losses.Order()];
        double result;
        if (p.Measure == SimulationMeasure.ValueAtRisk)
        {
            decimal at = p.Quantile switch { QuantileRule.HyndmanFan7 => (n * c) + 1 - c, _ => n * c };
            int j = (int)decimal.Floor(at);
            double w = p.Quantile == QuantileRule.HyndmanFan1 ? at == j ? 0 : 1 : (double)(at - j);
            result = ((1 - w) * x[Math.Clamp(j, 1, x.Length) - 1]) + (w * x[Math.Clamp(j + 1, 1, x.Length) - 1]);
        }
        else
        {
            double mass = (double)(n * (1 - c)), whole = Math.Floor(mass);
            result = (x.Reverse().Take((int)whole).Sum() + ((mass - whole) * x[Math.Max(0, x.Length - 1 - (int)whole)])) / mass;
        }

        return Math.Max(0, result) * Root;
    }

    private double Pooled(double[] current, double[] stressed, double weight)
    {
        double[] ages = [.. current.Select((_, row) => Math.Pow(p.AgeDecay ?? 1, current.Length - 1 - row))];
        var all = current.Select((loss, row) => (Loss: loss, Weight: (1 - weight) * ages[row] / ages.Sum())).Concat(stressed.Select(loss => (Loss: loss, Weight: weight / stressed.Length))).OrderByDescending(row => row.Loss).ToList();
        double left = 1 - p.Confidence!.Value, sum = 0;
        foreach (var (loss, share) in all)
        {
            if (p.Measure == SimulationMeasure.ValueAtRisk && share > left + 1e-12) return Math.Max(0, loss) * Root;
            sum += Math.Min(left, share) * loss;
            left -= share;
            if (left <= 0 && p.Measure == SimulationMeasure.ExpectedShortfall) break;
        }

        return Math.Max(0, sum / (1 - p.Confidence!.Value)) * Root;
    }

    private double Root => p.HorizonMethod == SimulationHorizon.SquareRootOfTime ? Math.Sqrt(p.HorizonDays) : 1;

    private double[] Losses(Position[] held, System.Collections.Immutable.ImmutableSortedDictionary<string, SimulationHistory> history, SimulationFilter? filter)
    {
        var moves = history.ToDictionary(entry => entry.Key, entry => (
            Spot: OverHorizon(Filtered([.. entry.Value.Spot], filter), entry.Key, history.Keys, p.ReturnKind == SimulationReturns.Simple),
            Volatility: OverHorizon(Filtered([.. entry.Value.Volatility], filter), entry.Key, history.Keys, p.VolatilityChangeKind == SimulationVolatilities.Relative)));
        int rows = moves.Values.First().Spot.Length;
        return [.. Enumerable.Range(0, rows).Select(row => -held.Sum(position =>
        {
            var (spot, volatility) = moves[position.Instrument.Underlying.Symbol];
            double move = p.ReturnKind == SimulationReturns.Simple ? spot[row] : Math.Exp(spot[row]) - 1, change = volatility.Length == 0 ? 0 : volatility[row];
            return position.Quantity * position.Instrument.Multiplier * (Value(position.Instrument, move, change) - Value(position.Instrument, 0, 0));
        }))];
    }

    private static double[] Filtered(double[] returns, SimulationFilter? filter)
    {
        if (filter is null || returns.Length == 0) return returns;
        double variance = filter.SeedVariance ?? returns.Average(value => value * value);
        double[] before = [.. returns.Select(value =>
        {
            double at = variance;
            variance = (filter.Decay!.Value * variance) + ((1 - filter.Decay.Value) * value * value);
            return Math.Sqrt(at);
        })];
        double now = Math.Max(filter.VolatilityFloor, Math.Min(filter.VolatilityCap ?? double.PositiveInfinity, Math.Sqrt(variance)));
        return [.. returns.Zip(before, (value, then) => value * ((filter.Blend * now) + ((1 - filter.Blend) * then)) / then)];
    }

    private double[] OverHorizon(double[] daily, string symbol, IEnumerable<string> all, bool compounds)
    {
        int days = Days(symbol), longest = all.Max(Days);
        if (p.HorizonMethod == SimulationHorizon.ScaledReturns) return [.. daily.Select(value => value * Math.Sqrt(days))];
        if (p.HorizonMethod != SimulationHorizon.Overlapping || daily.Length == 0) return daily;
        return [.. Enumerable.Range(longest - 1, daily.Length - longest + 1).Select(end => daily[(end - days + 1)..(end + 1)]).Select(window => compounds ? window.Aggregate(1.0, (product, value) => product * (1 + value)) - 1 : window.Sum())];
    }

    private int Days(string symbol) => p.Horizons.GetValueOrDefault(symbol, p.HorizonDays);

    private double Concentration(SimulationConcentration rule, string symbol, double risk)
    {
        double size = Math.Abs(Held(symbol).Sum(position => position.Quantity * position.Instrument.Multiplier * Delta(position.Instrument)));
        if (rule.Method == SimulationConcentrationMethod.PerUnitAboveThreshold) return rule.Rate!.Value * market[new(symbol)].Spot * Math.Max(0, size - (rule.Threshold!.Value * rule.AverageDailyVolume));
        double d = Math.Max(1, size / (rule.Participation!.Value * rule.AverageDailyVolume) / Days(symbol));
        return risk * ((rule.Method == SimulationConcentrationMethod.EvenLiquidation ? Math.Sqrt((d + 1) * ((2 * d) + 1) / (6 * d)) : Math.Sqrt(d)) - 1);
    }

    /// <summary>dV/dS by a difference: forwards move with spot.</summary>
    private double Delta(Instrument instrument) => (Value(instrument, 1e-6, 0) - Value(instrument, -1e-6, 0)) / (2e-6 * market[instrument.Underlying].Spot);

    private double Value(Instrument instrument, double move, double change)
    {
        double years = instrument.Expiry is { } expiry ? market.YearsTo(expiry) : 0;
        double forward = instrument switch
        {
            Perpetual => market[instrument.Underlying].Perpetual.Mark ?? market[instrument.Underlying].Spot,
            SpotAsset => market[instrument.Underlying].Spot,
            _ => market.ForwardOf(instrument.Underlying, instrument.Expiry!.Value),
        } * (1 + move);
        if (instrument is not VanillaOption option) return forward;
        double[] volatility = new double[1];
        market.VolatilityOf(option.Underlying, option.Expiry!.Value)!.Volatilities(years, market.ForwardOf(option.Underlying, option.Expiry.Value), [option.Strike], volatility);
        double shocked = Math.Max(0, p.VolatilityChangeKind == SimulationVolatilities.Relative ? volatility[0] * (1 + change) : volatility[0] + change);
        double call = NaiveTwin.LognormalCall(forward, option.Strike, shocked * Math.Sqrt(years));
        return Math.Exp(-market.RateOf(option.Underlying, option.Expiry.Value) * years) * (option.Right == OptionRight.Call ? call : call - forward + option.Strike);
    }

    private IEnumerable<Position> Held(string symbol) => book.Positions.Where(position => position.Instrument.Underlying.Symbol == symbol);

    private string GroupOf(string symbol) => p.Groups.FirstOrDefault(group => group.Underlyings.Contains(symbol))?.Name ?? symbol;
}
