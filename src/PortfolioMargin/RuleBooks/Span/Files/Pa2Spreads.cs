using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Spreads (records C, E, 6).</summary>
internal static class Pa2Spreads
{
    /// <summary>Record C: a calendar spread of tiers.</summary>
    public static void BetweenTiers(Pa2Line line, SpanFileBuilder builder)
    {
        var (draft, code) = Draft(line, builder);
        int legs = (int)line.Required(13, 14, "number of legs");
        if (legs is < 2 or > 8) throw line.Error(13, 14, "number of legs", "is not from 2 to 8");
        var list = ImmutableArray.CreateBuilder<SpanFileLeg>(legs);
        for (int i = 0, first = 22; i < legs; i++, first += 7)
        {
            builder.Count(line.Row);
            int tier = (int)line.Required(first + 2, first + 3, "tier");
            if (tier == 0) throw line.Error(first + 2, first + 3, "tier", "is 0; expected a tier of record 3");
            list.Add(new(code, line.Side(first + 6, "side"), Delta(line, line.Required(first + 4, first + 5, "deltas per spread"), first + 4, first + 5), tier));
        }

        Add(line, builder, draft, new((int)line.Required(11, 12, "priority"), line.Required(15, 21, "charge"), list.MoveToImmutable()));
    }

    /// <summary>Record E: a calendar spread of periods.</summary>
    public static void BetweenPeriods(Pa2Line line, SpanFileBuilder builder)
    {
        var (draft, code) = Draft(line, builder);
        var list = ImmutableArray.CreateBuilder<SpanFileLeg>(4);
        for (int first = 21; first <= 63 && !line.IsBlank(first, first + 13); first += 14)
        {
            builder.Count(line.Row);
            double deltas = line.Decimal(first + 7, first + 12, 4, "deltas per spread") ?? 0;
            list.Add(new(code, line.Side(first + 13, "side"), Delta(line, deltas, first + 7, first + 12), Period: ShortPeriod(line, first)));
        }

        if (list.Count < 2) throw line.Error(21, 48, "legs", "are fewer than two");
        Add(line, builder, draft, new((int)line.Required(9, 13, "priority"), line.Required(14, 20, "charge"), list.ToImmutable()));
    }

    /// <summary>Record 6: a spread between combined commodities. Source: CME, type 6, expanded.</summary>
    public static void BetweenCommodities(Pa2Line line, SpanFileBuilder builder)
    {
        builder.Count(line.Row);
        bool ownRates = line.Letter(122) == 'Y';
        string target = line.Text(95, 100);
        var legs = new List<SpanFileLeg>();
        for (int i = 0, first = 17; i < 4 && !line.IsBlank(first, first + 17); i++, first += 18)
        {
            string code = line.Code(first + 4, first + 9, "combined commodity");
            double deltas = line.Decimal(first + 10, first + 16, 4, "deltas per spread") ?? 0;
            int tier = (int)(line.Number(102 + 2 * i, 103 + 2 * i, "tier") ?? 0);
            double? rate = ownRates ? Rate(line, 123 + 7 * i) : null;
            builder.Refer(code, builder.At(line.Row, Invariant($"record 6, columns {first + 4}-{first + 9}")), tier);
            legs.Add(new(code, line.Side(first + 17, "side"), Delta(line, deltas, first + 10, first + 16), tier, CreditRate: rate, IsTarget: code == target));
        }

        if (legs.Count < 2) throw line.Error(17, 52, "legs", "are fewer than two");
        string method = line.Text(89, 90);
        builder.Spreads.Add(new(
            (int)line.Required(6, 9, "priority"), ownRates ? 0 : Rate(line, 10), [.. legs],
            Method: method == "04" ? SpanCreditMethod.Scan : SpanCreditMethod.Delta, NotCovered: NotCovered(line, method, legs)));
    }

    /// <summary>What of a spread between commodities has no public description, or no place in the rule book.</summary>
    private static string NotCovered(Pa2Line line, string method, List<SpanFileLeg> legs)
    {
        if (method is not ("" or "01" or "04" or "10" or "20")) return $"spread method {method}";
        if (line.Letter(101) is not (' ' or 'W' or '0')) return $"credit calculation method {line.Letter(101)}";
        if (line.Letter(110) is not (' ' or 'I')) return $"spread group {line.Letter(110)}";
        if (method != "04") return "";
        if (!legs.Exists(leg => leg.IsTarget)) return "a scan spread whose target is not one of its legs";
        bool optional = line.Letter(94) == 'N';
        for (int i = 0; i < legs.Count; i++) optional |= line.Letter(20 + 18 * i) == 'N';
        return optional ? "a scan spread with legs that are not required" : "";
    }

    private static double Rate(Pa2Line line, int first) => SpanScale.Apply(line.Required(first, first + 6, "credit rate"), -6); // 9(3)V9(4) per cent

    private static double Delta(Pa2Line line, double deltas, int first, int last) => deltas > 0 ? deltas : throw line.Error(first, last, "deltas per spread", "is missing or 0");

    /// <summary>Year and month in four digits (of this century), then up to three characters of a day or week code.</summary>
    private static SpanPeriod ShortPeriod(Pa2Line line, int first)
    {
        Span<byte> month = [(byte)'2', (byte)'0', 0, 0, 0, 0];
        var digits = line.Raw(first, first + 3);
        if (digits.Length == 4) digits.CopyTo(month[2..]);
        return digits.Length == 4 && SpanPeriod.TryRead(month, line.Raw(first + 4, first + 6).TrimEnd((byte)' '), out var period) && !period.IsNone
            ? period
            : throw line.Error(first, first + 6, "period of the leg", "is not a month as yymm with a day or week code");
    }

    private static (SpanCommodityDraft Draft, string Code) Draft(Pa2Line line, SpanFileBuilder builder)
    {
        string code = line.Code(3, 8, "combined commodity");
        builder.Refer(code, builder.At(line.Row, $"record {line.Id.TrimEnd()}, columns 3-8"));
        return (builder.Commodity(code, line.Row), code);
    }

    private static void Add(Pa2Line line, SpanFileBuilder builder, SpanCommodityDraft draft, SpanFileSpread spread) =>
        draft.Spreads.Add((spread, builder.At(line.Row, $"record {line.Id.TrimEnd()}")));
}
