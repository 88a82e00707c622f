namespace PortfolioMargin.Tests.Laws;

/// <summary>What every rule book keeps, and what each claims, over seeded random books. PORTFOLIOMARGIN_LAW_CASES raises the count for long sweeps.</summary>
[TestFixtureSource(typeof(RuleBooks), nameof(RuleBooks.All))]
public class RuleBookLawTest(IRuleBook ruleBook)
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PORTFOLIOMARGIN_LAW_CASES"), out int count) ? count : 50;

    private readonly MarginCalculator _calculator = new(ruleBook);

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
            new MarginCalculator(ruleBook, revaluer: new Revaluer(threads)).Calculate(Portfolio.Of(book), RuleBooks.Market()).Fingerprint().ShouldBe(expected);
    });

    [Test]
    public void Totals_are_the_same_bits_without_slopes() => ForAll((_, book) =>
    {
        var (with, without) = (Of(book), new MarginCalculator(ruleBook, slopes: false).Calculate(Portfolio.Of(book), RuleBooks.Market()));
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
        double change = (Of([.. book, new(row.Instrument, step)]).Initial - Of([.. book, new(row.Instrument, -step)]).Initial) / (2 * step);
        change.ShouldBe(result.Requirement.Initial.Amount.Slope(row.Index), 1e-6 * (1 + Math.Abs(change)));
    });

    [Test]
    public void A_what_if_has_the_bits_of_a_cold_run() => ForAll((random, book) =>
    {
        var trade = RuleBooks.Book(random, 1)[0];
        var after = _calculator.WhatIf(Of(book), trade).After;
        _calculator.Calculate(after.Risk.Account, RuleBooks.Market()).Fingerprint().ShouldBe(after.Fingerprint());
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
        var arrays = Revaluer.Default.Revalue(book.Select(p => p.Instrument), RuleBooks.Market(), ScenarioSet.Of(new Scenario("none", Shock.None)));
        foreach (var instrument in arrays.Instruments) BitConverter.DoubleToInt64Bits(arrays[instrument][0]).ShouldBe(0, instrument.ToString());
    });

    [Test]
    public void A_portfolio_and_its_mirror_image_need_nothing() => Claimed(RuleBookClaims.NetsToZero, (_, book) =>
    {
        var both = Portfolio.Of(book) + -Portfolio.Of(book);
        BitConverter.DoubleToInt64Bits(_calculator.Calculate(both, RuleBooks.Market()).Initial).ShouldBe(0);
    });

    [Test]
    public void Cash_changes_the_excess_and_nothing_else() => Claimed(RuleBookClaims.CashInvariant, (_, book) =>
    {
        var poor = new Account(Portfolio.Of(book)) { Collateral = [new(new("BTC"), 4)] };
        var rich = poor with { Collateral = [new(new("BTC"), 12)] };
        var (before, after) = (_calculator.Calculate(poor, RuleBooks.Market()), _calculator.Calculate(rich, RuleBooks.Market()));
        after.Initial.ShouldBe(before.Initial);
        (after.Excess - before.Excess).ShouldBe(8, 1e-12);
    });

    [Test]
    public void Multiplier_and_quantity_are_interchangeable() => Claimed(RuleBookClaims.MultiplierEquivalent, (_, book) =>
    {
        var doubled = book.Select(p => new Position(p.Instrument with { Multiplier = 2 * p.Instrument.Multiplier }, p.Quantity / 2));
        Of([.. doubled]).Initial.ShouldBe(Of(book).Initial, 1e-12);
    });

    [Test]
    public void A_long_only_book_needs_at_most_its_value() => Claimed(RuleBookClaims.LongPremiumBounded, (_, book) =>
    {
        var result = Of([.. book.Where(p => p.Instrument is VanillaOption).Select(p => new Position(p.Instrument, Math.Abs(p.Quantity)))]);
        result.Initial.ShouldBeLessThanOrEqualTo(result.Equity + 1e-12);
    });

    private MarginResult Of(IReadOnlyList<Position> book) => _calculator.Calculate(Portfolio.Of(book), RuleBooks.Market());

    private void Claimed(RuleBookClaims claim, Action<Random, List<Position>> law)
    {
        if (!ruleBook.Info.Claims.HasFlag(claim)) return; // not claimed, so not held to it
        ForAll(law);
    }

    private static void ForAll(Action<Random, List<Position>> law)
    {
        for (int seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            try
            {
                law(random, RuleBooks.Book(random));
            }
            catch (Exception problem)
            {
                throw new AssertionException($"seed {seed}: {problem.Message}", problem);
            }
        }
    }
}
