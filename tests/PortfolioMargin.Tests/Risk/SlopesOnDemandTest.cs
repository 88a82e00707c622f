using System.Runtime.CompilerServices;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Risk;

public class SlopesOnDemandTest
{
    private static readonly Underlying Ether = new("ETH");
    private static readonly DateTimeOffset Time = new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);
    private static readonly RiskGroup Group = Matrix().All;

    [Test]
    public void A_sum_that_grows_term_by_term_is_read_without_a_deep_stack()
    {
        var (one, sum) = (Group.Linear(_ => 1), Attributed.Zero);
        for (int i = 0; i < 100_000; i++) sum += one;
        sum.Slopes.ToArray().ShouldBe([100_000, 100_000, 100_000]);
        sum.Rows.ToArray().ShouldBe([0, 1, 2]);
        sum.Value.ShouldBe(100_000 * (-1 + 2 + 0.5));
        sum.Rest.ShouldBe(0);
    }

    [Test]
    public void Slopes_are_those_of_the_terms_times_their_factors_in_the_order_of_the_terms()
    {
        double[] first = [0.1, 0.2, 0.3], second = [7, 11, 13];
        Attributed a = Group.Linear(row => first[row.Index]), b = Group.Linear(row => second[row.Index]), c = ((3 * a) - (b / 7)).Abs();
        double sign = (3 * a.Value) - (b.Value / 7) < 0 ? -1 : 1;
        for (int row = 0; row < 3; row++)
        {
            c.Slope(row).ShouldBe(sign * ((3 * first[row]) + (-1 * (1 / 7d * second[row]))));
            c.Contribution(row).ShouldBe(Group.Rows[row].Quantity * c.Slope(row));
        }

        (0 * a).Rows.Length.ShouldBe(0);
        (a * Attributed.Constant(2)).Slopes.ToArray().ShouldBe([0.2, 0.4, 0.6]);
    }

    [Test]
    public void Threads_that_read_at_the_same_time_see_the_same_bits()
    {
        for (int round = 0; round < 200; round++)
        {
            Attributed a = Group.Linear(row => 0.1 + row.Index), b = Group.At(round % Group.Scenarios.Length), sum = (a / 3) + (0.7 * b) - (a * b);
            var seen = new double[4][];
            Parallel.For(0, seen.Length, thread => seen[thread] = sum.Slopes.ToArray());
            foreach (double[] slopes in seen) slopes.ShouldBe(sum.Slopes.ToArray());
        }
    }

    [Test]
    public void Terms_are_forgotten_once_slopes_are_known()
    {
        var (sum, term) = SumOfCombination();
        GC.Collect();
        term.IsAlive.ShouldBeTrue();
        sum.Known.Slopes.ToArray().ShouldBe([7, 7]);
        GC.Collect();
        term.IsAlive.ShouldBeFalse();
        GC.KeepAlive(sum);
    }

    [Test]
    public void Rows_are_a_view_in_the_order_of_the_matrix()
    {
        var rows = Matrix().Rows;
        rows.Length.ShouldBe(4);
        rows[^1].Kind.ShouldBe(RiskRowKind.Holding);
        rows[^1].Asset.ShouldBe(new Currency("USD"));
        rows[1..3].Select(row => row.Index).ShouldBe([1, 2]);
        rows[1..3][1..].Select(row => row.Index).ShouldBe([2]);
        Group.Where(row => row.Quantity > 0).Rows.Select(row => row.Index).ShouldBe([1, 2]);
        Group.Where(row => row.Quantity != 2).Rows[1..].Select(row => row.Index).ShouldBe([2]);
        Group.By(instrument => ((VanillaOption)instrument).Right).Select(group => group.Rows.Length).ShouldBe([2, 1]);
        Group.By(instrument => ((VanillaOption)instrument).Strike > 2000).Last().Rows.Single().Quantity.ShouldBe(0.5);
        default(RiskRows).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => rows[4]).Message.ShouldContain("There are 4 rows");
        Should.Throw<ArgumentOutOfRangeException>(() => rows.Slice(3, 2)).Message.ShouldContain("There are 4 rows");
        Should.Throw<InvalidOperationException>(() => rows[3].Instrument).Message.ShouldContain("USD");
    }

    [Test]
    public void A_row_that_is_none_says_so()
    {
        var none = Group.Rows.FirstOrDefault(row => row.Quantity > 1000);
        none.ToString().ShouldBe("no row");
        none.ShouldBe(default);
        Should.Throw<InvalidOperationException>(() => none.Instrument).Message.ShouldContain("FirstOrDefault");
        Should.Throw<InvalidOperationException>(() => none.Mark).Message.ShouldContain("FirstOrDefault");
    }

    [Test]
    public void Keys_that_alternate_cost_memory_by_the_row()
    {
        const int Strikes = 2000;
        var (expiry, instruments) = (Time.AddDays(14), new List<Instrument>());
        for (int k = 1; k <= Strikes; k++) instruments.AddRange([VanillaOption.Call(Ether, k, expiry), VanillaOption.Put(Ether, k, expiry)]);
        var rule = DeribitRuleBook.Default;
        var matrix = new RiskMatrix(new MarginCalculator(rule).Price(instruments, MarketSnapshot.At(Time).With(Ether, 2000, 0.6)), Portfolio.Of(instruments.Select(instrument => new Position(instrument, 1))));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var groups = matrix.By(instrument => ((VanillaOption)instrument).Right).ToList();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2 * Strikes * 200L); // a copy per run of rows took 4 kB a row
        groups.Select(group => group.Rows.Length).ShouldBe([Strikes, Strikes]);
        foreach (var group in groups) group.Rows.Select(row => row.Index).ShouldBe(Enumerable.Range(0, Strikes).Select(k => (2 * k) + group.Rows[0].Index));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (SlopeSource Sum, WeakReference Term) SumOfCombination()
    {
        var leaf = new LocalSlopes([1, 1], [0, 1], [1, 1]);
        var doubled = LinearCombination.Of([new(leaf, 2)]);
        return (LinearCombination.Of([new(doubled, 3), new(leaf, 1)]), new(doubled));
    }

    private static RiskMatrix Matrix()
    {
        var expiry = Time.AddDays(14);
        var book = Portfolio.Of(
            (-1, VanillaOption.Call(Ether, 1900, expiry)), (2, VanillaOption.Call(Ether, 2000, expiry)), (0.5, VanillaOption.Put(Ether, 2100, expiry)));
        var market = MarketSnapshot.At(Time).With(Ether, 2000, 0.6);
        var arrays = new MarginCalculator(DeribitRuleBook.Default).Price(book.Positions.Select(position => position.Instrument), market);
        return new(arrays, new Account(book) { Collateral = [(100, new Currency("USD"))] });
    }
}
