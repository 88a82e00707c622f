namespace PortfolioMargin.RuleBooks;

/// <summary>What an account is worth to Derive: cash at face value, collateral and base at market over the price of USDC, accrued amounts, options at model value.</summary>
internal static class DeriveEquity
{
    public static MarginLine Of(RiskMatrix risk)
    {
        var markets = Markets(risk).ToList();
        return MarginLine.Sum(
            "equity",
            MarginLine.Leaf("cash", DeriveScope.Cash(risk), DeriveSources.Contracts, "at face value").For(LineMeaning.Collateral),
            MarginLine.Sum("collateral", Collateral(risk)).For(LineMeaning.Collateral),
            MarginLine.Leaf("accrued", EquityLine.Accrued(risk)).For(LineMeaning.Accrued),
            MarginLine.Leaf("base value", Attributed.Sum(markets.Select(market => market.BaseValue)), DeriveSources.Contracts).For(LineMeaning.PositionValue),
            MarginLine.Leaf("option value", Attributed.Sum(markets.Select(market => market.OptionValue)), DeriveSources.Contracts).For(LineMeaning.PositionValue));
    }

    /// <summary>The markets in which the account holds positions.</summary>
    public static IEnumerable<DeriveMarket> Markets(RiskMatrix risk) => risk.By(instrument => instrument.Underlying)
        .Select(group => new DeriveMarket(new(group.Name), group, risk));

    /// <summary>amount x price / price of USDC.</summary>
    public static Attributed Value(RiskRow holding, RiskMatrix risk) =>
        risk.Row(holding, holding.Conversion / risk.Market.Convert(1, DeriveMarket.Stablecoin, DeriveScope.Dollar(risk)));

    private static IEnumerable<MarginLine> Collateral(RiskMatrix risk) => DeriveScope.Assets(risk)
        .Select(row => MarginLine.Leaf(row.Asset.Code, Value(row, risk), DeriveSources.Contracts));
}
