namespace PortfolioMargin.Tests;

/// <summary>Every tolerance of the tests, with its reason. A tolerance is never loosened to make a test pass.</summary>
internal static class Tolerances
{
    /// <summary>The unit roundoff of a double, 2^-53: the largest relative error of one rounded operation.</summary>
    public const double Eps = 1.1102230246251565e-16;

    /// <summary>Special functions. Reason: what the reference data supports (their README).</summary>
    public static class Functions
    {
        /// <summary>exp, log, expm1, log1p, erf and the inverse of N, in ulps of the true value.</summary>
        public const double ElementaryUlps = 2;

        /// <summary>N, phi, erfc, erfcx and ln N everywhere: the wanted level.</summary>
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

        /// <summary>Relative error of what a ladder's price is above the intrinsic value. Reason: the goal; stated by <c>Black76.CallLadders</c>.</summary>
        public const double Ladder = 1e-13;

        /// <summary>Naive twins lose what a plain N(d) and a plain d1 lose: 1e-14 of the legs covers both.</summary>
        public const double NaiveTwin = 1e-14;
    }

    /// <summary>Implied volatilities. Reason: what the reference data supports at the wanted level (their README).</summary>
    public static class Implied
    {
        /// <summary>|err| / sigma at most this times what half an ulp of each input moves sigma, plus <see cref="Roundings"/> eps.</summary>
        public const double Attainable = 4;

        /// <summary>Roundings of the answer itself, in eps.</summary>
        public const double Roundings = 4;

        /// <summary>Volatility to price and back does both errors, that of the price and that of the inversion; the latter alone is held to 1 by the reference.</summary>
        public const double ThereAndBack = 2;
    }

    /// <summary>Portfolio profit and loss: |err| at most this times the gross scale, the sum of |value| before and after the shock.
    /// Reason: the reference's own (a plain double implementation measures 1.2e-14).</summary>
    public const double GrossScale = 5e-14;

    /// <summary>Requirements of Derive: |err| at most this times (1 + |amount|). Reason: requirements are sums of up to a hundred values that cancel,
    /// some a thousand times larger than their sum, so 1e-16 of the values is 1e-12 of the amount.</summary>
    public const double DeriveCases = 1e-11;

    /// <summary>A requirement against a plain scalar twin of the rule, relative. Reason: sums of a dozen positions of a million dollars against a requirement
    /// of some thousands, each value with the 1e-14 of the naive twin.</summary>
    public const double PlainTwin = 1e-10;

    /// <summary>The cost of a linear programme against what its prices prove, relative to 1 + cost. Reason: the simplex method lets 40 reduced costs have the
    /// wrong sign by 1e-9 each, and columns go up to 3.</summary>
    public const double Proof = 1.2e-7;

    /// <summary>A forward that comes back from option prices made of it, relative. Reason: prices of a naive twin (1e-14 of the legs) and the search's own end (1e-12).</summary>
    public const double Board = 1e-11;

    /// <summary>A total added up in another order than the ledger's, relative to the gross of its lines. Reason: some dozens of additions, 1e-16 each.</summary>
    public const double Regrouped = 1e-14;

    /// <summary>Tests of coverage and procyclicality. Reason: what the reference data supports (their README).</summary>
    public static class Validation
    {
        /// <summary>A statistic, relative.</summary>
        public const double Value = 1e-12;

        /// <summary>A probability, relative.</summary>
        public const double Probability = 1e-10;
    }

    /// <summary>Simulation.</summary>
    public static class Simulation
    {
        /// <summary>Interpolated less exact profits, in gross value, where the measured error is smaller still: Clenshaw's recurrence and the logarithm of a move
        /// round some hundred times.</summary>
        public const double Rounding = 1e-14;
    }

    /// <summary>American options. Reason: the accuracy that the settings state, and what the reference data supports (their README).</summary>
    public static class American
    {
        /// <summary>|err| of a price at the default setting, in strikes.</summary>
        public const double Default = 1e-8;

        /// <summary>|err| of a price at the accurate setting, in strikes: what the setting states.</summary>
        public const double Accurate = 1e-10;

        /// <summary>Root mean square error of the fast setting over ordinary terms, in strikes: the peer's 1.3e-4 at strike 105, four times better.</summary>
        public const double FastRms = 3e-7;

        /// <summary>The critical price, relative.</summary>
        public const double Critical = 1e-6;

        /// <summary>Delta, absolute.</summary>
        public const double Delta = 1e-6;

        /// <summary>Gamma times spot and deviation.</summary>
        public const double Gamma = 1e-6;

        /// <summary>A price in a scenario set, in strikes: half a decade below the default setting's ordinary error is not needed for profit and loss.</summary>
        public const double Scenario = 1e-6;

        /// <summary>A price with cash dividends, in strikes, for volatility x root of time up to 1.</summary>
        public const double Dividend = 1e-5;

        /// <summary>Profit per unit of the underlying against binomial trees of 1,200 steps, in money, at prices of 20 to 100. Reason: the tree; halving its
        /// steps moves a value by up to 1e-3, and a profit is the difference of two.</summary>
        public const double TreePerUnit = 2e-3;

        /// <summary>Two prices of the same option by different routes of the method (symmetry, scale), in strikes.</summary>
        public const double Route = 1e-13;
    }

    /// <summary>Statistics.</summary>
    public static class Statistics
    {
        /// <summary>Quantiles, tail means and closed forms, of the sample's scale or the value. Reason: what the reference data supports (their README).</summary>
        public const double Relative = 1e-12;

        /// <summary>An entry of a nearest correlation matrix. Reason: what the reference data supports (their README).</summary>
        public const double Correlation = 1e-10;

        /// <summary>Standard errors that a fixed sample may be off: of a few hundred comparisons one in a thousand would be beyond by chance.</summary>
        public const double Sigmas = 4.5;

        /// <summary>Student's distribution against another library's, relative: what that library holds.</summary>
        public const double Student = 1e-10;

        /// <summary>A tail mean of a thousand equal terms rounds a thousand times, relative to the sample's scale.</summary>
        public const double TailMean = 1e-13;
    }
}
