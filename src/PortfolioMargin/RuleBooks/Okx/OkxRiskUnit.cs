using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>The requirement of one risk unit: its risks MR1 to MR7 and MR9, named as OKX names them, and how they combine.</summary>
internal sealed class OkxRiskUnit(RiskGroup group, OkxParameters parameters, RiskMatrix risk)
{
    private static readonly Currency Dollar = new("USD");

    private readonly OkxUnit _unit = parameters[group.Name];
    private readonly Underlying _underlying = new(group.Name);

    /// <summary>max( max(MR1, MR2, MR6) + MR3 + MR4 + MR5 + MR9, MR7 ).</summary>
    public MarginLine Maintenance()
    {
        var (spotShock, extremeMove, basis, minimum) = (SpotShock(), ExtremeMove(), Basis(), MinimumCharge());
        var theta = Reported("theta decay", _unit.Reported?.ThetaDecay, LineMeaning.Contingency);
        MarginLine[] added =
        [
            .. Reported("vega term structure", _unit.Reported?.VegaTermStructure, LineMeaning.ExpiryRisk), basis,
            .. Reported("interest rate", _unit.Reported?.InterestRate, LineMeaning.Financing), .. Reported("stablecoin", _unit.Reported?.Stablecoin, LineMeaning.Contingency),
        ];
        MarginLine[] largest = [spotShock, .. theta, extremeMove];

        var binding = largest.MaxBy(line => line.Amount.Value)!; // the first one where several are equal
        var risks = Attributed.Sum(added.Select(line => line.Amount).Prepend(binding.Amount));
        bool isMinimum = minimum.Amount.Value > risks.Value;
        return MarginLine.Sum(
            group.Name,
            [.. largest.Select(line => isMinimum || line != binding ? line.AsMemo() : line), .. added.Select(line => isMinimum ? line.AsMemo() : line), isMinimum ? minimum : minimum.AsMemo()])
            .Because("max( max(spot shock, theta decay, extreme move) + vega term structure + basis + interest rate + stablecoin, minimum charge )", OkxParameterSets.Mode);
    }

    /// <summary>What this unit would need and nobody publishes.</summary>
    public IEnumerable<Diagnostic> Findings()
    {
        bool options = group.Rows.Any(row => row.Instrument is VanillaOption && row.Quantity != 0);
        bool dated = group.Rows.Any(row => row.Instrument.Expiry is not null && row.Quantity != 0);
        var reported = _unit.Reported ?? new();
        if (options && _unit.VolatilityMoves.IsEmpty) yield return NotCovered("volatility changes of the spot shock (MR1)", "volatilityMoves");
        if (options && reported.ThetaDecay is null) yield return NotCovered("theta decay (MR2)", "reported.thetaDecay");
        if (options && reported.VegaTermStructure is null) yield return NotCovered("vega term structure (MR3)", "reported.vegaTermStructure");
        if (options && reported.InterestRate is null) yield return NotCovered("interest rate (MR5)", "reported.interestRate");
        if (reported.Basis is null && _unit.BasisPerLeg is null) yield return NotCovered("basis (MR4)", "basisPerLeg");
        else if (reported.Basis is null && dated) yield return NotCovered("basis between expiries (MR4, here only the rate per leg)", "reported.basis");
        if (_unit.MinimumCharge is null) yield return NotCovered("minimum charge (MR7)", "minimumCharge");
        if (reported.Stablecoin is null) yield return NotCovered("stablecoin depegging (MR9)", "reported.stablecoin");
    }

    /// <summary>MR1: the worst loss over the price moves; a gain counts 0.</summary>
    private MarginLine SpotShock() => Worst("spot shock", group.Name, risk.Scenarios.Named(ScenarioSet.MainRange, _underlying)).Because(source: OkxParameterSets.Builder);

    /// <summary>MR6: weight x the loss at the extreme move.</summary>
    private MarginLine ExtremeMove() => Worst("extreme move", $"{group.Name} extreme", risk.Scenarios.Named(OkxScenarios.ExtremeRange, _underlying)).Because(source: OkxParameterSets.Builder);

