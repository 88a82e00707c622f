namespace PortfolioMargin.Tests.Laws;

/// <summary>Nothing that happened before leaves a trace: long lives of an account, shared calculators, files written and read.</summary>
[TestFixtureSource(typeof(RuleBooks), nameof(RuleBooks.All))]
public class StateLawTest(IRuleBook ruleBook)
{
    private readonly MarginCalculator _calculator = new(ruleBook);
    private readonly LawWorld _world = LawWorld.Of(ruleBook);

    /// <summary>Adding, amending and removing positions and ticks of the market, one after another, each on the result before it; at checkpoints the
    /// requirement is that of a fresh calculator on a book kept beside it.</summary>
    [Test]
    public void A_long_life_of_changes_ends_where_a_fresh_computation_does() => LawCases.ForAll(
        random =>
        {
            var held = new Dictionary<Instrument, double>(); // quantities are multiples of 1/16, so plain sums are exact
            var market = _world.Market();
            var result = _calculator.Calculate(Portfolio.Empty, market);
            int checkpoint = Math.Max(50, LawCases.Operations / 200);
            for (int operation = 1; operation <= LawCases.Operations; operation++)
            {
                if (operation % 40 == 0)
                {
                    market = _world.Market(1 + random.Next(-50, 51) / 4096d);
                    result = _calculator.Calculate(result.Risk.Account with { Collateral = [] }, market);
                }
                else
                {
                    var trade = Trade(random, held);
                    held[trade.Instrument] = held.GetValueOrDefault(trade.Instrument) + trade.Quantity;
                    result = _calculator.WhatIf(result, trade).After;
                }

                if (operation % checkpoint == 0) Compare(result, held, market, operation);
            }
        },
        count: 1);

    [Test]
    public void Threads_that_share_a_calculator_get_the_bits_of_their_own_snapshot() => LawCases.ForAll(
        random =>
        {
            var book = Portfolio.Of(_world.Book(random, 40));
            MarketSnapshot[] snapshots = [.. Enumerable.Range(0, 8).Select(i => _world.Market(1 + i / 64d))];
            string[] expected = [.. snapshots.Select(market => new MarginCalculator(ruleBook, revaluer: new Revaluer(1)).Calculate(book, market).Fingerprint())];
            var current = snapshots[0];
            int calls = Math.Max(20, LawCases.Count / 5), finished = 0, cancelled = 0;
            var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
            Thread[] threads = [.. Enumerable.Range(0, 32).Select(i => new Thread(() => Work(new(1000 + i))))];
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            failures.ShouldBeEmpty();
            (finished + cancelled).ShouldBe(32 * calls);
            cancelled.ShouldBeGreaterThan(0);
            finished.ShouldBeGreaterThan(0);

            void Work(Random own)
            {
                for (int call = 0; call < calls; call++)
                {
                    Volatile.Write(ref current, snapshots[own.Next(snapshots.Length)]); // swapped under the others' feet
                    using var source = new CancellationTokenSource();
                    bool wanted = own.Next(4) == 0;
                    if (wanted && call == 0) source.Cancel(); // however fast the machine, some calls are cancelled
                    else if (wanted) source.CancelAfter(TimeSpan.FromTicks(own.Next(3) * TimeSpan.TicksPerMillisecond / 4));
                    try
                    {
                        var result = _calculator.Calculate(book, Volatile.Read(ref current), source.Token);
                        int snapshot = Array.IndexOf(snapshots, result.Risk.Market); // a result names its snapshot
                        if (snapshot < 0 || result.Fingerprint() != expected[snapshot]) failures.Enqueue($"call {call} got other bits than snapshot {snapshot}");
                        Interlocked.Increment(ref finished);
                    }
                    catch (OperationCanceledException) when (wanted)
                    {
                        Interlocked.Increment(ref cancelled);
                    }
                    catch (Exception problem)
                    {
                        failures.Enqueue(problem.ToString());
                    }
                }
            }
        },
        count: 1);

