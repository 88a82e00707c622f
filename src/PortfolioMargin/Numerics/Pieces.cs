using System.Runtime.ExceptionServices;

namespace PortfolioMargin.Numerics;

/// <summary>Runs numbered pieces of work on several threads. Which thread does which piece is left open, so a piece must write only what is its own.</summary>
internal static class Pieces
{
    /// <summary>Checks a number of threads.</summary>
    public static int Degree(int maxDegreeOfParallelism) => maxDegreeOfParallelism is -1 or > 0
        ? maxDegreeOfParallelism
        : throw new ArgumentOutOfRangeException(nameof(maxDegreeOfParallelism), maxDegreeOfParallelism, "The number of threads must be 1 or more, or -1 for all processors.");

    /// <summary>Runs all pieces, each once.</summary>
    /// <param name="count">How many.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads, -1 for as many as there are processors.</param>
    /// <param name="memory">Makes the working memory of a thread.</param>
    /// <param name="work">Does a piece; an error ends the run and reaches the caller as it is.</param>
    /// <param name="progress">Told the share of finished pieces, rising from above 0 to 1.</param>
    /// <param name="cancellationToken">Looked at between pieces.</param>
    public static void Run<TMemory>(
        int count, int maxDegreeOfParallelism, Func<TMemory> memory, Action<int, TMemory> work, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Degree(maxDegreeOfParallelism);
        cancellationToken.ThrowIfCancellationRequested();
        var (gate, done) = (new Lock(), 0);
        if (maxDegreeOfParallelism == 1 || count == 1)
        {
            var own = memory();
            for (int piece = 0; piece < count; piece++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(piece, own);
                Report();
            }

            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken }, memory, (piece, _, own) =>
            {
                work(piece, own);
                Report();
                return own;
            }, _ => { });
        }
        catch (AggregateException failure) when (failure.InnerException is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        void Report()
        {
            if (progress is null) return;
            lock (gate) progress.Report(++done / (double)count);
        }
    }
}
