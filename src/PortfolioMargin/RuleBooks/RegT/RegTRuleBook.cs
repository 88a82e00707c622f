using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Strategy-based margin of US accounts: Regulation T and FINRA Rule 4210. Every position serves in one strategy; the account owes the least total over all
/// ways to sort its positions into strategies, which is solved as an integer programme. No scenarios. The yardstick for what portfolio margin saves.</summary>
public sealed class RegTRuleBook : IRuleBook
{
    /// <summary>State of the rules that the defaults follow: the day on which the texts were read.</summary>
    private static readonly DateOnly RuleDate = RegTLedger.ReadOn;

    private RegTRuleBook(RegTParameters parameters, DateOnly asOf)
    {
        Parameters = parameters;
        Info = new("RegT", asOf, [.. RegTLedger.Citations])
        {
            Venue = "US brokers (FINRA, Cboe)",
            NotCovered = ["house requirements", "day trading", "concentration", "special memorandum account", "security futures, warrants, bonds", "open orders"],
            Verification = new(55, 2.1e-3, "16 figures of Cboe's sheet of 2007 to the dollar and 2 within its own $100, 16 published examples of brokers, textbooks and the SEC to the cent, 21 constructed"),
            Claims = RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant | RuleBookClaims.LongPremiumBounded,
            ParameterWriter = () => ParameterJson.Write(parameters, RegTJson.Default.RegTParameters),
        };
    }

    /// <summary>The documented defaults.</summary>
    public static RegTRuleBook Default { get; } = AsOf(RuleDate);

    /// <inheritdoc/>
    public RuleBookInfo Info { get; }

    /// <summary>The parameters in force.</summary>
    public RegTParameters Parameters { get; }

    /// <summary>How far the search goes.</summary>
    internal RegTLimits Limits { get; private init; } = RegTLimits.Default;

    /// <summary>The rule with the documented defaults and a user's changes.</summary>
    /// <param name="date">Date that the user gives the parameters; any.</param>
    /// <param name="changes">Changes as a JSON object; absent: none.</param>
    /// <returns>The rule book.</returns>
    /// <exception cref="MarginFormatException">The changes name something that the parameters do not have, or contradict each other.</exception>
    public static RegTRuleBook AsOf(DateOnly date, string changes = "{}")
    {
        var parameters = ParameterJson.ChangesNothing(changes) ? new() : ParameterJson.Merge(new RegTParameters(), changes, RegTJson.Default.RegTParameters);
        try
        {
            return new(parameters.Checked(), date);
        }
        catch (ArgumentException problem)
        {
            throw new MarginFormatException(problem.Message, "parameters", innerException: problem);
        }
    }

    /// <summary>The same rule with another search.</summary>
    internal RegTRuleBook With(RegTLimits limits) => new(Parameters, Info.AsOf) { Limits = limits };

