using System.Text.Json;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>The sample files beside the repository: independent code wrote them, and says what a reader must find.</summary>
public sealed class SpanSharedFileTest
{
    [Test]
    public void Two_commodities_hold_the_expected_contracts([Values("two_commodities.pa2", "two_commodities.spn")] string name)
    {
        var file = Open(name);
        using var expected = JsonDocument.Parse(File.ReadAllText(Locate("two_commodities.expected.json")));
        var contracts = file.Contracts.ToDictionary(Key);
        contracts.Count.ShouldBe(200);
        foreach (var entry in expected.RootElement.GetProperty("contracts").EnumerateObject())
        {
            var read = contracts[entry.Name];
            read.Losses.ShouldBe(entry.Value.GetProperty("spanArray").EnumerateArray().Select(loss => loss.GetDouble()), entry.Name);
            read.CompositeDelta.ShouldBe(entry.Value.GetProperty("compositeDelta").GetDouble(), entry.Name);
            read.Price.ShouldBe(entry.Value.GetProperty("settlement").GetDouble(), entry.Name);
            read.Multiplier.ShouldBe(entry.Value.GetProperty("multiplier").GetDouble(), entry.Name);
            contracts.Remove(entry.Name);
        }

        contracts.ShouldBeEmpty();
        file.Diagnostics.ShouldAllBe(finding => finding.Severity == DiagnosticSeverity.Information);
    }

    [Test]
    public void Two_commodities_hold_the_expected_parameters([Values("two_commodities.pa2", "two_commodities.spn")] string name)
    {
        var file = Open(name);
        using var expected = JsonDocument.Parse(File.ReadAllText(Locate("two_commodities.expected.json")));
        bool xml = name.EndsWith(".spn", StringComparison.Ordinal);
        foreach (var entry in expected.RootElement.GetProperty("combinedCommodities").EnumerateObject())
        {
            var (read, value) = (file.Commodities.Single(commodity => commodity.Code == entry.Name), entry.Value);
            read.Currency.ShouldBe(value.GetProperty("currency").GetString());
            read.Products.Select(product => product.Code).ShouldBe(value.GetProperty("products").EnumerateArray().Select(code => code.GetString()));
            read.CalendarTiers.Select(tier => $"{tier.Number} {tier.From} {tier.To}").ShouldBe(value.GetProperty("tiers").EnumerateArray().Select(tier => $"{tier[0]} {tier[1]} {tier[2]}"));
            var spreads = value.GetProperty("seriesSpreads").EnumerateArray().Concat(value.GetProperty("calendarSpreads").EnumerateArray()).ToList();
            read.CalendarSpreads.Select(spread => spread.Priority).ShouldBe(Enumerable.Range(1, spreads.Count));
            read.CalendarSpreads.Select(spread => spread.Amount).ShouldBe(spreads.Select(spread => spread.GetProperty("charge").GetDouble()));
            read.CalendarSpreads.Select(spread => string.Join(", ", spread.Legs.Select(leg => $"{(leg.Period.IsNone ? leg.Tier.ToString() : leg.Period.ToString())} {leg.DeltaPerSpread} {leg.Side}")))
                .ShouldBe(spreads.Select(spread => string.Join(", ", spread.GetProperty("legs").EnumerateArray().Select(Leg))));
            var spot = value.GetProperty("spotMonths")[0];
            var charge = read.SpotMonths.Single();
            (charge.Period.ToString(), charge.SpreadCharge, charge.OutrightCharge).ShouldBe((spot.GetProperty("month").GetString()!, spot.GetProperty("spreadCharge").GetDouble(), spot.GetProperty("outrightCharge").GetDouble()));
            read.ShortOptionMinimum.ShouldBe(value.GetProperty("shortOptionMinimum").GetDouble());
            if (!xml) read.InitialRatios.For(SpanAccountType.Speculator).ShouldBe(value.GetProperty("initialRatio").GetDouble());
        }

        var credit = file.InterCommoditySpreads.Single();
        (credit.Priority, credit.Amount).ShouldBe((1, 0.45));
        credit.Legs.Select(leg => $"{leg.Commodity} {leg.DeltaPerSpread} {leg.Side}").ShouldBe(["CC-GR 3 A", "CC-EN 1 B"]);
        file.Parameters.CombinedCommodities.Length.ShouldBe(2);
        file.Parameters.InterCommoditySpreads.Length.ShouldBe(1);
    }

