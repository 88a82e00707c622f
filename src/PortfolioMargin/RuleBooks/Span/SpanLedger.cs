namespace PortfolioMargin.RuleBooks;

/// <summary>From commodities with their credits to a requirement: the larger of net risk and minimum, less option value, by groups.</summary>
internal sealed class SpanLedger(SpanParameters parameters, List<SpanOffer> offers)
{
    private readonly List<(SpanCommodity Commodity, MarginLine NetRisk)> _risks = [.. offers.Select(offer => (offer.Commodity, NetRisk(offer, parameters)))];

    /// <summary>The ledger of a level; initial risk carries the ratio besides the adjustment factor.</summary>
    public MarginLine Level(string name, bool isInitial)
    {
        var groups = Groups().Select(group => Group(group.Code, [.. _risks.Where(risk => group.Holds(risk.Commodity.Parameters.Code))], isInitial)).OfType<MarginLine>().ToList();
        if (parameters.NetOptionValueLimit != SpanOptionValueLimit.Account) return MarginLine.Sum(name, groups);
        var total = Attributed.Sum(groups.Select(group => group.Amount));
        return MarginLine.From(name, total.Positive(), groups.Append(MarginLine.Leaf("excess option value", (-total).Positive(), SpanSources.OptionValue)));
    }

    private IEnumerable<(string Code, Func<string, bool> Holds)> Groups() => parameters.CombinedCommodityGroups.IsEmpty
        ? [("account", _ => true)]
        : parameters.CombinedCommodityGroups.Select(group => (group.Code, (Func<string, bool>)(code => group.CombinedCommodities.Contains(code))));

    private MarginLine? Group(string code, List<(SpanCommodity Commodity, MarginLine NetRisk)> members, bool isInitial)
    {
        if (members.Count == 0) return null;
        List<MarginLine> risks = [.. members.Select(member => Risk(member.Commodity, member.NetRisk, isInitial))];
        var risk = MarginLine.Sum("risk", risks);
        var value = MarginLine.Sum("net option value", members.Select(member => member.Commodity.OptionValue)).Because(source: SpanSources.OptionValue);
        var own = members.Zip(risks, Own).OfType<MarginLine>().ToList();
        var net = risk.Amount + value.Amount;
        if (own.Count == 0)
        {
            if (parameters.NetOptionValueLimit == SpanOptionValueLimit.Account) return MarginLine.Sum(code, risk, value, Excess(Attributed.Zero));
            return MarginLine.Sum(code, risk, value, Excess((-net).Positive())); // exactly 0 where the value exceeds the risk
        }

        net += Attributed.Sum(own.Select(line => line.Amount));
        bool floored = parameters.NetOptionValueLimit != SpanOptionValueLimit.Account;
        if (floored && net.Value < 0) own.Add(MarginLine.Leaf("all", (-net).Positive(), SpanSources.OptionValue, "what no combined commodity of the group can use"));
        return MarginLine.From(code, floored ? net.Positive() : net, risk, value, MarginLine.Sum("excess option value", own).Because(source: SpanSources.OptionValue));
    }

    private static MarginLine Excess(Attributed amount) => MarginLine.Leaf("excess option value", amount, SpanSources.OptionValue);

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
        MarginLine.Sum("inter-commodity credit", offer.Credits).Because(source: SpanSources.Method)).Because(source: SpanSources.Components);
}
