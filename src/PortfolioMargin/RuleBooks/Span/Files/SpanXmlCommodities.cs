using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Combined commodities of an XML file (ccDef).</summary>
internal static class SpanXmlCommodities
{
    public static void Definition(SpanXmlCursor cursor, SpanFileBuilder builder)
    {
        int depth = cursor.Depth;
        var start = cursor.Place;
        SpanCommodityDraft? draft = null;
        while (cursor.Next(depth))
        {
            if (cursor.Name == "cc")
            {
                if (draft is not null) throw cursor.Place.Error("the combined commodity has two codes");
                string code = cursor.Code();
                draft = builder.Commodity(code, cursor.Row);
                if (draft.IsDefined) throw cursor.Place.Error($"combined commodity {code} is there twice; expected each once", code);
                draft.IsDefined = true;
            }
            else
            {
                Element(cursor, builder, draft ?? throw cursor.Place.Error("the element comes before the commodity's code; expected cc first"));
            }
        }

        if (draft is null) throw start.Error("the combined commodity has no code (element cc)");
    }

    private static void Element(SpanXmlCursor cursor, SpanFileBuilder builder, SpanCommodityDraft draft)
    {
        switch (cursor.Name)
        {
            case "currency": draft.Currency = cursor.Text(); break;
            case "riskExponent": _ = cursor.Number(); break; // arrays of XML files are written in full
            case "capAnov": draft.CapOptionValue = cursor.Whole() != 0; break;
            case "procMeth": Known(cursor, draft, "processing method", "NORMAL"); break;
            case "spotMeth": Known(cursor, draft, "spot month method", "NORMAL"); break;
            case "wfprMeth": PriceRisk(cursor, draft); break;
            case "somMeth": ShortOptionMethod(cursor, draft); break;
            case "pfLink": Link(cursor, builder, draft); break;
            case "adjRate": AdjustmentRate(cursor, builder, draft); break;
            case "scanTiers": Tiers(cursor, builder, draft.ScanTiers); break;
            case "intraTiers": Tiers(cursor, builder, draft.CalendarTiers); break;
            case "interTiers": Tiers(cursor, builder, draft.InterCommodityTiers); break;
            case "somTiers": ShortOptionTiers(cursor, builder, draft); break;
            case "dSpread": SpanXmlSpreads.Calendar(cursor, builder, draft); break;
            case "spotRate": SpotRate(cursor, builder, draft); break;
            case "name" or "cmbMeth" or "group" or "marginMeth" or "factorCurveSetId" or "factorScenarioSetId" or "interCurScan" or "limitArraysTo16Points" or "intrRate":
                cursor.Skip();
                break;
            default: cursor.Unknown(); break;
        }
    }

    private static void Known(SpanXmlCursor cursor, SpanCommodityDraft draft, string what, string known)
    {
        string method = cursor.Text();
        if (method.Length > 0 && method != known) draft.NotCovered.Add($"{what} {method}");
    }

    private static void ShortOptionMethod(SpanXmlCursor cursor, SpanCommodityDraft draft)
    {
        string method = cursor.Text();
        if (method == "MAX") draft.ShortOptionMethod = SpanShortOptionMethod.LargerSide;
        else if (method == "GROSS") draft.ShortOptionMethod = SpanShortOptionMethod.BothSides;
        else draft.UnknownShortOptionMethod = method;
    }

    private static void PriceRisk(SpanXmlCursor cursor, SpanCommodityDraft draft)
    {
        string method = cursor.Text();
        if (SpanCodes.PriceRisk(method) is { } known) draft.PriceRiskMethod = known;
        else draft.NotCovered.Add($"weighted price risk method {method}");
    }

