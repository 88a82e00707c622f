using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Span;

/// <summary>A position with its published array.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Quantity">Contracts, signed.</param>
/// <param name="Losses">Loss of one long contract in each scenario.</param>
/// <param name="Delta">Composite delta.</param>
/// <param name="Mark">Price per unit.</param>
internal sealed record SpanPosition(Instrument Instrument, double Quantity, double[] Losses, decimal Delta, double Mark);

/// <summary>The document once more: plain numbers in dictionaries, deltas in decimal arithmetic, no slopes. Legs of one side must not share months here.</summary>
internal sealed class SpanTwin(SpanParameters parameters, IReadOnlyList<SpanPosition> book, Func<string, double> rate)
{
    private sealed class State
    {
        public required SpanCombinedCommodity Terms;
        public required string Name;
        public List<double[]> Vectors = [];
        public double Net, Left, Charges, Minimum, Value, Credit, Unit;
        public Dictionary<int, double> Tiers = [];

        public double PriceRisk => Vectors.Sum(vector =>
        {
            int active = Array.IndexOf(vector, vector.Max());
            int other = active > 13 ? active : active % 2 == 0 ? active + 1 : active - 1;
            return (vector[active] + vector[other]) / 2 - (vector[0] + vector[1]) / 2;
        });
    }

    public (double Initial, double Maintenance) Requirement()
    {
        var states = parameters.CombinedCommodities.Where(terms => Held(terms).Any(position => position.Quantity != 0)).Select(Build).ToList();
        if (parameters.Netting == SpanNetting.Net) Spreads(states);
        return (Total(states, initial: true), Total(states, initial: false));
    }

    private List<SpanPosition> Held(SpanCombinedCommodity terms) => [.. book.Where(position => terms.Products.Any(product => product.Underlying == position.Instrument.Underlying.Symbol))];

    private State Build(SpanCombinedCommodity terms)
    {
        var held = Held(terms);
        double money = terms.Currency is { } code ? rate(code) : 1;
        var state = new State { Terms = terms, Name = terms.Code, Unit = money };
        var scans = held.GroupBy(position => parameters.Netting == SpanNetting.Gross ? book.ToList().IndexOf(position) : terms.ScanTiers.FirstOrDefault(tier => Inside(position, tier.From, tier.To))?.Number ?? 0);
        foreach (var scan in scans)
            state.Vectors.Add([.. Enumerable.Range(0, 16).Select(s => scan.Sum(position => position.Quantity * position.Losses[s] * money))]);

        var months = new SortedDictionary<ContractMonth, (double Long, double Short)>();
        var nets = new Dictionary<ContractMonth, decimal>();
        foreach (var month in held.GroupBy(position => position.Instrument.ContractMonth!.Value))
        {
            decimal[] deltas = [.. month.Select(position => (decimal)position.Quantity * position.Delta * (decimal)terms.Products.First(product => product.Underlying == position.Instrument.Underlying.Symbol).DeltaScalingFactor)];
            nets[month.Key] = Rounded(deltas.Sum());
            if (parameters.Netting == SpanNetting.Gross) months[month.Key] = ((double)deltas.Where(d => d > 0).Sum(), (double)-deltas.Where(d => d < 0).Sum());
            else months[month.Key] = ((double)Math.Max(0, Rounded(deltas.Sum())), (double)Math.Max(0, -Rounded(deltas.Sum())));
        }

        state.Net = (double)nets.Values.Sum();
        state.Left = state.Net;
        foreach (var tier in terms.InterCommodityTiers)
            state.Tiers[tier.Number] = (double)nets.Where(month => month.Key >= tier.From && month.Key <= tier.To).Sum(month => month.Value);
        state.Charges = money * (Calendar(terms, months, out var taken) + terms.SpotMonths.Where(spot => months.ContainsKey(spot.Month)).Sum(spot =>
            spot.SpreadCharge * taken.GetValueOrDefault(spot.Month)
            + spot.OutrightCharge * ((spot.AppliesTo == SpanCharged.ShortSide ? 0 : months[spot.Month].Long) + (spot.AppliesTo == SpanCharged.LongSide ? 0 : months[spot.Month].Short))));
        state.Minimum = money * Minimum(terms, held);
        state.Value = money * held.Where(position => position.Instrument is VanillaOption { Premium: PremiumStyle.Upfront }).Sum(position => position.Quantity * position.Mark * position.Instrument.Multiplier);
        return state;
    }

