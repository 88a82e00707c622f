namespace PortfolioMargin;

/// <summary>Values of one American option, and dV/dS where it is needed, [column].</summary>
internal sealed record AmericanValues(double[] Values, double[] Deltas);
