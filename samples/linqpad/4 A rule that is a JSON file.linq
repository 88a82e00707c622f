<Query Kind="Statements">
  <NuGetReference>PortfolioMargin</NuGetReference>
  <Namespace>PortfolioMargin</Namespace>
  <Namespace>PortfolioMargin.RuleBooks</Namespace>
</Query>

var btc = new Underlying("BTC");
var expiry = new DateTimeOffset(2026, 12, 25, 8, 0, 0, TimeSpan.Zero);
var market = MarketSnapshot.At(expiry.AddDays(-33)).With(btc, spot: 95_000, volatility: 0.55);
var strangle = Portfolio.Of(
    (-1, VanillaOption.Call(btc, strike: 110_000, expiry)),
    (-1, VanillaOption.Put(btc, strike: 80_000, expiry)),
    (0.2, new Perpetual(btc)));

// The whole rule of an invented venue. Change a number, or write down your house's rule.
const string rule = """
    {
      "source": "Rule of an invented venue",
      "underlyings": {
        "BTC": {
          "priceRange": 0.15,
          "priceSteps": [-1, -0.67, -0.33, 0, 0.33, 0.67, 1],
          "volatility": {"steps": [-1, 0, 1], "up": 0.5, "down": 0.25, "shortTermPower": 0.3, "longTermPower": 0.5},
          "tails": [{"price": -0.4, "volatility": 1, "weight": 0.35}, {"price": 0.4, "volatility": 1, "weight": 0.35}],
          "contingencies": [
            {"name": "short option contingency", "measure": "NakedShortOptions", "rate": 0.01},
            {"name": "roll contingency", "measure": "NetDeltaByExpiry", "rate": 0.001, "annualRate": 0.02}
          ],
          "floors": [{"name": "gross delta", "measure": "GrossDelta", "rate": 0.01}]
        }
      },
      "factors": {"initial": 1.25, "maintenance": 1},
      "notCovered": ["liquidation fee"]
    }
    """;
var venue = HouseGridRuleBook.Load(new DateOnly(2026, 11, 22), rule);
Console.WriteLine(new MarginCalculator(venue).Calculate(strangle, market).Explain());
