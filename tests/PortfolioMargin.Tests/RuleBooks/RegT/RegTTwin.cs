using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.RegT;

/// <summary>The least requirement by trying every way to split an account into strategies: single contracts and lots of 100 shares are items, every subset of
/// items is priced as one strategy where it is one, and the best split of every subset is kept. All multipliers are 100.</summary>
internal sealed class RegTTwin(RegTParameters parameters, double spot, DateTimeOffset time, bool initial)
{
    private readonly record struct Item(VanillaOption? Option, bool Long, double Price);

    public double Least(IReadOnlyList<Position> positions, Func<Instrument, double> mark)
    {
        var items = new List<Item>();
        double rest = 0;
        foreach (var position in positions)
        {
            bool stock = position.Instrument is SpotAsset;
            double count = Math.Abs(position.Quantity) / (stock ? 100 : 1), whole = Math.Floor(count);
            for (int i = 0; i < whole; i++) items.Add(new(position.Instrument as VanillaOption, position.Quantity > 0, 100 * (stock ? spot : mark(position.Instrument))));
            if (stock) rest += (count - whole) * Stock(position.Quantity > 0);
        }

        double[] least = new double[1 << items.Count], single = new double[1 << items.Count];
        for (int set = 1; set < least.Length; set++)
        {
            single[set] = Single([.. items.Where((_, i) => (set >> i & 1) != 0)]);
            (least[set], int lowest) = (single[set], set & -set);
            for (int part = (set - 1) & set; part > 0; part = (part - 1) & set)
                if ((part & lowest) != 0) least[set] = Math.Min(least[set], single[part] + least[set ^ part]);
        }

        return least[^1] + rest;
    }

    private double Stock(bool isLong)
    {
        double value = 100 * spot;
        if (isLong) return value * (initial ? parameters.LongStockInitial : parameters.LongStockMaintenance);
        double kept = spot < 5 ? value + Math.Max(value, 250) : value + Math.Max(value * parameters.ShortStockMaintenance, 500);
        return initial ? Math.Max(value * (1 + parameters.ShortStockInitial), kept) : kept;
    }

    private double Naked(Item item)
    {
        var (rates, option) = (parameters.Naked(item.Option!.Underlying.Symbol), item.Option);
        double outside = Math.Max(0, option.Right == OptionRight.Call ? option.Strike - spot : spot - option.Strike);
        return item.Price + 100 * Math.Max(rates.Percentage * spot - outside, rates.Minimum * (option.Right == OptionRight.Call ? spot : option.Strike));
    }

    /// <summary>The set as one strategy; infinite where it is none.</summary>
    private double Single(Item[] set)
    {
        var stocks = set.Where(item => item.Option is null).ToArray();
        var options = set.Where(item => item.Option is not null).ToArray();
        if (stocks.Length > 1) return double.PositiveInfinity;
        if (stocks.Length == 1) return options.Length == 0 ? Stock(stocks[0].Long) : WithStock(stocks[0].Long, options);
        if (options is [var only]) return !only.Long ? Naked(only) : only.Option!.Expiry > time.AddMonths(9) ? parameters.LongDatedRate * only.Price : only.Price;
        double best = Math.Min(Spread(options), Box(options));
        if (options is [{ Long: false } a, { Long: false } b] && a.Option!.Right != b.Option!.Right)
            best = Math.Min(best, Math.Max(Naked(a) + b.Price, Naked(b) + a.Price));
        return best;
    }

    private static double Spread(Item[] set)
    {
        bool oneStyle = set.Select(item => item.Option!.Exercise).Distinct().Count() == 1;
        bool balanced = set.GroupBy(item => item.Option!.Right).All(right => right.Count(item => item.Long) * 2 == right.Count());
        bool ordered = balanced && set.Where(item => !item.Long).Max(item => item.Option!.Expiry) <= set.Where(item => item.Long).Min(item => item.Option!.Expiry);
        if (!oneStyle || !ordered) return double.PositiveInfinity;
        double loss = 0;
        foreach (double price in set.Select(item => item.Option!.Strike))
            loss = Math.Max(loss, -set.Sum(item => (item.Long ? 100 : -100) * (item.Option!.Right == OptionRight.Call ? Math.Max(0, price - item.Option.Strike) : Math.Max(0, item.Option.Strike - price))));
        return loss + set.Where(item => item.Long).Sum(item => item.Price);
    }

    private static double Box(Item[] set)
    {
        if (set.Length != 4 || set.Any(item => item.Option!.Exercise != ExerciseStyle.European) || set.Select(item => item.Option!.Expiry).Distinct().Count() > 1) return double.PositiveInfinity;
        double low = set.Min(item => item.Option!.Strike), high = set.Max(item => item.Option!.Strike);
        bool Has(OptionRight right, bool isLong, double strike) => set.Any(item => item.Option!.Right == right && item.Long == isLong && item.Option.Strike == strike);
        bool box = high > low && Has(OptionRight.Call, true, low) && Has(OptionRight.Put, false, low) && Has(OptionRight.Put, true, high) && Has(OptionRight.Call, false, high);
        return box ? 50 * (high - low) + set.Where(item => !item.Long).Sum(item => item.Price) : double.PositiveInfinity;
    }

    private double WithStock(bool isLong, Item[] options)
    {
        double value = 100 * spot, stock = Stock(isLong);
        Item call = options.FirstOrDefault(item => item.Option!.Right == OptionRight.Call), put = options.FirstOrDefault(item => item.Option!.Right == OptionRight.Put);
        double Strike(Item item) => 100 * item.Option!.Strike;
        double rate = parameters.LongStockMaintenance;
        if (options.Length == 1)
        {
            if (isLong && call.Option is not null && !call.Long)
                return Math.Min(value, Strike(call)) * (initial ? parameters.LongStockInitial : rate) + Math.Max(0, value - Strike(call));
            if (isLong && put.Option is not null && put.Long)
                return put.Price + (initial ? stock : Math.Min(0.1 * Strike(put) + Math.Max(0, value - Strike(put)), rate * value));
            if (!isLong && put.Option is not null && !put.Long) return stock + Math.Max(0, Strike(put) - value);
            if (!isLong && call.Option is not null && call.Long)
                return call.Price + (initial ? stock : value + Math.Min(0.1 * Strike(call) + Math.Max(0, Strike(call) - value), stock - value));
            return double.PositiveInfinity;
        }

        bool pair = options.Length == 2 && call.Option is not null && put.Option is not null && call.Option.Expiry == put.Option.Expiry;
        if (pair && isLong && put.Long && !call.Long && put.Option!.Strike <= call.Option!.Strike)
        {
            double above = Math.Max(0, value - Strike(call));
            if (initial) return parameters.LongStockInitial * Math.Min(value, Strike(call)) + above + put.Price;
            return put.Price + above + (put.Option.Strike == call.Option.Strike
                ? 0.1 * Strike(call)
                : Math.Min(0.1 * Strike(put) + Math.Max(0, value - Strike(put)), rate * Strike(call)));
        }

        if (pair && !isLong && !put.Long && call.Long && put.Option!.Strike == call.Option!.Strike)
            return call.Price + Math.Max(0, Strike(put) - value) + (initial ? stock : value + 0.1 * Strike(put));
        return double.PositiveInfinity;
    }
}
