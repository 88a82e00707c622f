using System.Collections.Immutable;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Span;

/// <summary>Random parameters in which every mechanism may occur, and random books with published arrays.</summary>
internal static class SpanBooks
{
    public static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Codes = ["A", "B", "C", "D"];
    private static readonly int[] Months = [3, 4, 6, 9, 12];

    public static ContractMonth Month(int month) => new(2030, month);

    /// <summary>Commodities A to D; A and B have scan tiers, C and D may merge; D is in euros.</summary>
    public static SpanParameters Parameters(Random random)
    {
        bool tiered = random.Next(2) == 0;
        ImmutableArray<SpanCombinedCommodity> commodities = [.. Codes.Select((code, index) => Commodity(random, code, index < 2 && tiered, index == 3 ? "EUR" : null))];
        return new(
            ScanRiskFloor: random.Next(5) > 0,
            DeltaDecimals: random.Next(3) == 0 ? random.Next(3) : null,
            DeltaRounding: (SpanRounding)random.Next(2),
            CreditRequires: (SpanCreditCondition)random.Next(2),
            NetOptionValueLimit: (SpanOptionValueLimit)random.Next(3),
            Netting: random.Next(8) == 0 ? SpanNetting.Gross : SpanNetting.Net,
            CombinedCommodityGroups: random.Next(2) == 0 ? [] : [new("first", ["A", "B"]), new("second", ["C", "D"])],
            CombinedCommodities: commodities,
            InterCommoditySpreads: [.. Enumerable.Range(0, 5).Select(_ => Spread(random))]);
    }

    /// <summary>Futures and options of every commodity, two products each, quantities in whole contracts.</summary>
    public static List<SpanPosition> Book(Random random)
    {
        var positions = new Dictionary<Instrument, SpanPosition>();
        for (int i = 0; i < 26; i++)
        {
            Underlying underlying = new(Codes[random.Next(4)] + random.Next(1, 3));
            DateTimeOffset expiry = new(2030, Months[random.Next(5)], 10, 0, 0, 0, TimeSpan.Zero);
            double multiplier = random.Next(2) == 0 ? 50 : 1000, strike = 90 + 5 * random.Next(5);
            bool isOption = random.Next(5) > 1;
            Instrument instrument = isOption
                ? new VanillaOption(underlying, (OptionRight)random.Next(2), strike, expiry) { Multiplier = multiplier, Premium = random.Next(4) == 0 ? PremiumStyle.Futures : PremiumStyle.Upfront }
                : new Future(underlying, expiry) { Multiplier = multiplier };
            decimal delta = instrument is VanillaOption option ? (option.Right == OptionRight.Call ? 1 : -1) * random.Next(200, 9800) / 10_000m : 1;
            positions.TryAdd(instrument, new(instrument, random.Next(-9, 10), Losses(random, (double)delta, isOption), delta, isOption ? random.Next(1, 400) / 16d : 0));
        }

        return [.. positions.Values];
    }

    public static MarketSnapshot Market(IEnumerable<SpanPosition> book) => MarketSnapshot.At(Time).With(new Currency("EUR"), 1.125)
        .With(book.Where(position => position.Instrument is VanillaOption).Select(position => (position.Instrument, new Quote(position.Mark))));

    public static MarginCalculator Calculator(SpanParameters parameters, IEnumerable<SpanPosition> book, bool slopes = true) => new(
        new SpanRuleBook(parameters, new(2030, 1, 15)),
        revaluer: new TabulatedRevaluer(book.Select(position => KeyValuePair.Create(
            position.Instrument, new PublishedArray("scan", [.. position.Losses.Select(loss => -loss)], (double)position.Delta, "composite delta")))),
        slopes: slopes);

    public static Portfolio Portfolio(IEnumerable<SpanPosition> book) => PortfolioMargin.Portfolio.Of(book.Select(position => new Position(position.Instrument, position.Quantity)));

