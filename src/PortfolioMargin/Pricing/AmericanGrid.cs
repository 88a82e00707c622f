using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Values of American options over many spots and strikes, sharing one exercise boundary per distinct (rate, yield, volatility, years):
/// a scenario grid of nine spots and three volatilities solves three. Every value has the bits of the single price. Keeps its boundaries; for one thread.</summary>
internal sealed class AmericanGrid(BoundaryScheme scheme, LaneWidth width = LaneWidth.Widest)
{
    /// <summary>Boundaries that are kept at most; then all are forgotten, so that memory stays small for surfaces where no two strikes agree.</summary>
    private const int Kept = 256;

    private readonly Dictionary<BoundaryKey, Entry> _boundaries = [];
    private Entry? _last;

    /// <summary>Values of one option at many spots.</summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="strike">Strike, 0 or more.</param>
    /// <param name="spots">Spot prices, 0 or more.</param>
    /// <param name="terms">The terms; not between two boundaries.</param>
    /// <param name="values">Receives one value per spot.</param>
    /// <param name="deltas">Receives dV/dS per spot; empty where they are not wanted.</param>
    public void Values(bool isCall, double strike, ReadOnlySpan<double> spots, in AmericanTerms terms, Span<double> values, Span<double> deltas = default)
    {
        for (int i = 0; i < spots.Length; i++)
        {
            values[i] = Value(isCall, spots[i], strike, terms);
            if (!deltas.IsEmpty) deltas[i] = Delta(isCall, spots[i], strike, terms);
        }
    }

    /// <summary>The value of one option.</summary>
    public double Value(bool isCall, double spot, double strike, in AmericanTerms terms)
    {
        if (spot == 0) return isCall ? 0 : strike * Math.Max(1, Elementary.Exp(-terms.Rate * terms.Years)); // the price stays there
        OptionLanes<ScalarLane> o = OptionLoops.Option(spot, strike, terms.Rate, terms.CarryYield, terms.Volatility, terms.Years);
        AmericanPut put = AmericanPricer.Of(isCall, o);
        if (!NeedsBoundary(put)) return AmericanPricer.Price(isCall, o, scheme, width);
        ExerciseBoundary boundary = Boundary(put);
        double log = Elementary.Log(put.Spot);
        if (log <= boundary.LogCritical) return AmericanPricer.Intrinsic(isCall, o);
        double european = OptionLoops.Price<LognormalFormula>(isCall ? 1 : -1, o);
        return AmericanPricer.Above(isCall, o, european, put.Scale * ExercisePremium.Value(boundary, put.Spot, log, width));
    }

    /// <summary>dV/dS of one option.</summary>
    public double Delta(bool isCall, double spot, double strike, in AmericanTerms terms)
    {
        if (spot == 0) return isCall ? 0 : -1;
        OptionLanes<ScalarLane> o = OptionLoops.Option(spot, strike, terms.Rate, terms.CarryYield, terms.Volatility, terms.Years);
        AmericanPut put = AmericanPricer.Of(isCall, o);
        if (put.Years > 0 && put.Region != ExerciseRegion.Never && !NeedsBoundary(put)) return CertainDelta(isCall, spot, strike, terms);
        double european = OptionLoops.Greeks<LognormalFormula>(isCall ? 1 : -1, o).Delta;
        if (!NeedsBoundary(put)) return european;
        ExerciseBoundary boundary = Boundary(put);
        double log = Elementary.Log(put.Spot);
        if (log <= boundary.LogCritical) return isCall ? 1 : -1;
        double slope = ExercisePremium.Slopes(boundary, put.Spot, log, width).Delta;
        return european + (isCall ? ExercisePremium.Value(boundary, put.Spot, log, width) - (put.Spot * slope) : slope);
    }

    private static bool NeedsBoundary(in AmericanPut put) =>
        put.Years > 0 && put.Spot > 0 && double.IsFinite(put.Spot) && put.Region == ExerciseRegion.Below && put.Deviation > 0 && double.IsFinite(put.Deviation);

    /// <summary>Where nothing is uncertain the value is piecewise linear in the spot; its slope by a difference.</summary>
    private double CertainDelta(bool isCall, double spot, double strike, in AmericanTerms terms)
    {
        double up = spot * 1.0009765625, down = spot * 0.9990234375; // 2^-10 to both sides
        return (Value(isCall, up, strike, terms) - Value(isCall, down, strike, terms)) / (up - down);
    }

    private ExerciseBoundary Boundary(in AmericanPut put)
    {
        var key = new BoundaryKey(put.Rate, put.CarryYield, put.Volatility, put.Years);
        Entry entry = _last is { } last && last.Key == key ? last : Find(key, put);
        _last = entry;
        return new(scheme, entry.Terms, AlignedMemory.Align(entry.Memory));
    }

    private Entry Find(in BoundaryKey key, in AmericanPut put)
    {
        if (_boundaries.TryGetValue(key, out Entry? entry)) return entry;
        if (_boundaries.Count == Kept) _boundaries.Clear();
        // Pinned: its alignment must last.
        entry = new(key, put.Terms, GC.AllocateArray<double>(ExerciseBoundary.Length(scheme) + AlignedMemory.Slack, pinned: true));
        AmericanPricer.Solve(new(scheme, entry.Terms, AlignedMemory.Align(entry.Memory)), put.Volatility, width);
        _boundaries.Add(key, entry);
        return entry;
    }

    private readonly record struct BoundaryKey(double Rate, double CarryYield, double Volatility, double Years);

    private sealed class Entry(BoundaryKey key, BoundaryTerms terms, double[] memory)
    {
        public BoundaryKey Key { get; } = key;

        public BoundaryTerms Terms { get; } = terms;

        public double[] Memory { get; } = memory;
    }
}
