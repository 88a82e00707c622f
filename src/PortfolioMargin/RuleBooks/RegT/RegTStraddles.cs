namespace PortfolioMargin.RuleBooks;

/// <summary>Naked calls and puts of one underlying and multiplier: any call makes a straddle with any put.</summary>
/// <param name="Group">The group.</param>
/// <param name="Calls">Short calls.</param>
/// <param name="Puts">Short puts.</param>
internal sealed record RegTStraddles(RegTGroup Group, int[] Calls, int[] Puts)
{
    /// <summary>Name of the strategy.</summary>
    public const string Name = "short straddle";

    /// <summary>Those of a group that have both sides, in canonical order.</summary>
    public static IEnumerable<RegTStraddles> Of(RegTGroup group) => Enumerable.Range(0, group.Legs.Length)
        .Where(leg => group.Legs[leg] is { Option: not null, IsLong: false })
        .GroupBy(leg => (group.Legs[leg].Underlying, group.Legs[leg].Option!.Multiplier))
        .Select(kind => new RegTStraddles(
            group,
            [.. kind.Where(leg => group.Legs[leg].Option!.Right == OptionRight.Call)],
            [.. kind.Where(leg => group.Legs[leg].Option!.Right == OptionRight.Put)]))
        .Where(sides => sides.Calls.Length > 0 && sides.Puts.Length > 0);

    /// <summary>The add-ons above 0, ascending.</summary>
    public double[] Steps() => [.. Calls.Concat(Puts).Select(leg => Group.Legs[leg].AddOn).Where(addOn => addOn > 0).Distinct().Order()];

    /// <summary>Calls and puts by falling add-on, the first with the first and on: that saves most.</summary>
    /// <param name="naked">[leg], contracts; what is paired is taken off.</param>
    public IEnumerable<RegTStrategy> Pair(double[] naked)
    {
        var calls = new Queue<int>(Calls.Where(leg => naked[leg] > 0).OrderByDescending(leg => Group.Legs[leg].AddOn));
        var puts = new Queue<int>(Puts.Where(leg => naked[leg] > 0).OrderByDescending(leg => Group.Legs[leg].AddOn));
        while (calls.TryPeek(out int call) && puts.TryPeek(out int put))
        {
            double units = Math.Min(naked[call], naked[put]);
            var (first, second) = (Group.Legs[call], Group.Legs[put]);
            yield return new(Name, [new(call, units), new(put, units)], units * (first.Price + second.Price + Math.Max(first.AddOn, second.AddOn)));
            if ((naked[call] -= units) <= 0) calls.Dequeue();
            if ((naked[put] -= units) <= 0) puts.Dequeue();
        }
    }
}
