namespace PortfolioMargin.Benchmarks;

/// <summary>What was measured of one item and one peer, in nanoseconds per unit.</summary>
/// <param name="Item">What was measured.</param>
/// <param name="Peer">Against whom.</param>
/// <param name="Ours">Our time.</param>
/// <param name="Theirs">The peer's time.</param>
/// <param name="RatioBar">The goal for the ratio, where there is one.</param>
/// <param name="NanosecondsBar">The goal for our time, where there is one.</param>
internal sealed record Measurement(string Item, string Peer, double Ours, double Theirs, double? RatioBar, double? NanosecondsBar)
{
    /// <summary>Our time over the peer's.</summary>
    public double Ratio => Ours / Theirs;

    public (string Item, string Peer) Key => (Item, Peer);

    /// <summary>Measures an item against all its peers.</summary>
    public static IEnumerable<Measurement> Of(GuardItem item)
    {
        double[] times = [.. Interleaved.Measure([item.Ours, .. item.Peers.Select(peer => peer.Run)]).Select(time => time / item.Units)];
        return item.Peers.Select((peer, i) => new Measurement(item.Name, peer.Name, times[0], times[i + 1], peer.Bar, item.NanosecondsBar));
    }

    /// <summary>The same measured in several processes: the best time of each side. Where memory happens to lie makes a process slow by up to 40 %, never fast.</summary>
    public static Measurement Best(IEnumerable<Measurement> measurements)
    {
        Measurement[] all = [.. measurements];
        return all[0] with { Ours = all.Min(one => one.Ours), Theirs = all.Min(one => one.Theirs) };
    }
}
