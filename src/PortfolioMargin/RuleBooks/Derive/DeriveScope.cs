using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>What Derive's managers hold. The rest is refused by name, or named in the diagnostics.</summary>
internal static class DeriveScope
{
    /// <summary>The dollar: the currency that the account's underlyings are quoted in.</summary>
    public static Currency Dollar(RiskMatrix risk)
    {
        var held = risk.All.Rows.Select(row => row.Instrument.Underlying).ToHashSet();
        var quotes = (held.Count > 0 ? held : risk.Market.Underlyings.Select(entry => entry.Underlying)).Select(risk.Market.QuoteCurrencyOf).Distinct().ToList();
        return quotes.Count switch
        {
            0 => risk.Market.ReportingCurrency,
            1 => quotes[0],
            _ => throw new UnsupportedInstrumentException("Derive quotes every market in dollars; these quote currencies differ", [.. quotes.Select(quote => quote.Code).Order(StringComparer.Ordinal)]),
        };
    }

    /// <summary>Whether a holding is cash: USDC, or dollars that an account keeps beside it.</summary>
    public static bool IsCash(RiskRow holding, Currency dollar) => holding.Asset == DeriveMarket.Stablecoin || holding.Asset == dollar;

    /// <summary>Cash at face value: never divided by the price of USDC, and negative for a debt.</summary>
    public static Attributed Cash(RiskMatrix risk)
    {
        var dollar = Dollar(risk);
        double money = risk.Market.Convert(1, dollar, risk.Market.ReportingCurrency);
        return Attributed.Sum(risk.Holdings.Where(row => IsCash(row, dollar)).Select(row => risk.Row(row, money)));
    }

    /// <summary>Collateral other than cash.</summary>
    public static IEnumerable<RiskRow> Assets(RiskMatrix risk)
    {
        var dollar = Dollar(risk);
        return risk.Holdings.Where(row => !IsCash(row, dollar));
    }

    /// <summary>Linear perpetuals, linear European options paid upfront, and where the manager takes it the base asset, never short.</summary>
    public static void Check(RiskMatrix risk, bool takesBase)
    {
        Refuse("Derive lists linear perpetuals and options only", risk.All.Rows.Where(row => row.Instrument is Future || row.Instrument.Payoff == PayoffStyle.Inverse));
        Refuse("Derive's options are paid upfront", risk.All.Rows.Where(row => row.Instrument is VanillaOption { Premium: PremiumStyle.Futures }));
        Refuse("Derive values options by Black-76, not under the normal model", risk.All.Rows.Where(row => row.Instrument is VanillaOption && risk.Market[row.Instrument.Underlying].Model == PriceModel.Normal));
        var spots = risk.All.Rows.Where(row => row.Instrument is SpotAsset);
        if (takesBase) Refuse("Derive's base assets cannot be held short", spots.Where(row => row.Quantity < 0));
        else Refuse("Derive's second portfolio manager takes the base asset as collateral, not as a spot position", spots);
    }

    /// <summary>Collateral that has no place in a manager.</summary>
    public static void RefuseAssets(RiskMatrix risk)
    {
        ImmutableArray<string> refused = [.. Assets(risk).Select(row => row.Asset.Code)];
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException("This manager of Derive takes USDC as collateral and base assets as spot positions, not", refused);
    }

    /// <summary>The one market of a portfolio manager: that of the positions, else the only candidate of the snapshot; none where nothing tells.</summary>
    public static DeriveMarket? OnlyMarket(RiskMatrix risk, Func<Underlying, bool> isCandidate)
    {
        ImmutableArray<Underlying> held = [.. risk.All.Rows.Select(row => row.Instrument.Underlying).Distinct()];
        if (held.Length > 1) throw new UnsupportedInstrumentException("A portfolio manager of Derive holds one underlying per account; margin these apart", [.. held.Select(underlying => underlying.Symbol)]);
        if (held.Length == 1) return new(held[0], risk.All, risk);
        ImmutableArray<Underlying> candidates = [.. risk.Market.Underlyings.Select(entry => entry.Underlying).Where(isCandidate)];
        return candidates.Length == 1 ? new(candidates[0], RiskGroup.Empty(candidates[0].Symbol, risk), risk) : null;
    }

    public static IEnumerable<Diagnostic> Findings(RiskMatrix risk, int mostAssets)
    {
        if (DeriveSources.Date > DateOnly.FromDateTime(risk.Market.Time.UtcDateTime))
            yield return Diagnostic.Warning("parameters-later-than-market", Invariant($"The parameters are of {DeriveSources.Date:yyyy-MM-dd}, later than the market of {risk.Market.Time:yyyy-MM-dd}; the venue used others then."));
        if (!risk.Orders.Rows.IsEmpty)
            yield return Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined: the contracts know no orders.");
        int assets = risk.Rows.Count(row => row.Kind != RiskRowKind.Order && row.Quantity != 0);
        if (assets > mostAssets)
            yield return Diagnostic.Warning("too-many-assets", Invariant($"The account holds {assets} assets; the venue admits {mostAssets}."));
    }

    private static void Refuse(string reason, IEnumerable<RiskRow> rows)
    {
        ImmutableArray<string> refused = [.. rows.Select(row => row.Instrument.ToString())];
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException(reason, refused);
    }
}