    /// <summary>A future's losses are linear; an option's follow its delta with a curve and a volatility of their own.</summary>
    private static double[] Losses(Random random, double delta, bool isOption)
    {
        double range = random.Next(500, 2000), curve = isOption ? random.NextDouble() * range / 3 : 0, vega = isOption ? random.NextDouble() * range / 8 : 0;
        double[] moves = [0, 0, 1 / 3d, 1 / 3d, -1 / 3d, -1 / 3d, 2 / 3d, 2 / 3d, -2 / 3d, -2 / 3d, 1, 1, -1, -1, 3, -3];
        return [.. moves.Select((move, s) => Math.Round((s < 14 ? 1 : 0.33) * -((delta * range * move) + (curve * move * move) + (s < 14 ? (s % 2 == 0 ? vega : -vega) : 0) - (isOption ? 3 : 0)), 2))];
    }

    private static SpanCombinedCommodity Commodity(Random random, string code, bool tiered, string? currency) => new(
        code, [new(code + "1"), new(code + "2", random.Next(1, 5) / 4d)], currency,
        ScanTiers: tiered ? [new(1, Month(3), Month(4)), new(2, Month(6), Month(9))] : [],
        InterMonthTiers: [new(1, Month(3), Month(4)), new(2, Month(5), Month(9)), new(3, Month(10), Month(12))],
        InterCommodityTiers: [new(1, Month(3), Month(6)), new(2, Month(7), Month(12))],
        CalendarSpreads: random.Next(5) == 0 ? [] : [.. Enumerable.Range(0, 5).Select(_ => Calendar(random))],
        SpotMonths: [new(Month(3), random.Next(50), random.Next(90), (SpanCharged)random.Next(3)), new(Month(6), random.Next(30))],
        ShortOptionMinimum: random.Next(2) == 0 ? random.Next(400) : null,
        ShortOptionMinimumTiers: random.Next(2) == 0 ? [] : [new(1, Month(3), Month(6), random.Next(1, 2) * 777)],
        ShortOptionMinimumMethod: (SpanShortOptionMethod)random.Next(2),
        WeightedPriceRiskMethod: (SpanPriceRiskMethod)random.Next(3), ScanRangePerDelta: random.Next(100, 1500),
        CapOptionValue: random.Next(3) == 0,
        AdjustmentFactor: 1 + random.Next(3) / 8d, InitialToMaintenanceRatio: 1 + random.Next(3) / 8d);

    /// <summary>Legs of one side never share months.</summary>
    private static SpanCalendarSpread Calendar(Random random)
    {
        int[] tiers = [1, 2, 3];
        random.Shuffle(tiers);
        double Per() => random.Next(1, 5) / 2d;
        ImmutableArray<SpanCalendarLeg> legs = random.Next(4) switch
        {
            0 => [new(SpanSide.A, Month: Month(Months[random.Next(5)]), DeltaPerSpread: Per()), new(SpanSide.B, Month: Month(Months[random.Next(5)]), DeltaPerSpread: Per())],
            1 => [new(SpanSide.A, Tier: tiers[0], DeltaPerSpread: Per()), new(SpanSide.A, Tier: tiers[1], DeltaPerSpread: Per()), new(SpanSide.B, Tier: tiers[random.Next(3)], DeltaPerSpread: Per())],
            2 => [new(SpanSide.A, Tier: tiers[0], DeltaPerSpread: Per()), new(SpanSide.B, Tier: tiers[1]), new(SpanSide.B, Tier: tiers[1], DeltaPerSpread: Per())],
            _ => [new(SpanSide.A, Tier: tiers[0], DeltaPerSpread: Per()), new(SpanSide.B, Tier: tiers[random.Next(3)], DeltaPerSpread: Per())],
        };
        return new(legs, random.Next(0, 400), random.Next(4));
    }

    private static SpanInterCommoditySpread Spread(Random random)
    {
        bool scan = random.Next(4) == 0;
        string[] codes = scan ? ["C", "D"] : [.. Codes];
        random.Shuffle(codes);
        int count = scan ? 2 : random.Next(2, 4);
        return new(
            [.. codes.Take(count).Select((code, i) => new SpanInterCommodityLeg(
                code, i == 0 ? SpanSide.A : (SpanSide)(random.Next(4) > 0 ? 1 : 0), random.Next(1, 5) / 2d, scan ? 0 : Math.Max(0, random.Next(-3, 3)), random.Next(4) == 0 ? random.NextDouble() : null, scan && i == 0))],
            random.Next(0, 21) / 20d, random.Next(3), (SpanSpreadType)random.Next(3), scan ? SpanCreditMethod.Scan : SpanCreditMethod.Delta);
    }
}
