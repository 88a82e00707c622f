using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>Turns instruments, a market and scenarios into risk arrays: what every scenario would do to one contract. Safe to share between threads.</summary>
public interface IRevaluer
{
    /// <summary>The risk arrays of a universe of instruments.</summary>
    /// <param name="universe">The instruments, in any order; repeated ones count once.</param>
    /// <param name="market">The market.</param>
    /// <param name="scenarios">The scenarios and how instruments are valued.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Arrays that any number of accounts may share.</returns>
    /// <exception cref="MissingMarketDataException">The market lacks numbers; all of them are listed.</exception>
    /// <exception cref="UnsupportedInstrumentException">Instruments that cannot be priced; all of them are listed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Instruments are expired, or a scenario moves a price where its model has none.</exception>
    /// <exception cref="OverflowException">A value leaves the range of a double.</exception>
    RiskArrays Revalue(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios, CancellationToken cancellationToken = default);

    /// <summary>Every number that the market lacks for a universe.</summary>
    /// <param name="universe">The instruments.</param>
    /// <param name="market">The market.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <returns>One phrase per missing number, in canonical order; empty when nothing is missing.</returns>
    ImmutableArray<string> MissingFor(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios);
}
