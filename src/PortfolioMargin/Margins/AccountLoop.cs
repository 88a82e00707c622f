using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Asks one question of many accounts, on several threads. Each account has a place of its own, so the order of the answers is that of the accounts.</summary>
internal static class AccountLoop
{
    private const int AccountsPerPiece = 64;

    public static ImmutableArray<AccountOutcome<TResult>> Run<TMemory, TResult>(
        IReadOnlyList<Account> accounts,
        Func<TMemory> memory,
        Func<Account, TMemory, TResult> question,
        int maxDegreeOfParallelism,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        Guard.NotNull(accounts, nameof(accounts));
        for (int i = 0; i < accounts.Count; i++)
            if (accounts[i] is null) throw new ArgumentNullException(nameof(accounts), $"Account {i} is null; pass an account, if need be without positions.");
        var outcomes = new AccountOutcome<TResult>[accounts.Count];
        int pieces = (outcomes.Length + AccountsPerPiece - 1) / AccountsPerPiece;
        Pieces.Run(pieces, maxDegreeOfParallelism, memory, (piece, own) =>
        {
            int end = Math.Min(outcomes.Length, (piece + 1) * AccountsPerPiece);
            for (int i = piece * AccountsPerPiece; i < end; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                outcomes[i] = Ask(accounts[i], own, question);
            }
        }, progress, cancellationToken);
        return ImmutableCollectionsMarshal.AsImmutableArray(outcomes);
    }

    /// <summary>Whether an error says that the data are wrong, not the program.</summary>
    public static bool IsOfTheData(Exception problem) => problem is MarginException or ArgumentException or OverflowException;

    private static AccountOutcome<TResult> Ask<TMemory, TResult>(Account account, TMemory own, Func<Account, TMemory, TResult> question)
    {
        try
        {
            return new(question(account, own), null);
        }
        catch (Exception problem) when (IsOfTheData(problem) || problem is KeyNotFoundException)
        {
            return new(default, problem);
        }
    }
}
