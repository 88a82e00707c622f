using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Reads the daily group lists of the clearing house, as it publishes them as CSV: included products, product groups, portfolio groups. Streaming; either all
/// three are read, or an exception is thrown. Percentages are of a hundred, as in the files.</summary>
/// <remarks>Included products: Symbol, Class Group, Product Group, Market Move Adjustment Factor, and if there Product CPM Eligible (rows that say No are left out).
/// Product groups: Product Group, CPM % Up, CPM % Down, Product Group Offset %. Portfolio groups: Portfolio Group, Product Group, Portfolio Group Offset %.
/// A group with offset 0 nets nothing: its members stand alone. A last line with a single filled field is taken for the file's trailer.</remarks>
public static class TimsGroupFiles
{
    private static readonly string[] ProductColumns = ["Symbol", "Class Group", "Product Group", "Market Move Adjustment Factor", "Product CPM Eligible"];
    private static readonly string[] GroupColumns = ["Product Group", "CPM % Up", "CPM % Down", "Product Group Offset %"];
    private static readonly string[] PortfolioColumns = ["Portfolio Group", "Product Group", "Portfolio Group Offset %"];

    /// <summary>Reads the three lists.</summary>
    /// <param name="table">Minimum charge and further settings, such as those of a rule book's <see cref="TimsRuleBook.Parameters"/>; its groups are replaced.</param>
    /// <param name="includedProducts">The list of included products; left open.</param>
    /// <param name="productGroups">The list of product groups; left open.</param>
    /// <param name="portfolioGroups">The list of portfolio groups; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The parameters and what was left out.</returns>
    /// <exception cref="MarginFormatException">A list is not such a table; the message names list, line, column and value.</exception>
    public static TimsGroupLists Read(
        TimsParameters table, TextReader includedProducts, TextReader productGroups, TextReader portfolioGroups, ReadingOptions? options = null, CancellationToken cancellation = default)
    {
        Guard.NotNull(table, nameof(table));
        var limits = options ?? ReadingOptions.Default;
        var groups = new TimsGroupAssembly();
        Read(new TimsGroupList(productGroups, "product groups", GroupColumns, 4, limits), row => groups.AddProductGroup(row.Text(0), new(row.Percent(1, 1000), row.Percent(2, 100)), row.Percent(3, 100), row.Place(0)));
        Read(new TimsGroupList(portfolioGroups, "portfolio groups", PortfolioColumns, 3, limits), row => groups.AddPortfolioGroup(row.Text(0), row.Text(1), row.Percent(2, 100), row.Place(1)));
        Read(new TimsGroupList(includedProducts, "included products", ProductColumns, 4, limits), row =>
        {
            if (!row.IsYes(4)) groups.LeaveOut(row.Text(0));
            else groups.AddProduct(row.Text(0), row.Text(1), row.Text(2), row.Number(3, -100, 100), row.Place(0), row.Place(1));
        });
        return groups.Build(table);

        void Read(TimsGroupList list, Action<TimsGroupList> add)
        {
            while (list.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                add(list);
            }

            groups.Report(list.Findings);
        }
    }
}
