using System.Collections.Immutable;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Samples;

/// <summary>Historical simulation as it could have been run on each day: from the days before it alone. The window, the decay and the stressed share are this sample's, nobody's model.</summary>
internal sealed class BacktestRules(BacktestHistory history, string name, bool shortfall)
{
    /// <summary>Days that a margin is simulated from: two years.</summary>
    public const int Window = 500;

    private const int StressDays = 250;

    public static readonly string[] Names = ["plain", "filtered", "stressed mix"];

    private readonly (double[] Spot, double[] Volatility) _moves = history.Moves();
    private readonly int[] _worstEnd = WorstEnds(history.Moves().Spot);

    public MarginCalculator At(MarketSnapshot market)
    {
        int day = history.Dates.BinarySearch(DateOnly.FromDateTime(market.Time.UtcDateTime));
        var parameters = new HistoricalSimulationParameters(
            Confidence: 0.99,
            Measure: shortfall ? SimulationMeasure.ExpectedShortfall : SimulationMeasure.ValueAtRisk,
            History: Rows(day, Window),
            Filter: name == "filtered" ? new(Decay: 0.97) : null,
            Stressed: name == "stressed mix" ? new(0.25, Rows(_worstEnd[day], StressDays)) : null);
        return new(HistoricalSimulationRuleBook.AsOf(history.Dates[day], parameters), slopes: false);
    }

    /// <summary>The moves until a day, that day's own included.</summary>
    private ImmutableSortedDictionary<string, SimulationHistory> Rows(int day, int count) => ImmutableSortedDictionary<string, SimulationHistory>.Empty.Add(
        BacktestHistory.Index.Symbol,
        new([.. _moves.Spot[(day - count + 1)..(day + 1)]], history.HasVolatility ? [.. _moves.Volatility[(day - count + 1)..(day + 1)]] : []));

    /// <summary>End of the year with the largest squared moves, among those that had ended by each day.</summary>
    private static int[] WorstEnds(double[] moves)
    {
        var ends = new int[moves.Length];
        double sum = 0, worst = -1;
        for (int day = 1; day < moves.Length; day++)
        {
            sum += moves[day] * moves[day] - (day > StressDays ? moves[day - StressDays] * moves[day - StressDays] : 0);
            bool larger = day >= StressDays && sum > worst;
            ends[day] = larger ? day : ends[day - 1];
            if (larger) worst = sum;
        }

        return ends;
    }
}
