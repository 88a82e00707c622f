using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Reference;

public class OptionReferenceTest
{
    [TestCase("gbs_ordinary.csv")]
    [TestCase("gbs_stress.csv")]
    [TestCase("black76.csv")]
    [TestCase("bachelier.csv")]
    public void Every_price_is_inside_its_tolerance(string file)
    {
        int rows = 0, wanted = 0;
        foreach (var row in ReferenceData.Rows(file))
        {
            foreach (bool isCall in new[] { true, false })
            {
                double actual = Greeks(file, row, isCall).Price, expected = row.Number(isCall ? "call" : "put");
                double error = Math.Abs(actual - expected);
                error.ShouldBeLessThanOrEqualTo(Tolerances.Price(Exchanged(file, row)) + double.Epsilon, $"{file} row {row["id"]} {(isCall ? "call" : "put")}: {actual:R}, expected {expected:R}");
                double condition = row.Number(isCall ? "cond_call" : "cond_put");
                if (error <= 32 * Tolerances.Epsilon * (1 + condition) * Math.Abs(expected)) wanted++;
                rows++;
            }
        }

        TestContext.Out.WriteLine($"{file}: {rows} prices inside must, {wanted} inside wanted");
    }

    [TestCase("gbs_ordinary.csv")]
    [TestCase("gbs_stress.csv")]
    [TestCase("black76.csv")]
    [TestCase("bachelier.csv")]
    public void Every_greek_is_inside_its_tolerance(string file)
    {
        int count = 0;
        double worst = 0;
        foreach (var row in ReferenceData.Rows(file))
        {
            foreach (bool isCall in new[] { true, false })
            {
                var greeks = Greeks(file, row, isCall);
                foreach (var (name, actual, scale) in Scales(file, row, isCall, greeks))
                {
                    double expected = row.Number(name), allowed = Tolerances.Greek(scale, Conditioning(file, row)) + 1e-323;
                    double error = Math.Abs(actual - expected);
                    worst = Math.Max(worst, error / allowed);
                    error.ShouldBeLessThanOrEqualTo(allowed, $"{file} row {row["id"]} {name}: {actual:R}, expected {expected:R}");
                    count++;
                }
            }
        }

        TestContext.Out.WriteLine($"{file}: {count} greeks inside must, worst {worst:0.00} of the tolerance");
    }

    private static Greeks Greeks(string file, Dictionary<string, string> row, bool isCall) => file switch
    {
        "black76.csv" => isCall ? Black76.CallGreeks(row.Number("F"), row.Number("K"), row.Number("r"), row.Number("sigma"), row.Number("T"))
            : Black76.PutGreeks(row.Number("F"), row.Number("K"), row.Number("r"), row.Number("sigma"), row.Number("T")),
        "bachelier.csv" => isCall ? Bachelier.CallGreeks(row.Number("F"), row.Number("K"), row.Number("r"), row.Number("sigmaN"), row.Number("T"))
            : Bachelier.PutGreeks(row.Number("F"), row.Number("K"), row.Number("r"), row.Number("sigmaN"), row.Number("T")),
        _ => isCall ? BlackScholes.CallGreeks(row.Number("S"), row.Number("K"), row.Number("r"), row.Number("q"), row.Number("sigma"), row.Number("T"))
            : BlackScholes.PutGreeks(row.Number("S"), row.Number("K"), row.Number("r"), row.Number("q"), row.Number("sigma"), row.Number("T")),
    };

    private static (double Received, double Paid, double Deviation) Legs(string file, Dictionary<string, string> row)
    {
        double years = row.Number("T"), discount = Math.Exp(-row.Number("r") * years);
        return file switch
        {
            "black76.csv" => (row.Number("F") * discount, row.Number("K") * discount, row.Number("sigma") * Math.Sqrt(years)),
            "bachelier.csv" => (Math.Abs(row.Number("F")) * discount, Math.Abs(row.Number("K")) * discount, row.Number("sigmaN") * Math.Sqrt(years)),
            _ => (row.Number("S") * Math.Exp(-row.Number("q") * years), row.Number("K") * discount, row.Number("sigma") * Math.Sqrt(years)),
        };
    }

    /// <summary>Under the normal model the deviation is money too.</summary>
    private static double Exchanged(string file, Dictionary<string, string> row)
    {
        var (received, paid, deviation) = Legs(file, row);
        return received + paid + (file == "bachelier.csv" ? deviation * Math.Exp(-row.Number("r") * row.Number("T")) : 0);
    }

    /// <summary>a = |d1| (|d1| + (1 + |r|T + |q|T)/s) + |r|T + |q|T: how much inputs' own rounding moves a density.</summary>
    private static double Conditioning(string file, Dictionary<string, string> row)
    {
        double years = row.Number("T"), rates = Math.Abs(row.Number("r")) * years + (row.TryGetValue("q", out _) ? Math.Abs(row.Number("q")) * years : 0);
        double d1 = Math.Abs(row.Number("d1")), deviation = Legs(file, row).Deviation;
        if (file == "bachelier.csv") deviation /= Math.Max(Math.Abs(row.Number("F")), Math.Abs(row.Number("K")));
        return d1 * (d1 + (1 + rates) / deviation) + rates;
    }

    /// <summary>Each greek with the sum of the absolute terms of its closed form.</summary>
    private static IEnumerable<(string Name, double Actual, double Scale)> Scales(string file, Dictionary<string, string> row, bool isCall, Greeks greeks)
    {
        string side = isCall ? "call_" : "put_";
        double years = row.Number("T"), rate = row.Number("r"), d1 = row.Number("d1"), d2 = row.Number("d2");
        var (received, _, deviation) = Legs(file, row);
        double delta = Math.Abs(row.Number(side + "delta")), vega = Math.Abs(row.Number("vega"));
        double volatility = deviation / Math.Sqrt(years);
        bool spot = file.StartsWith("gbs", StringComparison.Ordinal), normal = file == "bachelier.csv";
        double carry = spot ? row.Number("q") : rate, underlying = row.Number(spot ? "S" : "F"), money = Exchanged(file, row);
        double rho = Math.Abs(row.Number(side + "rho"));
        double decay = vega * volatility / (2 * years);
        yield return (side + "delta", greeks.Delta, delta);
        yield return ("gamma", greeks.Gamma, Math.Abs(row.Number("gamma")));
        yield return ("vega", greeks.Vega, vega);
        yield return (side + "theta", greeks.Theta, spot
            ? decay + Math.Abs(carry) * received * delta / Math.Exp(-carry * years) + Math.Abs(rate) * rho / years
            : decay + Math.Abs(rate) * money);
        yield return (side + "rho", greeks.Rho, spot ? rho : years * money);
        yield return ("vanna", greeks.Vanna, normal ? Math.Abs(row.Number("vanna")) : vega / underlying * (1 + (Math.Abs(d1) + deviation) / deviation));
        yield return ("volga", greeks.Volga, normal ? Math.Abs(row.Number("volga")) : vega * ((Math.Abs(d1) + 1) * (Math.Abs(d2) + deviation + 1) / volatility));
        double drift = spot ? Math.Abs(rate - carry) / deviation : 0;
        double decayOfDelta = normal
            ? row.Number("gamma") * deviation * Math.Abs(d1) / (2 * years)
            : vega / (underlying * Math.Sqrt(years)) * (drift + (Math.Abs(d1) + deviation) / (2 * years));
        yield return (side + "charm", greeks.Charm, Math.Abs(carry) * delta + decayOfDelta);
    }
}
