using BenchmarkDotNet.Running;
using PortfolioMargin.Benchmarks;

// "cold" measures the first call in fresh processes; everything else goes to the benchmark runner.
return args switch
{
    ["cold-child"] => ColdStart.Child(),
    ["cold", ..] => ColdStart.Run(),
    _ => BenchmarkSwitcher.FromAssembly(typeof(ColdStart).Assembly).Run(args).Any() ? 0 : 1,
};
