using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Margins;

public class ParameterJsonTest
{
    [TestCase("Okx", """{"units":{"BTC":null}}""", "parameters.units.BTC")]
    [TestCase("Okx", """{"units":{"default":null}}""", "parameters.units.default")]
    [TestCase("Okx", """{"minimumChargeTiers":[null]}""", "parameters.minimumChargeTiers.0")]
    [TestCase("Okx", """{"units":{"BTC":{"volatilityMoves":[{"fromDays":0,"points":0,"percent":0},null]}}}""", "parameters.units.BTC.volatilityMoves.1")]
    [TestCase("Deribit", """{"pairs":{"BTC":null}}""", "parameters.pairs.BTC")]
    [TestCase("DeribitStandard", """{"futures":{"XYZ":null}}""", "parameters.futures.XYZ")]
    [TestCase("DeriveStandard", """{"markets":{"ETH":null}}""", "parameters.markets.ETH")]
    [TestCase("DerivePmrm2", """{"markets":{"ETH":null}}""", "parameters.markets.ETH")]
    [TestCase("DerivePmrm2", """{"markets":{"ETH":{"collateral":{"XYZ":null}}}}""", "parameters.markets.ETH.collateral.XYZ")]
    [TestCase("Paradex", """{"underlyings":{"BTC":null}}""", "underlyings.BTC")]
    [TestCase("ParadexCross", """{"underlyings":{"BTC":null}}""", "underlyings.BTC")]
    [TestCase("HouseGrid", """{"underlyings":{"BTC":null},"factors":{"initial":1,"maintenance":1}}""", "parameters.underlyings.BTC")]
    [TestCase("HouseGrid", """{"underlyings":{"BTC":{"priceRange":0,"priceSteps":[0],"volatility":{"steps":[0]},"tails":[null]}}}""", "parameters.underlyings.BTC.tails.0")]
    [TestCase("HouseGrid", """{"underlyings":{"BTC":{"priceRange":0,"priceSteps":[0],"volatility":{"steps":[0]},"floors":[null]}}}""", "parameters.underlyings.BTC.floors.0")]
    public void Null_as_an_entry_of_a_map_or_list_is_refused_by_name(string ruleBook, string changes, string place)
    {
        var problem = Should.Throw<MarginFormatException>(() => Create(ruleBook, changes));
        problem.Message.ShouldContain(place);
        problem.Message.ShouldContain("null");
    }

    [TestCase("Okx", """{"tiering":null}""")]
    [TestCase("Okx", """{"minimumChargeTiers":[{"upTo":null,"multiplier":1}]}""")]
    [TestCase("Okx", """{"units":{"BTC":{"basisPerLeg":null,"reported":null}}}""")]
    public void Null_states_that_a_property_which_may_be_absent_is(string ruleBook, string changes) => Create(ruleBook, changes).Info.Name.ShouldBe(ruleBook);

    /// <summary>Null where an object, map, list or number has to be, for every property of every shipped set: a format error or an absent value, nothing else.</summary>
    [Test]
    public void Null_at_any_property_of_any_set_is_accepted_as_absent_or_a_format_error()
    {
        int refused = 0;
        foreach (var entry in RuleBookCatalog.Shipped.Entries.Where(entry => !entry.Dates.IsEmpty))
        {
            using var set = System.Text.Json.JsonDocument.Parse(Create(entry.Name, "{}").Info.Parameters);
            foreach (var (changes, name) in Nulls(set.RootElement))
            {
                try
                {
                    Create(entry.Name, changes);
                }
                catch (MarginFormatException problem)
                {
                    refused++;
                    problem.Message.ShouldContain(name, customMessage: changes);
                }
            }
        }

        refused.ShouldBeGreaterThan(100);
    }

    [Test]
    public void An_entry_after_a_default_of_the_same_text_starts_from_it_and_may_state_what_the_default_leaves_out()
    {
        const string file = """
            {"underlyings": {"default": {"priceRange": 0.1, "priceSteps": [-1, 1], "volatility": {"steps": [0]}}, "XYZ": {"priceRange": 0.2, "priceMove": "Spot", "volatility": {"up": 0.5}}},
             "factors": {"initial": 1, "maintenance": 1}}
            """;
        var grids = HouseGridRuleBook.Load(new(2026, 11, 24), file).Parameters.Underlyings;
        (grids["XYZ"].PriceRange, grids["XYZ"].PriceMove, grids["XYZ"].Volatility.Up).ShouldBe((0.2, HouseGridPriceMove.Spot, 0.5));
        grids["XYZ"].PriceSteps.ShouldBe(grids["default"].PriceSteps);
        Should.Throw<MarginFormatException>(() => HouseGridRuleBook.Load(new(2026, 11, 24), file.Replace("priceMove", "pricemove", StringComparison.Ordinal))).Message.ShouldContain("XYZ.pricemove");
    }

    [Test]
    public void Null_instead_of_a_text_is_the_callers_mistake() => Should.Throw<ArgumentNullException>(() => OkxRuleBook.AsOf(OkxRuleBook.ParameterDates[^1], null!));

    /// <summary>Changes that state null at one place, for every place, and the name that stands there.</summary>
    private static IEnumerable<(string Changes, string Name)> Nulls(System.Text.Json.JsonElement element) => element.ValueKind == System.Text.Json.JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(property => Nulls(property.Value).Append((Changes: "null", Name: property.Name)).Select(inner => ($"{{\"{property.Name}\":{inner.Changes}}}", inner.Name)))
        : [];

    private static IRuleBook Create(string ruleBook, string changes) => RuleBookCatalog.Shipped.Create(ruleBook, ruleBook == "HouseGrid" ? new(2026, 11, 24) : null, changes);
}