    /// <summary>The cases were made from the positional file by independent code. The XML file states no initial ratio that could be attributed to an account, so only maintenance is compared.</summary>
    [Test]
    public void The_cases_made_from_the_file_have_the_requirement_of_the_file(
        [Values("028-from-file-11-1.json", "029-from-file-11-2.json")] string name, [Values("two_commodities.pa2", "two_commodities.spn")] string source)
    {
        string path = Path.Combine(Repository.Root, "..", "shared", "cases", "span", name);
        if (!File.Exists(path)) Assert.Ignore("The span cases do not lie beside this repository.");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var file = Open(source);
        var contracts = file.Contracts.ToDictionary(Key);
        var portfolio = Portfolio.Of([.. document.RootElement.GetProperty("portfolio").EnumerateArray().Select(position => new Position(contracts[Key(position)].Instrument!, position.GetProperty("quantity").GetDouble()))]);
        var result = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer).Calculate(portfolio, file.Market);

        var expected = document.RootElement.GetProperty("expected");
        int compared = 0;
        foreach (var line in expected.GetProperty("lines").EnumerateObject())
        {
            bool initial = line.Name.StartsWith("initial", StringComparison.Ordinal);
            if (initial && source.EndsWith(".spn", StringComparison.Ordinal)) continue;
            Find(initial ? result.Requirement.Initial : result.Requirement.Maintenance, line.Name).ShouldBe(line.Value.GetDouble(), 1e-6 + 1e-9 * Math.Abs(line.Value.GetDouble()), line.Name);
            compared++;
        }

