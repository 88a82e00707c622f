using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.RegT;

/// <summary>Accounts of one stock and its options, all multipliers 100.</summary>
internal static class RegTBooks
{
    public static readonly Underlying Stock = new("XYZ");
    public static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset[] Expiries = [new(2030, 2, 15, 0, 0, 0, TimeSpan.Zero), new(2030, 6, 21, 0, 0, 0, TimeSpan.Zero), new(2031, 1, 17, 0, 0, 0, TimeSpan.Zero)];
    public static readonly DateOnly Date = RegTRuleBook.Default.Info.AsOf;

    public static VanillaOption Call(double strike, int expiry = 0) => new(Stock, OptionRight.Call, strike, Expiries[expiry]) { Multiplier = 100, Exercise = ExerciseStyle.American };

    public static VanillaOption Put(double strike, int expiry = 0) => new(Stock, OptionRight.Put, strike, Expiries[expiry]) { Multiplier = 100, Exercise = ExerciseStyle.American };

    public static MarketSnapshot Market(double spot, params (Instrument, double)[] marks) => MarketSnapshot.At(Time)
        .With(new UnderlyingMarket(Stock, spot)).With(marks.Select(mark => (mark.Item1, new Quote(mark.Item2))));

    /// <summary>Up to ten contracts and lots of 100 shares, sometimes an odd lot.</summary>
    public static (Position[] Book, MarketSnapshot Market) Random(Random random, double spot)
    {
        var (positions, marks, lots) = (new Dictionary<Instrument, double>(), new Dictionary<Instrument, double>(), random.Next(-3, 4));
        if (lots != 0) positions[new SpotAsset(Stock)] = 100 * lots + random.Next(2) * 30 * Math.Sign(lots);
        for (int contracts = random.Next(2, 11 - Math.Abs(lots)); contracts > 0;)
        {
            var option = new VanillaOption(Stock, (OptionRight)random.Next(2), spot * (0.9 + 0.05 * random.Next(5)), Expiries[random.Next(3)])
            { Multiplier = 100, Exercise = random.Next(4) == 0 ? ExerciseStyle.European : ExerciseStyle.American };
            if (positions.ContainsKey(option)) continue;
            int count = Math.Min(contracts, 1 + random.Next(2));
            positions[option] = random.Next(2) == 0 ? count : -count;
            marks[option] = Math.Round(option.Intrinsic(spot) + spot * 0.06 * random.NextDouble(), 2);
            contracts -= count;
        }

        return ([.. positions.Select(pair => new Position(pair.Key, pair.Value))], Market(spot, [.. marks.Select(pair => (pair.Key, pair.Value))]));
    }

    /// <summary>A large account: so many option legs of one style over expiries and strikes, up to ten contracts each, and stock.</summary>
    public static (Position[] Book, MarketSnapshot Market) Large(Random random, int legs, int expiries)
    {
        var (positions, marks) = (new Dictionary<Instrument, double>(), new List<(Instrument, double)>());
        positions[new SpotAsset(Stock)] = 100 * random.Next(1, 20) * (random.Next(2) * 2 - 1);
        int strikes = 1 + (legs / expiries);
        while (positions.Count <= legs)
        {
            var option = new VanillaOption(Stock, (OptionRight)random.Next(2), 100 + random.Next(strikes) - strikes / 2, Time.AddDays(30 * (1 + random.Next(expiries)))) { Multiplier = 100, Exercise = ExerciseStyle.American };
            if (!positions.TryAdd(option, random.Next(1, 11) * (random.Next(2) * 2 - 1))) continue;
            marks.Add((option, Math.Round(option.Intrinsic(100) + 5 * random.NextDouble(), 2)));
        }

        return ([.. positions.Select(pair => new Position(pair.Key, pair.Value))], Market(100, [.. marks]));
    }

    /// <summary>An account whose numbers have little in common: strikes of up to four decimals, two multipliers, both styles, so that losses have no step.</summary>
    public static (Position[] Book, MarketSnapshot Market) Odd(Random random, int legs)
    {
        var (positions, marks) = (new Dictionary<Instrument, double>(), new List<(Instrument, double)>());
        positions[new SpotAsset(Stock)] = random.Next(1, 2000) * (random.Next(2) * 2 - 1);
        while (positions.Count <= legs)
        {
            var option = new VanillaOption(Stock, (OptionRight)random.Next(2), Math.Round(85 + (30 * random.NextDouble()), random.Next(5)), Time.AddDays(30 * (1 + random.Next(4))))
            { Multiplier = random.Next(6) == 0 ? 97 : 100, Exercise = random.Next(5) == 0 ? ExerciseStyle.European : ExerciseStyle.American };
            if (!positions.TryAdd(option, random.Next(1, 11) * (random.Next(2) * 2 - 1))) continue;
            marks.Add((option, Math.Round(option.Intrinsic(100) + 5 * random.NextDouble(), random.Next(1, 6))));
        }

        return ([.. positions.Select(pair => new Position(pair.Key, pair.Value))], Market(100, [.. marks]));
    }

    public static MarginResult Of(string changes, IReadOnlyList<Position> book, MarketSnapshot market) => Of(RegTRuleBook.AsOf(Date, changes), book, market);

    public static MarginResult Of(RegTRuleBook rule, IReadOnlyList<Position> book, MarketSnapshot market) => new MarginCalculator(rule).Calculate(Portfolio.Of(book), market);
}
