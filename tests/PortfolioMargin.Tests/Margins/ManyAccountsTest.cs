using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Margins;

/// <summary>Many accounts on shared arrays: the bits of one by one, in their order, for any number of threads; a bad one does not sink the others.</summary>
public class ManyAccountsTest
{
    private static readonly MarginCalculator Ledger = new(DeribitRuleBook.Default, slopes: false);
    private static readonly RiskArrays Arrays = Ledger.Price(LargeBooks.Universe, LargeBooks.Market());
    private static readonly RequirementCalculator Calculator = new(DeribitRuleBook.Default, Arrays);
    private static readonly Account[] Accounts = [.. Enumerable.Range(1, 300).Select(seed => LargeBooks.Account(new(seed), seed % 25))];

    [Test]
    public void Every_account_has_the_bits_of_its_own_calculation([Values(1, 2, 3, 8, 64, -1)] int threads)
    {
        var ledgers = Ledger.CalculateMany(Accounts, Arrays, threads);
        var amounts = Calculator.CalculateMany(Accounts, threads);
        for (int i = 0; i < Accounts.Length; i++)
        {
            var alone = Ledger.Calculate(Accounts[i], Arrays);
            ledgers[i].Result!.Initial.ShouldBe(alone.Initial);
            amounts[i].Result.ShouldBe(new RequirementAmounts(alone.Initial, alone.Maintenance));
        }
    }

    [Test]
    public void A_bad_account_does_not_sink_the_batch()
    {
        Account stranger = Portfolio.Of((1, new Perpetual(new("XYZ")))), refused = Portfolio.Of((1e9, LargeBooks.Universe[0]));
        Account[] accounts = [Accounts[3], stranger, refused, Accounts[4]];
        var outcomes = Calculator.CalculateMany(accounts);
        outcomes.Select(outcome => outcome.IsResult).ShouldBe([true, false, false, true]);
        outcomes[1].Failure!.Message.ShouldContain("XYZ");
        outcomes[2].Failure.ShouldBeOfType<UnsupportedInstrumentException>();
        outcomes[3].Result.ShouldBe(Calculator.Calculate(Accounts[4]));
        Ledger.CalculateMany(accounts, Arrays).Select(outcome => outcome.IsResult).ShouldBe([true, false, false, true]);
    }

    [Test]
    public void Scan_risk_has_the_bits_of_the_ledgers_worst_losses([Values(1, 2, 8)] int threads)
    {
        var batch = new AccountBatch(Arrays);
        foreach (var account in Accounts) batch.Add(account.Portfolio);
        var losses = new double[batch.Count];
        batch.WorstLosses(losses, threads);
        for (int i = 0; i < losses.Length; i++)
            losses[i].ShouldBe(new RiskMatrix(Arrays, Accounts[i]).By(x => x.Underlying).Aggregate(0.0, (sum, group) => sum + group.WorstLoss().Amount.Value));
    }

    [Test]
    public void The_loop_over_accounts_allocates_nothing()
    {
        var batch = new AccountBatch(Arrays);
        for (int i = 0; i < 40; i++)
            foreach (var account in Accounts) batch.Add(account.Portfolio);
        var losses = new double[batch.Count];
        long First() => Allocated(() => batch.WorstLosses(losses, 1));
        First();
        First().ShouldBeLessThan(2_000); // the call itself, not the 12,000 accounts
    }

    [Test]
    public void Progress_rises_to_one_and_cancellation_stops()
    {
        var seen = new List<double>();
        Calculator.CalculateMany(Accounts, 2, new Listener(seen.Add));
        seen.ShouldBe(seen.Order());
        seen[^1].ShouldBe(1);

        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Calculator.CalculateMany(Accounts, 1, new Listener(_ => stop.Cancel()), stop.Token));
        Should.Throw<OperationCanceledException>(() => Ledger.CalculateMany(Accounts, Arrays, 2, cancellationToken: stop.Token));
        Calculator.CalculateMany(Accounts).Length.ShouldBe(Accounts.Length);
    }

    [Test]
    public void Bad_input_is_named()
    {
        var batch = new AccountBatch(Arrays);
        Should.Throw<ArgumentException>(() => batch.Add([3, 2], [1, 1])).Message.ShouldContain("ascending");
        Should.Throw<ArgumentException>(() => batch.Add([-1], [1])).Message.ShouldContain("instruments[0]");
        Should.Throw<ArgumentException>(() => batch.Add([1], [double.NaN])).Message.ShouldContain("quantities[0]");
        Should.Throw<ArgumentException>(() => batch.Add([1, 2], [1])).Message.ShouldContain("quantities");
        batch.Count.ShouldBe(0);
        batch.Add([0], [1e300]);
        batch.Add([0, 1], [1e308, 1e308]);
        Should.Throw<OverflowException>(() => batch.WorstLosses(new double[2], 1)).Message.ShouldContain("account 1");
        Should.Throw<ArgumentException>(() => batch.WorstLosses(new double[1])).Message.ShouldContain("losses");
        Should.Throw<ArgumentOutOfRangeException>(() => Calculator.CalculateMany(Accounts, 0)).Message.ShouldContain("threads");
        Should.Throw<ArgumentNullException>(() => Calculator.CalculateMany([null!])).Message.ShouldContain("Account 0");
    }

    private static long Allocated(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Hears progress on the thread that reports it.</summary>
    private sealed class Listener(Action<double> heard) : IProgress<double>
    {
        public void Report(double value) => heard(value);
    }
}
