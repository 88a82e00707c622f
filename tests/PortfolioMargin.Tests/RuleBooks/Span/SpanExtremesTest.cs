using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Span;

/// <summary>Every parameter at its smallest and at its largest value: both are what the plain twin says, and they differ.</summary>
public class SpanExtremesTest
{
    /// <summary>A book in which every parameter matters.</summary>
    private static readonly List<SpanPosition> Book = SpanBooks.Book(new(11));

    private const string Parameters = """
        {"scanRiskFloor":true,"creditRequires":"eachLeg","netOptionValueLimit":"group","netting":"net","combinedCommodities":[
          {"code":"A","products":[{"underlying":"A1","deltaScalingFactor":1},{"underlying":"A2"}],"scanTiers":[],"currency":"USD",
           "interMonthTiers":[{"number":1,"from":"2030-03","to":"2030-04"},{"number":2,"from":"2030-06","to":"2030-12"}],
           "calendarSpreads":[{"priority":1,"charge":120,"legs":[{"tier":1,"side":"A","deltaPerSpread":1},{"tier":2,"side":"B"}]},
                              {"priority":2,"charge":700,"legs":[{"tier":1,"side":"A"},{"month":"2030-06","side":"B"}]}],
           "spotMonths":[{"month":"2030-03","spreadCharge":10,"outrightCharge":25,"appliesTo":"both"}],
           "weightedPriceRiskMethod":"priceRisk","scanRangePerDelta":500,"capOptionValue":false,"adjustmentFactor":1,"initialToMaintenanceRatio":1},
          {"code":"B","products":[{"underlying":"B1"},{"underlying":"B2"}]},
          {"code":"C","products":[{"underlying":"C1"},{"underlying":"C2"}],"shortOptionMinimum":90000,"shortOptionMinimumMethod":"largerSide",
           "shortOptionMinimumTiers":[{"number":1,"from":"2030-03","to":"2030-04","rate":100000}]},
          {"code":"D","products":[{"underlying":"D1"},{"underlying":"D2"}]}],
         "interCommoditySpreads":[
          {"type":"interCommodity","priority":2,"method":"delta","creditRate":0.5,"legs":[{"combinedCommodity":"A","side":"A","tier":0,"isTarget":true},{"combinedCommodity":"B","side":"SIDE"}]},
          {"priority":3,"creditRate":0.3,"legs":[{"combinedCommodity":"D","side":"A"},{"combinedCommodity":"A","side":"SIDD"}]}]}
        """;

