namespace PortfolioMargin;

/// <summary>How factors move together.</summary>
public enum CopulaFamily
{
    /// <summary>As normal variables do: extremes are independent in the end.</summary>
    Gaussian,

    /// <summary>As Student variables do: extremes come together.</summary>
    StudentT,
}

/// <summary>Distribution of one factor's return.</summary>
public enum MarginalFamily
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Student's t, scaled to the standard deviation.</summary>
    StudentT,

    /// <summary>The returns that happened, with straight lines between them.</summary>
    Empirical,
}
