using System.Globalization;

namespace PortfolioMargin.Tests.Reference;

/// <summary>Counts how many errors stay inside a bound, and remembers the worst, as a multiple of the unit of the bound.</summary>
internal sealed class Count(string what, double bound)
{
    private int _inside, _all;
    private double _worst;
    private string _where = "nowhere";

    public bool AllInside => _inside == _all;

    /// <param name="error">|computed - true|.</param>
    /// <param name="unit">What the bound multiplies.</param>
    /// <param name="where">The row, for the report.</param>
    public void Add(double error, double unit, string where)
    {
        _all++;
        // A true value under the smallest normal double can be no closer than the spacing there.
        double multiple = error <= 2 * double.Epsilon ? 0 : error / unit;
        if (multiple <= bound) _inside++;
        if (!(multiple <= _worst)) (_worst, _where) = (multiple, where);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: {_inside} of {_all} inside {bound}, worst {_worst:G3} at {_where}");
}
