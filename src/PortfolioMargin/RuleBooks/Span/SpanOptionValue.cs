namespace PortfolioMargin.RuleBooks;

/// <summary>Net option value as a ledger counts it: what long options paid upfront are worth lowers the requirement, what short ones are worth raises it.</summary>
internal static class SpanOptionValue
{
    public static MarginLine Of(string code, RiskGroup group, SpanMoney money)
    {
        var paid = group.Where(row => IsPaid(row.Instrument));
        return MarginLine.Sum(code, Side("long option value", row => row.Quantity >= 0), Side("short option value", row => row.Quantity < 0)).Because(source: SpanSources.OptionValue);

        MarginLine Side(string name, Func<RiskRow, bool> side) =>
            MarginLine.Leaf(name, paid.Where(side).Linear(row => 0 - row.Unit!.Mark * money.Of(row)), SpanSources.OptionValue);
    }

    /// <summary>Options whose premium was paid; margined premiums are settled daily and count nothing.</summary>
    public static bool IsPaid(Instrument instrument) => instrument is VanillaOption { Premium: PremiumStyle.Upfront };
}
