using PortfolioMargin.RuleBooks;
using static PortfolioMargin.Tests.RuleBooks.Span.Files.SpanFileTexts;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>Number formats, and what happens with what a file states and the rule book does not know: it is left out by name, never guessed.</summary>
public sealed class SpanFileCoverageTest
{
    private static readonly string[] Lines = [.. Pa2Lines(3)];

    /// <summary>Prices of the future: 7 digits 0019005 in the file.</summary>
    [TestCase("001", " ", 1_900.5)]
    [TestCase("002", " ", 190.05)]
    [TestCase("-02", " ", 1_900_500)]
    [TestCase("002", "C", 190 + 5 / 32d)]
    [TestCase("002", "K", 190 + 5 / 64d)]
    [TestCase("001", "0", 1_900 + 5 / 8d)]
    [TestCase("003", "C", null)]
    [TestCase("001", "Z", null)]
    public void Settlement_prices_follow_locator_and_alignment(string locator, string alignment, double? price)
    {
        var file = Read(Change(2, (34, locator), (40, alignment)));
        file.Contracts[0].Price.ShouldBe(price);
        file.Diagnostics.Any(finding => finding.Code == "price-not-read").ShouldBe(price is null);
    }

    [TestCase("9999999+", null)]
    [TestCase("0000000+", 0.0)]
    [TestCase("0003763-", -376.3)]
    [TestCase("        ", null)]
    public void All_nines_and_blanks_are_no_price(string digits, double? price) => Read(Change(Row("82XCHGD"), (111, digits))).Contracts[0].Price.ShouldBe(price);

    [Test]
    public void A_price_of_14_digits_replaces_the_short_one_where_the_file_says_so()
    {
        int array = Row("81XCHGD");
        Read(Change(array, (109, "12345678901234Y"))).Contracts[0].Price.ShouldBe(1_234_567_890_123.4);
        Read(Change(array, (109, "12345678901234N"))).Contracts[0].Price.ShouldBe(1_900.5);
        Read(Change(array, (109, "99999999999999Y"))).Contracts[0].Price.ShouldBeNull();
    }

    [TestCase("      ", TestName = "A_group_that_lacks_a_commodity_leaves_each_alone")]
    [TestCase("CC-GD ", TestName = "A_group_that_holds_a_commodity_twice_leaves_each_alone")]
    public void Groups_that_do_not_hold_each_commodity_once_let_no_option_value_pay_for_another(string second)
    {
        var file = Read(Change(Row("5 DEM"), (19, second)));
        file.Parameters.CombinedCommodityGroups.Select(group => (group.Code, group.CombinedCommodities.Single())).ShouldBe([("CC-GD", "CC-GD"), ("CC-SX", "CC-SX")]);
        file.Diagnostics.ShouldContain(finding => finding.Code == "groups-not-used" && finding.Message.Contains("stands alone", StringComparison.Ordinal));
        Read(Lines).Parameters.CombinedCommodityGroups.ShouldHaveSingleItem().CombinedCommodities.ShouldBe(["CC-GD", "CC-SX"]);
    }

    [TestCase("<somMeth>MAX</somMeth>", SpanShortOptionMethod.LargerSide)]
    [TestCase("<somMeth>GROSS</somMeth>", SpanShortOptionMethod.BothSides)]
    [TestCase("<somMeth/>", SpanShortOptionMethod.BothSides)]
    [TestCase("", SpanShortOptionMethod.BothSides)]
    public void The_method_of_the_short_option_minimum_reaches_the_rule_book(string element, SpanShortOptionMethod method)
    {
        var file = Read(Xml().Replace("<somMeth>MAX</somMeth>", element, StringComparison.Ordinal));
        file.Commodities[0].ShortOptionMethod.ShouldBe(method);
        file.Parameters.CombinedCommodities[0].ShortOptionMinimumMethod.ShouldBe(method);
        file.Commodities[0].ShortOptionMinimum.ShouldBe(40);
    }

    [TestCase("1", SpanShortOptionMethod.LargerSide), TestCase("2", SpanShortOptionMethod.BothSides), TestCase(" ", SpanShortOptionMethod.BothSides)]
    public void So_it_does_from_a_positional_file(string letter, SpanShortOptionMethod method) =>
        Read(Change(Row("4 CC-GD"), (79, letter))).Parameters.CombinedCommodities[0].ShortOptionMinimumMethod.ShouldBe(method);

