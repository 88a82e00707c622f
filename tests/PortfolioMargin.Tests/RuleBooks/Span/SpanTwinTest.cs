using System.Text.RegularExpressions;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Span;

/// <summary>All mechanisms at once: random parameters and books against the plain twin.</summary>
public class SpanTwinTest
{
    [Test]
    public void Random_books_under_random_parameters_agree_with_the_plain_twin()
    {
        var seen = new HashSet<string>();
        LawCases.ForAll(
            random =>
            {
                var (parameters, book) = (SpanBooks.Parameters(random), SpanBooks.Book(random, weekly: random.Next(2) == 0));
                var market = SpanBooks.Market(book);
                var result = SpanBooks.Calculator(parameters, book).Calculate(SpanBooks.Portfolio(book), market);
                var (initial, maintenance) = new SpanTwin(parameters, book, code => market.Convert(1, new(code), new("USD"))).Requirement();
                double size = book.Sum(position => Math.Abs(position.Quantity) * position.Losses.Max(Math.Abs));
                result.Maintenance.ShouldBe(maintenance, Tolerances.PlainTwin * size);
                result.Initial.ShouldBe(initial, Tolerances.PlainTwin * size);
                foreach (var (path, line) in result.Requirement.Maintenance.Walk())
                    if (line.Amount.Value != 0) seen.Add(path);
            },
            count: Math.Max(300, LawCases.Count));
        foreach (string part in (string[])["calendar spread charge/spread", "spot month charge/2030-03", "inter-commodity credit/spread", "(C.D|D.C)/net risk", "short option minimum/tier", "scan risk/tier", "excess option value/A"])
            seen.ShouldContain(path => Regex.IsMatch(path, part), part); // nothing was left untried
    }

    [Test]
    public void Contributions_are_the_requirement_and_slopes_predict_a_small_change() => LawCases.ForAll(random =>
    {
        var (parameters, book) = (SpanBooks.Parameters(random), SpanBooks.Book(random));
        if (parameters.DeltaDecimals is not null) return; // rounding has no slope
        var market = SpanBooks.Market(book);
        var calculator = SpanBooks.Calculator(parameters, book);
        var result = calculator.Calculate(SpanBooks.Portfolio(book), market);
        double size = book.Sum(position => Math.Abs(position.Quantity) * position.Losses.Max(Math.Abs));
        foreach (var (path, line) in result.Requirement.Initial.Walk().Concat(result.Requirement.Maintenance.Walk()))
            line.Amount.Rest.ShouldBe(0, 1e-12 * size, path); // everything is homogeneous, so positions explain every line

        // Where two bends meet, as whole contracts make them (a smaller side and a larger loss at once), no slope need lie between the steps up and down: so off the whole numbers.
        List<SpanPosition> off = [.. book.Select(position => position with { Quantity = position.Quantity + (position.Quantity == 0 ? 0 : 0.01 * random.NextDouble()) })];
        var smooth = calculator.Calculate(SpanBooks.Portfolio(off), market);
        var row = smooth.Risk.Rows[random.Next(smooth.Risk.Rows.Length)];
        if (row.Quantity == 0) return; // the first contract may form spreads, so a row of none has no slope of its own
        const double step = 1e-6;
        double up = (With(step) - smooth.Initial) / step, down = (smooth.Initial - With(-step)) / step, slope = smooth.Requirement.Initial.Amount.Slope(row.Index);
        slope.ShouldBeInRange(Math.Min(up, down) - 0.05, Math.Max(up, down) + 0.05, row.ToString()); // of some hundreds per contract

        double With(double trade) => calculator.Calculate(SpanBooks.Portfolio(off) + Portfolio.Of((trade, row.Instrument)), market).Initial;
    });
}
