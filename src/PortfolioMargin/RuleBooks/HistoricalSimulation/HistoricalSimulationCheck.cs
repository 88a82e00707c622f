namespace PortfolioMargin.RuleBooks;

/// <summary>Whether parameters fit each other, and which laws they keep.</summary>
internal static class HistoricalSimulationCheck
{
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static void Check(HistoricalSimulationParameters parameters)
    {
        Sample(parameters);
        if (!parameters.Horizons.IsEmpty && parameters.HorizonMethod is not (SimulationHorizon.ScaledReturns or SimulationHorizon.Overlapping))
            throw new ArgumentException("\"horizons\" by underlying need the horizonMethod scaledReturns or overlapping: one measure of a group has one root of time.");
        foreach (var group in parameters.Groups)
            if (parameters.Samples.ContainsKey(group.Name) && !group.Underlyings.Contains(group.Name))
                throw new ArgumentException($"Group {group.Name} has the name of an underlying that is not in it; choose another name.");
        Known("groups", parameters.Groups.SelectMany(group => group.Underlyings), parameters);
        Known("horizons", parameters.Horizons.Keys, parameters);
        Known("liquidity", parameters.Liquidity.Keys, parameters);
        Known("concentration", parameters.Concentration.Keys, parameters);
    }

    /// <summary>A history, a stated distribution, or a history and a distribution that is fitted to it.</summary>
    private static void Sample(HistoricalSimulationParameters parameters)
    {
        bool isFitted = parameters.MonteCarlo is { Fit: not null };
        if (parameters.History.IsEmpty && isFitted) throw new ArgumentException("monteCarlo has a \"fit\", but there is no \"history\" to fit to; state the returns of every underlying that may be held.");
        if (parameters.History.IsEmpty && parameters.MonteCarlo is null) throw new ArgumentException("There is neither a \"history\" nor a \"monteCarlo\"; state the returns of every underlying that may be held.");
        if (parameters is { History.IsEmpty: false, MonteCarlo: not null } && !isFitted) throw new ArgumentException("There are both a \"history\" and a \"monteCarlo\" with a distribution; state one of them, or a \"fit\" of the one to the other.");
        if (parameters is { MonteCarlo: not null, Filter: not null } && !isFitted) throw new ArgumentException("A \"filter\" applies to a \"history\"; drawn returns already have the volatility of their marginals.");
    }

    public static RuleBookClaims Claims(HistoricalSimulationParameters parameters)
    {
        bool proportional = parameters.Concentration.IsEmpty;
        bool coherent = proportional && parameters is { Measure: SimulationMeasure.ExpectedShortfall, CorrelationBreak: null }
            && (parameters.Tail == TailRule.ExactWeight || parameters.Tail == TailRule.WorstCount);
        bool plain = proportional && parameters.Liquidity.IsEmpty && parameters.HorizonMethod != SimulationHorizon.SquareRootOfTime
            && parameters is { CorrelationBreak: null, AntiProcyclicality: not { Option: SimulationAntiProcyclicalityOption.Buffer } };
        return RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.CurrencyScaling
            | (proportional ? RuleBookClaims.PositivelyHomogeneous : 0) | (coherent ? RuleBookClaims.Subadditive : 0) | (plain ? RuleBookClaims.LongPremiumBounded : 0);
    }

    private static void Known(string property, IEnumerable<string> symbols, HistoricalSimulationParameters parameters)
    {
        foreach (string symbol in symbols)
            if (!parameters.Samples.ContainsKey(symbol)) throw new ArgumentException($"\"{property}\" names {symbol}, which has no returns; known are {string.Join(", ", parameters.Samples.Keys)}.");
    }
}
