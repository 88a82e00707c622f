namespace PortfolioMargin;

/// <summary>Which sample quantile is meant: the nine types of R. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, American Statistician 50 (1996).</summary>
public enum QuantileRule
{
    /// <summary>Inverse of the distribution function: the loss of rank ceiling(n c).</summary>
    HyndmanFan1 = 1,

    /// <summary>As type 1, averaged at jumps.</summary>
    HyndmanFan2,

    /// <summary>Nearest rank to n c, ties to the even rank.</summary>
    HyndmanFan3,

    /// <summary>Linear on the distribution function.</summary>
    HyndmanFan4,

    /// <summary>Linear between the middles of the steps (Hazen).</summary>
    HyndmanFan5,

    /// <summary>At n c + c (Weibull; PERCENTILE.EXC of spreadsheets).</summary>
    HyndmanFan6,

    /// <summary>At n c + 1 - c (PERCENTILE.INC of spreadsheets).</summary>
    HyndmanFan7,

    /// <summary>Median-unbiased for any distribution.</summary>
    HyndmanFan8,

    /// <summary>Unbiased for normal samples.</summary>
    HyndmanFan9,
}

/// <summary>Which losses an expected shortfall averages.</summary>
public enum TailRule
{
    /// <summary>The worst n (1 - c), the last of them in part: coherent. C. Acerbi, D. Tasche, J. Banking and Finance 26 (2002).</summary>
    ExactWeight,

    /// <summary>All that are not below the value-at-risk of type 1. Not subadditive where losses tie.</summary>
    AtOrBeyondValueAtRisk,

    /// <summary>The max(1, floor(n (1 - c))) worst.</summary>
    WorstCount,
}
