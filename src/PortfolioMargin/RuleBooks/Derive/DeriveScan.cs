using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The scenario table of a portfolio manager: every row, then the basis scenario.</summary>
internal sealed class DeriveScan
{
    private const string BasisRange = "basis";

    private readonly DeriveMarket _market;
    private readonly ImmutableArray<Scenario> _rows;
    private readonly ImmutableArray<DeriveExpiry> _expiries;
    private readonly Attributed _exposure;
    private readonly (int Up, int Down) _basis;

    /// <param name="market">The account in its market.</param>
    /// <param name="scenarios">The scenarios of <see cref="Scenarios"/>.</param>
    /// <param name="expiries">The options by expiry.</param>
    /// <param name="exposure">What moves one to one with the spot price, in the reporting currency: perpetuals, base, collateral that cancels risk.</param>
    public DeriveScan(DeriveMarket market, ScenarioSet scenarios, ImmutableArray<DeriveExpiry> expiries, Attributed exposure)
    {
        var underlying = new Underlying(market.Name);
        _market = market;
        _rows = scenarios.RowsFor(underlying)[scenarios.Named(ScenarioSet.MainRange, underlying)];
        _basis = (_rows.Length, _rows.Length + 1);
        _expiries = expiries;
        _exposure = exposure;
    }

    /// <summary>Undiscounted or discounted Black-76 on the forward of the expiry, of which the averaged part no longer moves.</summary>
    public static Valuation Valuation(Discounting discounting) => new()
    {
        Discounting = discounting,
        Expired = ExpiredPolicy.Intrinsic,
        AveragingWindow = DeriveSources.AveragingWindow,
    };

    /// <summary>The default rows, felt by underlyings without a table of their own.</summary>
    public static ScenarioSet Scenarios(IEnumerable<Scenario> rows, IEnumerable<Scenario> basis, Discounting discounting) =>
        ScenarioSet.Of(rows).Add(BasisRange, basis).ValuedBy(Valuation(discounting));

    /// <summary>The set with the rows of one underlying.</summary>
    public static ScenarioSet With(ScenarioSet set, Underlying underlying, IEnumerable<Scenario> rows, DeriveBasis basis) =>
        set.For(underlying, ScenarioSet.MainRange, rows).For(underlying, BasisRange, Basis(basis));

    /// <summary>Both moves of the basis scenario.</summary>
    public static IEnumerable<Scenario> Basis(DeriveBasis basis) =>
        [new("basis up", new(PriceShock.VariablePart(basis.SpotUp), VolatilityShock.None)), new("basis down", new(PriceShock.VariablePart(basis.SpotDown), VolatilityShock.None))];

    /// <summary>"spot +13.5 %, vol up", "linear skew".</summary>
    public static Scenario Row(double spot, DeriveVolatilityMove move, VolatilityShock volatility, double weight = 1) => new(
        move switch
        {
            DeriveVolatilityMove.LinearSkew => "linear skew",
            DeriveVolatilityMove.AbsoluteSkew => "absolute skew",
            DeriveVolatilityMove.Up => $"spot {Percent.Signed(spot)}, vol up",
            DeriveVolatilityMove.Down => $"spot {Percent.Signed(spot)}, vol down",
            _ => $"spot {Percent.Signed(spot)}, vol same",
        },
        new(PriceShock.VariablePart(spot), volatility),
        weight);

    /// <summary>The largest loss, which the basis scenario keeps from being negative; where it ties with a row, the basis is reported.</summary>
    public MarginLine WorstLoss()
    {
        var basis = Attributed.Sum(_expiries.Select(expiry => expiry.Basis(_basis.Up, _basis.Down)));
        double[] profits = [.. Enumerable.Range(0, _rows.Length).Select(Profit), basis.Value + 0.0];
        int worst = _rows.Length, refused = Array.FindIndex(profits, profit => !double.IsFinite(profit));
        if (refused >= 0)
            throw new OverflowException($"The profit of {_market.Name} in scenario {(refused == _rows.Length ? "basis" : _rows[refused].Name)} leaves the range of a double; check quantities and prices.");
        for (int row = 0; row < _rows.Length; row++)
            if (profits[row] < profits[worst]) worst = row;
        var loss = -(worst == _rows.Length ? basis : ProfitAt(worst));
        return MarginLine.Leaf("scan risk", loss, DeriveSources.Contracts)
            .WithTable(new(_market.Name, [.. _rows.Select(row => row.Name), "basis"], [.. profits], worst));
    }

    /// <summary>weight x (changes of all expiries + spot move x exposure).</summary>
    private double Profit(int row)
    {
        double changes = 0;
        foreach (var expiry in _expiries) changes += expiry.Change(row, IsSkew(row));
        return _rows[row].Weight * (changes + Move(row) * _exposure.Value) + 0.0;
    }

    /// <summary>The same with its slopes.</summary>
    private Attributed ProfitAt(int row) =>
        _rows[row].Weight * (Attributed.Sum(_expiries.Select(expiry => expiry.ChangeAt(row, IsSkew(row)))) + Move(row) * _exposure);

    private double Move(int row) => _rows[row].Shock.Price.Move(1);

    private bool IsSkew(int row) => _rows[row].Shock.Volatility is DeriveSkewShock;
}
