using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>The series of an underlying's volatility: one for all options, or a grid of terms and moneyness.</summary>
internal sealed class VolatilityColumns
{
    private readonly FactorReturns? _parallel;
    private readonly SurfaceGrid? _grid;
    private readonly ImmutableArray<FactorReturns> _points;

    private VolatilityColumns(FactorReturns? parallel, SurfaceGrid? grid, ImmutableArray<FactorReturns> points) => (_parallel, _grid, _points) = (parallel, grid, points);

    /// <exception cref="ArgumentException">Both kinds are given, points do not form a grid, or are counted in several ways.</exception>
    public static VolatilityColumns Of(JointReturns returns, Underlying underlying)
    {
        var parallel = returns.Find(RiskFactor.Volatility(underlying));
        List<FactorReturns> points = [.. returns.Series.Where(one => one.Factor is { Kind: RiskFactorKind.Volatility, TermDays: not null } && one.Factor.Underlying == underlying)];
        if (points.Count == 0) return new(parallel, null, []);
        if (parallel is not null) throw new ArgumentException($"{underlying} has returns of its volatility both as a whole and by term; give one of them.", nameof(returns));
        if (points.Any(one => one.Kind != points[0].Kind)) throw new ArgumentException($"The volatilities of {underlying} are counted in several ways; count all changes alike.", nameof(returns));
        var grid = new SurfaceGrid(
            [.. points.Select(one => one.Factor.TermDays!.Value).Distinct().Order()], [.. points.Select(one => one.Factor.Moneyness!.Value).Distinct().Order()], points[0].Kind == ReturnKind.Absolute);
        var ordered = grid.TermDays.SelectMany(days => grid.Moneyness.Select(level => returns.Find(RiskFactor.Volatility(underlying, days, level))
            ?? throw new ArgumentException($"There are no returns of {RiskFactor.Volatility(underlying, days, level)}; the points must form a full grid of terms and moneyness.", nameof(returns))));
        return new(null, grid, [.. ordered]);
    }

    public VolatilityShock At(int row)
    {
        if (_grid is not null) return new SurfaceVolatility(_grid, [.. _points.Select(one => one.Relative(row))]);
        if (_parallel is null) return VolatilityShock.None;
        return _parallel.Kind == ReturnKind.Absolute ? VolatilityShock.Points(_parallel.Values[row]) : VolatilityShock.Relative(_parallel.Relative(row));
    }
}

/// <summary>Where the changes of a surface are stated: terms in days and strike over forward, both ascending.</summary>
internal sealed record SurfaceGrid(ImmutableArray<double> TermDays, ImmutableArray<double> Moneyness, bool InPoints);

/// <summary>A change of volatility that is read from a grid of terms and moneyness, linear between its points and flat beyond them; never below 0.
/// Moneyness is strike over shocked forward, so the surface travels with the forward before it changes.</summary>
internal sealed record SurfaceVolatility(SurfaceGrid Grid, ImmutableArray<double> Changes) : VolatilityShock
{
    private const double DaysPerYear = 365;

    /// <inheritdoc/>
    public override void Apply(
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination)
    {
        int width = Grid.Moneyness.Length;
        var (term, share) = Place(Grid.TermDays, years * DaysPerYear);
        for (int i = 0; i < volatilities.Length; i++)
        {
            var (level, part) = Place(Grid.Moneyness, strikes[i] / shockedForward);
            double near = Between(term * width, level, part), far = share == 0 ? near : Between((term + 1) * width, level, part);
            double change = near + (share * (far - near));
            destination[i] = Math.Max(0, Grid.InPoints ? volatilities[i] + change : volatilities[i] * (1 + change));
        }
    }

    private double Between(int start, int level, double part) =>
        part == 0 ? Changes[start + level] : Changes[start + level] + (part * (Changes[start + level + 1] - Changes[start + level]));

    /// <summary>The point at or below a value and the share of the way to the next one; flat beyond the ends, also for a value that is no number.</summary>
    private static (int Index, double Share) Place(ImmutableArray<double> points, double value)
    {
        if (!(value > points[0])) return (0, 0);
        if (value >= points[^1]) return (points.Length - 1, 0);
        int index = 0;
        while (points[index + 1] <= value) index++;
        return (index, (value - points[index]) / (points[index + 1] - points[index]));
    }
}
