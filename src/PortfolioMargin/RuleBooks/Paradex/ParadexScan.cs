using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>The weighted profit or loss of positions and open orders in every scenario of one underlying.</summary>
internal sealed class ParadexScan
{
    private const double DaysPerYear = 365, MinutesPerDay = 1440;

    private readonly ParadexSet _set;
    private readonly RiskMatrix _risk;
    private readonly Underlying _underlying;
    private readonly Dictionary<int, double[]> _rows; // by row of the matrix: [scenario], per contract

    public ParadexScan(ParadexSet set, RiskMatrix risk, Underlying underlying)
    {
        (_set, _risk, _underlying) = (set, risk, underlying);
        _rows = ParadexScope.Rows(risk).ToDictionary(row => row.Index, row => row.Kind == RiskRowKind.Order ? OrderLosses(row) : Profits(row));
    }

    /// <summary>The scenarios of every underlying, valued on the spot price. Those without parameters feel no move, and are refused by the rule.</summary>
    public static ScenarioSet Scenarios(ParadexParameters parameters) => parameters.Underlyings.Aggregate(
        ScenarioSet.Of(new Scenario("no move", Shock.None)).ValuedBy(ParadexScope.Valuation),
        (scenarios, entry) => scenarios.For(new Underlying(entry.Key), ScenarioSet.MainRange, Scenarios(entry.Value)));

    private static IEnumerable<Scenario> Scenarios(ParadexSet set) => set.Scenarios.Select(row => new Scenario(
        $"spot {Percent.Signed(row.Spot)}, vol {Percent.Signed(row.Volatility)}",
        new(PriceShock.Relative(row.Spot), set.VolatilityShock.By(row.Volatility)),
        row.Weight));

    /// <summary>max over scenarios of max(0, -(profit of the groups)).</summary>
    public MarginLine Risk(params ReadOnlySpan<RiskGroup> groups)
    {
        var totals = new double[_set.Scenarios.Length];
        int worst = 0;
        for (int s = 0; s < totals.Length; s++)
        {
            foreach (var group in groups) totals[s] += Sum(group, s);
            if (!double.IsFinite(totals[s])) throw new OverflowException($"The profit of {_underlying} in scenario {_risk.Scenarios.RowsFor(_underlying)[s].Name} leaves the range of a double; check quantities and prices.");
            if (totals[s] < totals[worst]) worst = s;
        }

        var profit = Attributed.Zero;
        foreach (var group in groups) profit += group.Linear(row => _rows[row.Index][worst]);
        return MarginLine.Leaf("scan risk", (-profit).Positive(), ParadexParameterSets.Portfolio)
            .WithTable(new(_underlying.Symbol, [.. _risk.Scenarios.RowsFor(_underlying).Select(row => row.Name)], [.. totals], worst));
    }

    /// <summary>The sum of a group, in the bits of the line that is made of the worst one.</summary>
    private double Sum(RiskGroup group, int scenario)
    {
        var sum = new BlockSum();
        foreach (var row in group.Rows) sum.Add(row.Quantity, _rows[row.Index][scenario], row.Unit!.StartsBlock);
        return sum.Total;
    }

    /// <summary>Per contract: live x (shocked price - mark) x weight.</summary>
    private double[] Profits(RiskRow row)
    {
        double live = Live(row.Instrument), mark = Mark(row);
        double[] prices = ShockedPrices(row);
        return [.. prices.Select((price, s) => live * (price - mark) * _set.Scenarios[s].Weight * row.Conversion)];
    }

    /// <summary>Per contract, so that quantity x it is the loss: a buy loses limit - shocked price, a sell shocked price - limit, never a gain.</summary>
    private double[] OrderLosses(RiskRow row)
    {
        double live = Live(row.Instrument), side = row.Quantity < 0 ? -1 : 1, limit = row.Limit!.Value * row.Instrument.Multiplier;
        double[] prices = ShockedPrices(row);
        return [.. prices.Select((price, s) => -side * live * Math.Max(0, side * (limit - price)) * _set.Scenarios[s].Weight * row.Conversion)];
    }

    /// <summary>Price of one contract after each scenario, multiplier included. Where a change down leaves no volatility, an option is worth what it would settle at:
    /// the venue does not discount there.</summary>
    private double[] ShockedPrices(RiskRow row)
    {
        var prices = row.Unit!.ProfitAndLoss.ToArray();
        var option = row.Instrument as VanillaOption;
        var (spot, volatility, scale) = (_risk.Market[_underlying].Spot, option is null ? 1 : VolatilityOf(option, row), option is null ? 0 : Scale(option));
        for (int s = 0; s < prices.Length; s++)
        {
            var scenario = _set.Scenarios[s];
            bool still = option is not null && (scenario.Volatility <= 0 || _set.VolatilityShock.MinimumUp == 0) && volatility * (1 + scenario.Volatility * scale) <= 0;
            prices[s] = still ? option!.Intrinsic(spot * (1 + scenario.Spot)) * option.Multiplier : prices[s] + row.Unit.Mark;
        }

        return prices;
    }

    /// <summary>The venue's mark, else the model's value; without volatility what the option would settle at.</summary>
    private double Mark(RiskRow row) => row.Instrument is VanillaOption option && _risk.Market.QuoteOf(option)?.Mark is null && VolatilityOf(option, row) == 0
        ? option.Intrinsic(_risk.Market[_underlying].Spot) * option.Multiplier
        : row.Unit!.Mark;

    private double Scale(VanillaOption option) => _set.VolatilityShock.By(0).Scale(Years(option));

    /// <summary>Volatility before the scenario; from expiry on an option has none.</summary>
    private double VolatilityOf(VanillaOption option, RiskRow row)
    {
        if (Years(option) == 0 || _risk.Market.VolatilityOf(_underlying, option.Expiry!.Value) is not { } surface) return 0;
        Span<double> volatility = stackalloc double[1];
        surface.Volatilities(Years(option), row.Unit!.Forward, [option.Strike], volatility);
        return volatility[0];
    }

    /// <summary>Inside the settlement window an option's profit counts by the time that is left of it.</summary>
    private double Live(Instrument instrument) => instrument is VanillaOption option
        ? Math.Min(1, Years(option) * DaysPerYear * MinutesPerDay / _set.SettlementMinutes)
        : 1;

    private double Years(VanillaOption option) => Math.Max(0, _risk.Market.YearsTo(option.Expiry!.Value));
}