    /// <inheritdoc/>
    public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.None;

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk) => Assess(risk, default);

    /// <inheritdoc/>
    public MarginRequirement Assess(RiskMatrix risk, CancellationToken cancellationToken)
    {
        Refuse(risk);
        var groups = RegTGroup.Of(risk, Parameters).ToList();
        var pairings = groups.Select(group => Pairings(group, cancellationToken)).ToList();
        var findings = new List<Diagnostic>(Findings(risk, groups));
        var initial = Level("initial", [.. groups.Zip(pairings, (group, pairing) => (group, pairing.Initial))], risk, findings);
        return new(initial, Level("maintenance", [.. groups.Zip(pairings, (group, pairing) => (group, pairing.Maintenance))], risk, findings), Equity(risk)) { Diagnostics = [.. findings] };
    }

    /// <summary>Two searches. Where one reached its limit it takes the other's split if that needs less, so that maintenance never needs more than initial.</summary>
    private (RegTPairing Initial, RegTPairing Maintenance) Pairings(RegTGroup group, CancellationToken cancellationToken)
    {
        var (opening, keeping) = (new RegTFormulas(Parameters, initial: true), new RegTFormulas(Parameters, initial: false));
        var (initial, maintenance) = (RegTSolver.Solve(group, opening, Limits, cancellationToken), RegTSolver.Solve(group, keeping, Limits, cancellationToken));
        initial = initial.OrSplitOf(maintenance, group, opening);
        return (initial, maintenance.OrSplitOf(initial, group, keeping));
    }

    private MarginLine Level(string name, List<(RegTGroup Group, RegTPairing Pairing)> groups, RiskMatrix risk, List<Diagnostic> findings)
    {
        var lines = new List<MarginLine>();
        foreach (var (group, pairing) in groups)
        {
            if (!pairing.IsProven)
                findings.Add(Diagnostic.Warning("pairing-not-proven", Invariant($"The {name} pairing of {group.Name} needs {pairing.Need:0.##}; the least lies between {pairing.Bound:0.##} and that: the search reached its limit.")));
            lines.Add(RegTLedger.Of(group, pairing, name == "initial", risk));
        }

        if (Parameters.ShortValueTreatment == RegTShortValue.AppliedProceeds) lines.Add(Proceeds(risk, lines));
        return MarginLine.Sum(name, lines);
    }

    /// <summary>The value of what is sold, at most what is needed.</summary>
    private static MarginLine Proceeds(RiskMatrix risk, List<MarginLine> lines)
    {
        double needed = lines.Sum(line => line.Amount.Value);
        var proceeds = Attributed.Sum(risk.All.Rows.Where(row => row.Quantity < 0).Select(row => risk.Row(row, row.Mark)));
        return MarginLine.Leaf("proceeds applied", -proceeds.Value > needed ? needed / -proceeds.Value * proceeds : proceeds, note: "value of short positions, at most the requirement").For(LineMeaning.PositionValue);
    }

    /// <summary>Gross requirements contain the value of short positions, so it is not taken off what the account is worth once more.</summary>
    private MarginLine Equity(RiskMatrix risk)
    {
        bool gross = Parameters.ShortValueTreatment == RegTShortValue.Gross;
        var counted = gross ? risk.All.Where(row => row.Quantity > 0) : risk.All;
        return MarginLine.Sum(
            "equity",
            MarginLine.Sum("collateral", HaircutSchedule.None.Value(risk).Select(holding => MarginLine.Leaf(holding.Asset.Code, holding.Amount))).For(LineMeaning.Collateral),
            MarginLine.Leaf("accrued", EquityLine.Accrued(risk)).For(LineMeaning.Accrued),
            MarginLine.Leaf(gross ? "long value" : "option and spot value", counted.Value).For(LineMeaning.PositionValue));
    }

    private static IEnumerable<Diagnostic> Findings(RiskMatrix risk, List<RegTGroup> groups)
    {
        if (!risk.Orders.Rows.IsEmpty) yield return Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined; add them to the portfolio to see what they would need.");
        foreach (var group in groups.Where(group => !group.IsWhole))
            yield return Diagnostic.Information("divisible-contracts", Invariant($"{group.Name} has fractions of option contracts, or more than {RegTGroup.MostWhole:N0} of one; its contracts are paired as if they were divisible."));
    }

    private static void Refuse(RiskMatrix risk)
    {
        ImmutableArray<string> refused = [.. risk.All.Rows.Select(row => row.Instrument).Where(instrument => instrument switch
        {
            VanillaOption option => option.Payoff != PayoffStyle.Linear || option.Premium != PremiumStyle.Upfront || option.Strike < 0,
            SpotAsset => false,
            _ => true,
        }).Select(instrument => instrument.ToString())];
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException("Strategy-based margin covers stock, funds, and linear options with a premium paid upfront and a strike not below 0, not", refused);
        ImmutableArray<string> negative = [.. risk.All.Rows.Where(row => row.Instrument is VanillaOption && row.Unit!.Mark < 0).Select(row => row.Instrument.ToString())];
        if (!negative.IsEmpty) throw new UnsupportedInstrumentException("Strategy-based margin has no meaning for options with a mark below 0, which owe nothing and are owed nothing; correct their quotes", negative);
    }
}
