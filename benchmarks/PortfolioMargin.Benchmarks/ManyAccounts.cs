using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does the scan risk of a million accounts of ten positions cost, on shared arrays of 27 scenarios (padded to 32)? Beside it: reading the same
/// bytes from the same cache and nothing else, and the loop that most people write. Divide by 1,000,000 for one account.</summary>
[MemoryDiagnoser]
public class ManyAccounts
{
    private const int AccountCount = 1_000_000;
    private const int PositionsPerAccount = 10;
    private const int Columns = 32;

    private readonly double[] _losses = new double[AccountCount];
    private AccountBatch? _batch;
    private double[] _rows = [];
    private double[][] _arrays = [];
    private int[] _slots = [];
    private double[] _quantities = [];

    /// <summary>Instruments; 1,000 rows of 256 bytes lie in the second-level cache.</summary>
    [Params(1_000)]
    public int Instruments { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var scenarios = ScenarioSet.Grid(price: [-0.16, -0.12, -0.08, -0.04, 0, 0.04, 0.08, 0.12, 0.16], volatility: [-0.25, 0, 0.5]);
        var arrays = Revaluer.Default.Revalue(Books.Options(Instruments).Positions.Select(position => position.Instrument), Books.Market, scenarios);
        _batch = new(arrays);
        _arrays = [.. arrays.Instruments.Select(instrument => arrays[instrument].ToArray())];
        _rows = GC.AllocateArray<double>(_arrays.Length * Columns, pinned: true);
        var random = new Random(1);
        _slots = new int[AccountCount * PositionsPerAccount];
        _quantities = new double[_slots.Length];
        for (int account = 0; account < AccountCount; account++)
        {
            var slots = _slots.AsSpan(account * PositionsPerAccount, PositionsPerAccount);
            int step = _arrays.Length / PositionsPerAccount;
            for (int i = 0; i < PositionsPerAccount; i++)
            {
                slots[i] = (i * step) + random.Next(step); // ascending, as portfolios are
                _quantities[(account * PositionsPerAccount) + i] = random.Next(1, 10) / 10d * (random.Next(2) == 0 ? 1 : -1);
            }

            _batch.Add(slots, _quantities.AsSpan(account * PositionsPerAccount, PositionsPerAccount));
        }
    }

    [Benchmark]
    public double OneThread()
    {
        _batch!.WorstLosses(_losses, 1);
        return _losses[0];
    }

    [Benchmark]
    public double TwoThreads()
    {
        _batch!.WorstLosses(_losses, 2);
        return _losses[0];
    }

    /// <summary>The machine's limit: the same rows in the same order, read and added up.</summary>
    [Benchmark(Baseline = true)]
    public double ReadTheSameBytes()
    {
        ref double first = ref MemoryMarshal.GetArrayDataReference(_rows);
        Vector512<double> a = default, b = default, c = default, d = default;
        foreach (int slot in _slots)
        {
            nuint start = (nuint)(slot * Columns);
            a += Vector512.LoadUnsafe(ref first, start);
            b += Vector512.LoadUnsafe(ref first, start + 8);
            c += Vector512.LoadUnsafe(ref first, start + 16);
            d += Vector512.LoadUnsafe(ref first, start + 24);
        }

        return Vector512.Sum(a + b + c + d);
    }

    [Benchmark]
    public double NaiveLoop()
    {
        var totals = new double[_arrays[0].Length];
        for (int account = 0; account < AccountCount; account++)
        {
            Array.Clear(totals);
            for (int i = account * PositionsPerAccount; i < (account + 1) * PositionsPerAccount; i++)
                for (int s = 0; s < totals.Length; s++) totals[s] += _quantities[i] * _arrays[_slots[i]][s];
            _losses[account] = Math.Max(0, -totals.Min());
        }

        return _losses[0];
    }
}
