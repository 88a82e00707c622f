namespace PortfolioMargin.RuleBooks;

/// <summary>The documents that SPAN is written in. Undated pages carry the day on which they were read.</summary>
internal static class SpanSources
{
    /// <summary>The components of the requirement and their order.</summary>
    public static readonly Citation Components = new("CME, Components of SPAN", "cme.com/clearing/rmspan/span/components.html", new(2026, 11, 22));

    /// <summary>Scenarios, tiers, spreads; weighted futures price risk.</summary>
    public static readonly Citation Method = new("CME, SPAN methodology", "cmegroupclientsite.atlassian.net/wiki/spaces/pubspan, page 46498045", new(2025, 12, 31));

    /// <summary>Calendar and inter-commodity spreads, worked.</summary>
    public static readonly Citation Spreads = new("CME, Spread Margin Calculations", "cmegroup.com/clearing/margins/spread-calc.html", new(2026, 11, 22));

    /// <summary>The larger of risk and short option minimum.</summary>
    public static readonly Citation Minimum = new("ASX, margin estimator notes", "asx.com.au/prices/margin-estimator.htm", new(2026, 11, 22));

    /// <summary>Net option value and short option minimum, worked.</summary>
    public static readonly Citation OptionValue = new("JSCC, Calculation Examples Using SPAN Parameter", "Reference Material 3", new(2014, 12, 31));
}
