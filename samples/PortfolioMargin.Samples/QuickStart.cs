namespace PortfolioMargin.Samples;

/// <summary>The main job on an embedded market: requirement, ledger, worst scenario, contributions, netting benefit, one what-if.</summary>
internal static class QuickStart
{
    public static int Run()
    {
        var start = MarginCase.Parse(Inputs.Embedded("quick-start.json"), "quick-start.json");
        var calculator = new MarginCalculator(RuleBooks.DeribitRuleBook.Default);
        var margin = calculator.Calculate(start.Account, start.Market);
        Console.WriteLine(margin.Explain());

        var arrays = margin.Risk.Arrays;
        double alone = start.Account.Portfolio.Positions.Sum(position => calculator.Calculate(Portfolio.Of(position), arrays).Initial);
        Print.Line($"\nstand-alone sum {alone:#,0.00} USD, together {margin.Initial:#,0.00} USD: netting saves {1 - margin.Initial / alone:0.0 %}");

        var hedge = new Position(DeribitInstrumentName.Parse("BTC-27FEB26-60000-P").ToInstrument(), 5);
        Print.Line($"buying {hedge}: {calculator.WhatIf(margin, hedge)}");
        return 0;
    }
}
