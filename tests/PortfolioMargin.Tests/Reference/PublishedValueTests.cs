using System.Globalization;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Reference;

/// <summary>European values as printed in books, beside a reference of more digits. The American rows belong to the American pricer.</summary>
internal sealed class PublishedValueTests
{
    private const string File = "published_values.csv";

    /// <summary>Columns counted from the end, since sources hold commas: published_is, note, difference, error bound, reference, decimals, published, T .. S, type.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void European_prices_are_those_of_the_reference_and_round_to_the_print(bool whole)
    {
        var rows = ReferenceFile.Rows(File, whole).Where(fields => fields[0] == "european").ToList();
        rows.ShouldNotBeEmpty();
        foreach (string[] fields in rows)
        {
            double[] terms = [.. fields[^13..^7].Select(ReferenceFile.Number)];
            double price = fields[^14] == "call"
                ? BlackScholes.Call(terms[0], terms[1], terms[2], terms[3], terms[4], terms[5])
                : BlackScholes.Put(terms[0], terms[1], terms[2], terms[3], terms[4], terms[5]);
            double reference = ReferenceFile.Number(fields[^5]), bound = ReferenceFile.Number(fields[^4]);
            string row = string.Join(',', fields);
            price.ShouldBe(reference, bound + (Tolerances.Pricing.PriceWanted * Tolerances.Eps * reference), row);
            if (fields[^1] != "true_rounded") continue; // an approximation of the source is no truth to hit
            int decimals = int.Parse(fields[^6], CultureInfo.InvariantCulture);
            price.ShouldBe(ReferenceFile.Number(fields[^7]), 0.5 * double.Parse($"1e-{decimals}", CultureInfo.InvariantCulture), row);
        }
    }
}