    private static bool Inside(SpanPosition position, ContractMonth from, ContractMonth to) => position.Instrument.ContractMonth >= from && position.Instrument.ContractMonth <= to;

    private decimal Rounded(decimal delta)
    {
        if (parameters.DeltaDecimals is not { } digits) return delta;
        if (parameters.DeltaRounding == SpanRounding.HalfAwayFromZero) return Math.Round(delta, digits, MidpointRounding.AwayFromZero);
        decimal half = 0.5m / (decimal)Math.Pow(10, digits);
        return Math.Sign(delta) * (Math.Ceiling((Math.Abs(delta) - half) / (2 * half)) * (2 * half)); // up only beyond a half
    }

    private double Calendar(SpanCombinedCommodity terms, SortedDictionary<ContractMonth, (double Long, double Short)> months, out Dictionary<ContractMonth, double> taken)
    {
        double charge = 0;
        var used = new Dictionary<ContractMonth, double>();
        if (parameters.Netting == SpanNetting.Net)
        {
            foreach (var spread in terms.CalendarSpreads.OrderBy(spread => spread.Priority))
            {
                foreach (var longSide in new[] { SpanSide.A, SpanSide.B })
                {
                    var legs = spread.Legs.GroupBy(leg => (leg.Tier, leg.Month, leg.Side)).Select(same => (Months: Months(same.Key.Tier, same.Key.Month), Long: same.Key.Side == longSide, Per: same.Sum(leg => leg.DeltaPerSpread))).ToList();
                    double count = legs.Min(leg => leg.Months.Sum(month => Side(month, leg.Long)) / leg.Per);
                    charge += count * spread.Charge;
                    foreach (var leg in legs)
                    {
                        double wanted = count * leg.Per;
                        foreach (var month in leg.Months)
                        {
                            double part = Math.Min(wanted, Side(month, leg.Long));
                            wanted -= part;
                            used[month] = used.GetValueOrDefault(month) + part;
                            months[month] = leg.Long ? (months[month].Long - part, months[month].Short) : (months[month].Long, months[month].Short - part);
                        }
                    }
                }
            }
        }

        taken = used;
        return charge;

        double Side(ContractMonth month, bool isLong) => isLong ? months[month].Long : months[month].Short;

        List<ContractMonth> Months(int? number, ContractMonth? month)
        {
            var tier = terms.InterMonthTiers.FirstOrDefault(known => known.Number == number);
            return [.. months.Keys.Where(key => month is { } one ? key == one : key >= tier!.From && key <= tier.To)];
        }
    }

    private static double Minimum(SpanCombinedCommodity terms, List<SpanPosition> held) => held
        .Where(position => position is { Instrument: VanillaOption, Quantity: < 0 })
        .GroupBy(position => terms.ShortOptionMinimumTiers.FirstOrDefault(tier => Inside(position, tier.From, tier.To))?.Rate ?? terms.ShortOptionMinimum ?? 0)
        .Sum(tier =>
        {
            double calls = -tier.Where(position => ((VanillaOption)position.Instrument).Right == OptionRight.Call).Sum(position => position.Quantity);
            double puts = -tier.Sum(position => position.Quantity) - calls;
            return tier.Key * (terms.ShortOptionMinimumMethod == SpanShortOptionMethod.BothSides ? calls + puts : Math.Max(calls, puts));
        });