    private static object[][] Extremes() =>
    [
        ["\"scanRiskFloor\":true", "\"scanRiskFloor\":true,\"deltaDecimals\":9", "\"scanRiskFloor\":true,\"deltaDecimals\":0"],
        ["\"netOptionValueLimit\":\"group\"", "\"netOptionValueLimit\":\"account\"", "\"netOptionValueLimit\":\"combinedCommodity\""],
        ["\"netting\":\"net\"", "\"netting\":\"net\"", "\"netting\":\"gross\""],
        ["\"deltaScalingFactor\":1", "\"deltaScalingFactor\":1e-6", "\"deltaScalingFactor\":1e6"],
        ["\"scanTiers\":[]", "\"scanTiers\":[]", "\"scanTiers\":[{\"number\":1,\"from\":\"2030-03\",\"to\":\"2030-03\"},{\"number\":2,\"from\":\"2030-04\",\"to\":\"2030-06\"}]"],
        ["\"currency\":\"USD\"", "\"currency\":\"USD\"", "\"currency\":\"EUR\""],
        ["\"charge\":120", "\"charge\":0", "\"charge\":1e6"],
        ["\"priority\":1,\"charge\"", "\"priority\":-9,\"charge\"", "\"priority\":9,\"charge\""],
        ["\"deltaPerSpread\":1}", "\"deltaPerSpread\":1e-3}", "\"deltaPerSpread\":1e3}"],
        ["\"spreadCharge\":10", "\"spreadCharge\":0", "\"spreadCharge\":1e6"],
        ["\"outrightCharge\":25", "\"outrightCharge\":0", "\"outrightCharge\":1e6"],
        ["\"outrightCharge\":25,\"appliesTo\":\"both\"", "\"outrightCharge\":1e5,\"appliesTo\":\"long\"", "\"outrightCharge\":1e5,\"appliesTo\":\"short\""],
        ["\"weightedPriceRiskMethod\":\"priceRisk\",\"scanRangePerDelta\":500", "\"weightedPriceRiskMethod\":\"scanRange\",\"scanRangePerDelta\":0", "\"weightedPriceRiskMethod\":\"scanRange\",\"scanRangePerDelta\":900"],
        ["\"weightedPriceRiskMethod\":\"priceRisk\",\"scanRangePerDelta\":500", "\"weightedPriceRiskMethod\":\"scanRangeCapped\",\"scanRangePerDelta\":0", "\"weightedPriceRiskMethod\":\"scanRangeCapped\",\"scanRangePerDelta\":1e9"],
        ["\"adjustmentFactor\":1", "\"adjustmentFactor\":0.01", "\"adjustmentFactor\":100"],
        ["\"initialToMaintenanceRatio\":1", "\"initialToMaintenanceRatio\":1", "\"initialToMaintenanceRatio\":100"],
        ["\"shortOptionMinimum\":90000", "\"shortOptionMinimum\":0", "\"shortOptionMinimum\":1e7"],
        ["\"rate\":100000", "\"rate\":0", "\"rate\":1e7"],
        ["\"largerSide\"", "\"largerSide\"", "\"bothSides\""],
        ["\"creditRate\":0.5", "\"creditRate\":0", "\"creditRate\":1"],
        ["\"method\":\"delta\"", "\"method\":\"delta\"", "\"method\":\"scan\""],
        ["\"priority\":2,\"method\"", "\"priority\":0,\"method\"", "\"priority\":9,\"method\""],
        ["\"type\":\"interCommodity\"", "\"type\":\"super\"", "\"type\":\"interExchange\""],
        ["\"tier\":0,\"isTarget\":true", "\"tier\":0", "\"tier\":0,\"creditRate\":1"],
    ];

    [TestCaseSource(nameof(Extremes))]
    public void Every_parameter_counts_as_the_document_says_at_its_smallest_and_largest_value(string shipped, string smallest, string largest)
    {
        Parameters.ShouldContain(shipped);
        var (low, high) = (Check(Parameters.Replace(shipped, smallest, StringComparison.Ordinal)), Check(Parameters.Replace(shipped, largest, StringComparison.Ordinal)));
        (high.Maintenance, high.Initial).ShouldNotBe((low.Maintenance, low.Initial));
    }

    private static MarginResult Check(string json)
    {
        var market = SpanBooks.Market(Book);
        var parameters = SpanRuleBook.AsOf(new(2030, 1, 15), json.Replace("SIDE", Opposite("A", "B"), StringComparison.Ordinal).Replace("SIDD", Opposite("D", "A"), StringComparison.Ordinal)).Parameters;
        var result = SpanBooks.Calculator(parameters, Book).Calculate(SpanBooks.Portfolio(Book), market);
        var (initial, maintenance) = new SpanTwin(parameters, Book, code => market.Convert(1, new(code), new("USD"))).Requirement();
        result.Initial.ShouldBe(initial, Tolerances.PlainTwin * (1e6 + initial));
        result.Maintenance.ShouldBe(maintenance, Tolerances.PlainTwin * (1e6 + maintenance));
        return result;
    }

    /// <summary>The side that makes a spread possible between the net deltas that the book happens to have.</summary>
    private static string Opposite(string first, string second) => Math.Sign(Net(first)) == Math.Sign(Net(second)) ? "A" : "B";

    private static decimal Net(string code) => Book.Where(position => position.Instrument.Underlying.Symbol.StartsWith(code, StringComparison.Ordinal)).Sum(position => (decimal)position.Quantity * position.Delta);
}
