using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Laws;

/// <summary>What every rule book keeps, and what each claims, over seeded random books. How many: <see cref="LawCases"/>.</summary>
[TestFixtureSource(typeof(RuleBooks), nameof(RuleBooks.All))]
[TestFixtureSource(typeof(RuleBooks), nameof(RuleBooks.Variants))]
public class RuleBookLawTest(IRuleBook ruleBook)
{
    private readonly MarginCalculator _calculator = new(ruleBook);
    private readonly LawWorld _world = LawWorld.Of(ruleBook);

    [Test]
    public void Order_and_splitting_do_not_change_a_bit() => ForAll((random, book) =>
    {
        string expected = Of(book).Fingerprint();
        var shuffled = book.ToArray();
        random.Shuffle(shuffled);
        Of(shuffled).Fingerprint().ShouldBe(expected);
        Of([.. book.SelectMany(p => Enumerable.Repeat(new Position(p.Instrument, p.Quantity / 4), 4))]).Initial.ShouldBe(Of(book).Initial);
    });

    [Test]
    public void Threads_do_not_change_a_bit() => ForAll((_, book) =>
    {
        string expected = Of(book).Fingerprint();
        foreach (int threads in new[] { 1, 2, 3, 8, 64 })
            new MarginCalculator(ruleBook, revaluer: new Revaluer(threads)).Calculate(Portfolio.Of(book), _world.Market()).Fingerprint().ShouldBe(expected);
    });

    [Test]
    public void Totals_are_the_same_bits_without_slopes() => ForAll((_, book) =>
    {
        var (with, without) = (Of(book), new MarginCalculator(ruleBook, slopes: false).Calculate(Portfolio.Of(book), _world.Market()));
        var amounts = with.Requirement.Initial.Walk().Concat(with.Requirement.Maintenance.Walk()).Select(entry => (entry.Path, entry.Line.Amount.Value));
        without.Requirement.Initial.Walk().Concat(without.Requirement.Maintenance.Walk()).Select(entry => (entry.Path, entry.Line.Amount.Value)).ShouldBe(amounts);
    });

    [Test]
    public void Initial_is_at_least_maintenance_and_maintenance_at_least_zero() => ForAll((_, book) =>
    {
        var result = Of(book);
        result.Maintenance.ShouldBeGreaterThanOrEqualTo(0);
        result.Initial.ShouldBeGreaterThanOrEqualTo(result.Maintenance);
        result.Excess.ShouldBe(result.Equity - result.Initial);
    });

    [Test]
    public void Every_total_is_the_fold_of_its_lines() => ForAll((_, book) =>
    {
        foreach (var (path, line) in Of(book).Requirement.Initial.Walk())
        {
            var parts = line.Parts.Where(part => !part.Memo).Select(part => part.Amount.Value).ToList();
            if (line.Kind == LineKind.Sum) line.Amount.Value.ShouldBe(line.Factor * parts.Aggregate(0.0, (sum, part) => sum + part), path);
            if (line.Kind == LineKind.Largest) line.Amount.Value.ShouldBe(line.Factor * parts.Max(), path);
        }
    });

    [Test]
    public void Slopes_predict_a_small_change() => ForAll((_, book) =>
    {
        var result = Of(book);
        var row = result.Risk.All.Rows[^1];
        double step = 1e-7 * Math.Max(1, Math.Abs(row.Quantity));
        if (Math.Abs(row.Quantity) < 2 * step) return;
        double up = (Of([.. book, new(row.Instrument, step)]).Initial - result.Initial) / step, down = (result.Initial - Of([.. book, new(row.Instrument, -step)]).Initial) / step;
        double slope = result.Requirement.Initial.Amount.Slope(row.Index), tolerance = 1e-6 * (_world.Coin + Math.Abs(slope));
        slope.ShouldBeInRange(Math.Min(up, down) - tolerance, Math.Max(up, down) + tolerance); // they differ at a kink only, such as calls that net to zero
    });

    [Test]
    public void A_what_if_has_the_bits_of_a_cold_run() => ForAll((random, book) =>
    {
        var trade = _world.Book(random, 1)[0];
        var after = _calculator.WhatIf(Of(book), trade).After;
        _calculator.Calculate(after.Risk.Account, _world.Market()).Fingerprint().ShouldBe(after.Fingerprint());
    });

