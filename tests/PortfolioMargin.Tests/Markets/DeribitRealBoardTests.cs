using System.Globalization;
using MathNet.Numerics;

namespace PortfolioMargin.Tests.Markets;

/// <summary>Whole boards as the venue published them. The files are not part of the repository; without them these tests are ignored.</summary>
[TestFixture]
public sealed class DeribitRealBoardTests
{
    [TestCase("20251230T173115Z", 1304, 1e-4, 2e-4)]
    [TestCase("20260204T213308Z", 1688, 1e-4, 5e-4)]
    [TestCase("20260205T212937Z", 1840, 1e-4, 1e-3)]
    public void A_real_board_is_read_whole_and_reproduces_its_own_marks(string stamp, int rows, double median, double high)
    {
        string path = Locate(stamp);
        using var file = File.OpenRead(path);
        var board = DeribitBoard.FromCsv(file, new() { SourceName = Path.GetFileName(path) });
        board.RowCount.ShouldBe(rows);
        foreach (var diagnostic in board.Diagnostics) TestContext.Out.WriteLine(diagnostic);

        var own = new List<double>();
        var common = new List<double>();
        using var again = File.OpenRead(path);
        foreach (var row in DeribitBoardReader.ReadCsv(again))
        {
            if (row.ImpliedVolatility is not { } volatility || row.Mark is not { } mark || row.Forward is not { } forward) continue;
            var (underlying, expiry) = (row.Name.Underlying, row.Name.Expiry!.Value);
            double years = board.Snapshot.YearsTo(expiry), shared = board.Snapshot.ForwardOf(underlying, expiry);
            own.Add(Math.Abs(Coin(forward, row.Name, volatility, years) - mark));
            double[] point = new double[1];
            board.Snapshot.VolatilityOf(underlying, expiry)!.Volatilities(years, shared, [row.Name.Strike], point);
            point[0].ShouldBe(volatility, 5e-4, row.Name.ToString());
            common.Add(Math.Abs(Coin(shared, row.Name, point[0], years) - mark));
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stamp}: {own.Count} rows; own forward {Figures(own)}; common forward {Figures(common)}"));
        own.Count.ShouldBe(board.UsedRowCount);
        At(own, 0.5).ShouldBeLessThan(median);
        At(own, 0.95).ShouldBeLessThan(high);
        At(common, 0.5).ShouldBeLessThan(2 * median);
        At(common, 0.95).ShouldBeLessThan(2 * high);
    }

    [TestCase("20260205T212937Z")]
    public void Quoted_strikes_of_a_real_board_are_hit_exactly(string stamp)
    {
        using var file = File.OpenRead(Locate(stamp));
        var board = DeribitBoard.FromCsv(file);
        foreach (var market in board.Snapshot.Underlyings)
        {
            foreach (var entry in market.Expiries)
            {
                var points = ((SmileVolatility)entry.Volatility!).Points;
                double[] result = new double[points.Length];
                entry.Volatility.Volatilities(board.Snapshot.YearsTo(entry.Expiry), entry.Forward!.Value, [.. points.Select(p => p.Strike)], result);
                result.ShouldBe(points.Select(p => p.Volatility));
            }
        }
    }

    [TestCase("20251230T173115Z")]
    public void A_real_board_reads_the_same_in_every_culture(string stamp)
    {
        string path = Locate(stamp), plain = Read();
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string name in new[] { "tr-TR", "de-DE", "ar-SA", "th-TH" })
            {
                CultureInfo.CurrentCulture = BoardTexts.Culture(name);
                Read().ShouldBe(plain);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string Read()
        {
            using var file = File.OpenRead(path);
            return BoardTexts.Describe(DeribitBoard.FromCsv(file));
        }
    }

    private static double Coin(double forward, DeribitInstrumentName name, double volatility, double years)
    {
        double deviation = volatility * Math.Sqrt(years), d1 = Math.Log(forward / name.Strike) / deviation + deviation / 2;
        double sign = name.Right == OptionRight.Call ? 1 : -1;
        return sign * (Normal(sign * d1) - name.Strike / forward * Normal(sign * (d1 - deviation)));
    }

    private static double Normal(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    private static double At(List<double> errors, double share) => errors.Order().ElementAt((int)(share * (errors.Count - 1)));

    private static string Figures(List<double> errors) => string.Create(CultureInfo.InvariantCulture, $"median {At(errors, 0.5):E2} p95 {At(errors, 0.95):E2} max {errors.Max():E2}");

    private static string Locate(string stamp)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PortfolioMargin.sln"))) folder = folder.Parent;
        string path = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data", "deribit", $"deribit_options_snapshot_{stamp}.csv") : "";
        if (!File.Exists(path)) Assert.Ignore("The real boards are not beside the repository (shared/data/deribit); nothing to compare with.");
        return path;
    }
}
