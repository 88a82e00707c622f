using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Deribit;

public class DeribitHistoryTest
{
    [Test]
    public void Worked_numbers_of_the_old_pages_follow_from_their_parameters()
    {
        var (page2018, page2019) = (DeribitHistory.Sets[0], DeribitHistory.Sets[1]);
        (page2018.VolatilityUp[0] * Math.Pow(30 / 15.0, page2018.ShortTermPower!.Value)).ShouldBe(0.566, 5e-4); // printed: 15 days, 56.6 %
        (page2019.Contingencies[0].Rate * Math.Max(0, -(10 - 20))).ShouldBe(0.1); // printed: 10 calls and -20 puts of a strike, 0.1 BTC
        (page2019.Contingencies[1].Rate * Math.Min(100, 100)).ShouldBe(1); // printed: 100 and -100 futures, 1 BTC
    }

    [Test]
    public void Sets_are_in_order_of_time_and_older_than_what_is_shipped() =>
        DeribitHistory.Sets.Select(set => set.Source.Date).Append(DeribitRuleBook.ParameterDates[0]).ShouldBeInOrder();

    [Test]
    public void What_is_known_at_second_hand_says_so() =>
        DeribitHistory.Sets.Where(set => set.IsSecondary).ShouldAllBe(set => set.Source.Section.Contains("texts of others", StringComparison.Ordinal));

    [Test]
    public void The_closing_order_is_by_contribution_to_the_worst_cell_and_closing_the_first_lowers_it()
    {
        var calculator = new MarginCalculator(DeribitRuleBook.Default);
        Laws.LawCases.ForAll(random =>
        {
            var margin = calculator.Calculate(Portfolio.Of(Laws.RuleBooks.Book(random)), Laws.RuleBooks.Market());
            var worst = margin.Line("initial/risk matrix/BTC/worst case")!;
            var order = DeribitLiquidation.ClosingOrder(margin, Laws.RuleBooks.Bitcoin);
            order.ShouldAllBe(entry => entry.Contribution > 0);
            order.Select(entry => entry.Contribution).ShouldBeInOrder(SortDirection.Descending);
            double hedges = margin.Risk.All.Rows.Sum(row => Math.Min(0, worst.Amount.Contribution(row.Index)));
            (order.Sum(entry => entry.Contribution) + hedges + worst.Amount.Rest).ShouldBe(worst.Amount.Value, 1e-12);
            if (worst.Table!.Worst >= 27 || order.IsEmpty) return; // the table of large moves is dampened
            int cell = worst.Table.Worst;
            var first = order[0].Position;
            var after = calculator.WhatIf(margin, new Position(first.Instrument, -first.Quantity)).After;
            double left = -after.Line("initial/risk matrix/BTC/worst case")!.Table!.ProfitAndLoss[cell];
            left.ShouldBe(worst.Amount.Value - order[0].Contribution, 1e-12);
        });
    }

    [Test]
    public void A_result_without_a_worst_cell_is_refused()
    {
        var standard = new MarginCalculator(DeribitStandardRuleBook.Default).Calculate(Portfolio.Of(Laws.RuleBooks.Book(new(1))), Laws.RuleBooks.Market());
        Should.Throw<ArgumentException>(() => DeribitLiquidation.ClosingOrder(standard, Laws.RuleBooks.Bitcoin)).Message.ShouldContain("DeribitRuleBook");
    }

    [Test]
    public void Steps_and_fees_are_those_of_the_article()
    {
        DeribitLiquidation.Steps.ShouldBe(Enum.GetValues<DeribitLiquidationStep>());
        DeribitLiquidation.Fees.ShouldBe([new("BTC", 0.0075), new("ETH", 0.009)]);
        DeribitLiquidation.StakedEtherHaircuts.ShouldBe([(null, 0.15), (new DateOnly(2026, 1, 13), 0.075)]);
    }
}
