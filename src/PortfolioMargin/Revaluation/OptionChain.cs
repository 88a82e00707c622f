using System.Buffers;
using PortfolioMargin.Pricing;

namespace PortfolioMargin;

/// <summary>The options of one expiry in every column, before discounting: time values by strike, base values and deltas by option.</summary>
internal sealed class OptionChain : IDisposable
{
    private readonly ShockedExpiry _expiry;
    private readonly double[] _strikes;     // distinct, in the order of the options
    private readonly int[] _strikeOf;       // [option]
    private readonly int[] _stateOf;        // [column]
    private readonly double[] _deviations;  // [strike, padded states], rented
    private readonly double[] _timeValues;  // [strike, stride], rented
    private readonly double[] _etas;        // [option]
    private readonly int _stride, _stateStride;

    private OptionChain(ReadOnlySpan<Instrument> options, ShockedExpiry expiry, IVolatilitySurface? surface)
    {
        _expiry = expiry;
        _etas = new double[options.Length];
        _strikeOf = new int[options.Length];
        _strikes = Strikes(options);
        var states = new DeviationStates(expiry);
        _stateOf = states.Of;
        _stateStride = states.Stride;
        int cells = _strikes.Length * _stateStride;
        var columns = expiry.Model == PriceModel.Lognormal ? new ForwardColumns(expiry.Forwards, _stateOf) : null;
        _stride = columns?.Stride ?? expiry.Columns;
        _deviations = ArrayPool<double>.Shared.Rent(cells);
        _timeValues = ArrayPool<double>.Shared.Rent(_strikes.Length * _stride);
        try
        {
            states.Deviations(expiry, _strikes, surface, _deviations.AsSpan(0, cells));
            FillTimeValues(columns);
            Deltas = BaseDeltas();
        }
        catch // surfaces and shocks of others may throw
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Undiscounted dV/dF of the unshocked market, [option].</summary>
    public double[] Deltas { get; }

    public static OptionChain Of(ReadOnlySpan<Instrument> options, ShockedExpiry expiry, IVolatilitySurface? surface) => new(options, expiry, surface);

    /// <summary>+1 for a call, -1 for a put.</summary>
    public static double Eta(VanillaOption option) => option.Right == OptionRight.Call ? 1 : -1;

    /// <summary>Undiscounted value of the unshocked market, as the lanes compute the shocked ones.</summary>
    public double Value(int option)
    {
        int row = _strikeOf[option];
        return _timeValues[row * _stride] + Math.Max(0, (_expiry.Forwards[0] - _strikes[row]) * _etas[option]);
    }

    /// <summary>Undiscounted time values of all strikes, [strike, stride].</summary>
    public ReadOnlySpan<double> TimeValues => _timeValues.AsSpan(0, _strikes.Length * _stride);

    /// <summary>Length of a row of <see cref="TimeValues"/>.</summary>
    public int Stride => _stride;

    /// <summary>An option's row of <see cref="TimeValues"/>.</summary>
    public int Row(int option) => _strikeOf[option];

    /// <summary>sigma sqrt(T) of an option, [column].</summary>
    public double[] Deviations(int option) => DeviationsOf(_strikeOf[option]);

    /// <summary>Undiscounted dV/dF per element.</summary>
    public static void FillDeltas(
        PriceModel model, ReadOnlySpan<double> etas, ReadOnlySpan<double> strikes, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas)
    {
        if (model == PriceModel.Lognormal) OptionGrid.LognormalDeltas(etas, strikes, forwards, deviations, deltas);
        else OptionGrid.NormalDeltas(etas, strikes, forwards, deviations, deltas);
    }

    /// <summary>Gives rented memory back; spans of it must not be used any more.</summary>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_deviations);
        ArrayPool<double>.Shared.Return(_timeValues);
    }

    private void FillTimeValues(ForwardColumns? columns)
    {
        if (columns is not null)
        {
            TimeValueGrid.Fill(columns, _strikes, _deviations, _timeValues);
            return;
        }

        for (int k = 0; k < _strikes.Length; k++)
            OptionGrid.NormalTimeValues(_strikes[k], _expiry.Forwards, DeviationsOf(k), _timeValues.AsSpan(k * _stride, _stride));
    }

    private double[] Strikes(ReadOnlySpan<Instrument> options)
    {
        var strikes = new double[options.Length];
        int count = 0;
        for (int i = 0; i < options.Length; i++)
        {
            var option = (VanillaOption)options[i];
            if (count == 0 || strikes[count - 1] != option.Strike) strikes[count++] = option.Strike;
            _strikeOf[i] = count - 1;
            _etas[i] = Eta(option);
        }

        return strikes[..count];
    }

    private double[] DeviationsOf(int strike)
    {
        var deviations = new double[_stateOf.Length];
        for (int c = 0; c < deviations.Length; c++) deviations[c] = _deviations[strike * _stateStride + _stateOf[c]];
        return deviations;
    }

    private double[] BaseDeltas()
    {
        int count = _etas.Length;
        double[] deltas = new double[count], scratch = ArrayPool<double>.Shared.Rent(3 * count);
        Span<double> strikes = scratch.AsSpan(0, count), forwards = scratch.AsSpan(count, count), deviations = scratch.AsSpan(2 * count, count);
        for (int i = 0; i < count; i++) (strikes[i], deviations[i]) = (_strikes[_strikeOf[i]], _deviations[_strikeOf[i] * _stateStride]);
        forwards.Fill(_expiry.Forwards[0]);
        FillDeltas(_expiry.Model, _etas, strikes, forwards, deviations, deltas);
        ArrayPool<double>.Shared.Return(scratch);
        return deltas;
    }
}
