namespace PortfolioMargin.Pricing;

/// <summary>What a lattice takes to be lognormal, and whether there is exercise.</summary>
internal enum LatticeModel
{
    /// <summary>The spot price, which falls by each dividend.</summary>
    Paid,

    /// <summary>The spot price less the present value of the dividends to come.</summary>
    Escrowed,

    /// <summary>The same without exercise: its error is that of <see cref="Escrowed"/> as far as exercise plays no part.</summary>
    EscrowedEuropean,
}

/// <summary>Size of the two lattices of a solution.</summary>
/// <param name="Coarse">Intervals in ln S of the first.</param>
/// <param name="Fine">Of the second; twice as many.</param>
/// <param name="Steps">Time steps over the whole life.</param>
/// <param name="LeastSteps">Further steps in every piece between dates.</param>
internal readonly record struct LatticeScheme(int Coarse, int Fine, int Steps, int LeastSteps)
{
    /// <summary>At most 5e-6 of the strike.</summary>
    public static LatticeScheme Paid => new(250, 500, 30, 20);

    /// <summary>At most 2e-7 of the strike in the premium of early exercise, against a lattice three times as fine.</summary>
    public static LatticeScheme Escrowed => new(800, 1600, 60, 40);
}
