using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Combined commodities and what they are charged (records 2, S, 3, 4, 5).</summary>
internal static class Pa2Commodities
{
    /// <summary>Record 2: code, currency, products. A commodity of more than six products has several.</summary>
    public static void Definition(Pa2Line line, SpanFileBuilder builder)
    {
        var draft = builder.Commodity(line.Code(7, 12, "combined commodity"), line.Row);
        string exchange = line.Code(3, 5, "exchange"), currency = line.Code(14, 16, "currency");
        int exponent = (int)(line.Number(13, 13, "risk exponent") ?? 0);
        if (draft.IsDefined && (draft.Currency != currency || draft.RiskExponent != exponent))
            throw line.Error($"combined commodity {draft.Code} is defined a second time with another currency or risk exponent");
        (draft.IsDefined, draft.Currency, draft.RiskExponent, draft.TiersFollow) = (true, currency, exponent, true);
        draft.Premium = line.Letter(18) switch
        {
            'F' => PremiumStyle.Futures,
            'P' or ' ' => PremiumStyle.Upfront,
            _ => throw line.Error(18, 18, "option style", "is neither P (premium) nor F (futures)"),
        };
        draft.CapOptionValue = line.Letter(19) == 'Y';
        for (int first = 23; first <= 103 && !line.IsBlank(first, first + 9); first += 16)
        {
            builder.Count(line.Row);
            int decimals = (int)(line.Number(first + 13, first + 13, "decimal locator of array values") ?? 0);
            draft.Links.Add(new(
                exchange, line.Text(first, first + 9), Pa2Products.Type(line, first + 10), "",
                line.Letter(first + 14) == '-' ? decimals : -decimals, builder.At(line.Row, Invariant($"record 2, columns {first}-{first + 12}"))));
        }
    }

    /// <summary>Record S: scan tiers, tiers of inter-commodity spreads, tiers of short option minimums. Source: CME, type S, expanded: methods 01, 02, 10, 20 to 23, 30.</summary>
    public static void ScanTiers(Pa2Line line, SpanFileBuilder builder)
    {
        var draft = Draft(line, builder);
        switch (line.Text(9, 10))
        {
            case "01": break;
            case "02": draft.ScansByMonth = true; break;
            case "10" or "22": Tiers(line, builder, draft.ScanTiers); break;
            case "20" or "23": Tiers(line, builder, draft.InterCommodityTiers); break;
            case "21": Tiers(line, builder, draft.ScanTiers, draft.InterCommodityTiers); break;
            case "30": Tiers(line, builder, draft.ShortOptionTiers); return; // byte 83 belongs to the other methods
            case var code: draft.NotCovered.Add($"scan tier method {code}"); break;
        }

        string risk = line.Text(83, 83);
        if (SpanCodes.PriceRisk(risk) is { } method) draft.PriceRiskMethod = method;
        else draft.NotCovered.Add($"weighted price risk method {risk}");
    }

    /// <summary>Record 3: tiers of calendar spreads, initial ratios. Source: CME, type 3, expanded: methods 01 (no spreads) and 10 (table) are described publicly.</summary>
    public static void Months(Pa2Line line, SpanFileBuilder builder)
    {
        var draft = Draft(line, builder);
        string method = line.Text(9, 10);
        if (method is not ("" or "01" or "10")) draft.NotCovered.Add($"intra-commodity spread method {method}");
        for (int i = 0; i < 4 && !line.IsBlank(11 + 14 * i, 24 + 14 * i) && line.Number(11 + 14 * i, 12 + 14 * i, "tier number") != 0; i++)
            Add(draft.CalendarTiers, Tier(line, builder, 11 + 14 * i, 81 + 4 * i, null), line);
        draft.InitialRatios = new(Ratio(line, 69, 72, 3), Ratio(line, 73, 76, 3), Ratio(line, 77, 80, 3));
    }

