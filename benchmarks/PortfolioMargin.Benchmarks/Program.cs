using BenchmarkDotNet.Running;
using PortfolioMargin.Benchmarks;

// "guard" compares with the committed ratios, "cold" measures the first call in fresh processes; everything else goes to the benchmark runner.
return args switch
{
    ["guard", .. var options] => GuardVerb.Run(options),
    [MeasuringProcess.Verb, .. var items] => MeasuringProcess.Child(items),
    ["cold-child"] => ColdStart.Child(),
    ["cold", ..] => ColdStart.Run(),
    _ => BenchmarkSwitcher.FromAssembly(typeof(ColdStart).Assembly).Run(args).Any() ? 0 : 1,
};
