namespace PortfolioMargin.Benchmarks;

/// <summary>A book of inverse options on one underlying as a plain program holds it: arrays of numbers, MathNet prices, two loops. It knows nothing of
/// ledgers, slopes, checks or bits; it is the least that the same question costs without vectors.</summary>
internal sealed class PlainBook
{
    private readonly double[] _strikes;
    private readonly double[] _years;
    private readonly bool[] _calls;
    private readonly double[] _quantities;
    private readonly double[][] _rows;
    private readonly double[] _totals;
    private readonly (double Move, double Change)[] _scenarios;
    private readonly double _spot;
    private readonly double _volatility;

    public PlainBook(Portfolio book, MarketSnapshot market, ScenarioSet scenarios)
    {
        VanillaOption[] options = [.. book.Positions.Select(position => (VanillaOption)position.Instrument)];
        _strikes = [.. options.Select(option => option.Strike)];
        _years = [.. options.Select(option => market.YearsTo(option.Expiry!.Value))];
        _calls = [.. options.Select(option => option.Right == OptionRight.Call)];
        _quantities = [.. book.Positions.Select(position => position.Quantity)];
        _spot = market[Books.Bitcoin].Spot;
        _volatility = Changed(VolatilityShock.None);
        _scenarios = [.. scenarios.RowsFor(Books.Bitcoin).Select(row => (row.Shock.Price.Move(1), (Changed(row.Shock.Volatility) / _volatility) - 1))];
        _rows = [.. options.Select(_ => new double[_scenarios.Length])];
        _totals = new double[_scenarios.Length];

        // All options at one volatility of 30 days' term: the cost does not depend on it.
        static double Changed(VolatilityShock shock)
        {
            double[] volatility = [0.55], changed = [0];
            shock.Apply(volatility, [100], 100, 30 / 365d, changed);
            return changed[0];
        }
    }

    /// <summary>Profit of one contract, [option, scenario], in coin.</summary>
    public double Revalue()
    {
        for (int i = 0; i < _strikes.Length; i++)
        {
            double root = Math.Sqrt(_years[i]);
            double value = PlainPricing.Option(_calls[i], _spot, _strikes[i], _volatility * root) / _spot;
            for (int s = 0; s < _scenarios.Length; s++)
            {
                double shocked = _spot * (1 + _scenarios[s].Move), deviation = _volatility * (1 + _scenarios[s].Change) * root;
                _rows[i][s] = (PlainPricing.Option(_calls[i], shocked, _strikes[i], deviation) / shocked) - value;
            }
        }

        return _rows[0][0];
    }

    /// <summary>The largest loss of the book over the scenarios, from rows that are there.</summary>
    public double WorstLoss()
    {
        Array.Clear(_totals);
        for (int i = 0; i < _rows.Length; i++)
            for (int s = 0; s < _totals.Length; s++) _totals[s] += _quantities[i] * _rows[i][s];
        double worst = 0;
        foreach (double total in _totals) worst = Math.Min(worst, total);
        return -worst;
    }

    /// <summary>Rows and the largest loss.</summary>
    public double Margin()
    {
        Revalue();
        return WorstLoss();
    }
}
