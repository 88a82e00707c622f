using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>Instruments that a rule book, or the pricing behind it, does not cover. All of them are listed.</summary>
/// <param name="reason">Who does not cover them and why, as a sentence without the list.</param>
/// <param name="instruments">Every refused instrument, in canonical order.</param>
public sealed class UnsupportedInstrumentException(string reason, ImmutableArray<string> instruments)
    : MarginException($"{reason.TrimEnd('.')}: {string.Join("; ", instruments)}.")
{
    /// <summary>Every refused instrument, in canonical order.</summary>
    public ImmutableArray<string> Instruments { get; } = instruments;
}
