namespace PortfolioMargin.RuleBooks;

/// <summary>What is scanned together: its loss in each of the sixteen scenarios, the active one, and how that loss splits into time, price and volatility.</summary>
internal sealed class SpanScan
{
    private readonly Func<int, Attributed> _loss;
    private readonly Attributed?[] _known = new Attributed?[SpanScenarios.Count];
    private readonly double[] _losses;

    private SpanScan(double[] losses, Func<int, Attributed> loss)
    {
        _losses = losses;
        _loss = loss;
        for (int s = 1; s < losses.Length; s++)
            if (losses[s] > losses[Active]) Active = s;
    }

    /// <summary>Index of the largest loss; the first where several tie.</summary>
    public int Active { get; }

    /// <summary>Losses of the rows, which carry the cover of the extreme scenarios already.</summary>
    public static SpanScan Of(RiskGroup group, SpanMoney money)
    {
        var (losses, profits) = (new double[SpanScenarios.Count], new double[group.Scenarios.Length]);
        if (!money.Overrides) group.ProfitAndLoss(profits);
        for (int s = 0; s < losses.Length; s++) losses[s] = 0 - (money.Overrides ? group.Sum(Unit(s)) : profits[s]);
        return new(losses, s => -(money.Overrides ? group.Linear(Unit(s)) : group.At(s)));

        Func<RiskRow, double> Unit(int scenario) => row => row.Unit!.ProfitAndLoss.Span[scenario] * money.Of(row);
    }

    /// <summary>Several scans as one: losses in full, gains at a rate of their own, row by row.</summary>
    public static SpanScan Merged(IReadOnlyList<(SpanScan Scan, double Rate)> legs)
    {
        var losses = new double[SpanScenarios.Count];
        foreach (var (scan, rate) in legs)
            for (int s = 0; s < losses.Length; s++) losses[s] += Factor(scan, rate, s) * scan._losses[s];
        return new(losses, s => Attributed.Sum(legs.Select(leg => Factor(leg.Scan, leg.Rate, s) * leg.Scan.Loss(s))));

        static double Factor(SpanScan scan, double rate, int s) => scan._losses[s] > 0 ? 1 : rate;
    }

    /// <summary>The largest loss.</summary>
    public Attributed Risk(bool floor) => floor ? Loss(Active).Positive() : Loss(Active);

    /// <summary>Mean of the scenarios without a price move.</summary>
    public Attributed TimeRisk() => (Loss(0) + Loss(1)) / 2;

    /// <summary>What is left of the active loss without volatility, less time risk; before any floor.</summary>
    public Attributed PriceRisk() => VolatilityAdjusted() - TimeRisk();

    /// <summary>The part of the active loss that its volatility move makes.</summary>
    public Attributed VolatilityRisk() => Loss(Active) - VolatilityAdjusted();

    /// <summary>The sixteen rows, profit positive.</summary>
    public ScanTable Table(string group) => new(group, SpanScenarios.Names, [.. _losses.Select(loss => 0 - loss)], Active);

    private Attributed Loss(int scenario) => _known[scenario] ??= _loss(scenario);

    private Attributed VolatilityAdjusted()
    {
        int paired = SpanScenarios.Paired(Active);
        return paired == Active ? Loss(Active) : (Loss(Active) + Loss(paired)) / 2;
    }
}