    private void Spreads(List<State> states)
    {
        foreach (var spread in parameters.InterCommoditySpreads.OrderBy(spread => (int)spread.Type * 1000 + spread.Priority))
        {
            var legs = spread.Legs.Select(leg => (Terms: leg, State: states.Find(state => state.Terms.Code == leg.CombinedCommodity)!)).ToList();
            if (legs.Any(leg => leg.State is null)) continue;
            if (spread.Method == SpanCreditMethod.Delta)
            {
                foreach (var longSide in new[] { SpanSide.A, SpanSide.B }) Credit(spread, legs, longSide);
                continue;
            }

            var target = legs.Single(leg => leg.Terms.IsTarget);
            var merged = new double[16];
            foreach (var (terms, state) in legs)
                for (int s = 0; s < 16; s++) merged[s] += Math.Max(0, state.Vectors[0][s]) + (terms.CreditRate ?? spread.CreditRate) * Math.Min(0, state.Vectors[0][s]);
            double net = legs.Sum(leg => leg.State.Net * target.Terms.DeltaPerSpread / leg.Terms.DeltaPerSpread), left = legs.Sum(leg => leg.State.Left * target.Terms.DeltaPerSpread / leg.Terms.DeltaPerSpread);
            foreach (var (_, state) in legs.Where(leg => leg.State != target.State))
            {
                target.State.Charges += state.Charges;
                target.State.Minimum += state.Minimum;
                target.State.Value += state.Value;
                target.State.Credit += state.Credit;
                states.Remove(state);
            }

            (target.State.Vectors, target.State.Net, target.State.Left) = ([merged], net, left);
        }
    }

    private void Credit(SpanInterCommoditySpread spread, List<(SpanInterCommodityLeg Terms, State State)> legs, SpanSide longSide)
    {
        if (parameters.CreditRequires == SpanCreditCondition.AllLegs && legs.Any(leg => Price(leg.State) <= 0)) return;
        double count = legs.Min(leg =>
        {
            double sign = leg.Terms.Side == longSide ? 1 : -1, available = sign * leg.State.Left;
            if (leg.Terms.Tier > 0) available = Math.Min(available, sign * leg.State.Tiers[leg.Terms.Tier]);
            return Math.Max(0, available) / leg.Terms.DeltaPerSpread;
        });
        foreach (var (terms, state) in legs)
        {
            double sign = terms.Side == longSide ? 1 : -1, deltas = count * terms.DeltaPerSpread;
            state.Credit += Price(state) * deltas * (terms.CreditRate ?? spread.CreditRate);
            state.Left -= sign * deltas;
            if (terms.Tier > 0) state.Tiers[terms.Tier] -= sign * deltas;
        }
    }

    private static double Price(State state)
    {
        if (state.Net == 0) return 0;
        double scanned = Math.Max(0, state.PriceRisk) / Math.Abs(state.Net), stated = (state.Terms.ScanRangePerDelta ?? 0) * state.Unit;
        return state.Terms.WeightedPriceRiskMethod switch
        {
            SpanPriceRiskMethod.ScanRange => stated,
            SpanPriceRiskMethod.ScanRangeCapped => Math.Min(scanned, stated),
            _ => scanned,
        };
    }

    private double Total(List<State> states, bool initial)
    {
        var groups = states.GroupBy(state => parameters.CombinedCommodityGroups.FirstOrDefault(group => group.CombinedCommodities.Contains(state.Terms.Code))?.Code ?? "account");
        var nets = groups.Select(group => group.Sum(state =>
        {
            double scan = state.Vectors.Sum(vector => parameters.ScanRiskFloor ? Math.Max(0, vector.Max()) : vector.Max());
            double risk = Math.Max(scan + state.Charges - state.Credit, state.Minimum) * state.Terms.AdjustmentFactor * (initial ? state.Terms.InitialToMaintenanceRatio : 1);
            bool capped = state.Terms.CapOptionValue || parameters.NetOptionValueLimit == SpanOptionValueLimit.CombinedCommodity;
            return capped ? Math.Max(0, risk - state.Value) : risk - state.Value;
        }));
        return parameters.NetOptionValueLimit == SpanOptionValueLimit.Account ? Math.Max(0, nets.Sum()) : nets.Sum(net => Math.Max(0, net));
    }
}