    [Test]
    public void A_case_written_and_read_again_has_the_same_bytes() => LawCases.ForAll(random =>
    {
        var account = new Account(Portfolio.Of(_world.Book(random, random.Next(0, 15)))) { Collateral = [new(_world.Cash, random.NextDouble() * 10)] };
        var orders = random.Next(2) == 0 ? account : account with { Orders = [new(_world.Book(random, 1)[0].Instrument, random.NextDouble(), random.NextDouble())] };
        var result = _calculator.Calculate(orders, _world.Market(0.5 + random.NextDouble()));
        string first = MarginCase.Of(result, "fuzzed", "a name with \u00e9, \u2028 and \"quotes\"").Write();
        var read = MarginCase.Parse(first);
        read.Write().ShouldBe(first);
        MarginCase.Parse(read.Write()).Write().ShouldBe(first);
        var again = read.Run();
        again.Fingerprint().ShouldBe(result.Fingerprint());
        MarginCase.Of(again, "fuzzed", "a name with \u00e9, \u2028 and \"quotes\"").Write().ShouldBe(first);
        read.Check().Agrees.ShouldBeTrue();
    });

    private void Compare(MarginResult result, Dictionary<Instrument, double> held, MarketSnapshot market, int operation)
    {
        var account = new Account(Portfolio.Of(held.Select(entry => new Position(entry.Key, entry.Value)))) { Collateral = result.Risk.Account.Collateral };
        var fresh = new MarginCalculator(ruleBook).Calculate(account, market);
        result.Initial.ShouldBe(fresh.Initial, $"after {operation} operations");
        result.Maintenance.ShouldBe(fresh.Maintenance, $"after {operation} operations");
        result.Risk.Arrays.Extend([]).ShouldBeSameAs(result.Risk.Arrays);
        new MarginCalculator(ruleBook).Calculate(result.Risk.Account, market).Fingerprint().ShouldBe(result.Fingerprint(), $"after {operation} operations");
    }

    /// <summary>A new position, more or less of a held one, or the end of one.</summary>
    private Position Trade(Random random, Dictionary<Instrument, double> held)
    {
        int kind = held.Count == 0 ? 0 : random.Next(3);
        if (kind == 0)
        {
            var drawn = _world.Book(random, 1)[0];
            return new(drawn.Instrument, random.Next(-16, 17) / 16d);
        }

        var instrument = held.Keys.Order().ElementAt(random.Next(held.Count));
        return new(instrument, kind == 1 ? random.Next(-16, 17) / 16d : -held[instrument]);
    }
}

/// <summary>Numbers survive the way to text and back to the last bit.</summary>
public class NumberRoundTripTest
{
    [Test]
    public void Any_finite_double_is_read_back_with_the_same_bits() => LawCases.ForAll(random =>
    {
        double number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        if (!double.IsFinite(number)) return;
        var account = new Account(Portfolio.Of((number, new Perpetual(new("BTC"))))) { Collateral = [new(new("USD"), number)] };
        var market = MarketSnapshot.At(RuleBooks.Time).With(new UnderlyingMarket(new("BTC"), Math.Max(double.Epsilon, Math.Abs(number))));
        string text = $$"""
            {"name":"n","ruleBook":{"name":"Deribit","asOf":"2026-02-15"},"market":{"time":"2026-03-13T10:00:00Z","underlyings":[{"symbol":"BTC","spot":{{market[new("BTC")].Spot.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}}}]},
            "portfolio":[{"kind":"perpetual","underlying":"BTC","quantity":{{number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}}}],"collateral":[{"asset":"USD","amount":{{number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}}}]}
            """;
        var read = MarginCase.Parse(MarginCase.Parse(text).Write());
        Bits(read.Account.Portfolio.Positions[0].Quantity).ShouldBe(Bits(account.Portfolio.Positions[0].Quantity));
        Bits(read.Account.Collateral[0].Amount).ShouldBe(Bits(account.Collateral[0].Amount));
        Bits(read.Market[new("BTC")].Spot).ShouldBe(Bits(market[new("BTC")].Spot));

        static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
    });
}
