namespace PortfolioMargin.RuleBooks;

/// <summary>A position as the pairing sees it: contracts of an option, or shares. Money is in the quote currency, per contract or share.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Price">Mark, multiplier included.</param>
internal sealed record RegTLeg(RiskRow Row, double Price)
{
    /// <summary>The option; none for stock.</summary>
    public VanillaOption? Option { get; } = Row.Instrument as VanillaOption;

    /// <summary>The option's own underlying, or the stock itself.</summary>
    public Underlying Underlying => Row.Instrument.Underlying;

    /// <summary>Whether it is held rather than owed.</summary>
    public bool IsLong => Row.Quantity > 0;

    /// <summary>Contracts or shares.</summary>
    public double Count { get; init; } = Math.Abs(Row.Quantity) * (Row.Instrument is VanillaOption ? 1 : Row.Instrument.Multiplier);

    /// <summary>What a naked short option needs beyond its price.</summary>
    public double AddOn { get; init; }

    /// <summary>Whether it has more than nine months to go.</summary>
    public bool IsLongDated { get; init; }

    /// <summary>Strike times multiplier.</summary>
    public double StrikeValue => Option!.Strike * Option.Multiplier;

    /// <summary>Whether the leg is an option of a kind.</summary>
    public bool Is(OptionRight right, bool isLong) => Option is { } option && option.Right == right && IsLong == isLong;

    /// <summary>Whether both are options on the same underlying with one multiplier.</summary>
    public bool Matches(RegTLeg other) => Underlying == other.Underlying && Option!.Multiplier == other.Option!.Multiplier;

    /// <summary>Payoff at a settlement price, signed.</summary>
    public double Payoff(double price) => (IsLong ? 1 : -1) * Option!.Multiplier * Option.Intrinsic(price);
}

/// <summary>So many contracts or shares of a leg.</summary>
/// <param name="Leg">Index of the leg in its group.</param>
/// <param name="Count">Contracts or shares.</param>
internal readonly record struct RegTUse(int Leg, double Count);

/// <summary>A strategy that the pairing may use, per unit: its line in the ledger, legs, what one unit needs.</summary>
/// <param name="Name">Name of the strategy.</param>
/// <param name="Legs">Legs of one unit.</param>
/// <param name="Need">Requirement of one unit.</param>
internal sealed record RegTStrategy(string Name, RegTUse[] Legs, double Need)
{
    /// <summary>This many units as one pairing.</summary>
    public RegTStrategy Times(double units) => new(Name, [.. Legs.Select(use => use with { Count = units * use.Count })], units * Need);
}
