using System.Globalization;
using PortfolioMargin.RuleBooks;
using static PortfolioMargin.Tests.RuleBooks.Span.Files.SpanFileTexts;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>What well-formed files say, in both layouts.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class SpanFileTest(bool xml)
{
    private SpanFile File => Read(Text());

    private string Text(int strikes = 3) => xml ? Xml(strikes) : Pa2(strikes);

    [Test]
    public void Every_contract_is_read_as_it_was_written()
    {
        var file = File;
        var contracts = file.Contracts.Where(contract => contract.Product.Type != SpanProductType.Physical).ToList();
        contracts.Count.ShouldBe(20);
        foreach (var written in Contracts(3))
        {
            var read = contracts.Single(contract => contract.Product.Code == written.Code && contract.OptionPeriod.ToString() == written.Option
                && (written.Type == "FUT" ? contract.FuturePeriod.ToString() == written.Future : contract.Strike == written.Strike / (written.Type == "OOF" ? 10d : 1) && contract.Right == (written.Right == 'C' ? OptionRight.Call : OptionRight.Put)));
            read.Losses.ShouldBe(written.Losses.Select(loss => written.Type == "OOP" ? loss / 10d : loss));
            read.CompositeDelta.ShouldBe(written.Delta / 10_000d);
            read.Price.ShouldBe(written.Price / (written.Type == "FUT" ? 10d : 100d));
            read.FuturePeriod.ToString().ShouldBe(written.Future);
            read.Multiplier.ShouldBe(written.Type == "OOP" ? 10 : 100);
        }
    }

    [Test]
    public void Header_products_and_commodities_are_those_of_the_file()
    {
        var file = File;
        (file.Organization, file.BusinessDate, file.IsSettlement).ShouldBe(("DEMO", new DateOnly(2031, 2, 14), true));
        file.Products.Select(product => $"{product.Code} {product.Type} {product.Exercise} {product.Premium}").Order().ShouldBe(
            ["GD Future American Futures", "OGD OptionOnFuture American Upfront", "OSX OptionOnPhysical European Futures", "SX Physical American "]);
        file.Commodities.Select(commodity => commodity.Code).ShouldBe(["CC-GD", "CC-SX"]);
        var gold = file.Commodities[0];
        gold.CalendarTiers.Select(tier => $"{tier.Number} {tier.From} {tier.To}").ShouldBe(["1 203103 203103", "2 203106 203106"]);
        gold.CalendarSpreads.Select(spread => $"{spread.Priority} {spread.Amount} {string.Join(" ", spread.Legs.Select(leg => $"{leg.Tier}{leg.Period}{leg.Side}{leg.DeltaPerSpread}"))}")
            .ShouldBe(["1 120 0203103A1 0203106B1", "2 300 1A1 2B1"]);
        gold.SpotMonths.Single().ShouldBe(new SpanFileSpotMonth(gold.CalendarTiers[0].From, 20, 50));
        (gold.ShortOptionMinimum, gold.ShortOptionMethod).ShouldBe((40, SpanShortOptionMethod.LargerSide));
        file.Commodities[1].CapOptionValue.ShouldBeTrue();
        var credit = file.InterCommoditySpreads.Single();
        (credit.Priority, credit.Amount, credit.NotCovered).ShouldBe((1, 0.4, ""));
        credit.Legs.Select(leg => $"{leg.Commodity} {leg.Side} {leg.DeltaPerSpread}").ShouldBe(["CC-GD A 2", "CC-SX B 1"]);
    }

    [Test]
    public void Instruments_state_underlying_expiry_multiplier_month_and_styles()
    {
        var file = File;
        file.Contracts.Single(contract => contract.Product.Code == "GD" && contract.FuturePeriod.ToString() == "203106").Instrument
            .ShouldBe(new Future(new("GD"), new(2031, 6, 27, 0, 0, 0, TimeSpan.Zero)) { Multiplier = 100, ContractMonth = new ContractMonth(2031, 6) });
        var call = VanillaOption.Call(new("OGD"), 1800.5, new(2031, 6, 20, 0, 0, 0, TimeSpan.Zero)) with { Multiplier = 100, Exercise = ExerciseStyle.American };
        file.Find(call)!.OptionPeriod.ToString().ShouldBe("203106");
        var weekly = VanillaOption.Put(new("OSX"), 5001, new(2031, 3, 7, 0, 0, 0, TimeSpan.Zero)) with { Multiplier = 10, Premium = PremiumStyle.Futures };
        file.Find(weekly)!.DeltaPeriod.Code.ShouldBe("W1");
        file.Find(new Future(new("GD"), new(2031, 9, 27, 0, 0, 0, TimeSpan.Zero))).ShouldBeNull();
        file.Contracts.Where(contract => contract.Product.Type == SpanProductType.Physical).ShouldAllBe(contract => contract.Instrument == null);
    }

    [Test]
    public void Parameters_are_those_of_the_rule_book()
    {
        var parameters = File.Parameters;
        parameters.CombinedCommodities.Select(commodity => commodity.Code).ShouldBe(["CC-GD", "CC-SX"]);
        var (gold, index) = (parameters.CombinedCommodities[0], parameters.CombinedCommodities[1]);
        gold.Products.Select(product => product.Underlying).ShouldBe(["GD", "OGD"]);
        index.Products.Select(product => (product.Underlying, product.DeltaScalingFactor)).ShouldContain(("OSX", 0.5));
        (gold.CapOptionValue, index.CapOptionValue).ShouldBe((false, true));
        (gold.ShortOptionMinimum, gold.Currency).ShouldBe((40, "USD"));
        (gold.InitialToMaintenanceRatio, gold.AdjustmentFactor).ShouldBe(xml ? (1, 1) : (1.2, 1.2));
        parameters.InterCommoditySpreads.Single().CreditRate.ShouldBe(0.4);
        if (!xml) Read(Text(), new() { Account = SpanAccountType.Member }).Parameters.CombinedCommodities[0].InitialToMaintenanceRatio.ShouldBe(1);
        if (!xml) parameters.CombinedCommodityGroups.Single().CombinedCommodities.ShouldBe(["CC-GD", "CC-SX"]);
    }

    [Test]
    public void A_file_gives_a_margin_in_three_lines()
    {
        using var stream = Stream(Text());
        var file = SpanFile.Read(stream);
        var calculator = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer);
        var (near, far) = (file.Contracts.First(contract => contract.Product.Code == "GD").Instrument!, file.Contracts.Last(contract => contract.Product.Code == "GD").Instrument!);
        double factor = xml ? 1 : 1.2;

        // Scan 3 x 4,000 of the longs that are left, 2 spreads at 120, 2 deltas of the spot month that spreads took at 20.
        var result = calculator.Calculate(Portfolio.Of((2, near), (-5, far)), file.Market);
        result.Maintenance.ShouldBe((3 * 4_000 + 2 * 120 + 2 * 20) * factor, 1e-9);
        result.Initial.ShouldBe(result.Maintenance * factor, 1e-9);

        // A short call: the worst of its 16 rows, less its value; its delta is that of the far month, outside the spot month.
        var call = file.Contracts.Single(contract => contract.Product.Code == "OGD" && contract.Right == OptionRight.Call && contract.Strike == 1800 && contract.OptionPeriod.ToString() == "203106");
        double worst = call.Losses.Max(loss => -loss);
        calculator.Calculate(Portfolio.Of((-1, call.Instrument!)), file.Market).Maintenance.ShouldBe(worst * factor + call.Price!.Value * 100, 1e-9);
    }

    [Test]
    public void A_margin_from_a_file_is_saved_and_runs_again_without_it()
    {
        var file = File;
        var calculator = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer);
        var portfolio = Portfolio.Of([.. file.Contracts.Where(contract => contract.Instrument is not null).Select((contract, i) => new Position(contract.Instrument!, i % 5 - 2))]);
        var result = calculator.Calculate(portfolio, file.Market);
        MarginCase.Parse(MarginCase.Of(result, "file").Write()).Check().Agrees.ShouldBeTrue();
    }

    [Test]
    public void Byte_order_mark_line_ends_and_a_missing_last_newline_do_not_matter()
    {
        string text = Text(), whole = Describe(Read(text));
        Describe(SpanFile.Read(new MemoryStream([0xEF, 0xBB, 0xBF, .. System.Text.Encoding.ASCII.GetBytes(text.Replace("ISO-8859-1", "UTF-8", StringComparison.Ordinal))]))).ShouldBe(whole);
        Describe(Read(text.Replace("\n", "\r\n", StringComparison.Ordinal))).ShouldBe(whole);
        Describe(Read(text.TrimEnd())).ShouldBe(whole);
        Describe(Read(text + "\n\n")).ShouldBe(whole);
    }

    [Test]
    public void The_culture_of_the_machine_does_not_matter()
    {
        string whole = Describe(File);
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        comma.NumberFormat.NegativeSign = "~";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Describe(File).ShouldBe(whole);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Both_layouts_say_the_same()
    {
        var (positional, tagged) = (Read(Pa2()), Read(Xml()));
        tagged.Contracts.Where(contract => contract.Instrument is not null).Select(contract => (contract.Instrument!, contract.CompositeDelta, contract.Price, string.Join(' ', contract.Losses))).OrderBy(contract => contract.Item1)
            .ShouldBe(positional.Contracts.Where(contract => contract.Instrument is not null).Select(contract => (contract.Instrument!, contract.CompositeDelta, contract.Price, string.Join(' ', contract.Losses))).OrderBy(contract => contract.Item1));
        foreach (var (left, right) in positional.Parameters.CombinedCommodities.Zip(tagged.Parameters.CombinedCommodities))
        {
            left.CalendarSpreads.Select(spread => (spread.Charge, spread.Priority, string.Join(' ', spread.Legs))).ShouldBe(right.CalendarSpreads.Select(spread => (spread.Charge, spread.Priority, string.Join(' ', spread.Legs))));
            (left.Currency, left.ShortOptionMinimum, left.CapOptionValue, left.ShortOptionMinimumMethod == right.ShortOptionMinimumMethod || left.ShortOptionMinimum == 0)
                .ShouldBe((right.Currency, right.ShortOptionMinimum, right.CapOptionValue, true));
            left.InterMonthTiers.ShouldBe(right.InterMonthTiers);
            left.InterCommodityTiers.ShouldBe(right.InterCommodityTiers);
            left.SpotMonths.ShouldBe(right.SpotMonths);
        }
    }

    [Test]
    public void Reading_stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => SpanFile.Read(Stream(Text()), cancellationToken: source.Token));
    }

    /// <summary>What follows the last byte can take longer than the reading.</summary>
    [Test]
    public void The_checks_after_the_last_byte_stop_when_cancelled()
    {
        Should.Throw<OperationCanceledException>(() => new SpanFileParts(Builder(), new(canceled: true)));
        new SpanFileParts(Builder(), CancellationToken.None).Commodities.Count.ShouldBe(2);

        static SpanFileBuilder Builder()
        {
            var builder = new SpanFileBuilder(SpanReadingOptions.Default);
            Pa2Reader.Read(Stream(Pa2()), builder);
            return builder;
        }
    }

    private static string Describe(SpanFile file) =>
        string.Join('\n', file.Contracts.Select(contract => string.Create(CultureInfo.InvariantCulture, $"{contract} {contract.CompositeDelta:R} {contract.Price:R} {contract.Volatility:R} {string.Join(' ', contract.Losses.Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)))} {contract.Instrument}")))
        + new SpanRuleBook(file.Parameters, file.BusinessDate).Info.Parameters;
}