    /// <summary>Record 4: delivery charges, short option minimum, adjustment factors. Source: CME, type 4, expanded: methods 01 (none) and 10 (table).</summary>
    public static void SpotMonths(Pa2Line line, SpanFileBuilder builder)
    {
        var draft = Draft(line, builder);
        string method = line.Text(9, 10);
        int months = method == "10" ? (int)(line.Number(11, 12, "number of delivery months") ?? 0) : 0;
        if (method is not ("" or "01" or "10")) draft.NotCovered.Add($"spot month method {method}");
        if (months > 2) throw line.Error(11, 12, "number of delivery months", "is above 2");
        for (int i = 0, first = 13; i < months; i++, first += 22)
        {
            builder.Count(line.Row);
            SpanFileBuilder.Few(draft.SpotMonths.Count, builder.At(line.Row, "record 4"));
            var period = line.Period(first + 2, 57 + 2 * i, "delivery month");
            if (period.IsNone) throw line.Error(first + 2, first + 7, "delivery month", "is missing");
            draft.SpotMonths.Add(new(period, line.Required(first + 8, first + 14, "charge per delta of spreads"), line.Required(first + 15, first + 21, "charge per delta of outrights")));
        }

        draft.ShortOptionMinimum = line.Number(63, 69, "short option minimum");
        draft.ShortOptionMethod = line.Letter(79) switch
        {
            '1' => SpanShortOptionMethod.LargerSide,
            '2' or ' ' => SpanShortOptionMethod.BothSides,
            _ => throw line.Error(79, 79, "short option minimum method", "is neither 1, 2 nor blank"),
        };
        draft.AdjustmentFactors = new(Ratio(line, 70, 72, 2), Ratio(line, 73, 75, 2), Ratio(line, 76, 78, 2));
    }

    /// <summary>Record 5: up to ten combined commodities of a group; larger groups have several. Source: CME, type 5, expanded.</summary>
    public static void Group(Pa2Line line, SpanFileBuilder builder)
    {
        string code = line.Code(3, 5, "combined commodity group");
        builder.Count(line.Row);
        if (!builder.Groups.TryGetValue(code, out var members)) builder.Groups.Add(code, members = []);
        for (int first = 13; first <= 67; first += 6)
        {
            if (line.IsBlank(first, first + 5)) continue;
            members.Add(line.Text(first, first + 5));
            builder.Refer(members[^1], builder.At(line.Row, Invariant($"record 5, columns {first}-{first + 5}")));
        }
    }

    private static SpanCommodityDraft Draft(Pa2Line line, SpanFileBuilder builder)
    {
        string code = line.Code(3, 8, "combined commodity");
        builder.Refer(code, builder.At(line.Row, $"record {line.Id.TrimEnd()}, columns 3-8"));
        return builder.Commodity(code, line.Row);
    }

    private static void Tiers(Pa2Line line, SpanFileBuilder builder, params ReadOnlySpan<List<SpanFileTier>> lists)
    {
        int tiers = (int)(line.Number(11, 12, "number of tiers") ?? 0);
        if (tiers is 0 or > 5) throw line.Error(11, 12, "number of tiers", "is not from 1 to 5");
        for (int i = 0; i < tiers; i++)
        {
            double? rate = line.Text(9, 10) == "30" ? line.Required(104 + 7 * i, 110 + 7 * i, "short option minimum") : null;
            var tier = Tier(line, builder, 13 + 14 * i, 84 + 4 * i, rate);
            foreach (var list in lists) Add(list, tier, line);
        }
    }

    private static SpanFileTier Tier(Pa2Line line, SpanFileBuilder builder, int first, int codes, double? rate)
    {
        builder.Count(line.Row);
        int number = (int)line.Required(first, first + 1, "tier number");
        SpanPeriod from = line.Period(first + 2, codes, "first month of the tier"), to = line.Period(first + 8, codes + 2, "last month of the tier");
        if (from.IsNone || to.IsNone || to.Month < from.Month) throw line.Error(first + 2, first + 13, "months of the tier", "do not run from a month to a later one");
        return new(number, from, to, rate);
    }

    private static void Add(List<SpanFileTier> tiers, SpanFileTier tier, Pa2Line line)
    {
        if (tiers.Exists(known => known.Number == tier.Number)) throw line.Error($"tier {tier.Number.ToString(CultureInfo.InvariantCulture)} is there twice; expected each once");
        tiers.Add(tier);
    }

    /// <summary>A ratio or factor; blanks and zeros are 1.</summary>
    private static double Ratio(Pa2Line line, int first, int last, int decimals) => line.Decimal(first, last, decimals, "ratio or factor") is { } ratio and > 0 ? ratio : 1;
}
