using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>A closed pricing formula, written once for every width.</summary>
internal interface IOptionFormula
{
    static abstract TLane Price<TLane>(in OptionLanes<TLane> option)
        where TLane : struct, ILane<TLane>;

    static abstract GreekLanes<TLane> Greeks<TLane>(in OptionLanes<TLane> option)
        where TLane : struct, ILane<TLane>;
}
