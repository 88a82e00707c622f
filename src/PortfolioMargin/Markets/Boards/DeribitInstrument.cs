using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Instrument names as Deribit writes them: BTC-27MAR26-100000-C, BTC-27MAR26, BTC-PERPETUAL (inverse), AVAX_USDC-29MAY26-8D6-P (linear).</summary>
public static class DeribitInstrument
{
    private static readonly TimeOnly Expiry = new(8, 0); // UTC

    /// <summary>The instrument of a venue name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The instrument.</returns>
    /// <exception cref="MarginFormatException">The text is no such name; the message says why.</exception>
    public static Instrument Parse(string name) => TryParse(Guard.NotNull(name, nameof(name)), out var instrument, out string reason)
        ? instrument
        : throw new MarginFormatException(reason, "Deribit instrument name", value: name);

    /// <summary>The instrument of a venue name, or the reason why it is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="instrument">The instrument, when it is one.</param>
    /// <param name="reason">Why it is none; empty when it is one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string name, [NotNullWhen(true)] out Instrument? instrument, out string reason)
    {
        string[] parts = Guard.NotNull(name, nameof(name)).Split('-');
        instrument = null;
        reason = "";
        if (name.Length > 64 || parts.Length is not (2 or 3 or 4) || parts[0].Length == 0 || !parts[0].All(IsNameCharacter))
        {
            reason = "expected a name such as BTC-27MAR26-100000-C, BTC-27MAR26 or BTC-PERPETUAL";
            return false;
        }

        int split = parts[0].IndexOf('_', StringComparison.Ordinal);
        var underlying = new Underlying(split < 0 ? parts[0] : parts[0][..split]);
        bool linear = split >= 0;
        instrument = parts switch
        {
            [_, "PERPETUAL"] => new Perpetual(underlying),
            [_, var date] when TryDate(date, out var expiry) => new Future(underlying, expiry),
            [_, var date, var strike, "C" or "P"] when TryDate(date, out var expiry) && TryStrike(strike, out double price) =>
                new VanillaOption(underlying, parts[3] == "C" ? OptionRight.Call : OptionRight.Put, price, expiry),
            _ => null,
        };
        if (instrument is null)
        {
            reason = "expected an expiry such as 27MAR26, a strike above 0 (d or D for the decimal point) and C or P";
            return false;
        }

        if (!linear) instrument = instrument with { Payoff = PayoffStyle.Inverse, Multiplier = instrument is VanillaOption ? 1 : ContractSize(underlying) };
        return true;
    }

    /// <summary>The venue name of an instrument.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="linearQuote">Quote currency that linear names carry.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentException">The venue has no name for spot.</exception>
    public static string Name(Instrument instrument, string linearQuote = "USDC")
    {
        Guard.NotNull(instrument, nameof(instrument));
        string root = instrument.Payoff == PayoffStyle.Inverse ? instrument.Underlying.Symbol : $"{instrument.Underlying}_{linearQuote}";
        return instrument switch
        {
            Perpetual => $"{root}-PERPETUAL",
            Future => $"{root}-{Date(instrument)}",
            VanillaOption option => $"{root}-{Date(instrument)}-{Strike(option.Strike)}-{(option.Right == OptionRight.Call ? "C" : "P")}",
            _ => throw new ArgumentException($"{instrument} has no venue name.", nameof(instrument)),
        };
    }

    /// <summary>Dollars per inverse contract. Source: Deribit contract specifications: 10 for BTC, 1 for ETH and others.</summary>
    private static double ContractSize(Underlying underlying) => underlying.Symbol == "BTC" ? 10 : 1;

    private static bool IsNameCharacter(char c) => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';

    private static bool TryDate(string text, out DateTimeOffset expiry)
    {
        bool known = DateOnly.TryParseExact(text, "dMMMyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && text.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
        expiry = known ? new(date, Expiry, TimeSpan.Zero) : default;
        return known;
    }

    private static bool TryStrike(string text, out double strike) =>
        double.TryParse(text.Replace('D', '.').Replace('d', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out strike) && strike > 0 && double.IsFinite(strike);

    private static string Date(Instrument instrument) => instrument.Expiry!.Value.ToString("dMMMyy", CultureInfo.InvariantCulture).ToUpperInvariant();

    private static string Strike(double strike) => strike.ToString("0.############", CultureInfo.InvariantCulture).Replace('.', 'd');
}
