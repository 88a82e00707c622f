using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Explanation;

public class CapitalEfficiencyTest
{
    [Test]
    public void Lines_and_positions_add_up_to_what_is_needed_together_and_alone()
    {
        var (account, market) = MarginComparisonTest.Linear(new(4));
        var efficiency = CapitalEfficiency.Of(account, market, Laws.RuleBooks.All);
        efficiency.Comparison.RuleBooks.Count(book => book.Result is not null).ShouldBeGreaterThanOrEqualTo(4);
        for (int i = 0; i < efficiency.Comparison.RuleBooks.Length; i++)
        {
            if (efficiency.Comparison.RuleBooks[i].Result is not { } result) continue;
            double alone = efficiency.StandAlone[i].ShouldNotBeNull();
            efficiency.Positions.Sum(position => position.StandAlone[i]!.Value).ShouldBe(alone, Tolerances.Regrouped * alone);
            efficiency.Lines.Sum(line => line.StandAlone[i]!.Value).ShouldBe(alone, Tolerances.Regrouped * alone);
            efficiency.Lines.Sum(line => line.Together[i]!.Value).ShouldBe(result.Initial, Tolerances.Regrouped * alone);
            double explained = efficiency.Positions.Sum(position => position.Contribution[i]!.Value);
            (explained + result.Requirement.Initial.Amount.Rest).ShouldBe(result.Initial, 100 * Tolerances.Regrouped * alone);
            if (result.RuleBook.Claims.HasFlag(RuleBookClaims.Subadditive)) efficiency.Saving(i).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(-1e-12);
            efficiency.SavingAgainst(i, i).ShouldBe(0);
        }
    }

    [Test]
    public void A_position_alone_needs_what_an_account_of_its_own_needs()
    {
        var book = Portfolio.Of(Laws.RuleBooks.Book(new(5)));
        var efficiency = CapitalEfficiency.Of(book, Laws.RuleBooks.Market(), DeribitRuleBook.Default, DeribitStandardRuleBook.Default);
        var rules = new MarginCalculator[] { new(DeribitRuleBook.Default), new(DeribitStandardRuleBook.Default) };
        foreach (var position in efficiency.Positions)
            for (int i = 0; i < 2; i++) position.StandAlone[i].ShouldBe(rules[i].Calculate(Portfolio.Of(position.Position), Laws.RuleBooks.Market()).Initial);
        efficiency.StandAlone[1].ShouldNotBeNull().ShouldBe(rules[1].Calculate(book, Laws.RuleBooks.Market()).Initial, 1e-12); // rates by position do not net
        efficiency.Saving(0).ShouldNotBeNull().ShouldBeGreaterThan(0.2);
        efficiency.SavingAgainst(0, 1).ShouldNotBeNull().ShouldBe(1 - rules[0].Calculate(book, Laws.RuleBooks.Market()).Initial / rules[1].Calculate(book, Laws.RuleBooks.Market()).Initial);
        efficiency.Explain().ShouldContain("netting saves");
    }

    [Test]
    public void A_refusal_is_said_and_leaves_no_number_behind()
    {
        var efficiency = CapitalEfficiency.Of(Portfolio.Of(Laws.RuleBooks.Book(new(5))), Laws.RuleBooks.Market(), OkxRuleBook.Default, DeribitRuleBook.Default);
        efficiency.StandAlone[0].ShouldBeNull();
        efficiency.Saving(0).ShouldBeNull();
        efficiency.SavingAgainst(1, 0).ShouldBeNull();
        efficiency.Refusal(0, 0).ShouldContain("OKX");
        efficiency.Refusal(1, 0).ShouldBeEmpty();
        efficiency.Positions.ShouldAllBe(position => position.StandAlone[0] == null && position.Contribution[0] == null);
        efficiency.Explain().ShouldContain("Okx refuses");
    }

    [Test]
    public void An_empty_account_needs_nothing_and_saves_nothing()
    {
        var efficiency = CapitalEfficiency.Of(Portfolio.Empty, Laws.RuleBooks.Market(), DeribitRuleBook.Default);
        efficiency.StandAlone[0].ShouldBe(0);
        efficiency.Saving(0).ShouldBeNull();
        efficiency.Positions.ShouldBeEmpty();
    }
}
