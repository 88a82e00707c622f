namespace PortfolioMargin.Pricing;

/// <summary>The accuracy settings, each built when it is first asked for.</summary>
internal static class BoundarySchemes
{
    public static BoundaryScheme Of(AmericanAccuracy accuracy) => accuracy switch
    {
        AmericanAccuracy.Fast => FastScheme.Tables,
        AmericanAccuracy.Accurate => AccurateScheme.Tables,
        _ => DefaultScheme.Tables,
    };

    /// <summary>Between fast and default: 2e-8 of the strike for ordinary terms, at twice the time of fast. For risk arrays.</summary>
    public static BoundaryScheme ForScenarios => ScenarioScheme.Tables;

    private static class ScenarioScheme
    {
        public static readonly BoundaryScheme Tables = new(nodes: 8, terms: 6, priceNodes: 24, iterations: 4, tolerance: 0);
    }

    private static class FastScheme
    {
        public static readonly BoundaryScheme Tables = new(nodes: 8, terms: 4, priceNodes: 16, iterations: 3, tolerance: 0);
    }

    private static class DefaultScheme
    {
        public static readonly BoundaryScheme Tables = new(nodes: 32, terms: 24, priceNodes: 96, iterations: 40, tolerance: 1e-6);
    }

    private static class AccurateScheme
    {
        public static readonly BoundaryScheme Tables = new(nodes: 48, terms: 40, priceNodes: 192, iterations: 40, tolerance: 1e-8);
    }
}
