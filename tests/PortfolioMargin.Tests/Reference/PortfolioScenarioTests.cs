using System.Text.Json;

namespace PortfolioMargin.Tests.Reference;

/// <summary>Fifteen books over whole scenario sets, with profits of more digits than a double holds, through the public river.
/// Every position stands on an underlying of its own, since each brings its own rate, yield and volatility.</summary>
internal sealed class PortfolioScenarioTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Valuation Valuation = new() { OptionsOnSpot = true, Discounting = Discounting.Market };

    public static IEnumerable<TestCaseData> Portfolios()
    {
        string path = Path.Combine(ReferenceFile.RepositoryRoot(), "tests", "PortfolioMargin.Tests", "Reference", "Data", "portfolio_scenarios.json");
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var portfolio in file.RootElement.GetProperty("portfolios").EnumerateArray())
            yield return new TestCaseData(portfolio.Clone()).SetArgDisplayNames($"{portfolio.GetProperty("id")} {portfolio.GetProperty("scenario_set")}");
    }

    [TestCaseSource(nameof(Portfolios))]
    public void Profit_in_every_scenario_is_within_the_gross_scale(JsonElement portfolio)
    {
        var (risk, scenarios) = Matrix(portfolio);
        double[] profits = Profits(risk, portfolio), expected = Numbers(portfolio, "pnl"), scales = Numbers(portfolio, "gross_scale");
        profits.Length.ShouldBe(expected.Length);
        var count = new Count($"profits of portfolio {portfolio.GetProperty("id")}, of the bound", 1);
        for (int s = 0; s < profits.Length; s++) count.Add(Math.Abs(profits[s] - expected[s]), Tolerances.GrossScale * scales[s], scenarios.RowsFor(default)[s].Name);
        TestContext.Out.WriteLine(count);
        count.AllInside.ShouldBeTrue(count.ToString());
    }

    [TestCaseSource(nameof(Portfolios))]
    public void The_worst_scenario_and_its_loss_are_those_of_the_reference(JsonElement portfolio)
    {
        var (risk, _) = Matrix(portfolio);
        double[] profits = Profits(risk, portfolio);
        int worst = portfolio.GetProperty("worst_index").GetInt32();
        double loss = Number(portfolio.GetProperty("worst_loss")), bound = Tolerances.GrossScale * Numbers(portfolio, "gross_scale")[worst];
        Array.IndexOf(profits, profits.Min()).ShouldBe(worst);
        Math.Max(0, -profits.Min()).ShouldBe(loss, bound);
        if (risk.All.Rows.Any(row => row.Instrument.Payoff == PayoffStyle.Inverse)) return; // converted at the shocked price, which no group does
        var line = risk.All.WorstLoss();
        line.Table!.Worst.ShouldBe(worst);
        line.Amount.Value.ShouldBe(loss, bound);
    }

    [TestCaseSource(nameof(Portfolios))]
    public void Values_of_options_and_spot_are_within_the_gross_scale(JsonElement portfolio)
    {
        var (risk, _) = Matrix(portfolio);
        double[] values = Numbers(portfolio, "base_value");
        double scale = Numbers(portfolio, "gross_scale").Min();
        foreach (var row in risk.All.Rows.Where(row => row.Instrument is VanillaOption or SpotAsset))
        {
            int position = int.Parse(row.Instrument.Underlying.Symbol.Split('P')[1], System.Globalization.CultureInfo.InvariantCulture);
            Math.Abs(row.Quantity * row.Unit!.Value - values[position]).ShouldBeLessThanOrEqualTo(Tolerances.GrossScale * scale / row.Conversion, row.ToString());
        }
    }

    private static (RiskMatrix Risk, ScenarioSet Scenarios) Matrix(JsonElement portfolio)
    {
        var prices = portfolio.GetProperty("underlyings").EnumerateArray().ToDictionary(entry => Text(entry, "id"), entry => entry.GetProperty("price").GetDouble());
        bool normal = Text(portfolio, "scenario_set") == "absolute"; // those books also hold prices that a shock moves below 0
        var market = MarketSnapshot.At(Time);
        var positions = new List<Position>();
        foreach (var entry in portfolio.GetProperty("positions").EnumerateArray())
        {
            var underlying = new Underlying($"{Text(entry, "underlying")} {Text(entry, "id")}");
            double rate = Number(entry, "r"), spot = prices[Text(entry, "underlying")];
            bool onSpot = Text(entry, "kind") == "option";
            market = market.With(new UnderlyingMarket(underlying, spot)
            {
                Model = normal ? PriceModel.Normal : PriceModel.Lognormal,
                Rate = rate,
                Carry = onSpot ? Number(entry, "q") : rate, // an option on a forward: its price does not grow
                Volatility = entry.TryGetProperty("sigma", out var sigma) ? new FlatVolatility(sigma.GetDouble()) : null,
            });
            positions.Add(new(Instrument(entry, underlying) with { Multiplier = Number(entry, "multiplier") }, Number(entry, "quantity")));
        }

        var scenarios = ScenarioSet.Of(portfolio.GetProperty("scenarios").EnumerateArray().Select(Scenario)).ValuedBy(Valuation);
        var book = Portfolio.Of(positions);
        return (new(Revaluer.Default.Revalue(book.Positions.Select(position => position.Instrument), market, scenarios), book), scenarios);
    }

    private static Instrument Instrument(JsonElement entry, Underlying underlying) => Text(entry, "kind") switch
    {
        "spot" => new SpotAsset(underlying),
        "future" => new Future(underlying, Time.AddDays(100)),
        "inverse_future" => new Perpetual(underlying) { Payoff = PayoffStyle.Inverse },
        "inverse_option" => Option(entry, underlying) with { Payoff = PayoffStyle.Inverse },
        "option" or "black76" or "bachelier" => Option(entry, underlying),
        string unknown => throw new InvalidOperationException($"The reference holds a kind that this test does not know: {unknown}."),
    };

    private static VanillaOption Option(JsonElement entry, Underlying underlying) => new(
        underlying, Text(entry, "type") == "call" ? OptionRight.Call : OptionRight.Put, Number(entry, "K"), Time.AddTicks((long)Math.Round(Number(entry, "T") * 365 * TimeSpan.TicksPerDay)));

    private static Scenario Scenario(JsonElement row, int index)
    {
        var price = row.TryGetProperty("price_abs", out var points) ? PriceShock.Absolute(points.GetDouble()) : PriceShock.Relative(Number(row, "price_rel"));
        double change = Number(row, row.TryGetProperty("vol_abs", out _) ? "vol_abs" : "vol_rel"); // both are fractions of the volatility
        return new($"row {index}", new(price, VolatilityShock.Relative(change)) { Years = Number(row, "dt") }, row.TryGetProperty("weight", out _) ? Number(row, "weight") : 1);
    }

    /// <summary>Weighted profit in the quote currency; what inverse contracts earn in coin counts at the shocked price.</summary>
    private static double[] Profits(RiskMatrix risk, JsonElement portfolio)
    {
        var scenarios = risk.Scenarios.RowsFor(default);
        double[] profits = new double[scenarios.Length], coins = new double[scenarios.Length];
        Fill(risk.All.Where(row => row.Instrument.Payoff == PayoffStyle.Linear), profits);
        Fill(risk.All.Where(row => row.Instrument.Payoff == PayoffStyle.Inverse), coins);
        var rows = portfolio.GetProperty("scenarios").EnumerateArray().ToList();
        for (int s = 0; s < profits.Length; s++) profits[s] = scenarios[s].Weight * (profits[s] + coins[s] * (1 + Number(rows[s], "price_rel")));
        return profits;
    }

    private static void Fill(RiskGroup group, double[] destination)
    {
        if (!group.Rows.IsEmpty) group.ProfitAndLoss(destination);
    }

    private static double[] Numbers(JsonElement portfolio, string name) => [.. portfolio.GetProperty(name).EnumerateArray().Select(Number)];

    private static double Number(JsonElement value) => ReferenceFile.Number(value.GetString()!);

    private static double Number(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
}