    /// <summary>MR4: rate x |cash delta| of every leg, spot and derivatives; or the amount that the venue reports.</summary>
    private MarginLine Basis() => _unit.Reported?.Basis is { } stated
        ? Reported("basis", stated, LineMeaning.ExpiryRisk).Single()
        : MarginLine.Leaf("basis", (_unit.BasisPerLeg ?? 0) * group.Gross(DeltaAggregates.CashDelta), OkxParameterSets.SpotHedge, _unit.BasisPerLeg is null ? "no published rate: not covered" : null).For(LineMeaning.ExpiryRisk);

    /// <summary>MR7: rate x |cash delta| of every derivative, by tiers of the product.</summary>
    private MarginLine MinimumCharge()
    {
        var derivatives = group.Where(row => row.Instrument is not SpotAsset);
        var raw = (_unit.MinimumCharge ?? 0) * derivatives.Gross(DeltaAggregates.CashDelta);
        return MarginLine.Leaf("minimum charge", Tiered(raw), OkxParameterSets.Builder, _unit.MinimumCharge is null ? "no published rate: not covered" : null).For(LineMeaning.Minimum);
    }

    private Attributed Tiered(Attributed raw)
    {
        var tiers = parameters.MinimumChargeTiers;
        double dollars = risk.Market.Convert(raw.Value, risk.Market.ReportingCurrency, Dollar);
        int tier = 0;
        while (dollars > tiers[tier].UpTo) tier++;
        if (tier == 0 || parameters.Tiering == OkxTiering.Whole) return tiers[tier].Multiplier * raw;
        if (parameters.Tiering is null) throw AboveFirstTier(dollars);

        double below = 0;
        for (int i = 0; i < tier; i++) below += (tiers[i].Multiplier - tiers[i + 1].Multiplier) * tiers[i].UpTo!.Value;
        return tiers[tier].Multiplier * raw + Attributed.Constant(risk.Market.Convert(below, Dollar, risk.Market.ReportingCurrency));
    }

    /// <summary>The largest weighted loss over a range of the unit's scenarios, not below 0.</summary>
    private MarginLine Worst(string name, string table, Range range)
    {
        var scenarios = risk.Scenarios.RowsFor(_underlying);
        var totals = new double[scenarios.Length];
        group.ProfitAndLoss(totals);
        int worst = range.Start.Value;
        for (int s = worst; s < range.End.Value; s++)
        {
            totals[s] = scenarios[s].Weight * totals[s] + 0.0;
            if (totals[s] < totals[worst]) worst = s;
        }

        var loss = (-scenarios[worst].Weight * group.At(worst)).Positive();
        return MarginLine.Leaf(name, loss).WithTable(new(table, [.. scenarios[range].Select(row => row.Name)], [.. totals[range]], worst - range.Start.Value));
    }

    /// <summary>The amount that the venue reports, as a line; none where it is absent.</summary>
    private IEnumerable<MarginLine> Reported(string name, double? amount, LineMeaning meaning) => amount is { } dollars
        ? [MarginLine.Leaf(name, Attributed.Constant(risk.Market.Convert(dollars, Dollar, risk.Market.ReportingCurrency)), OkxParameterSets.Builder, "reported by the venue").For(meaning)]
        : [];

    private Diagnostic NotCovered(string part, string parameter) => Diagnostic.Warning(
        "part-not-covered", $"{group.Name}: {part} is not in the requirement, because OKX does not publish it; state it as units.{group.Name}.{parameter}.");

    private UnsupportedInstrumentException AboveFirstTier(double dollars) => new(
        Invariant($"The raw minimum charge of {group.Name} is {dollars:#,0} USD, above the first tier of {parameters.MinimumChargeTiers[0].UpTo:#,0}; OKX does not say whether a multiplier applies to the whole charge or to the slice. State \"tiering\" as Whole or Slice"),
        [.. group.Rows.Where(row => row.Instrument is not SpotAsset).Select(row => row.Instrument.ToString())]);
}
