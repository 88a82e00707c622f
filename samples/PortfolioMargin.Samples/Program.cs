using PortfolioMargin.Samples;
using Spectre.Console;

// Exit codes: 0 done, 1 a check disagrees or data is wrong, 2 the command line is wrong.
try
{
    return args switch
    {
        [] => QuickStart.Run(),
        ["-h" or "--help" or "help", ..] => Help.Show(),
        ["init", .. var rest] => InitCommand.Run(new(rest)),
        ["margin", .. var rest] => MarginCommand.Run(new(rest)),
        ["what-if", .. var rest] => WhatIfCommand.Run(new(rest)),
        ["compare", .. var rest] => CompareCommand.Run(new(rest)),
        ["grid", .. var rest] => GridCommand.Run(new(rest)),
        ["cover", .. var rest] => CoverCommand.Run(new(rest)),
        ["backtest", .. var rest] => BacktestCommand.Run(new(rest)),
        ["simulate", .. var rest] => SimulateCommand.Run(new(rest)),
        ["check", .. var rest] => CheckCommand.Run(new(rest)),
        ["span", .. var rest] => SpanCommand.Run(new(rest)),
        ["about"] => AboutCommand.Run(),
        _ => throw new UsageException($"There is no command \"{args[0]}\"."),
    };
}
catch (UsageException problem)
{
    Console.Error.WriteLine($"{problem.Message} Say --help for the commands.");
    return 2;
}
catch (Exception problem) when (problem is PortfolioMargin.MarginException or ArgumentException or IOException or UnauthorizedAccessException)
{
    AnsiConsole.WriteLine();
    Console.Error.WriteLine(problem.Message);
    return 1;
}
