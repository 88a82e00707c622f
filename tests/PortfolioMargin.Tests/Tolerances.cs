namespace PortfolioMargin.Tests;

/// <summary>Every tolerance of the tests, with its reason. A tolerance is never loosened to make a test pass.</summary>
internal static class Tolerances
{
    /// <summary>The unit roundoff of a double, 2^-53: the largest relative error of one rounded operation.</summary>
    public const double Eps = 1.1102230246251565e-16;

    /// <summary>Special functions. Reason: what the reference data supports (their README).</summary>
    public static class Functions
    {
        /// <summary>exp and log, in ulps of the true value.</summary>
        public const double ElementaryUlps = 2;

        /// <summary>N, phi and erfc everywhere: the wanted level.</summary>
        public const double NormalUlps = 4;

        /// <summary>N, phi and erfc: the level that must hold, |err| at most 4 eps (1 + x^2) |y|, the x^2 being the price of squaring in double.</summary>
        public static double NormalMust(double x, double y) => 4 * Eps * (1 + (x * x)) * Math.Abs(y);
    }

    /// <summary>Prices and greeks. Reason: what the reference data supports (their README).</summary>
    public static class Pricing
    {
        /// <summary>|err| of a price at most this times eps times the sum of both discounted legs.</summary>
        public const double PriceMust = 8;

        /// <summary>|err| of a price at most this times eps (1 + condition number) price.</summary>
        public const double PriceWanted = 32;

        /// <summary>|err| of a greek at most this times eps times the scale of its terms.</summary>
        public const double Greek = 32;

        /// <summary>|err| of a greek for a goal tighter than the data's own, the worst that a plain double implementation measures.</summary>
        public const double GreekPlain = 15;

        /// <summary>call - put = F - K on the grid, in eps (F + K): two roundings on either side.</summary>
        public const double GridParity = 4;

        /// <summary>|err| of a grid value in sqrt(FK): the absolute accuracy that profit and loss needs.</summary>
        public const double GridAbsolute = 4e-15;

        /// <summary>|err| of the fast time value in sqrt(FK): fit 1e-16 and a dozen roundings; stated by <c>TimeValue</c>.</summary>
        public const double FastTimeValue = 1e-15;

        /// <summary>Naive twins lose what a plain N(d) and a plain d1 lose: 1e-14 of the legs covers both.</summary>
        public const double NaiveTwin = 1e-14;
    }

    /// <summary>Portfolio profit and loss: |err| at most this times the gross scale, the sum of |value| before and after the shock.
    /// Reason: the reference's own (a plain double implementation measures 1.2e-14).</summary>
    public const double GrossScale = 5e-14;

    /// <summary>Requirements of Derive: |err| at most this times (1 + |amount|). Reason: requirements are sums of up to a hundred values that cancel,
    /// some a thousand times larger than their sum, so 1e-16 of the values is 1e-12 of the amount.</summary>
    public const double DeriveCases = 1e-11;
}
