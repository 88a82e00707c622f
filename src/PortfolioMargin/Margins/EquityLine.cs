namespace PortfolioMargin;

/// <summary>What an account is worth where its rule book does not say otherwise.</summary>
internal static class EquityLine
{
    /// <summary>Collateral after haircuts, amounts not yet in cash, and what spot and upfront options are worth at mark, unless the requirement counts the options.</summary>
    public static MarginLine Of(RiskMatrix risk, HaircutSchedule haircuts, bool optionsCounted = false)
    {
        var collateral = haircuts.Value(risk).Select(holding => MarginLine.Leaf(
            holding.Asset.Code, holding.Amount, note: holding.Haircut > 0 ? $"haircut {Percent.Plain(holding.Haircut)}" : null));
        return MarginLine.Sum(
            "equity",
            MarginLine.Sum("collateral", collateral).For(LineMeaning.Collateral),
            MarginLine.Leaf("accrued", Accrued(risk)).For(LineMeaning.Accrued),
            (optionsCounted
                ? MarginLine.Leaf("spot value", risk.All.Where(row => row.Instrument is not VanillaOption).Value, note: "option value is in the requirement")
                : MarginLine.Leaf("option and spot value", risk.All.Value)).For(LineMeaning.PositionValue));
    }

    /// <summary>Accrued amounts are those of whole positions, so no quantity explains them.</summary>
    public static Attributed Accrued(RiskMatrix risk)
    {
        double total = 0;
        if (risk.Account.Accrued.IsEmpty) return Attributed.Zero;
        foreach (var row in risk.All.Rows)
        {
            if (row.Accrued == 0) continue;
            total += risk.Market.Convert(row.Accrued, risk.Market.QuoteCurrencyOf(row.Instrument.Underlying), risk.Market.ReportingCurrency);
        }

        return Attributed.Constant(total);
    }
}
