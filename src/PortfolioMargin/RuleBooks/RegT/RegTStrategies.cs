namespace PortfolioMargin.RuleBooks;

/// <summary>Every strategy of fixed legs that a group's legs can form. A combination that needs no less than its parts apart is left out.
/// Spreads and straddles are not here: the programme forms those from counts.</summary>
internal sealed class RegTStrategies(RegTGroup group, RegTFormulas formulas)
{
    /// <summary>Candidates, alone first and one for each leg, then boxes, then strategies with stock, in canonical order of legs.</summary>
    public List<RegTStrategy> All()
    {
        var all = group.Legs.Select((_, leg) => Alone(leg)).ToList();
        all.AddRange(Boxes());
        for (int leg = 0; leg < group.Legs.Length; leg++)
            if (group.Legs[leg].Option is null) all.AddRange(group.Legs[leg].IsLong ? WithLongStock(leg) : WithShortStock(leg));
        return all;
    }

    /// <summary>A leg by itself.</summary>
    public RegTStrategy Alone(int index)
    {
        var leg = group.Legs[index];
        RegTUse[] legs = [new(index, 1)];
        if (leg.Option is null) return leg.IsLong ? new("long stock", legs, formulas.LongStock(leg.Price)) : new("short stock", legs, formulas.ShortStock(leg.Price));
        if (leg.IsLong) return new("long option", legs, formulas.LongOption(leg.Price, leg.IsLongDated));
        return new(leg.Option.Right == OptionRight.Call ? "short call" : "short put", legs, leg.Price + leg.AddOn);
    }

    private double Apart(int leg) => Alone(leg).Need;

    private IEnumerable<int> Options(OptionRight right, bool isLong) => Enumerable.Range(0, group.Legs.Length).Where(leg => group.Legs[leg].Is(right, isLong));

    /// <summary>Long European boxes: call K1 and put K2 bought, put K1 and call K2 sold.</summary>
    private IEnumerable<RegTStrategy> Boxes()
    {
        var sold = new Dictionary<VanillaOption, int>();
        for (int leg = 0; leg < group.Legs.Length; leg++)
            if (group.Legs[leg] is { IsLong: false, Option: { } option }) sold[option] = leg;
        foreach (int call in Options(OptionRight.Call, true).Where(leg => group.Legs[leg].Option!.Exercise == ExerciseStyle.European))
        {
            foreach (int put in Options(OptionRight.Put, true))
            {
                var (low, high) = (group.Legs[call].Option!, group.Legs[put].Option!);
                if (!(high.Strike > low.Strike) || !sold.TryGetValue(Twin(low, OptionRight.Put, low.Strike), out int lowPut)) continue;
                if (high != Twin(low, OptionRight.Put, high.Strike) || !sold.TryGetValue(Twin(low, OptionRight.Call, high.Strike), out int highCall)) continue;
                double need = RegTFormulas.LongBox(group.Legs[put].StrikeValue - group.Legs[call].StrikeValue, group.Legs[lowPut].Price + group.Legs[highCall].Price);
                if (need < group.Legs[call].Price + group.Legs[put].Price) yield return new("long box", [new(call, 1), new(put, 1), new(lowPut, 1), new(highCall, 1)], need);
            }
        }
    }

    private static VanillaOption Twin(VanillaOption option, OptionRight right, double strike) =>
        new(option.Underlying, right, strike, option.Expiry!.Value) { Multiplier = option.Multiplier, Exercise = option.Exercise, Premium = option.Premium, ContractMonth = option.ContractMonth };

    private IEnumerable<RegTStrategy> WithLongStock(int stock)
    {
        foreach (int call in Options(OptionRight.Call, false))
        {
            if (!Under(stock, call, out double shares, out double value)) continue;
            var covered = new RegTStrategy("covered call", [new(stock, shares), new(call, 1)], formulas.CoveredCall(value, group.Legs[call].StrikeValue));
            if (covered.Need < shares * Apart(stock) + Apart(call)) yield return covered;
            foreach (var collar in Collars(stock, call, shares, value))
                if (collar.Need < covered.Need + Apart(collar.Legs[1].Leg)) yield return collar;
        }

        foreach (int put in Options(OptionRight.Put, true))
        {
            if (!Under(stock, put, out double shares, out double value)) continue;
            double need = formulas.ProtectivePut(value, group.Legs[put].StrikeValue, group.Legs[put].Price);
            if (need < shares * Apart(stock) + Apart(put)) yield return new("protective put", [new(stock, shares), new(put, 1)], need);
        }
    }

    /// <summary>A put of the call's expiry below it (collar) or at its strike (conversion; the stock itself only, not a fund).</summary>
    private IEnumerable<RegTStrategy> Collars(int stock, int call, double shares, double value)
    {
        var sold = group.Legs[call];
        foreach (int put in Options(OptionRight.Put, true))
        {
            var bought = group.Legs[put];
            if (!bought.Matches(sold) || bought.Option!.Expiry != sold.Option!.Expiry || bought.Option.Strike > sold.Option.Strike) continue;
            RegTUse[] legs = [new(stock, shares), new(put, 1), new(call, 1)];
            yield return bought.Option.Strike == sold.Option.Strike
                ? new("conversion", legs, formulas.Conversion(value, sold.StrikeValue, bought.Price))
                : new("collar", legs, formulas.Collar(value, bought.StrikeValue, sold.StrikeValue, bought.Price));
        }
    }

    private IEnumerable<RegTStrategy> WithShortStock(int stock)
    {
        foreach (int put in Options(OptionRight.Put, false))
        {
            if (!Under(stock, put, out double shares, out double value)) continue;
            var covered = new RegTStrategy("covered put", [new(stock, shares), new(put, 1)], RegTFormulas.CoveredPut(shares * Apart(stock), value, group.Legs[put].StrikeValue));
            if (covered.Need < shares * Apart(stock) + Apart(put)) yield return covered;
            foreach (var reversal in Reversals(stock, put, shares, value))
                if (reversal.Need < covered.Need + Apart(reversal.Legs[2].Leg)) yield return reversal;
        }

        foreach (int call in Options(OptionRight.Call, true))
        {
            if (!Under(stock, call, out double shares, out _)) continue;
            double need = formulas.ProtectiveCall(group.Legs[stock].Price, shares, group.Legs[call].StrikeValue, group.Legs[call].Price);
            if (need < shares * Apart(stock) + Apart(call)) yield return new("protective call", [new(stock, shares), new(call, 1)], need);
        }
    }

    private IEnumerable<RegTStrategy> Reversals(int stock, int put, double shares, double value)
    {
        var sold = group.Legs[put];
        foreach (int call in Options(OptionRight.Call, true))
        {
            var bought = group.Legs[call];
            if (!bought.Matches(sold) || bought.Option!.Expiry != sold.Option!.Expiry || bought.Option.Strike != sold.Option.Strike) continue;
            yield return new("reversal", [new(stock, shares), new(put, 1), new(call, 1)], formulas.Reversal(shares * Apart(stock), value, sold.StrikeValue, bought.Price));
        }
    }

    private bool Under(int stock, int option, out double shares, out double value)
    {
        shares = group.Shares(group.Legs[stock], group.Legs[option]);
        value = shares * group.Legs[stock].Price;
        return shares > 0;
    }
}
