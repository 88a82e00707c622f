using BenchmarkDotNet.Running;
using PortfolioMargin.Benchmarks;

// "guard" compares with the committed ratios, "cold" measures the first call in fresh processes, "table" writes the tables of benchmark classes, "stream" runs one large simulation,
// "simulate" one margin by simulation (all described in benchmarks/results/README.md); everything else goes to the benchmark runner.
return args switch
{
    ["guard", .. var choices] => GuardVerb.Run(choices),
    [MeasuringProcess.Verb, .. var items] => MeasuringProcess.Child(items),
    [ColdStart.Child] => ColdStart.Measure(),
    ["table", .. var filters] => TableVerb.Run(filters),
    ["stream", .. var sizes] => StreamVerb.Run(sizes),
    ["simulate", .. var sizes] => SimulateVerb.Run(sizes),
    ["cold", .. var options] => ColdStart.Run(options),
    _ => BenchmarkSwitcher.FromAssembly(typeof(ColdStart).Assembly).Run(args).Any() ? 0 : 1,
};
