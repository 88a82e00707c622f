using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>What Derive's rules read of an account in one market: its parts, prices in the reporting currency, trust in the feeds.
/// Prices are dollars (the quote currency), and a dollar counts as one USDC; only base and collateral value is divided by the price of USDC.</summary>
internal sealed class DeriveMarket
{
    private readonly SpotConfidence _confidence;

    public DeriveMarket(Underlying underlying, RiskGroup positions, RiskMatrix risk)
    {
        var entry = risk.Market[underlying];
        var quote = risk.Market.QuoteCurrencyOf(underlying);
        (Name, Positions, _confidence) = (underlying.Symbol, positions, entry.Confidence);
        Money = risk.Market.Convert(1, quote, risk.Market.ReportingCurrency);
        Stable = risk.Market.Convert(1, Stablecoin, quote);
        Spot = entry.Spot * Money;
        Perpetuals = positions.Where(row => row.Instrument is Perpetual);
        Options = positions.Where(row => row.Instrument is VanillaOption);
        Base = positions.Where(row => row.Instrument is SpotAsset);
        Expiries = [.. Options.By(instrument => instrument.Expiry)];
        PerpetualSize = Perpetuals.NetUnits().Abs();
    }

    /// <summary>The settlement currency; as cash, one unit counts as one dollar whatever its price.</summary>
    public static Currency Stablecoin => new("USDC");

    /// <summary>Symbol of the underlying.</summary>
    public string Name { get; }

    public RiskGroup Positions { get; }

    public RiskGroup Perpetuals { get; }

    public RiskGroup Options { get; }

    /// <summary>Spot positions.</summary>
    public RiskGroup Base { get; }

    /// <summary>Options by expiry.</summary>
    public ImmutableArray<RiskGroup> Expiries { get; }

    /// <summary>Value of a dollar in the reporting currency.</summary>
    public double Money { get; }

    /// <summary>Price of one USDC in dollars.</summary>
    public double Stable { get; }

    /// <summary>Spot price, in the reporting currency.</summary>
    public double Spot { get; }

    /// <summary>|perpetuals|, in units.</summary>
    public Attributed PerpetualSize { get; }

    /// <summary>Trust in the spot price.</summary>
    public double SpotConfidence => _confidence.Spot;

    /// <summary>Trust in spot price and perpetual.</summary>
    public double PerpetualConfidence => Math.Min(_confidence.Spot, _confidence.Perpetual);

    /// <summary>The perpetual's trust counts where one is held.</summary>
    public double HeldConfidence => PerpetualSize.Value != 0 ? PerpetualConfidence : SpotConfidence;

    /// <summary>amount x spot, in the reporting currency.</summary>
    public Attributed BaseNotional => Spot * Base.NetUnits();

    /// <summary>amount x spot / stablecoin price, in the reporting currency.</summary>
    public Attributed BaseValue => BaseNotional / Stable;

    /// <summary>Perpetuals x their price, in the reporting currency: what a move of the spot price earns, per whole move.</summary>
    public Attributed PerpetualValue => Perpetuals.Linear(row => row.Unit!.Value * row.Conversion);

    /// <summary>Model values of the options, expiry by expiry, in the reporting currency.</summary>
    public Attributed OptionValue => Attributed.Sum(Expiries.Select(Value));

    /// <summary>Model values of a group; the venue has no other marks.</summary>
    public static Attributed Value(RiskGroup group) => group.Linear(row => row.Unit!.Value * row.Conversion);

    /// <summary>Trust in the feeds of an expiry.</summary>
    public static ExpiryConfidence ConfidenceOf(RiskGroup expiry)
    {
        var first = expiry.Rows[0].Instrument;
        return expiry.Market[first.Underlying].At(first.Expiry!.Value)?.Confidence ?? ExpiryConfidence.Full;
    }

    /// <summary>The smallest trust in forward, rate and volatilities of an expiry.</summary>
    public static double WeakestOf(RiskGroup expiry)
    {
        var confidence = ConfidenceOf(expiry);
        return Math.Min(Math.Min(confidence.Forward, confidence.Rate), confidence.Volatility);
    }
}
