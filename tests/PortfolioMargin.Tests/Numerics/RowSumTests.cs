using PortfolioMargin.Numerics;

namespace PortfolioMargin.Tests.Numerics;

/// <summary>Sums of rows in blocks: every kernel and width has the bits of a naive loop.</summary>
public class RowSumTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512, LaneWidth.Widest];

    [Test]
    public void Every_width_and_number_of_columns_has_the_bits_of_a_naive_loop()
    {
        for (int columns = 1; columns <= 100; columns++)
        {
            var data = new Data(columns, rows: 1 + (columns % 60));
            foreach (var width in Widths)
            {
                var strips = new double[columns];
                RowStrips.Sum(new Loose(data), strips, width);
                strips.ShouldBe(data.Expected);

                var (block, sums) = (new double[data.Padded], new double[data.Padded]);
                RowBlocks.Add(data.Table, data.Rows.AsSpan(0, Math.Min(3, data.Rows.Length)), data.Factors.AsSpan(0, Math.Min(3, data.Rows.Length)), data.Starts, block, sums, width);
                RowBlocks.Add(data.Table, data.Rows.AsSpan(Math.Min(3, data.Rows.Length)), data.Factors.AsSpan(Math.Min(3, data.Rows.Length)), data.Starts, block, sums, width);
                RowBlocks.Close(block, sums);
                sums.AsSpan(0, columns).ToArray().ShouldBe(data.Expected);

                ScanRows.Worst(data.Table, data.Rows, data.Factors, data.Starts, data.Weights, width).ShouldBe(data.Worst);
                WorstCell.Of(sums, data.Weights, 0, sums).ShouldBe(data.Worst);
            }
        }
    }

    [Test]
    public void A_total_that_is_not_finite_is_never_lost_in_a_minimum()
    {
        foreach (double bad in new[] { double.PositiveInfinity, double.NegativeInfinity, double.NaN })
        {
            for (int column = 0; column < 40; column++)
            {
                var table = new double[40];
                table[column] = bad;
                WorstCell.AreFinite(table).ShouldBeFalse();
                foreach (var width in Widths) ScanRows.Worst(table, [0], [1], [false], new double[40], width).ShouldBe(double.NegativeInfinity);
            }
        }

        WorstCell.AreFinite(new double[40]).ShouldBeTrue();
    }

    [Test]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => RowBlocks.Add([], [], [], [], new double[8], new double[16])).Message.ShouldContain("columns");
        Should.Throw<ArgumentException>(() => RowBlocks.Add([], [0], [], [], new double[8], new double[8])).Message.ShouldContain("rows");
        Should.Throw<ArgumentException>(() => RowBlocks.Close(new double[12], new double[8])).Message.ShouldContain("whole rows");
        Should.Throw<ArgumentException>(() => WorstCell.Of(new double[8], new double[8], 0, new double[16])).Message.ShouldContain("8");
        Should.Throw<ArgumentException>(() => RowStrips.Sum(new Loose(new Data(9, 2)), new double[10])).Message.ShouldContain("cells");
    }

    private sealed class Data
    {
        public Data(int columns, int rows)
        {
            var random = new Random(columns);
            (Columns, Padded) = (columns, RowBlocks.Padded(columns));
            Rows = [.. Enumerable.Range(0, 2 * rows).Where(_ => random.Next(2) == 0)];
            Factors = [.. Rows.Select(_ => random.NextDouble() - 0.5)];
            Starts = [.. Enumerable.Range(0, 2 * rows).Select(_ => random.Next(5) == 0)];
            (Table, Weights) = (new double[2 * rows * Padded], new double[Padded]);
            for (int s = 0; s < columns; s++) Weights[s] = random.Next(1, 4) / 2d;
            for (int row = 0; row < 2 * rows; row++)
                for (int s = 0; s < columns; s++) Table[(row * Padded) + s] = random.NextDouble() - 0.5;
            Expected = [.. Enumerable.Range(0, columns).Select(Naive)];
            Worst = Math.Min(0, Enumerable.Range(0, columns).Min(s => Weights[s] * Expected[s]));
        }

        public int Columns { get; }

        public int Padded { get; }

        public int[] Rows { get; }

        public double[] Factors { get; }

        public bool[] Starts { get; }

        public double[] Table { get; }

        public double[] Weights { get; }

        public double[] Expected { get; }

        public double Worst { get; }

        private double Naive(int column)
        {
            double sum = 0, block = 0;
            for (int i = 0; i < Rows.Length; i++)
            {
                if (Starts[Rows[i]]) (sum, block) = (sum + block, 0);
                block = Math.FusedMultiplyAdd(Factors[i], Table[(Rows[i] * Padded) + column], block);
            }

            return sum + block;
        }
    }

    private readonly struct Loose(Data data) : IRowSource
    {
        public int Count => data.Rows.Length;

        public ReadOnlySpan<double> Cells(int row) => data.Table.AsSpan(data.Rows[row] * data.Padded, data.Columns);

        public double Factor(int row) => data.Factors[row];

        public bool StartsBlock(int row) => data.Starts[data.Rows[row]];
    }
}
