using System.Diagnostics.CodeAnalysis;

namespace PortfolioMargin;

/// <summary>What a batch says of one account: a result, or what was wrong with it.</summary>
/// <typeparam name="TResult">Kind of result.</typeparam>
public readonly record struct AccountOutcome<TResult>
{
    internal AccountOutcome(TResult? result, Exception? failure)
    {
        Result = result;
        Failure = failure;
    }

    /// <summary>The result; the default value where there is none.</summary>
    public TResult? Result { get; }

    /// <summary>What was wrong with the account or its market; <see langword="null"/> where there is a result.</summary>
    public Exception? Failure { get; }

    /// <summary>Whether there is a result.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsResult => Failure is null;
}
