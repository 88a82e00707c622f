using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PortfolioMargin;

/// <summary>The kinds of instruments that a Deribit name can state.</summary>
public enum DeribitInstrumentKind
{
    /// <summary>An option: <c>BTC-27MAR26-100000-C</c>, <c>AVAX_USDC-29MAY26-8d6-P</c>.</summary>
    Option,

    /// <summary>A dated future: <c>BTC-27MAR26</c>.</summary>
    Future,

    /// <summary>A perpetual: <c>BTC-PERPETUAL</c>, <c>BTC_USDC-PERPETUAL</c>.</summary>
    Perpetual,
}

/// <summary>A name by which Deribit calls an instrument, taken apart. Names without a quote currency are inverse: quoted in USD, settled
/// in the coin. Names with <c>_USDC</c> are linear: quoted and settled in USDC, 1 coin per contract. Contracts end at 08:00 UTC.</summary>
public readonly partial record struct DeribitInstrumentName
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>Option, future or perpetual.</summary>
    public DeribitInstrumentKind Kind { get; private init; }

    /// <summary>The coin that the instrument is written on.</summary>
    public Underlying Underlying { get; private init; }

    /// <summary>Whether it is settled in the coin; otherwise it is linear, settled in USDC.</summary>
    public bool IsInverse { get; private init; }

    /// <summary>When it ends, 08:00 UTC; none for perpetuals.</summary>
    public DateTimeOffset? Expiry { get; private init; }

    /// <summary>Strike price in the quote currency, above 0; 0 for futures and perpetuals.</summary>
    public double Strike { get; private init; }

    /// <summary>Call or put; <see cref="OptionRight.Call"/> without meaning for futures and perpetuals.</summary>
    public OptionRight Right { get; private init; }

    /// <summary>The currency that its strike and index are in: USD for inverse instruments, USDC for linear ones.</summary>
    public Currency QuoteCurrency => new(IsInverse ? "USD" : "USDC");

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name as the venue writes it, upper case (the decimal <c>d</c> of a strike in either case).</param>
    /// <returns>The name, taken apart.</returns>
    /// <exception cref="MarginFormatException">The text is not such a name; the message says why.</exception>
    public static DeribitInstrumentName Parse(ReadOnlySpan<char> text) => TryParse(text, out var name, out string? reason)
        ? name
        : throw new TextPlace("Deribit instrument name", 0, "").Error(reason, text);

    /// <summary>Reads a name, or says why it is none.</summary>
    /// <param name="text">The name as the venue writes it.</param>
    /// <param name="name">The name, taken apart.</param>
    /// <param name="reason">Without a name: a sentence with the likely cause.</param>
    /// <returns>Whether the text is such a name.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DeribitInstrumentName name, [NotNullWhen(false)] out string? reason)
    {
        reason = DeribitNameParser.Parse(text, out name);
        if (reason is not null) name = default;
        return reason is null;
    }

    /// <summary>The instrument: inverse futures and perpetuals carry 10 USD per contract for BTC and 1 USD for ETH, all others 1 coin.</summary>
    /// <returns>The instrument.</returns>
    /// <exception cref="InvalidOperationException">This is the default value and names nothing.</exception>
    public Instrument ToInstrument()
    {
        if (Underlying.Symbol.Length == 0) throw new InvalidOperationException("The default DeribitInstrumentName names no instrument; obtain one from Parse.");
        var payoff = IsInverse ? PayoffStyle.Inverse : PayoffStyle.Linear;
        double multiplier = Kind == DeribitInstrumentKind.Option || !IsInverse ? 1 : DeribitNameParser.UsdPerContract(Underlying.Symbol);
        return Kind switch
        {
            DeribitInstrumentKind.Option => new VanillaOption(Underlying, Right, Strike, Expiry!.Value) { Payoff = payoff },
            DeribitInstrumentKind.Future => new Future(Underlying, Expiry!.Value) { Payoff = payoff, Multiplier = multiplier },
            _ => new Perpetual(Underlying) { Payoff = payoff, Multiplier = multiplier },
        };
    }

    /// <summary>The name of an instrument.</summary>
    /// <param name="instrument">An instrument with exactly the terms that a Deribit name can state.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="ArgumentException">No Deribit name states these terms: spot, another hour than 08:00 UTC, another multiplier, American exercise.</exception>
    public static DeribitInstrumentName Of(Instrument instrument)
    {
        Numerics.Guard.NotNull(instrument, nameof(instrument));
        var option = instrument as VanillaOption;
        var name = new DeribitInstrumentName
        {
            Kind = option is not null ? DeribitInstrumentKind.Option : instrument is Future ? DeribitInstrumentKind.Future : DeribitInstrumentKind.Perpetual,
            Underlying = instrument.Underlying,
            IsInverse = instrument.Payoff == PayoffStyle.Inverse,
            Expiry = instrument.Expiry,
            Strike = option?.Strike ?? 0,
            Right = option?.Right ?? default,
        };
        bool writable = instrument is not SpotAsset && (option is null || (option.Strike >= 1e-9 && option.Strike <= 1e12));
        if (writable && TryParse(name.ToString(), out var back, out _) && back.ToInstrument().Equals(instrument)) return back;
        throw new ArgumentException(
            $"Deribit has no name for {instrument}. Its names state perpetuals, and futures and European upfront options that end at 08:00 UTC, with the venue's contract size.",
            nameof(instrument));
    }

    /// <summary>The name as the venue writes it.</summary>
    /// <returns>The text; empty for the default value.</returns>
    public override string ToString()
    {
        if (Underlying.Symbol is not { Length: > 0 } symbol) return "";
        string coin = IsInverse ? symbol : symbol + "_USDC";
        if (Kind == DeribitInstrumentKind.Perpetual) return coin + "-PERPETUAL";
        var day = Expiry!.Value;
        string future = string.Create(CultureInfo.InvariantCulture, $"{coin}-{day.Day}{Months[day.Month - 1]}{day.Year % 100:00}");
        if (Kind == DeribitInstrumentKind.Future) return future;
        string strike = ((decimal)Strike).ToString(CultureInfo.InvariantCulture).Replace('.', 'd');
        return $"{future}-{strike}-{(Right == OptionRight.Call ? 'C' : 'P')}";
    }
}
