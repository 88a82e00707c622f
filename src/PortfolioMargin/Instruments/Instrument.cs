using System.Globalization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Something that can be held. A closed set of kinds: <see cref="SpotAsset"/>, <see cref="Perpetual"/>, <see cref="Future"/>,
/// <see cref="VanillaOption"/>. Two instruments with equal terms are equal, and positions in them net.</summary>
public abstract record Instrument : IComparable<Instrument>
{
    private readonly double _multiplier = 1;
    private readonly PayoffStyle _payoff;
    private readonly int _kindOrder; // place of the kind in canonical order
    private readonly long _ticks;    // of the expiry in UTC; -1 for none, which comes first

    /// <summary>States what all kinds have.</summary>
    /// <param name="underlying">What it is written on.</param>
    /// <param name="expiry">When it ends; none for spot and perpetuals.</param>
    /// <param name="kindOrder">Place of the kind in canonical order.</param>
    /// <param name="terms">What tells instruments of one kind and expiry apart, unchanged when prices double.</param>
    private protected Instrument(Underlying underlying, DateTimeOffset? expiry, int kindOrder, ulong terms = 0)
    {
        if (underlying.Symbol.Length == 0) throw new ArgumentException("An instrument needs an underlying with a symbol; got the default value.", nameof(underlying));
        Underlying = underlying;
        Expiry = expiry?.ToUniversalTime();
        ContractMonth = Expiry is { } instant ? PortfolioMargin.ContractMonth.Of(instant) : null;
        _kindOrder = kindOrder;
        _ticks = Expiry?.UtcTicks ?? -1;
        StartsBlock = Mix(Mix(Mix((ulong)kindOrder) ^ (ulong)Math.Max(0, _ticks)) ^ terms) >> 60 == 0;
    }

    /// <summary>What it is written on.</summary>
    public Underlying Underlying { get; }

    /// <summary>When it ends, in UTC; none for spot and perpetuals.</summary>
    public DateTimeOffset? Expiry { get; }

    /// <summary>Units of the underlying per contract; for an inverse future or perpetual, units of the quote currency per contract. Above 0; 1 unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or not finite.</exception>
    public double Multiplier
    {
        get => _multiplier;
        init => _multiplier = Guard.Positive(value, nameof(Multiplier));
    }

    /// <summary>How profit follows the price; linear unless stated.</summary>
    /// <exception cref="ArgumentException">Spot cannot be inverse.</exception>
    public PayoffStyle Payoff
    {
        get => _payoff;
        init => _payoff = CanBeInverse || value == PayoffStyle.Linear
            ? Guard.Defined(value, nameof(Payoff))
            : throw new ArgumentException($"{Underlying} spot cannot have an inverse payoff; hold a perpetual or a future instead.", nameof(Payoff));
    }

    /// <summary>The month (or day) that its delta is counted in; the month of <see cref="Expiry"/> unless stated, none for spot and perpetuals.</summary>
    public ContractMonth? ContractMonth { get; init; }

    /// <summary>Whether holding it is itself worth money: spot, and options paid upfront. The others are settled daily and are worth only what has accrued.</summary>
    public abstract bool HoldsValue { get; }

    private protected virtual bool CanBeInverse => true;

    /// <summary>What one unit pays if the underlying settles at a price, in the quote currency per unit (multiplier not applied).
    /// For spot, perpetuals and futures that is the price itself.</summary>
    /// <param name="settlementPrice">The price, in the quote currency.</param>
    /// <returns>The payoff per unit.</returns>
    public virtual double Intrinsic(double settlementPrice) => settlementPrice;

    /// <summary>Canonical order: underlying, kind, expiry, strike, right, then the remaining terms; 0 only for equal instruments.</summary>
    /// <param name="other">The other instrument.</param>
    /// <returns>Negative when this one comes first.</returns>
    public int CompareTo(Instrument? other)
    {
        if (ReferenceEquals(this, other)) return 0;
        if (other is null) return 1;
        int order = Underlying.CompareTo(other.Underlying);
        if (order == 0) order = _kindOrder.CompareTo(other._kindOrder);
        if (order == 0) order = _ticks.CompareTo(other._ticks);
        if (order == 0) order = CompareTerms(other);
        if (order == 0) order = Multiplier.CompareTo(other.Multiplier);
        if (order == 0) order = (int)Payoff - (int)other.Payoff;
        return order == 0 ? Nullable.Compare(ContractMonth, other.ContractMonth) : order;
    }

    /// <summary>Order inside one kind and expiry.</summary>
    private protected virtual int CompareTerms(Instrument other) => 0;

    /// <summary>Whether another instrument is written on the same underlying and ends at the same instant, or neither ends.</summary>
    internal bool SharesExpiry(Instrument other) => _ticks == other._ticks && Underlying == other.Underlying;

    /// <summary>Whether it ends before an instant.</summary>
    /// <param name="ticks">The instant, in ticks of UTC.</param>
    internal bool EndsBefore(long ticks) => _ticks >= 0 && _ticks < ticks;

    /// <summary>Whether sums over positions begin a new block at this instrument: one instrument in 16 does, chosen by its terms alone.
    /// So a trade changes the sum of one block and leaves the others as they are. Names, multipliers and powers of two in prices do not matter
    /// to the choice, because they must not matter to the bits of a sum.</summary>
    internal bool StartsBlock { get; }

    /// <summary>Spreads 64 bits. Source: the finaliser of SplitMix64, G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014.</summary>
    private static ulong Mix(ulong bits)
    {
        bits = (bits + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>The terms as people say them: "BTC 2026-12-25 08:00Z 110000 call (inverse)".</summary>
    /// <returns>The text.</returns>
    public sealed override string ToString()
    {
        var marks = new List<string>(4);
        if (Payoff == PayoffStyle.Inverse) marks.Add("inverse");
        DescribeTerms(marks);
        if (Multiplier != 1) marks.Add("x " + Multiplier.ToString("R", CultureInfo.InvariantCulture));
        if (Expiry is { } instant && ContractMonth != PortfolioMargin.ContractMonth.Of(instant)) marks.Add("month " + ContractMonth);
        return $"{Underlying} {Name}{(marks.Count == 0 ? "" : $" ({string.Join(", ", marks)})")}";
    }

    private protected abstract string Name { get; }

    private protected virtual void DescribeTerms(List<string> marks)
    {
    }

    private protected string ExpiryText => Expiry!.Value.ToString(Expiry.Value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>Earlier in canonical order.</summary>
    public static bool operator <(Instrument left, Instrument right) => left.CompareTo(right) < 0;

    /// <summary>Later in canonical order.</summary>
    public static bool operator >(Instrument left, Instrument right) => left.CompareTo(right) > 0;

    /// <summary>Earlier in canonical order, or equal.</summary>
    public static bool operator <=(Instrument left, Instrument right) => left.CompareTo(right) <= 0;

    /// <summary>Later in canonical order, or equal.</summary>
    public static bool operator >=(Instrument left, Instrument right) => left.CompareTo(right) >= 0;
}
