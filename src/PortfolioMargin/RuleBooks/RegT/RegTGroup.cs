using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The legs of one underlying, with those of the fund that covers it, in canonical order.</summary>
/// <param name="Name">The underlying.</param>
/// <param name="Legs">Legs that are not zero.</param>
/// <param name="Cover">Which fund covers the underlying, where one does.</param>
/// <param name="Spots">Price of every underlying in the group.</param>
internal sealed record RegTGroup(string Name, ImmutableArray<RegTLeg> Legs, RegTCover? Cover, IReadOnlyDictionary<Underlying, double> Spots)
{
    /// <summary>Months to expiry beyond which a long option is long-dated. 4210(f)(2)(D).</summary>
    private const int LongDatedMonths = 9;

    /// <summary>Contracts of a leg up to which whole contracts are told from fractions by a linear programme; a single one is less than a millionth of more.</summary>
    public const int MostWhole = 10_000_000;

    /// <summary>Whether all options count whole contracts, not too many; otherwise contracts are divisible.</summary>
    public bool IsWhole { get; } = Legs.All(leg => leg.Option is null || (leg.Count == Math.Round(leg.Count) && leg.Count <= MostWhole));

    /// <summary>Conversion of the quote currency.</summary>
    public double Conversion { get; } = Legs.IsEmpty ? 1 : Legs[0].Row.Conversion;

    /// <summary>Groups of an account, in canonical order.</summary>
    public static IEnumerable<RegTGroup> Of(RiskMatrix risk, RegTParameters parameters)
    {
        var held = risk.All.Rows.Where(row => row.Quantity != 0).ToList();
        var options = held.Where(row => row.Instrument is VanillaOption).Select(row => row.Instrument.Underlying.Symbol).ToHashSet(StringComparer.Ordinal);
        RegTCover? Cover(string fund) => parameters.CoverEquivalents.FirstOrDefault(cover => cover.Fund == fund && options.Contains(cover.Underlying));
        return held.GroupBy(row => Cover(row.Instrument.Underlying.Symbol)?.Underlying ?? row.Instrument.Underlying.Symbol, StringComparer.Ordinal)
            .OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => new RegTGroup(
                rows.Key,
                [.. rows.Select(row => Leg(row, risk, parameters))],
                parameters.CoverEquivalents.FirstOrDefault(cover => cover.Underlying == rows.Key),
                rows.Select(row => row.Instrument.Underlying).Distinct().ToDictionary(symbol => symbol, symbol => risk.Market[symbol].Spot)));
    }

    /// <summary>Shares of a stock under one contract of an option; 0 where it does not cover it.</summary>
    public double Shares(RegTLeg stock, RegTLeg option)
    {
        if (stock.Underlying == option.Underlying) return option.Option!.Multiplier;
        return Cover is { } cover && cover.Fund == stock.Underlying.Symbol && cover.Underlying == option.Underlying.Symbol ? option.Option!.Multiplier * cover.UnitsPerUnit : 0;
    }

    private static RegTLeg Leg(RiskRow row, RiskMatrix risk, RegTParameters parameters)
    {
        var underlying = row.Instrument.Underlying;
        double spot = risk.Market[underlying].Spot;
        if (row.Instrument is not VanillaOption option) return new(row, spot);
        return new(row, row.Unit!.Mark)
        {
            AddOn = RegTFormulas.NakedAddOn(parameters.Naked(underlying.Symbol), option.Right, option.Strike, spot, option.Multiplier),
            IsLongDated = option.Expiry > risk.Market.Time.AddMonths(LongDatedMonths),
        };
    }
}
