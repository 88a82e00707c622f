using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>A venue whose rule has the shape of a grid file, and why no file of it is shipped.</summary>
/// <param name="Name">The venue.</param>
/// <param name="Source">The documents that were read.</param>
/// <param name="Printed">What they print, and a file may state.</param>
/// <param name="Missing">Numbers and formulas that they do not print.</param>
public sealed record HouseGridVenue(string Name, string Source, string Printed, string Missing);

/// <summary>Venues with grid rules. None is shipped as a file: of each, needed numbers are not published, and none is invented here.</summary>
public static class HouseGridVenues
{
    /// <summary>The venues, in ordinal order.</summary>
    public static ImmutableArray<HouseGridVenue> NotShippable { get; } =
    [
        new("Aevo", "undated description", "prices -100, -50, 0, 50, 100 % of 20 %; volatility +50, 0, -25 points", "the floor; initial and maintenance factors; range by underlying"),
        new("Bybit", "API documentation, Get Portfolio Margin Info, response example of 2026-03", "prices -10 to 10 % in steps of 2 %; initial 1.2 x maintenance", "volatility changes (only inferred at one term); rates of short option, vega, stablecoin, delta and futures contingencies; grids in force since January 2025"),
        new("Coincall", "undated description", "11 prices; BTC and ETH 15 %, others 30 %", "volatility changes; contingency rates; factors"),
        new("Dederi", "wiki.dederi.io, portfolio margin page, about 2024", "prices -15 to 15 % in steps of 3 %; futures contingency 0.6 % of index x sum of sizes", "volatility change and both powers; factors; option contingencies"),
        new("Hypercall", "undated description", "tails 25 % at 0.6, 40 % at 0.35", "the 13 core scenarios; volatility changes of all; factors"),
        new("Kraken", "pre-production description", "23 scenarios to 15 %, extremes 45 %; maintenance factor counted twice", "prices and volatilities of the scenarios; theta jump; maintenance and netting factors"),
        new("Syndr", "undated description", "prices -15 to 15 % in steps of 3 %; volatility +45, -30 %", "term scaling; contingencies; factors"),
        new("Thalex", "undated description", "full cover inside 20 % and -30 to +45 points; 40 % at one half; maintenance 0.7 x initial", "the about 50 scenarios; cover of the others; roll and option contingency rates"),
    ];
}