    private static void Link(SpanXmlCursor cursor, SpanFileBuilder builder, SpanCommodityDraft draft)
    {
        builder.Count(cursor.Row);
        int depth = cursor.Depth;
        var place = cursor.Place;
        (string exchange, string family, string code, string type) = ("", "", "", "");
        double scaling = 1;
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "exch": exchange = cursor.Code(); break;
                case "pfId": family = cursor.Code(); break;
                case "pfCode": code = cursor.Code(); break;
                case "pfType": type = cursor.Code(); break;
                case "sc": scaling = cursor.Number(); break;
                case "cmbMeth" or "applyBasisRisk" or "oopDeltaMeth": cursor.Skip(); break;
                default: cursor.Unknown(); break;
            }
        }

        var known = SpanCodes.Type(type) ?? throw place.Error("the kind of product is not known; expected FUT, PHY, OOF, OOP, OOC or OOE", type);
        draft.Links.Add(new(exchange, code, known, family, 0, place) { DeltaScaling = scaling });
    }

    /// <summary>Rates that change the requirement by account type. Which account a number stands for is not described publicly for every clearing house, so they are read to be told about.</summary>
    private static void AdjustmentRate(SpanXmlCursor cursor, SpanFileBuilder builder, SpanCommodityDraft draft)
    {
        int depth = cursor.Depth;
        while (cursor.Next(depth))
        {
            if (cursor.Name != "val") cursor.Skip();
            else if (cursor.Number() is var rate && rate != 1)
                builder.Findings.Warn("adjustment-rate", "adjustment rate (adjRate) other than 1, not used: initial requirements equal maintenance", $"{draft.Code}, {Invariant($"{rate:R}")}");
        }
    }

    /// <summary>Reads tiers of scans or spreads; tier 0 is all periods: what no tier says otherwise.</summary>
    private static void Tiers(SpanXmlCursor cursor, SpanFileBuilder builder, List<SpanFileTier> tiers)
    {
        foreach (var (tier, place) in Tiers(cursor, builder))
            if (tier.Number != 0) Add(tiers, tier, place);
    }

    /// <summary>Reads tiers of the short option minimum; tier 0, or one without periods, is the rate of all others.</summary>
    private static void ShortOptionTiers(SpanXmlCursor cursor, SpanFileBuilder builder, SpanCommodityDraft draft)
    {
        foreach (var (tier, place) in Tiers(cursor, builder))
        {
            if (tier.Rate is not { } rate) throw place.Error("the tier has no rate");
            if (tier.Number == 0 || tier.From.IsNone) draft.ShortOptionMinimum = rate;
            else Add(draft.ShortOptionTiers, tier, place);
        }
    }

    private static void Add(List<SpanFileTier> tiers, SpanFileTier tier, TextPlace place)
    {
        if (tier.From.IsNone || tier.To.IsNone || tier.To.Month < tier.From.Month) throw place.Error("the tier does not run from a period to a later one");
        if (tiers.Exists(known => known.Number == tier.Number)) throw place.Error(Invariant($"tier {tier.Number} is there twice; expected each once"));
        SpanFileBuilder.Few(tiers.Count, place);
        tiers.Add(tier);
    }

    private static IEnumerable<(SpanFileTier Tier, TextPlace Place)> Tiers(SpanXmlCursor cursor, SpanFileBuilder builder)
    {
        int depth = cursor.Depth;
        while (cursor.Next(depth))
        {
            if (cursor.Name == "tier") yield return (Tier(cursor, builder, out var place), place);
            else cursor.Unknown();
        }
    }

    private static SpanFileTier Tier(SpanXmlCursor cursor, SpanFileBuilder builder, out TextPlace place)
    {
        place = cursor.Place;
        builder.Count(cursor.Row);
        int depth = cursor.Depth, number = 0;
        SpanPeriod from = default, to = default;
        var rate = new SpanXmlRate();
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "tn": number = cursor.Whole(); break;
                case "sPe": from = cursor.Period(); break;
                case "ePe": to = cursor.Period(); break;
                case "rate": rate.Read(cursor, builder); break;
                case "tne" or "tbn" or "btn" or "brk" or "scanRate": cursor.Skip(); break;
                default: cursor.Unknown(); break;
            }
        }

        return new(number, from, to, rate.Value);
    }

    private static void SpotRate(SpanXmlCursor cursor, SpanFileBuilder builder, SpanCommodityDraft draft)
    {
        builder.Count(cursor.Row);
        int depth = cursor.Depth, number = builder.Options.RateNumber;
        var place = cursor.Place;
        SpanPeriod period = default;
        double spread = 0, outright = 0;
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "r": number = cursor.Whole(); break;
                case "pe": period = cursor.Period(); break;
                case "sprd": spread = cursor.Number(); break;
                case "outr": outright = cursor.Number(); break;
                default: cursor.Unknown(); break;
            }
        }

        if (period.IsNone) throw place.Error("the delivery charge has no period (element pe)");
        SpanFileBuilder.Few(draft.SpotMonths.Count, place);
        int known = draft.SpotMonths.FindIndex(spot => spot.Period == period);
        if (known < 0) draft.SpotMonths.Add(new(period, spread, outright));
        else if (number == builder.Options.RateNumber) draft.SpotMonths[known] = new(period, spread, outright);
    }
}

/// <summary>An amount that may be stated under several rate numbers.</summary>
internal struct SpanXmlRate
{
    private bool _isChosen;

    /// <summary>The amount of the chosen number, else of the first; none before one was read.</summary>
    public double? Value { get; private set; }

    /// <summary>Reads an element with children r (optional) and val.</summary>
    public void Read(SpanXmlCursor cursor, SpanFileBuilder builder)
    {
        int depth = cursor.Depth, number = builder.Options.RateNumber;
        double? value = null;
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "r": number = cursor.Whole(); break;
                case "val": value = cursor.Number(); break;
                default: cursor.Unknown(); break;
            }
        }

        if (value is null) throw cursor.Place.Error("the rate has no value (element val)");
        bool chosen = number == builder.Options.RateNumber;
        if (Value is not null && !(chosen && !_isChosen)) return;
        (Value, _isChosen) = (value, chosen);
    }
}