    [Test]
    public void Strikes_have_a_sign_and_older_layouts_leave_it_blank()
    {
        int row = Row("82XCHOGD");
        Read(Change(row, (119, "-"))).Contracts[2].Strike.ShouldBe(-1_800);
        Read(Change(row, (119, " "))).Contracts[2].Strike.ShouldBe(1_800);
    }

    [TestCase("00001000000000", " 00", 100)]
    [TestCase("00000000500000", " 00", 0.05)]
    [TestCase("00001000000000", "-04", 0.01)]
    [TestCase("00001000000000", " 03", 100_000)]
    public void Contract_value_factors_have_seven_decimals_and_an_exponent(string factor, string exponent, double multiplier) =>
        Read(Change(2, (42, factor), (73, exponent))).Contracts[0].Multiplier.ShouldBe(multiplier, 1e-15 * multiplier);

    [Test]
    public void A_series_may_have_a_contract_value_factor_and_a_delta_scaling_of_its_own()
    {
        int row = Row("B XCHGD");
        var file = Read(Change(row, (86, "020000"), (129, "00000250000000")));
        file.Contracts.Select(contract => contract.Multiplier).Take(2).ShouldBe([25, 100]);

        // One month is scaled by 2, the other by 1: the factors are in the deltas of the contracts.
        file.Parameters.CombinedCommodities[0].Products.Single(product => product.Underlying == "GD").DeltaScalingFactor.ShouldBe(1);
        var result = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer).Calculate(Portfolio.Of((1, file.Contracts[0].Instrument!)), file.Market);
        result.Maintenance.ShouldBe((4_000 + 2 * 50) * 1.2, 1e-9); // two deltas remain in the spot month
    }

    [TestCase("0", "5 ", 1e-5)]
    [TestCase("3", "  ", 1e3)]
    [TestCase("0", "2-", 1e2)]
    public void Arrays_follow_risk_exponent_and_decimal_locator(string exponent, string locator, double scale)
    {
        var file = Read(Change(Row("2 XCH CC-GD"), (13, exponent), (36, locator)));
        file.Contracts[0].Losses[12].ShouldBe(4_000 * scale, 1e-12 * scale);
        file.Diagnostics.Any(finding => finding.Code == "risk-exponent").ShouldBe(exponent != "0");
    }

    [Test]
    public void Methods_without_a_public_description_leave_the_commodity_out_and_its_positions_are_refused()
    {
        LeftOut(Change(Row("4 CC-GD"), (9, "11")), "spot month method 11");
        LeftOut(Change(Row("3 CC-GD"), (9, "05")), "intra-commodity spread method 05");
        LeftOut(Change(Row("S CC-GD"), (9, "77")), "scan tier method 77");
        LeftOut(Change(Row("S CC-GD"), (83, "9")), "weighted price risk method 9");
        LeftOut(Xml().Replace("<spotMeth>NORMAL", "<spotMeth>BASIS", StringComparison.Ordinal), "spot month method BASIS");
        LeftOut(Xml().Replace("<procMeth>NORMAL", "<procMeth>LIQUIDATION", StringComparison.Ordinal), "processing method LIQUIDATION");
        LeftOut(Xml().Replace("<somMeth>MAX", "<somMeth>NEW", StringComparison.Ordinal), "short option minimum method NEW");
        LeftOut(Xml().Replace("<chargeMeth>F", "<chargeMeth>W", StringComparison.Ordinal), "calendar spread charge method W");

        static void LeftOut(string text, string reason)
        {
            var file = Read(text);
            file.Diagnostics.ShouldContain(finding => finding.Code == "commodity-left-out" && finding.Message.Contains($"CC-GD: {reason}", StringComparison.Ordinal));
            file.Diagnostics.ShouldContain(finding => finding.Code == "credit-left-out");
            file.Parameters.CombinedCommodities.Select(commodity => commodity.Code).ShouldBe(["CC-SX"]);
            var future = file.Contracts.First(contract => contract.Product.Code == "GD").Instrument!;
            Should.Throw<UnsupportedInstrumentException>(() => new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer).Calculate(Portfolio.Of((1, future)), file.Market));
        }
    }

    [TestCase(89, "02", "spread method 02")]
    [TestCase(101, "F", "credit calculation method F")]
    [TestCase(110, "S", "spread group S")]
    [TestCase(10, "1234567", "creditRate")]
    public void Credits_without_a_public_description_are_left_out(int column, string text, string reason)
    {
        var file = Read(Change(Row("6 DEM"), (column, text)));
        file.Parameters.InterCommoditySpreads.ShouldBeEmpty();
        file.Diagnostics.ShouldContain(finding => finding.Code == "credit-left-out" && finding.Message.Contains(reason, StringComparison.Ordinal));
        file.Parameters.CombinedCommodities.Length.ShouldBe(2);
    }

    [Test]
    public void A_scan_spread_and_rates_of_legs_are_read()
    {
        var scan = Read(Change(Row("6 DEM"), (89, "04XCH CC-GD "))).Parameters.InterCommoditySpreads.Single();
        (scan.Method, scan.Legs[0].IsTarget, scan.Legs[1].IsTarget).ShouldBe((SpanCreditMethod.Scan, true, false));
        var rated = Read(Change(Row("6 DEM"), (122, "Y05000000250000"))).Parameters.InterCommoditySpreads.Single();
        rated.Legs.Select(leg => leg.CreditRate).ShouldBe([0.5, 0.25]);
    }

    [Test]
    public void Scan_ranges_cap_credits_and_where_months_differ_the_smallest_is_used()
    {
        var same = Read(Change(Row("S CC-GD"), (83, "2"))).Parameters.CombinedCommodities[0];
        (same.WeightedPriceRiskMethod, same.ScanRangePerDelta).ShouldBe((SpanPriceRiskMethod.ScanRangeCapped, 4_000));
        string[] lines = [.. Lines];
        lines[Row("S CC-GD")] = Change(Row("S CC-GD"), (83, "3")).Split('\n')[Row("S CC-GD")];
        lines[Row("B XCHGD")] = Change(Row("B XCHGD"), (53, "03000")).Split('\n')[Row("B XCHGD")];
        var file = Read(string.Join('\n', lines));
        (file.Parameters.CombinedCommodities[0].WeightedPriceRiskMethod, file.Parameters.CombinedCommodities[0].ScanRangePerDelta).ShouldBe((SpanPriceRiskMethod.ScanRange, 3_000));
        file.Diagnostics.ShouldContain(finding => finding.Code == "scan-ranges-differ");
    }

    [Test]
    public void Scan_tiers_by_method()
    {
        Read(Change(Row("S CC-GD"), (9, "10"))).Parameters.CombinedCommodities[0].ScanTiers.Length.ShouldBe(2);
        Read(Change(Row("S CC-GD"), (9, "21"))).Parameters.CombinedCommodities[0].InterCommodityTiers.Length.ShouldBe(2);
        Read(Change(Row("S CC-GD"), (9, "02"))).Parameters.CombinedCommodities[0].ScanTiers.Select(tier => tier.From.ToString()).ShouldBe(["2031-03", "2031-06"]);
        Read(Change(Row("S CC-GD"), (9, "30"), (83, " "), (104, "00000110000022"))).Parameters.CombinedCommodities[0].ShortOptionMinimumTiers.Select(tier => tier.Rate).ShouldBe([11, 22]);
    }

    [Test]
    public void Options_on_a_future_count_in_the_month_of_the_future()
    {
        // The June series is on the March future.
        string text = Xml();
        int series = text.IndexOf("<series><pe>203106</pe>", StringComparison.Ordinal), contract = text.IndexOf("<cId>203106</cId>", series, StringComparison.Ordinal);
        var option = Read(text[..contract] + "<cId>203103</cId>" + text[(contract + 17)..]).Contracts.First(entry => entry.Product.Code == "OGD" && entry.OptionPeriod.ToString() == "203106");
        (option.DeltaPeriod.ToString(), option.Instrument!.ContractMonth, option.Instrument.Expiry!.Value.Month).ShouldBe(("203103", new ContractMonth(2031, 3), 6));
    }

    /// <summary>Long 2 options of the 7th, short 1 of the 14th, delta 0.5 times scaling 0.5 or as the file has it: deltas of two days, which meet in a spread of those days.</summary>
    [Test]
    public void Weekly_periods_with_days_are_told_apart()
    {
        var file = Read(Weekly("20310307", "20310314", charged: true));
        file.Parameters.CombinedCommodities.Length.ShouldBe(2);
        var options = file.Contracts.Where(contract => contract.Product.Code == "OSX").ToList();
        options.Select(contract => contract.Instrument!.ContractMonth).Distinct().ShouldBe([new ContractMonth(2031, 3, 7), new ContractMonth(2031, 3, 14)]);
        var first = options[0];
        var second = options.Single(contract => contract.OptionPeriod.ToString() == "20310314" && contract.Strike == first.Strike && contract.Right == first.Right);
        var result = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer).Calculate(Portfolio.Of((2, first.Instrument!), (-1, second.Instrument!)), file.Market);
        double delta = Math.Abs(first.CompositeDelta) * file.Parameters.CombinedCommodities[1].Products.Single(product => product.Underlying == first.Instrument!.Underlying.Symbol).DeltaScalingFactor;
        delta.ShouldBeGreaterThan(0);
        result.Line("maintenance/account/risk/CC-SX/net risk/calendar spread charge")!.Amount.Value.ShouldBe(5 * delta, 1e-12);
    }

    [TestCase("203103W1", "203103W2")]
    [TestCase("20310307", "203103")]
    public void Periods_of_one_month_that_are_no_days_leave_the_commodity_out_where_charges_tell_them_apart(string first, string second)
    {
        Read(Weekly(first, second, charged: false)).Parameters.CombinedCommodities.Length.ShouldBe(2);
        Read(Weekly(first, second, charged: true)).Diagnostics
            .ShouldContain(finding => finding.Code == "commodity-left-out" && finding.Message.Contains("several periods in month 2031-03", StringComparison.Ordinal));
    }

    private static string Weekly(string first, string second, bool charged)
    {
        string text = Xml().Replace("<pe>203103W1</pe>", $"<pe>{first}</pe>", StringComparison.Ordinal);
        int series = text.IndexOf($"<series><pe>{first}", text.IndexOf("<oopPf>", StringComparison.Ordinal), StringComparison.Ordinal), end = text.IndexOf("</series>", series, StringComparison.Ordinal) + 9;
        string weekly = text[..end] + text[series..end].Replace($"<pe>{first}", $"<pe>{second}", StringComparison.Ordinal) + text[end..];
        string charge = $"<dSpread><spread>1</spread><chargeMeth>F</chargeMeth><rate><val>5</val></rate><pLeg><cc>CC-SX</cc><pe>{first}</pe><rs>A</rs><i>1</i></pLeg><pLeg><cc>CC-SX</cc><pe>{second}</pe><rs>B</rs><i>1</i></pLeg></dSpread>";
        return charged ? weekly.Replace("<somMeth>GROSS</somMeth>", "<somMeth>GROSS</somMeth>" + charge, StringComparison.Ordinal) : weekly;
    }

    [Test]
    public void Codes_of_two_products_are_spelt_out_and_contracts_with_the_same_terms_are_refused()
    {
        var file = Read(Lines.Select(line => line.Replace("SX        PHY", "GD        PHY", StringComparison.Ordinal).Replace("P XCHSX ", "P XCHGD ", StringComparison.Ordinal)));
        file.Contracts[0].Instrument!.Underlying.Symbol.ShouldBe("XCH:GD:FUT");
        file.Parameters.CombinedCommodities[0].Products.Select(product => product.Underlying).ShouldBe(["XCH:GD:FUT", "OGD"]);

        // Both months of the options end on one day and are counted in one month.
        string[] same = [.. Lines.Where(line => !line.StartsWith("B XCHOGD", StringComparison.Ordinal)).Select(line => line.Replace("203103   203103  ", "203106W1 203106W1", StringComparison.Ordinal).Replace("OOFC203106   203106  ", "OOFC203106W2 203106W2", StringComparison.Ordinal).Replace("OOFP203106   203106  ", "OOFP203106W2 203106W2", StringComparison.Ordinal))];
        var twins = Read(same);
        twins.Diagnostics.ShouldContain(finding => finding.Code == "contract-without-instrument" && finding.Message.StartsWith("12 x contract whose terms are those of another", StringComparison.Ordinal));
        twins.Contracts.Count(contract => contract.Instrument is not null).ShouldBe(8);
    }

    [Test]
    public void An_option_without_a_price_is_refused_where_its_premium_is_paid()
    {
        var file = Read(Change(Row("82XCHOGD"), (111, "9999999")));
        var option = file.Contracts[2].Instrument!;
        var calculator = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer);
        Should.Throw<MissingMarketDataException>(() => calculator.Calculate(Portfolio.Of((1, option)), file.Market)).Message.ShouldContain("mark");
    }

    private static int Row(string start) => Array.FindIndex(Lines, line => line.StartsWith(start, StringComparison.Ordinal));

    private static SpanFile Read(IEnumerable<string> lines) => SpanFileTexts.Read(string.Join('\n', lines));

    private static SpanFile Read(string text) => SpanFileTexts.Read(text);

    private static string Change(int row, params (int Column, string Text)[] fields)
    {
        char[] line = Lines[row].PadRight(180).ToCharArray();
        foreach (var (column, text) in fields) text.CopyTo(0, line, column - 1, text.Length);
        return string.Join('\n', Lines.Select((known, i) => i == row ? new string(line).TrimEnd() : known));
    }
}
