namespace PortfolioMargin;

/// <summary>What one rule book says of the account: a result, or why it refuses.</summary>
/// <param name="RuleBook">Whose rules.</param>
/// <param name="Result">The result; absent where the rule book refuses the account.</param>
/// <param name="Refusal">Why it refuses; empty where it does not.</param>
public sealed record ComparedRuleBook(RuleBookInfo RuleBook, MarginResult? Result, string Refusal = "")
{
    /// <summary>Asks one rule book; what is wrong with the data becomes its refusal.</summary>
    internal static ComparedRuleBook Of(MarginCalculator calculator, Account account, MarketSnapshot market, CancellationToken cancellationToken) =>
        Of(calculator, () => calculator.Calculate(account, market, cancellationToken));

    internal static ComparedRuleBook Of(MarginCalculator calculator, Func<MarginResult> question)
    {
        try
        {
            return new(calculator.RuleBook.Info, question());
        }
        catch (Exception problem) when (AccountLoop.IsOfTheData(problem) || problem is KeyNotFoundException)
        {
            return new(calculator.RuleBook.Info, null, problem.Message);
        }
    }

    /// <summary>The answer in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Result?.ToString() ?? $"{RuleBook.Name} refuses: {Refusal}";
}
