using PortfolioMargin.Pricing;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Implies the volatility of every closing price, and holds a stated one against the price.</summary>
internal sealed class IndexBoardVolatilities(double tolerance)
{
    private readonly BoardFinding _none = new(DiagnosticSeverity.Warning, "volatility-unexplained", "closing prices have no volatility on their forward (at or below intrinsic value); other strikes give it");
    private int _options;
    private int _missed;
    private double _largest = double.NegativeInfinity;
    private string _worst = "";

    /// <summary>Volatility of an undiscounted price; none where no volatility explains it.</summary>
    public double? Of(in IndexOptionRow row, double price, double forward, DateTimeOffset expiry, double years)
    {
        _options++;
        bool isCall = row.Right == OptionRight.Call;
        string name = Invariant($"{expiry:yyyy-MM-dd} {row.Strike:R} {(isCall ? "call" : "put")}");
        var implied = isCall ? Black76.CallImpliedVolatility(forward, row.Strike, 0, price, years) : Black76.PutImpliedVolatility(forward, row.Strike, 0, price, years);
        bool found = implied is { Status: ImpliedVolatilityStatus.Found, Volatility: <= MarketBounds.LargestVolatility };
        if (!found) _none.Add(Invariant($"{name} ({implied.Status})"));
        if (row.Volatility is { } stated) Compare(stated, isCall ? Black76.Call(forward, row.Strike, 0, stated, years) : Black76.Put(forward, row.Strike, 0, stated, years));
        return found ? implied.Volatility : null;

        void Compare(double volatility, double model)
        {
            double difference = Math.Abs(model - price) / forward;
            if (difference <= tolerance) return;
            _missed++;
            if (difference <= _largest) return;
            (_largest, _worst) = (difference, Invariant($"{name} (stated {volatility:R}, implied {(found ? Invariant($"{implied.Volatility:R}") : "none")}, {difference:G3} of the forward)"));
        }
    }

    public void Report(List<Diagnostic> diagnostics)
    {
        _none.Report(diagnostics, _options);
        if (_missed > 0)
            diagnostics.Add(Diagnostic.Warning("volatility-implied", Invariant($"{_missed} of {_options} rows state a volatility that misses their own closing price by more than {tolerance:R} of the forward; the volatility that the price implies is used, as for all rows. Worst: {_worst}.")));
    }
}
