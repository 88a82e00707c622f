using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>Market risk of netting sets: measure, stress, floor; offset between them and correlation break inside them.</summary>
internal sealed class HistoricalSimulationGroups
{
    private readonly HistoricalSimulationParameters _parameters;
    private readonly RiskMatrix _risk;
    private readonly TailMeasure _measure;
    private readonly ImmutableArray<decimal> _ages; // shares of the current rows; empty where all count alike
    private readonly Dictionary<string, string> _groupOf; // by symbol

    public HistoricalSimulationGroups(HistoricalSimulationParameters parameters, TailMeasure measure, ImmutableArray<decimal> ages, RiskMatrix risk)
    {
        (_parameters, _measure, _ages, _risk) = (parameters, measure, ages, risk);
        _groupOf = parameters.Groups.SelectMany(group => group.Underlyings.Select(symbol => (symbol, group.Name))).ToDictionary(pair => pair.symbol, pair => pair.Name, StringComparer.Ordinal);
        Groups = [.. risk.By(instrument => GroupOf(instrument.Underlying.Symbol))];
        Lines = [.. Groups.Select(group => Line(group).Because(measure.ToString()))];
    }

    /// <summary>The netting sets, in canonical order of their first position.</summary>
    public ImmutableArray<RiskGroup> Groups { get; }

    /// <summary>Their market risk, after stress and floor.</summary>
    public ImmutableArray<MarginLine> Lines { get; }

    /// <summary>The netting set of an underlying.</summary>
    public string GroupOf(string symbol) => _groupOf.GetValueOrDefault(symbol, symbol);

    /// <summary>Sum of groups - cap x max(0, sum of groups - whole book).</summary>
    public MarginLine MarketRisk()
    {
        if (_parameters.Offset is not { } offset) return MarginLine.Sum("market risk", Lines);
        var apart = Attributed.Sum(Lines.Select(line => line.Amount));
        var counted = -(offset.Cap * (apart - Line(_risk.All).Amount).Positive());
        return MarginLine.Sum("market risk", Lines.Append(MarginLine.Leaf("offset", counted, HistoricalSimulationRuleBook.Offsets).For(LineMeaning.Offset)));
    }

    /// <summary>Rate x max(0, a group's underlyings apart - the group), for groups of several underlyings.</summary>
    public MarginLine? CorrelationBreak() => _parameters.CorrelationBreak is not { } broken
        ? null
        : MarginLine.Sum("correlation break add-on", Groups.Zip(Lines).Select(pair => MarginLine.Leaf(
            pair.First.Name, broken.Rate * (Attributed.Sum(pair.First.By(instrument => instrument.Underlying).Select(one => Line(one).Amount)) - pair.Second.Amount).Positive()))).For(LineMeaning.Contingency);

    private MarginLine Line(RiskGroup group)
    {
        var current = MarginLine.Leaf("current", _ages.IsEmpty ? Measured(group, ScenarioSet.MainRange) : Scaled(_measure.Of(group, Named(group, ScenarioSet.MainRange), _ages.AsSpan())));
        var parts = new List<MarginLine> { current };
        var amount = current.Amount;
        if (_parameters.Stressed is { } stress) amount = WithStress(group, stress, amount, parts);
        if (_parameters.AntiProcyclicality is { Option: SimulationAntiProcyclicalityOption.Floor })
        {
            parts.Add(MarginLine.Leaf("floor", Measured(group, HistoricalSimulationScenarios.FloorRange), HistoricalSimulationRuleBook.Procyclicality));
            amount = Attributed.Max(amount, parts[^1].Amount);
        }

        return MarginLine.From(group.Name, amount, parts.Select(part => part.AsMemo())).WithTable(Table(group)).For(LineMeaning.ScenarioLoss);
    }

    private Attributed WithStress(RiskGroup group, SimulationStress stress, Attributed current, List<MarginLine> parts)
    {
        if (stress.Method == SimulationStressMethod.Observations) return Pooled(group, stress);
        parts.Add(MarginLine.Leaf("stressed", Measured(group, HistoricalSimulationScenarios.StressedRange)));
        var stressed = parts[^1].Amount;
        return stress.Method == SimulationStressMethod.Maximum
            ? Attributed.Max(current, stressed)
            : (1 - stress.Weight) * current + stress.Weight * stressed;
    }

    private Attributed Measured(RiskGroup group, string range) => Scaled(_measure.Of(group, Named(group, range)));

    /// <summary>Both samples as one, quantile of type 1 or exact tail. A current row weighs (1 - w) / n, or (1 - w) x its share by age, a stressed one w / m; here times n m, which is exact.</summary>
    private Attributed Pooled(RiskGroup group, SimulationStress stress)
    {
        if (group.Rows.IsEmpty) return Attributed.Zero;
        var (main, stressed) = (Named(group, ScenarioSet.MainRange), Named(group, HistoricalSimulationScenarios.StressedRange));
        int current = main.End.Value - main.Start.Value, extreme = stressed.End.Value - stressed.Start.Value;
        decimal weight = Numerics.ExactDecimal.Of(stress.Weight);
        decimal[] weights = new decimal[current + extreme];
        for (int row = 0; row < current; row++) weights[row] = (1 - weight) * extreme * (_ages.IsEmpty ? 1 : _ages[row] * current);
        weights.AsSpan(current).Fill(weight * (_ages.IsEmpty ? current : _ages.Sum() * current));
        var measure = _measure.Tail is null ? TailMeasure.ValueAtRisk(_measure.Confidence) : TailMeasure.ExpectedShortfall(_measure.Confidence);
        return Scaled(measure.Of(group, main.Start..stressed.End, weights)); // the stressed rows follow the current ones
    }

    private Attributed Scaled(Attributed measured)
    {
        var loss = measured.Positive();
        return _parameters.HorizonMethod == SimulationHorizon.SquareRootOfTime ? Math.Sqrt(_parameters.HorizonDays) * loss : loss;
    }

    private Range Named(RiskGroup group, string range) => group.Rows.IsEmpty ? default : _risk.Scenarios.Named(range, group.Rows[0].Instrument.Underlying);

    private ScanTable Table(RiskGroup group)
    {
        if (group.Rows.IsEmpty) return new(group.Name, [], [], -1);
        var rows = Named(group, ScenarioSet.MainRange);
        double[] profits = new double[group.Scenarios.Length];
        group.ProfitAndLoss(profits);
        int worst = 0;
        for (int s = 1; s < rows.End.Value; s++)
            if (profits[s] < profits[worst]) worst = s;
        return new(group.Name, [.. group.Scenarios[rows].Select(row => row.Name)], [.. profits[rows]], worst);
    }
}