    [Test]
    public void The_worst_scenario_is_real() => ForAll((_, book) =>
    {
        foreach (var table in Of(book).Tables.Where(table => table.Worst >= 0))
            Array.IndexOf([.. table.ProfitAndLoss], table.ProfitAndLoss.Min()).ShouldBe(table.Worst);
    });

    [Test]
    public void An_empty_shock_is_exactly_zero() => ForAll((_, book) =>
    {
        var arrays = Revaluer.Default.Revalue(book.Select(p => p.Instrument), _world.Market(), ScenarioSet.Of(new Scenario("none", Shock.None)));
        foreach (var instrument in arrays.Instruments) BitConverter.DoubleToInt64Bits(arrays[instrument][0]).ShouldBe(0, instrument.ToString());
    });

    [Test]
    public void A_portfolio_and_its_mirror_image_need_nothing() => Claimed(RuleBookClaims.NetsToZero, (_, book) =>
    {
        var both = Portfolio.Of(book) + -Portfolio.Of(book);
        BitConverter.DoubleToInt64Bits(_calculator.Calculate(both, _world.Market()).Initial).ShouldBe(0);
    });

    [Test]
    public void Cash_changes_the_excess_and_nothing_else() => Claimed(RuleBookClaims.CashInvariant, (_, book) =>
    {
        var poor = new Account(Portfolio.Of(book)) { Collateral = [new(_world.Cash, 4)] };
        var rich = poor with { Collateral = [new(_world.Cash, 12)] };
        var (before, after) = (_calculator.Calculate(poor, _world.Market()), _calculator.Calculate(rich, _world.Market()));
        after.Initial.ShouldBe(before.Initial);
        (after.Excess - before.Excess).ShouldBe(8, 1e-12 * _world.Coin);
    });

    [Test]
    public void Multiplier_and_quantity_are_interchangeable() => Claimed(RuleBookClaims.MultiplierEquivalent, (_, book) =>
    {
        var doubled = book.Select(p => new Position(p.Instrument with { Multiplier = 2 * p.Instrument.Multiplier }, p.Quantity / 2));
        Of([.. doubled]).Initial.ShouldBe(Of(book).Initial, 1e-12 * _world.Coin);
    });

    [Test]
    public void A_long_only_book_needs_at_most_its_value() => Claimed(RuleBookClaims.LongPremiumBounded, (_, book) =>
    {
        var result = Of([.. book.Where(p => p.Instrument is VanillaOption).Select(p => new Position(p.Instrument, Math.Abs(p.Quantity)))]);
        result.Initial.ShouldBeLessThanOrEqualTo(result.Equity + 1e-12 * _world.Coin);
    });

    [Test]
    public void Requirement_scales_with_the_book() => Claimed(RuleBookClaims.PositivelyHomogeneous, (_, book) =>
    {
        var portfolio = Portfolio.Of(book);
        double initial = Of(book).Initial;
        Of(2 * portfolio).Initial.ShouldBe(2 * initial);
        Of(0.3 * portfolio).Initial.ShouldBe(0.3 * initial, 1e-12 * (1 + initial));
        Of(book).Requirement.Initial.Amount.Rest.ShouldBe(0, 1e-12 * (1 + initial));
    });

    [Test]
    public void Two_books_need_no_more_together_than_apart() => Claimed(RuleBookClaims.Subadditive, (random, book) =>
    {
        var other = _world.Book(random);
        double apart = Of(book).Initial + Of(other).Initial;
        Of([.. book, .. other]).Initial.ShouldBeLessThanOrEqualTo(apart + 1e-12 * apart);
    });

    [Test]
    public void A_book_needs_no_more_than_its_positions_each_alone() => Claimed(RuleBookClaims.Subadditive, (_, book) =>
    {
        double gross = Portfolio.Of(book).Positions.Sum(position => Of([position]).Initial);
        Of(book).Initial.ShouldBeLessThanOrEqualTo(gross + 1e-12 * gross);
    });

