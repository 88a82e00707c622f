using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The fit behind <see cref="LadderLoop"/>: (M(h - t) - M(h + t)) / (2 t) = lead P(h) / Q(h), monic, degree 7 over 9, M the Mills ratio N(-z)/phi(z).
/// The coefficients depend on t alone, so one volatility pays for them once however many forwards share it.</summary>
/// <remarks>The rational function meets the difference at 17 fixed points of h in 0..8 (a difference quotient of M, so nothing cancels), which makes each coefficient a smooth
/// function of t^2: a polynomial of degree 8 through Chebyshev points of 0..1/16. Computed in 60 digits; 1.3e-15 relative over the whole domain.</remarks>
internal static class LadderFit
{
    /// <summary>The narrowest and the widest w = sigma sqrt(T) of the fit: below, an ulp of ln(F/K) would show; beyond, the polynomials in t^2 do not reach.</summary>
    public const double SmallestDeviation = 0.01, LargestDeviation = 0.5;

    /// <summary>Standard deviations that the fit reaches.</summary>
    public const double Reach = 8;

    /// <summary>P from the constant up, without its leading 1; then Q; then the factor before both; then padding.</summary>
    public const int PStart = 0, QStart = 7, Lead = 16, Count = 24;

    private const int Degree = 8;

    /// <summary>Powers of t^2 from the eighth down, [power, coefficient].</summary>
    private static ReadOnlySpan<double> Table =>
    [
        1008057.9527497189, 706715.5651889868, 241867.2722618721, 42888.51747178393, 2841.4576594509986, -247.2951139711355, -41.26965900319194, 1088267.7300601879,
        2139088.7436526557, 1844461.7218870262, 898935.2936872393, 262943.6448263606, 43649.64839404457, 2792.2438989852903, -247.23339265160996, -41.27222832227335,
        -2.5581462391333184e-05, 0, 0, 0, 0, 0, 0, 0,
        -576225.5020830169, -556730.1206245371, -267956.8757273625, -77139.30261093186, -13716.606604373914, -1408.4292618502457, -64.61590553269417, -471718.5193767018,
        -1130818.9066015754, -1211426.0117119898, -759803.0174573127, -305984.8590815942, -81220.08024282896, -13909.974257451011, -1408.4443967597683, -64.6153201176909,
        6.160101264326458e-06, 0, 0, 0, 0, 0, 0, 0,
        -279735.4284178164, -219572.6948944219, -86722.01003266765, -19742.735547237236, -2570.870571007719, -158.46031066223887, -1.4689367393475148, -276053.9665641999,
        -575739.9104939712, -533933.2536119858, -286353.3791562075, -96335.80016649266, -20483.245207899483, -2589.5584091056417, -158.4744332821498, -1.4683606432388385,
        5.827100697883031e-06, 0, 0, 0, 0, 0, 0, 0,
        -3046.8510511624427, 23785.81450059733, 21329.808539073136, 8801.593999903913, 2031.745347757266, 260.00413728075165, 14.7328544346162, -27180.157633353156,
        -20442.93918979434, 21413.294088426217, 38982.25260242251, 25619.688704452983, 9403.8279323817, 2068.222062758574, 260.0004937133413, 14.733008059812747,
        1.5078318786704607e-06, 0, 0, 0, 0, 0, 0, 0,
        78721.19053589641, 75713.14798738225, 36023.19498506475, 10181.201366962523, 1767.1140111961713, 176.2538935711105, 7.816974116839543, 63872.13576827289,
        151939.9403099797, 163131.29543706754, 102302.27200623605, 40901.37666812765, 10692.64398150963, 1790.7115243586352, 176.2560675464805, 7.81688828448013,
        -9.03789655619253e-07, 0, 0, 0, 0, 0, 0, 0,
        47375.22251256499, 36910.691113566645, 14152.74905462218, 3061.9251115005804, 365.5449959263489, 18.144651538047206, -0.20015046594248906, 37913.4011745205,
        89348.19912373726, 87417.58369077084, 47383.045128348116, 15629.629946424177, 3172.030778816733, 368.0808005703276, 18.147187155597585, -0.20025296807249238,
        -1.0617494848993445e-06, 0, 0, 0, 0, 0, 0, 0,
        17731.59135960783, 4137.585779687269, -2066.921071145271, -1506.995033214703, -403.49655068247085, -54.69952779941966, -3.200130532256006, 46010.356728200546,
        65379.319490542824, 35458.41044329794, 6398.771595011867, -2190.2279280930784, -1564.8201673356414, -408.4116115774939, -54.69780957496093, -3.200199690104211,
        -6.797284922591015e-07, 0, 0, 0, 0, 0, 0, 0,
        -77164.21764792473, -63161.17465114182, -26489.738018651726, -6777.059298788269, -1096.505677664489, -105.52946004179317, -4.73214624532585, -96345.2189411401,
        -190248.07548341417, -170393.12324769853, -90707.70780331988, -31518.708686781985, -7357.443223398056, -1134.1967223391528, -106.53102617451947, -4.732085246830102,
        5.50514799642835e-07, 0, 0, 0, 0, 0, 0, 0,
        57543.26782407845, 55068.335935228235, 27584.17088989476, 8762.58829790677, 1872.669811533663, 267.01653758779463, 23.540666796534158, 57543.23419653367,
        127188.05267937954, 129447.5050940503, 79872.79313723095, 33053.07862927866, 9558.259174656407, 1943.252710375086, 270.01801811125097, 23.54060819203949,
        0.9999994156128773, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The coefficients of one volatility, lanes = coefficients.</summary>
    /// <param name="square">t^2 = w^2/4, up to 1/16.</param>
    /// <param name="coefficients">Receives <see cref="Count"/> values.</param>
    /// <param name="width">The width to compute in.</param>
    public static void Fill(double square, Span<double> coefficients, LaneWidth width)
    {
        var loop = new LadderFitLoop(square, coefficients[..Count]);
        LaneRunner.Run(ref loop, width);
    }

    private readonly ref struct LadderFitLoop(double square, Span<double> coefficients) : ILaneLoop
    {
        private readonly Span<double> _coefficients = coefficients;

        public int Length => Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            ref readonly double table = ref MemoryMarshal.GetReference(Table);
            TLane at = TLane.Broadcast(square), sum = TLane.Load(in table, offset);
            for (int power = 1; power <= Degree; power++) sum = TLane.FusedMultiplyAdd(sum, at, TLane.Load(in table, (power * Count) + offset));
            sum.Store(ref MemoryMarshal.GetReference(_coefficients), offset);
        }
    }
}
