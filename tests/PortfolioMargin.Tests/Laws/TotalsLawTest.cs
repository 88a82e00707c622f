namespace PortfolioMargin.Tests.Laws;

/// <summary>Requirements from sums alone have the bits of the ledger, for every rule book that offers them.</summary>
[TestFixtureSource(nameof(All))]
public class TotalsLawTest(ITotalsRuleBook ruleBook)
{
    private static readonly int[] Sizes = [0, 1, 2, 7, 40, 400];

    public static IEnumerable<ITotalsRuleBook> All => RuleBooks.All.OfType<ITotalsRuleBook>();

    private readonly MarginCalculator _ledger = new(ruleBook, slopes: false);

    /// <summary>A rule book that refuses contracts settled in coin is tried on the same books settled in dollars, with spot for perpetuals.</summary>
    private readonly bool _isLinear = !new MarginCalculator(ruleBook).TryCalculate(Portfolio.Of((1, LargeBooks.Universe[^1])), LargeBooks.Market(), out _, out var failure) && failure is UnsupportedInstrumentException;

    private IEnumerable<Instrument> Universe => LargeBooks.Universe.Select(Settled);

    private Instrument Settled(Instrument instrument) => !_isLinear ? instrument
        : instrument is Perpetual ? new SpotAsset(instrument.Underlying) : instrument with { Payoff = PayoffStyle.Linear };

    private Position Trade(Random random)
    {
        var trade = LargeBooks.Trade(random);
        return new(Settled(trade.Instrument), trade.Quantity);
    }

    private Account Account(Random random, int size)
    {
        var account = LargeBooks.Account(random, size);
        return account with
        {
            Portfolio = Portfolio.Of(account.Portfolio.Positions.Select(position => new Position(Settled(position.Instrument), position.Quantity))),
            Orders = [.. account.Orders.Select(order => new Order(Settled(order.Instrument), order.Quantity, order.Limit))],
        };
    }

    [Test]
    public void Two_numbers_have_the_bits_of_the_ledger([Values("USD", "BTC", "ETH")] string reporting)
    {
        var arrays = Arrays(reporting);
        var calculator = new RequirementCalculator(ruleBook, arrays);
        ForAll((_, account) => calculator.Calculate(account).ShouldBe(Of(_ledger.Calculate(account, arrays))));
    }

    [Test]
    public void A_kept_what_if_has_the_bits_of_the_ledger([Values("USD", "BTC")] string reporting)
    {
        var arrays = Arrays(reporting);
        var calculator = new RequirementCalculator(ruleBook, arrays);
        ForAll((random, account) =>
        {
            var kept = calculator.Keep(account);
            var before = _ledger.Calculate(account, arrays);
            kept.Requirement.ShouldBe(Of(before));
            foreach (var trade in Trades(random, account))
            {
                kept.WhatIf(kept.Find(trade.Instrument), trade.Quantity).ShouldBe(Of(_ledger.WhatIf(before, trade).After), trade.ToString());
                kept.WhatIf(kept.Find(trade.Instrument), 0).ShouldBe(Of(before), "asking leaves no trace");
            }
        });
    }

    [Test]
    public void After_many_trades_the_kept_account_has_the_bits_of_a_fresh_one()
    {
        var arrays = Arrays("USD");
        var calculator = new RequirementCalculator(ruleBook, arrays);
        var random = new Random(7);
        var result = _ledger.Calculate(Account(random, 120), arrays);
        var kept = calculator.Keep(result.Risk.Account);
        for (int i = 0; i < 300; i++)
        {
            var trade = i % 5 == 0 && !result.Risk.Account.Portfolio.Positions.IsEmpty ? Close(random, result.Risk.Account) : Trade(random);
            result = _ledger.WhatIf(result, trade).After;
            kept.Trade(kept.Find(trade.Instrument), trade.Quantity).ShouldBe(Of(result), $"trade {i}: {trade}");
            kept.Requirement.ShouldBe(Of(result));
        }
    }

    [Test]
    public void A_trade_and_its_reverse_return_the_bits()
    {
        var calculator = new RequirementCalculator(ruleBook, Arrays("BTC"));
        ForAll((random, account) =>
        {
            var kept = calculator.Keep(account);
            var before = kept.Requirement;
            var trade = new Position(Trade(random).Instrument, 0.25); // exact to add and take away
            double held = account.Portfolio[trade.Instrument];
            if (held + 0.25 - 0.25 != held) return;
            kept.Trade(kept.Find(trade.Instrument), trade.Quantity);
            kept.Trade(kept.Find(trade.Instrument), -trade.Quantity);
            kept.Requirement.ShouldBe(before);
        });
    }

    [Test]
    public void The_quick_look_stays_within_its_stated_bound()
    {
        var arrays = Arrays("USD");
        var calculator = new RequirementCalculator(ruleBook, arrays);
        ForAll((random, account) =>
        {
            var kept = calculator.Keep(account);
            var trade = Trade(random);
            var group = new RiskMatrix(arrays, account.After(trade)).By(i => i.Underlying).First(g => g.Name == trade.Instrument.Underlying.Symbol);
            double gross = Enumerable.Range(0, group.Scenarios.Length)
                .Max(s => group.Scenarios[s].Weight * group.Rows.Sum(row => Math.Abs(row.Quantity * row.Conversion * row.Unit!.ProfitAndLoss.Span[s])));
            kept.WorstLoss(kept.Find(trade.Instrument), trade.Quantity)
                .ShouldBe(group.WorstLoss().Amount.Value, 2 * (group.Rows.Length + 2) * Tolerances.Eps * gross + double.Epsilon);
        });
    }

    private RiskArrays Arrays(string reporting) => _ledger.Price(Universe, LargeBooks.Market(reporting));

    private static RequirementAmounts Of(MarginResult result) => new(result.Initial, result.Maintenance);

    /// <summary>Random trades, closing trades, and trades in what begins a block.</summary>
    private IEnumerable<Position> Trades(Random random, Account account)
    {
        for (int i = 0; i < 4; i++) yield return Trade(random);
        if (account.Portfolio.Positions.IsEmpty) yield break;
        yield return Close(random, account);
        foreach (var held in account.Portfolio.Positions.Where(position => position.Instrument.StartsBlock).Take(2)) yield return new(held.Instrument, -held.Quantity);
        yield return new(Universe.First(instrument => instrument.StartsBlock), 0.003);
    }

    private static Position Close(Random random, Account account)
    {
        var held = account.Portfolio.Positions[random.Next(account.Portfolio.Positions.Length)];
        return new(held.Instrument, -held.Quantity);
    }

    private void ForAll(Action<Random, Account> law)
    {
        for (int seed = 1; seed <= 48; seed++)
        {
            var random = new Random(seed);
            try
            {
                law(random, Account(random, Sizes[seed % Sizes.Length]));
            }
            catch (Exception problem)
            {
                throw new AssertionException($"seed {seed}: {problem.Message}", problem);
            }
        }
    }
}
