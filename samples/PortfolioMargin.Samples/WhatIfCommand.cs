namespace PortfolioMargin.Samples;

/// <summary>What trades would change.</summary>
internal static class WhatIfCommand
{
    public static int Run(Options options)
    {
        var trades = options.All("--trade").Select(text => Options.Pair(text, "--trade")).Select(pair => new Position(DeribitInstrumentName.Parse(pair.Text).ToInstrument(), pair.Number)).ToArray();
        if (trades.Length == 0) throw new UsageException("--trade is missing.");
        var calculator = Inputs.Calculator(options);
        var before = calculator.Calculate(Inputs.Account(options), Inputs.Board(options.Get("--board")).Snapshot);
        var change = calculator.WhatIf(before, trades);
        if (options.Json)
        {
            Print.Line($"{{\"before\":{change.Before.Initial:R},\"after\":{change.After.Initial:R},\"change\":{change.Change:R},\"maintenanceChange\":{change.MaintenanceChange:R},\"currency\":\"{change.After.Currency}\"}}");
            return 0;
        }

        Print.Table(["", "before", "after", "change"],
        [
            ["initial", Print.Number(change.Before.Initial), Print.Number(change.After.Initial), Print.Number(change.Change)],
            ["maintenance", Print.Number(change.Before.Maintenance), Print.Number(change.After.Maintenance), Print.Number(change.MaintenanceChange)],
            ["excess", Print.Number(change.Before.Excess), Print.Number(change.After.Excess), Print.Number(change.ExcessChange)],
        ]);
        return 0;
    }
}
