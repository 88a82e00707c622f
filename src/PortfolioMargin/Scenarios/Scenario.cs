using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a scenario's row of a risk array holds.</summary>
public enum Measure
{
    /// <summary>Profit or loss of one contract, in its settlement currency.</summary>
    ProfitAndLoss,

    /// <summary>Delta of one contract after the shock, in units of the underlying.</summary>
    Delta,
}

/// <summary>One joint move of the market as one underlying feels it.</summary>
/// <param name="Name">What people call it: "spot -16 %, vol up".</param>
/// <param name="Shock">The move.</param>
/// <param name="Weight">Dampener that the rule book applies to the row after whatever it does first; 1 unless stated, not below 0.</param>
public readonly record struct Scenario(string Name, Shock Shock, double Weight = 1)
{
    /// <summary>What people call it.</summary>
    public string Name { get; } = Guard.Text(Name, nameof(Name));

    /// <summary>The move.</summary>
    public Shock Shock { get; init => field = Guard.NotNull(value, nameof(Shock)); } = Guard.NotNull(Shock, nameof(Shock));

    /// <summary>Dampener, not below 0.</summary>
    public double Weight { get; init => field = Guard.NonNegative(value, nameof(Weight)); } = Guard.NonNegative(Weight, $"weight of scenario {Name}");

    /// <summary>What the row holds; profit and loss unless stated.</summary>
    public Measure Measure { get; init => field = Guard.Defined(value, nameof(Measure)); }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
