namespace PortfolioMargin.Tests.Margins;

public class RuleBookInfoTest
{
    private static RuleBookInfo Info() => new("Simple", new(2026, 1, 1), [new("Policy", "1", new(2026, 1, 1))])
    {
        Claims = RuleBookClaims.NetsToZero,
        Venue = "House",
        NotCovered = ["spot"],
        Verification = new(3, 1e-9, "by hand"),
        Parameters = """{"rate":0.1}""",
    };

    private static readonly Func<RuleBookInfo, RuleBookInfo>[] Changes =
    [
        info => info with { Name = "Other" },
        info => info with { AsOf = new(2026, 1, 2) },
        info => info with { Citations = [new("Policy", "2", new(2026, 1, 1))] },
        info => info with { Citations = [] },
        info => info with { Citations = default },
        info => info with { Claims = RuleBookClaims.None },
        info => info with { Venue = "" },
        info => info with { NotCovered = ["spot", "orders"] },
        info => info with { NotCovered = ["orders"] },
        info => info with { Verification = null },
        info => info with { Verification = new(4, 1e-9, "by hand") },
        info => info with { Parameters = """{"rate":0.2}""" },
        info => info with { ParameterWriter = () => "{}" },
    ];

    [Test]
    public void Two_descriptions_that_say_the_same_are_equal_though_their_lists_are_not_the_same_object()
    {
        Info().ShouldBe(Info());
        Info().GetHashCode().ShouldBe(Info().GetHashCode());
        Info().ShouldBe(Info() with { ParameterWriter = () => """{"rate":0.1}""" });
    }

    [Test]
    public void Every_property_counts_in_equality()
    {
        foreach (var change in Changes)
        {
            change(Info()).ShouldNotBe(Info());
            Info().ShouldNotBe(change(Info()));
            change(Info()).ShouldBe(change(Info()));
        }

        Changes.Length.ShouldBeGreaterThanOrEqualTo(typeof(RuleBookInfo).GetProperties().Length);
    }

    [Test]
    public void A_description_is_not_equal_to_none() => Info().Equals(null).ShouldBeFalse();
}
