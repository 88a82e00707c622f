namespace PortfolioMargin.Benchmarks;

/// <summary>A benchmark class whose ways of doing one thing are also guarded. The guard finds every class with a parameterless constructor that says so.</summary>
internal interface IGuarded
{
    /// <summary>What to measure, set up and ready to run.</summary>
    IEnumerable<GuardItem> Items();
}

/// <summary>One question that the guard asks: our way and its peers, which all do the same work in one call.</summary>
/// <param name="Name">The question; unique.</param>
/// <param name="Units">How many things (values, prices, books) one call makes.</param>
/// <param name="Ours">Our way.</param>
/// <param name="Peers">What it is compared with, in the same run.</param>
internal sealed record GuardItem(string Name, int Units, Func<double> Ours, params Peer[] Peers)
{
    /// <summary>The goal in nanoseconds per unit, where there is one; shown, never judged: it holds on the reference machine only.</summary>
    public double? NanosecondsBar { get; init; }
}

/// <summary>One way to compare with.</summary>
/// <param name="Name">Who.</param>
/// <param name="Run">The work.</param>
/// <param name="Bar">The goal for our time as a share of this one's, where there is one; shown, not judged.</param>
internal sealed record Peer(string Name, Func<double> Run, double? Bar = null);
