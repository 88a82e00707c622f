using PortfolioMargin.Pricing;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Holds each row's volatility against its own mark: Black's undiscounted price on the row's own forward, at the row's own time, over the forward.
/// Where the two are further apart than the tolerance, the mark is believed and the volatility implied from it.</summary>
internal sealed class BoardVolatilities(double tolerance)
{
    private readonly Finding _implied = new();
    private readonly Finding _unexplained = new();

    /// <summary>The row, with the volatility that holds. It has forward, mark, volatility and an expiry after its time.</summary>
    public DeribitBoardRow Held(DeribitBoardRow row)
    {
        var name = row.Name;
        double forward = row.Forward!.Value, stated = row.ImpliedVolatility!.Value, years = (name.Expiry!.Value - row.Time).TotalDays / 365;
        if (!(years > 0)) return row;
        bool isCall = name.Right == OptionRight.Call;
        double mark = name.IsInverse ? row.Mark!.Value * forward : row.Mark!.Value;
        double model = isCall ? Black76.Call(forward, name.Strike, 0, stated, years) : Black76.Put(forward, name.Strike, 0, stated, years);
        double difference = Math.Abs(model - mark) / forward;
        if (difference <= tolerance) return row;
        var implied = isCall
            ? Black76.CallImpliedVolatility(forward, name.Strike, 0, mark, years)
            : Black76.PutImpliedVolatility(forward, name.Strike, 0, mark, years);
        if (implied is { Status: ImpliedVolatilityStatus.Found, Volatility: <= MarketBounds.LargestVolatility })
        {
            _implied.Add(difference, Invariant($"{name} (stated {stated:R}, implied {implied.Volatility:R}, {difference:G3} of the forward)"));
            return row with { ImpliedVolatility = implied.Volatility };
        }

        _unexplained.Add(difference, Invariant($"{name} (stated {stated:R}, mark {row.Mark:R}, {difference:G3} of the forward; {implied.Status})"));
        return row;
    }

    public void Report(List<Diagnostic> diagnostics, int total)
    {
        string miss = Invariant($"of {total} rows state a volatility that misses their own mark by more than {tolerance:R} of the forward");
        if (_implied.Count > 0)
            diagnostics.Add(Diagnostic.Warning("volatility-implied", $"{_implied.Count} {miss}; the volatility that the mark implies is used. Worst: {_implied.Worst}."));
        if (_unexplained.Count > 0)
            diagnostics.Add(Diagnostic.Warning("volatility-unexplained", $"{_unexplained.Count} {miss}, and no volatility explains the mark; the stated one is kept. Worst: {_unexplained.Worst}."));
    }

    /// <summary>How many, and the worst of them.</summary>
    private sealed class Finding
    {
        private double _largest = double.NegativeInfinity;

        public int Count { get; private set; }

        public string Worst { get; private set; } = "";

        public void Add(double difference, string text)
        {
            Count++;
            if (difference > _largest) (_largest, Worst) = (difference, text);
        }
    }
}
