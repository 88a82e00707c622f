namespace PortfolioMargin.Tests.Laws;

/// <summary>The laws can fail: a rule book that claims what is not so is caught by the law of that claim.</summary>
public class WrongClaimTest
{
    /// <summary>A rule that keeps none of the laws, each broken on purpose, and the law that must say so.</summary>
    private static object[][] Wrong() =>
    [
        [RuleBookClaims.PositivelyHomogeneous, new Action<RuleBookLawTest>(test => test.Requirement_scales_with_the_book()), new Func<RiskMatrix, double>(risk => Math.Max(5, Worst(risk)))],
        [RuleBookClaims.Subadditive, new Action<RuleBookLawTest>(test => test.Two_books_need_no_more_together_than_apart()), new Func<RiskMatrix, double>(risk => Worst(risk) * Worst(risk))],
        [RuleBookClaims.Subadditive, new Action<RuleBookLawTest>(test => test.A_book_needs_no_more_than_its_positions_each_alone()), new Func<RiskMatrix, double>(risk => Worst(risk) * Worst(risk))],
        [RuleBookClaims.NetsToZero, new Action<RuleBookLawTest>(test => test.A_portfolio_and_its_mirror_image_need_nothing()), new Func<RiskMatrix, double>(risk => Math.Max(5, Worst(risk)))],
        [RuleBookClaims.CashInvariant, new Action<RuleBookLawTest>(test => test.Cash_changes_the_excess_and_nothing_else()), new Func<RiskMatrix, double>(risk => Worst(risk) + 0.01 * risk.Holdings.Sum(row => Math.Abs(row.Quantity)))],
        [RuleBookClaims.MultiplierEquivalent, new Action<RuleBookLawTest>(test => test.Multiplier_and_quantity_are_interchangeable()), new Func<RiskMatrix, double>(risk => Worst(risk) + 0.001 * risk.All.Rows.Sum(row => Math.Abs(row.Quantity)))],
        [RuleBookClaims.CurrencyScaling, new Action<RuleBookLawTest>(test => test.Another_unit_of_money_scales_the_requirement()), new Func<RiskMatrix, double>(risk => Worst(risk) + 1e-6 * risk.Market[RuleBooks.Bitcoin].Spot)],
        [RuleBookClaims.LongPremiumBounded, new Action<RuleBookLawTest>(test => test.A_long_only_book_needs_at_most_its_value()), new Func<RiskMatrix, double>(risk => Worst(risk) + Math.Abs(risk.All.Value.Value))],
    ];

    [TestCaseSource(nameof(Wrong))]
    public void A_wrong_claim_is_caught_by_its_law(RuleBookClaims claim, Action<RuleBookLawTest> law, Func<RiskMatrix, double> amount)
    {
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext()) // a caught failure is not one of this test
        {
            Should.Throw<AssertionException>(() => law(new(new Liar(claim, amount)))).Message.ShouldStartWith("seed ");
            Should.NotThrow(() => law(new(new Liar(RuleBookClaims.None, amount)))); // who claims nothing is not held to it
        }
    }

    [Test]
    public void Every_claim_is_tried_with_a_rule_that_breaks_it() =>
        Wrong().Select(entry => (RuleBookClaims)entry[0]).Distinct().ShouldBe(Enum.GetValues<RuleBookClaims>().Where(claim => claim != RuleBookClaims.None), ignoreOrder: true);

    private static double Worst(RiskMatrix risk) => risk.All.Rows.IsEmpty ? 0 : risk.All.WorstLoss().Amount.Value;

    /// <summary>Its scenarios are fair; what it makes of them breaks the claim. Amounts carry no slopes, so only laws of amounts are tried.</summary>
    private sealed class Liar(RuleBookClaims claims, Func<RiskMatrix, double> amount) : IRuleBook
    {
        public RuleBookInfo Info { get; } = new("Liar", new(2026, 1, 1), [new("none", "none", new(2026, 1, 1))]) { Claims = claims };

        public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.Grid(price: [-0.15, 0, 0.15], volatility: [0]);

        public MarginRequirement Assess(RiskMatrix risk)
        {
            double value = amount(risk);
            return new(MarginLine.Leaf("initial", Attributed.Constant(value)), MarginLine.Leaf("maintenance", Attributed.Constant(value)));
        }
    }
}
