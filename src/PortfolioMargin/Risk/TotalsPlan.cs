using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>What is added up on which table: the totals of a rule book, with their units worked out for every instrument, long and short. Immutable;
/// made once per market and shared by all accounts and threads.</summary>
internal sealed class TotalsPlan
{
    private readonly double[][] _units; // [total][2 x slot + (short ? 1 : 0)]

    public TotalsPlan(RiskTable table, ImmutableArray<RiskTotal> totals)
    {
        Table = table;
        Totals = totals;
        var (longs, shorts) = (One(table, 1), One(table, -1));
        _units = [.. totals.Select(total => Units(total, table, longs, shorts))];
        Account = Of(TotalScope.Account);
        Underlying = Of(TotalScope.Underlying);
        Expiry = Of(TotalScope.Expiry);
    }

    public RiskTable Table { get; }

    public ImmutableArray<RiskTotal> Totals { get; }

    /// <summary>Totals over the account, as indices.</summary>
    public int[] Account { get; }

    /// <summary>Totals over an underlying.</summary>
    public int[] Underlying { get; }

    /// <summary>Totals over an expiry.</summary>
    public int[] Expiry { get; }

    /// <summary>Amounts per contract of a total, [2 x slot + (short ? 1 : 0)].</summary>
    public ReadOnlySpan<double> Units(int total) => _units[total];

    /// <summary>Amount per contract.</summary>
    public double Unit(int total, int slot, double quantity) => _units[total][(2 * slot) + (quantity < 0 ? 1 : 0)];

    private int[] Of(TotalScope scope) => [.. Enumerable.Range(0, Totals.Length).Where(total => Totals[total].Scope == scope)];

    /// <summary>One contract of every instrument, long or short, as rows.</summary>
    private static RowColumns One(RiskTable table, double sign)
    {
        var quantities = new double[table.Units.Length];
        Array.Fill(quantities, sign);
        var columns = new RowColumns([.. table.Units.Select(unit => unit.Instrument)], quantities);
        for (int slot = 0; slot < quantities.Length; slot++) columns.Set(slot, table.Units[slot], table.Conversions[slot]);
        return columns;
    }

    private static double[] Units(RiskTotal total, RiskTable table, RowColumns longs, RowColumns shorts)
    {
        var units = new double[2 * table.Units.Length];
        for (int slot = 0; slot < table.Units.Length; slot++)
        {
            if (double.IsNaN(table.Conversions[slot]) && total.Kind != RiskTotalKind.Constant) continue; // no account may hold it
            units[2 * slot] = total.Unit(new(longs, slot), table.Arrays.Market);
            units[(2 * slot) + 1] = total.Unit(new(shorts, slot), table.Arrays.Market);
        }

        return units;
    }
}
