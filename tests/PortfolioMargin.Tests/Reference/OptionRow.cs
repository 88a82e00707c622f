namespace PortfolioMargin.Tests.Reference;

/// <summary>One row of an option file: the terms and, in the order of the columns, the true values.</summary>
internal sealed class OptionRow
{
    private const int Greeks = 12;

    private readonly double[] _outputs;

    /// <param name="fields">The fields of the row.</param>
    /// <param name="hasYield">True for the files on spot, which have a column more.</param>
    public OptionRow(string[] fields, bool hasYield)
    {
        Name = $"row {fields[0]} ({fields[1]})";
        double[] numbers = [.. fields.Skip(2).Select(ReferenceFile.Number)];
        int next = 0;
        Spot = numbers[next++];
        Strike = numbers[next++];
        Rate = numbers[next++];
        Yield = hasYield ? numbers[next++] : Rate;
        Volatility = numbers[next++];
        Years = numbers[next++];
        _outputs = numbers[next..];
    }

    public string Name { get; }

    public double Spot { get; }

    public double Strike { get; }

    public double Rate { get; }

    public double Yield { get; }

    public double Volatility { get; }

    public double Years { get; }

    public double D1 => _outputs[Greeks + 2];

    public double D2 => _outputs[Greeks + 3];

    public double Deviation => Volatility * Math.Sqrt(Years);

    public double Price(bool isCall) => _outputs[isCall ? 0 : 1];

    public double Condition(bool isCall) => _outputs[isCall ? Greeks + 4 : Greeks + 5];

    /// <summary>The true greeks; the price comes first.</summary>
    public PortfolioMargin.Pricing.Greeks True(bool isCall)
    {
        int side = isCall ? 0 : 1;
        return new(_outputs[side], _outputs[2 + side], _outputs[4], _outputs[5], _outputs[6 + side], _outputs[8 + side], _outputs[10], _outputs[11], _outputs[12 + side]);
    }
}
