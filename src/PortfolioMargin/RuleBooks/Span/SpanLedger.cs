namespace PortfolioMargin.RuleBooks;

/// <summary>From commodities with their credits to a requirement: the larger of net risk and minimum, less option value, by groups.</summary>
internal sealed class SpanLedger(SpanParameters parameters, List<SpanOffer> offers)
{
    private const string ExcessName = "excess option value";

    private readonly List<(SpanCommodity Commodity, MarginLine NetRisk)> _risks = [.. offers.Select(offer => (offer.Commodity, NetRisk(offer, parameters)))];

    /// <summary>The ledger of a level; initial risk carries the ratio besides the adjustment factor.</summary>
    public MarginLine Level(string name, bool isInitial)
    {
        var groups = Groups().Select(group => Group(group.Code, [.. _risks.Where(risk => group.Holds(risk.Commodity.Parameters.Code))], isInitial)).OfType<MarginLine>().ToList();
        if (parameters.NetOptionValueLimit != SpanOptionValueLimit.Account) return MarginLine.Sum(name, groups);
        var unused = (-Attributed.Sum(groups.Select(group => group.Amount))).Positive();
        return MarginLine.Sum(name, groups.Append(Excess(unused))); // exactly 0 where the value exceeds the risk
    }

    private IEnumerable<(string Code, Func<string, bool> Holds)> Groups() => parameters.CombinedCommodityGroups.IsEmpty
        ? [("account", _ => true)]
        : parameters.CombinedCommodityGroups.Select(group => (group.Code, (Func<string, bool>)(code => group.CombinedCommodities.Contains(code))));

    private MarginLine? Group(string code, List<(SpanCommodity Commodity, MarginLine NetRisk)> members, bool isInitial)
    {
        if (members.Count == 0) return null;
        List<MarginLine> risks = [.. members.Select(member => Risk(member.Commodity, member.NetRisk, isInitial))];
        var risk = MarginLine.Sum("risk", risks);
        var value = MarginLine.Sum("net option value", members.Select(member => member.Commodity.OptionValue)).Because(source: SpanSources.OptionValue).For(LineMeaning.PositionValue);
        return MarginLine.Sum(code, risk, value, Excess(risk.Amount + value.Amount, [.. members.Zip(risks, Own).OfType<MarginLine>()]));
    }

    /// <summary>The option value that nothing of the group can use: what single commodities cannot, and what then is left of all.</summary>
    private MarginLine Excess(Attributed net, List<MarginLine> own)
    {
        bool floored = parameters.NetOptionValueLimit != SpanOptionValueLimit.Account;
        if (own.Count == 0) return Excess(floored ? (-net).Positive() : Attributed.Zero);
        var rest = net + Attributed.Sum(own.Select(line => line.Amount));
        bool left = floored && rest.Value < 0;
        if (left) own.Add(MarginLine.Leaf("all", -rest, SpanSources.OptionValue, "what no combined commodity of the group can use"));
        var excess = left ? MarginLine.From(ExcessName, -net, own) : MarginLine.Sum(ExcessName, own); // -net: the group is then exactly 0
        return excess.Because(source: SpanSources.OptionValue).For(LineMeaning.PositionValue);
    }

    private static MarginLine Excess(Attributed amount) => MarginLine.Leaf(ExcessName, amount, SpanSources.OptionValue).For(LineMeaning.PositionValue);

    /// <summary>The option value of a commodity that its own risk cannot use, where it may pay for no other.</summary>
    private MarginLine? Own((SpanCommodity Commodity, MarginLine NetRisk) member, MarginLine risk)
    {
        bool capped = parameters.NetOptionValueLimit == SpanOptionValueLimit.CombinedCommodity || member.Commodity.Parameters.CapOptionValue;
        return capped ? MarginLine.Leaf(member.Commodity.Name, (-(risk.Amount + member.Commodity.OptionValue.Amount)).Positive(), SpanSources.OptionValue) : null;
    }

    /// <summary>max(net risk, short option minimum) x factor.</summary>
    private static MarginLine Risk(SpanCommodity commodity, MarginLine netRisk, bool isInitial)
    {
        double factor = commodity.Parameters.AdjustmentFactor * (isInitial ? commodity.Parameters.InitialToMaintenanceRatio : 1);
        return MarginLine.Largest(commodity.Name, netRisk, commodity.Minimum).Because(source: SpanSources.Minimum).Times(commodity.Name, factor);
    }

    private static MarginLine NetRisk(SpanOffer offer, SpanParameters parameters) => MarginLine.Sum(
        "net risk", offer.Commodity.ScanRisk(parameters.ScanRiskFloor), offer.Commodity.Calendar, offer.Commodity.SpotMonth,
        MarginLine.Sum("inter-commodity credit", offer.Credits).Because(source: SpanSources.Method).For(LineMeaning.Offset)).Because(source: SpanSources.Components);
}