        compared.ShouldBeGreaterThan(10);
        result.Maintenance.ShouldBe(expected.GetProperty("maintenance").GetDouble(), 1e-6);
    }

    [Test]
    public void The_small_file_holds_what_a_person_reads_in_it()
    {
        var file = Open("span_synthetic_small.pa2");
        file.Contracts.Length.ShouldBe(5);
        var call = file.Contracts.Single(contract => contract.Right == OptionRight.Call);
        call.ToString().ShouldBe("XYZ AO OOF 203003 C5200");
        call.Losses.ShouldBe([-1757, 1711, -3712, 232, -199, 2611, -6080, -1940, 994, 3092, -8859, -4832, 1868, 3316, -10446, 1136]);
        (call.CompositeDelta, call.Price, call.Volatility, call.Multiplier).ShouldBe((0.3062, 68.92, 0.18, 50));
        call.Series!.Expiry.ShouldBe(new DateOnly(2030, 3, 15));
        file.Commodities[0].InitialRatios.ShouldBe(new SpanFileFactors(1, 1, 1.1));
        file.InterCommoditySpreads.Single().Amount.ShouldBe(0.7);
    }

    [Test]
    public void The_reconstructed_nifty_file_gives_the_published_margins()
    {
        var file = Open("span_reconstructed_nifty.spn");
        var future = file.Contracts.Single();
        (future.Price, future.CompositeDelta, future.Series!.PriceScanRange, future.Series.VolatilityScanRange, future.Series.Expiry).ShouldBe((24_051.80, 1, 2_234.01, 0.04, null));
        future.Losses.ShouldBe([8.72, 8.72, -736.49, -736.49, 753.93, 753.93, -1481.70, -1481.70, 1499.14, 1499.14, -2226.91, -2226.91, 2244.36, 2244.36, -1561.89, 1568.00]);
        file.Commodities.Single().CalendarSpreads.Single().Legs.Select(leg => leg.Period.ToString()).ShouldBe(["20260630", "20260728"]);
        file.Commodities.Single().CalendarSpreads.Single().Amount.ShouldBe(425);

        // The file links no product to the combined commodity: nothing is margined from it, and it says so. 65 units are a lot.
        file.Diagnostics.ShouldContain(finding => finding.Code == "contract-without-instrument" && finding.Message.Contains("no combined commodity"));
        (65 * future.Losses.Max()).ShouldBe(145_883.40, 1e-9);
    }

    [TestCaseSource(nameof(Malformed))]
    public void A_malformed_variant_is_refused_at_its_place(string name, string place)
    {
        var refusal = Should.Throw<MarginFormatException>(() => Open(Path.Combine("malformed", name)));
        refusal.Message.ShouldContain(place);
        refusal.SourceName.ShouldBe(Path.GetFileName(name));
        TestContext.Out.WriteLine(refusal.Message);
    }

    private static IEnumerable<TestCaseData> Malformed() => new (string Name, string Place)[]
    {
        ("no_header.pa2", "row 1"), ("missing_second_half.pa2", "OE"), ("letter_in_array.pa2", "row 46, record 81, columns 55-59"), ("missing_sign.pa2", "row 46, record 81, column 60"),
        ("duplicate_array.pa2", "row 48"), ("unknown_product.pa2", "row 46"), ("unknown_commodity.pa2", "row 446"), ("unknown_record.pa2", "row 6"), ("truncated_line.pa2", "row 46, record 81, columns 67-71"),
        ("full_width_digit.pa2", "row 46, column 56"), ("fifteen_values.spn", "15 values"), ("not_a_number.spn", "row 597"), ("infinite.spn", "row 597"), ("comma_decimal.spn", "row 597"),
        ("no_array.spn", "OE"), ("wrong_root.spn", "marginFile"), ("truncated.spn", "row 3282"), ("entity.spn", "document type"), ("unknown_commodity.spn", "CC-ZZ"), ("duplicate_contract.spn", "OG"),
    }.Select(entry => new TestCaseData(entry.Name, entry.Place).SetArgDisplayNames(entry.Name));

    private static string Leg(JsonElement leg) =>
        $"{(leg.TryGetProperty("month", out var month) ? month.GetString() : leg.GetProperty("tier").ToString())} {leg.GetProperty("deltaPerSpread").GetDouble()} {leg.GetProperty("side").GetString()}";

    private static string Key(SpanFileContract contract) => contract.Right is { } right
        ? FormattableString.Invariant($"{contract.Product.Code} {contract.OptionPeriod} {(right == OptionRight.Call ? "C" : "P")}{contract.Strike:R}")
        : $"{contract.Product.Code} {contract.FuturePeriod}";

    private static string Key(JsonElement position)
    {
        string kind = position.GetProperty("kind").GetString()!, code = position.GetProperty("underlying").GetString()!;
        string month = (position.TryGetProperty("contractMonth", out var stated) ? stated.GetString()! : position.GetProperty("expiry").GetString()!)[..7].Replace("-", "", StringComparison.Ordinal);
        return kind == "future" ? $"{code} {month}" : FormattableString.Invariant($"{code} {month} {(kind == "call" ? "C" : "P")}{position.GetProperty("strike").GetDouble():R}");
    }

    private static double Find(MarginLine root, string path)
    {
        string[] names = path.Split('/');
        root.Name.ShouldBe(names[0]);
        return names.Skip(1).Aggregate(root, (line, name) => line.Parts.Single(part => part.Name == name)).Amount.Value;
    }

    private static SpanFile Open(string name)
    {
        using var stream = File.OpenRead(Locate(name));
        return SpanFile.Read(stream, new() { SourceName = Path.GetFileName(name) });
    }

    private static string Locate(string name)
    {
        string path = Path.Combine(Repository.Root, "..", "shared", "data", "span", name);
        if (!File.Exists(path)) Assert.Ignore("The sample SPAN files do not lie beside this repository (shared/data/span); nothing to compare with.");
        return path;
    }
}
