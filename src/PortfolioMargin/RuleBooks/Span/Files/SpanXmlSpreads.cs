using System.Globalization;

namespace PortfolioMargin.RuleBooks;

/// <summary>Spreads of an XML file (dSpread, sSpread, hSpread with legs of tiers, periods or scans).</summary>
internal static class SpanXmlSpreads
{
    /// <summary>A calendar spread under its combined commodity.</summary>
    public static void Calendar(SpanXmlCursor cursor, SpanFileBuilder builder, SpanCommodityDraft draft)
    {
        var place = cursor.Place;
        var (spread, method) = Spread(cursor, builder);
        if (spread is null) return;
        if (method != "F") draft.NotCovered.Add($"calendar spread charge method {method}");
        if (spread.Legs.Any(leg => leg.Commodity != draft.Code)) throw place.Error($"a calendar spread of {draft.Code} has a leg of another combined commodity");
        if (spread.Legs.Any(leg => leg.Tier == 0 && leg.Period.IsNone)) draft.NotCovered.Add("calendar spread of all periods (tier 0)");
        draft.Spreads.Add((spread, place));
    }

    /// <summary>Spreads between combined commodities.</summary>
    public static void BetweenCommodities(SpanXmlCursor cursor, SpanFileBuilder builder)
    {
        int depth = cursor.Depth;
        while (cursor.Next(depth))
        {
            if (cursor.Name is not ("dSpread" or "sSpread" or "hSpread"))
            {
                cursor.Unknown();
                continue;
            }

            string kind = cursor.Name;
            var place = cursor.Place;
            var (spread, method) = Spread(cursor, builder);
            if (spread is null) continue; // a clearing house without such spreads writes an empty one
            foreach (var leg in spread.Legs) builder.Refer(leg.Commodity, place, leg.Tier);
            builder.Spreads.Add(spread with
            {
                Method = kind == "sSpread" ? SpanCreditMethod.Scan : SpanCreditMethod.Delta,
                NotCovered = spread.NotCovered.Length > 0 ? spread.NotCovered : NotCovered(kind, method, spread),
            });
        }
    }

    /// <summary>What of a spread between commodities has no public description, or no place in the rule book.</summary>
    private static string NotCovered(string kind, string method, SpanFileSpread spread)
    {
        if (kind == "hSpread") return "hybrid spread (hSpread)";
        if (kind == "dSpread" && method != "P") return $"credit calculation method {(method.Length > 0 ? method : "(none)")}";
        if (kind == "sSpread" && !spread.Legs.Any(leg => leg.IsTarget)) return "a scan spread whose target is not one of its legs";
        return spread.Legs.Any(leg => !leg.Period.IsNone) ? "a spread between commodities with legs of periods" : "";
    }

    private static (SpanFileSpread? Spread, string Method) Spread(SpanXmlCursor cursor, SpanFileBuilder builder)
    {
        builder.Count(cursor.Row);
        var place = cursor.Place;
        int depth = cursor.Depth;
        int? priority = null;
        string method = "", notCovered = "";
        var rate = new SpanXmlRate();
        var legs = new List<SpanFileLeg>();
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "spread": priority = cursor.Whole(); break;
                case "chargeMeth": method = cursor.Text(); break;
                case "rate": rate.Read(cursor, builder); break;
                case "tLeg" or "pLeg" or "sLeg": legs.Add(Leg(cursor, builder, ref notCovered)); break;
                default: cursor.Unknown(); break;
            }
        }

        if (priority is null && rate.Value is null && legs.Count == 0) return (null, method);
        if (priority is null) throw place.Error("the spread has no priority (element spread)");
        if (rate.Value is not { } amount) throw place.Error("the spread has no rate (element rate)");
        if (legs.Count < 2) throw place.Error("the spread has fewer than two legs", legs.Count.ToString(CultureInfo.InvariantCulture));
        return (new(priority.Value, amount, [.. legs], NotCovered: notCovered), method);
    }

    private static SpanFileLeg Leg(SpanXmlCursor cursor, SpanFileBuilder builder, ref string notCovered)
    {
        builder.Count(cursor.Row);
        var place = cursor.Place;
        int depth = cursor.Depth, tier = 0;
        bool isPeriod = cursor.Name == "pLeg", isScan = cursor.Name == "sLeg", target = false;
        string commodity = "";
        SpanPeriod period = default;
        SpanSide? side = isScan ? SpanSide.A : null;
        double? deltas = isScan ? 1 : null;
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "cc": commodity = cursor.Code(); break;
                case "tn": tier = cursor.Whole(); break;
                case "pe": period = cursor.Period(); break;
                case "rs": side = cursor.Side(); break;
                case "i": deltas = cursor.Number(); break;
                case "isTarget": target = cursor.Whole() != 0; break;
                case "isRequired": if (cursor.Whole() == 0) notCovered = "a scan spread with legs that are not required"; break;
                default: cursor.Unknown(); break;
            }
        }

        if (commodity.Length == 0) throw place.Error("the leg names no combined commodity (element cc)");
        if (side is null) throw place.Error("the leg has no side (element rs)");
        if (deltas is not > 0) throw place.Error("the leg has no deltas per spread above 0 (element i)");
        if (isPeriod && period.IsNone) throw place.Error("the leg has no period (element pe)");
        return new(commodity, side.Value, deltas.Value, isPeriod ? 0 : tier, isPeriod ? period : default, IsTarget: target);
    }
}