    [Test]
    public void Another_unit_of_money_scales_the_requirement() => Claimed(RuleBookClaims.CurrencyScaling, (random, _) =>
    {
        int seed = random.Next();
        var (dear, factor) = _world.Scaled(new(seed), 4);
        _calculator.Calculate(Portfolio.Of(dear), _world.Market(4)).Initial.ShouldBe(factor * Of(_world.Book(new(seed))).Initial);
    });

    [Test]
    public void Profits_are_linear_in_the_book() => ForAll((random, book) =>
    {
        var other = _world.Book(random);
        double a = random.Next(-30, 31) / 7d, b = random.Next(-30, 31) / 11d;
        var arrays = Revaluer.Default.Revalue(book.Concat(other).Select(position => position.Instrument), _world.Market(), Scenarios);
        var (left, right) = (Portfolio.Of(book), Portfolio.Of(other));
        double[] first = Profits(arrays, left), second = Profits(arrays, right), both = Profits(arrays, (a * left) + (b * right)), doubled = Profits(arrays, -4 * left);
        var gross = (Math.Abs(a) * left).Positions.Concat((Math.Abs(b) * right).Positions).ToList();
        for (int s = 0; s < both.Length; s++)
        {
            double scale = gross.Sum(p => Math.Abs(p.Quantity) * (2 * Math.Abs(arrays.Unit(p.Instrument).Value) + Math.Abs(arrays[p.Instrument][s])));
            Math.Abs(both[s] - (a * first[s] + b * second[s])).ShouldBeLessThanOrEqualTo(gross.Count * Tolerances.Eps * scale);
            doubled[s].ShouldBe(-4 * first[s]); // a power of two keeps the bits
        }
    });

    [Test]
    public void Names_do_not_matter() => ForAll((_, book) =>
    {
        var (renamed, instrument) = _world.Renamed("a name of its own, with a slash: BRK/B");
        var other = RuleBookCatalog.Shipped.Create(ruleBook.Info.Name, ruleBook.Info.AsOf, ruleBook.Info.Parameters.Replace("\"BTC\"", "\"a name of its own, with a slash: BRK/B\"", StringComparison.Ordinal));
        var result = new MarginCalculator(other).Calculate(Portfolio.Of(book.Select(p => new Position(instrument(p.Instrument), p.Quantity))), renamed);
        Amounts(result).ShouldBe(Amounts(Of(book)));
    });

    [Test]
    public void Another_base_currency_scales_the_requirement_by_its_rate() => ForAll((_, book) =>
    {
        var before = Of(book);
        foreach (double dollar in new[] { 1, 0.8, 1.25 })
        {
            var (market, rate) = _world.InEuros(dollar);
            var result = _calculator.Calculate(Portfolio.Of(book), market);
            result.Initial.ShouldBe(rate * before.Initial, 1e-12 * rate * (_world.Coin + before.Initial));
            result.Maintenance.ShouldBe(rate * before.Maintenance, 1e-12 * rate * (_world.Coin + before.Maintenance));
        }
    });

    /// <summary>The rule book's own scenarios; a grid for one that has none.</summary>
    private ScenarioSet Scenarios => ruleBook.ScenariosFor(_world.Market()) is { IsEmpty: false } own ? own : ScenarioSet.Grid(price: [-0.3, 0, 0.3], volatility: [-0.5, 0, 0.5]);

    private static double[] Profits(RiskArrays arrays, Portfolio book)
    {
        var group = new RiskMatrix(arrays, book).All;
        var profits = new double[group.Scenarios.Length];
        group.ProfitAndLoss(profits);
        return profits;
    }

    private static List<double> Amounts(MarginResult result) =>
        [.. new[] { result.Requirement.Initial, result.Requirement.Maintenance, result.EquityLine }.SelectMany(root => root.Walk()).Select(entry => entry.Line.Amount.Value)];

    private MarginResult Of(Portfolio book) => _calculator.Calculate(book, _world.Market());

    private MarginResult Of(IReadOnlyList<Position> book) => _calculator.Calculate(Portfolio.Of(book), _world.Market());

    private void Claimed(RuleBookClaims claim, Action<Random, List<Position>> law)
    {
        if (!ruleBook.Info.Claims.HasFlag(claim)) return; // not claimed, so not held to it
        ForAll(law);
    }

    private void ForAll(Action<Random, List<Position>> law) => LawCases.ForAll(random => law(random, _world.Book(random)));
}
