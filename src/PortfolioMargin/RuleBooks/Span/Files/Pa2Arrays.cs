using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Contracts with their risk arrays (records 81 and 82, which follow each other).</summary>
internal sealed class Pa2Arrays(SpanFileBuilder builder, Pa2Products products, Pa2Series series)
{
    private const int Losses = 16, OnFirst = 9, NamedColumns = 54;

    /// <summary>Made once: a file has millions of values.</summary>
    private static readonly string[] LossNames = [.. Enumerable.Range(1, Losses).Select(number => Invariant($"array value {number}"))];

    private readonly byte[] _name = new byte[NamedColumns];
    private double[]? _losses;
    private long? _precisePrice;
    private bool _isPrecise;
    private long _row;

    /// <summary>Record 81: rows 1 to 9 and the price in 14 digits.</summary>
    public void First(Pa2Line line)
    {
        _ = products.Find(line, 26);
        Remember(line);
        _losses = new double[Losses];
        for (int i = 0; i < OnFirst; i++) _losses[i] = Loss(line, i, 55 + 6 * i);
        _row = line.Row;
        _isPrecise = line.Letter(123) == 'Y';
        _precisePrice = _isPrecise && line.Number(109, 122, "price in 14 digits") is { } digits and not 99_999_999_999_999 ? digits : null;
    }

    /// <summary>Record 82: rows 10 to 16, delta, volatility and price.</summary>
    public void Second(Pa2Line line)
    {
        if (_losses is not { } losses || !Same(line)) throw line.Error("no record 81 of this contract stands before it; expected 81 and 82 one after the other, each once");
        var product = products.Find(line, 26);
        for (int i = OnFirst; i < Losses; i++) losses[i] = Loss(line, i, 55 + 6 * (i - OnFirst));
        SpanPeriod future = line.Period(30, 36, "future period"), option = line.Period(39, 45, "option period");
        long digits = line.Number(48, 54, "strike") ?? 0;
        bool negative = Negative(line);
        var right = Right(line, product.Product);
        var place = builder.At(line.Row, "record 82");
        var key = new SpanContractKey(product.Product, future, option, right, negative ? -digits : digits);
        CheckPeriods(line, product.Product, future, option);
        builder.Add(
            new(key, losses, series.Slot(line, 26, 30, 39), _row)
            {
                FuturePeriod = future,
                Strike = product.Product.IsOption ? Strike(line, product, digits, negative) : null,
                CompositeDelta = SpanScale.Apply(line.Signed(97, 101, 102, "composite delta"), -4),
                Price = Price(line, product),
                Volatility = line.Number(103, 110, "implied volatility") is { } volatility and not 99_999_999 ? SpanScale.Apply(volatility, -6) : null,
            },
            place);
        _losses = null;
    }

    /// <summary>Refuses a record between an 81 and its 82.</summary>
    public void CheckWhole(Pa2Line line)
    {
        if (_losses is not null && !(line.Letter(1) == '8' && line.Letter(2) == '2')) throw Incomplete();
    }

    public void Finish()
    {
        if (_losses is not null) throw Incomplete();
    }

    private MarginFormatException Incomplete() =>
        builder.At(_row, "record 81").Error("the array is incomplete: record 82 does not follow", System.Text.Encoding.ASCII.GetString(_name.AsSpan(2)));

    private void Remember(Pa2Line line)
    {
        _name.AsSpan().Fill((byte)' ');
        line.Raw(1, NamedColumns).CopyTo(_name);
    }

    private bool Same(Pa2Line line) => line.Raw(3, NamedColumns).SequenceEqual(_name.AsSpan(2));

    private static double Loss(Pa2Line line, int index, int column) => line.Signed(column, column + 4, column + 5, LossNames[index]);

    private static OptionRight Right(Pa2Line line, SpanFileProduct product)
    {
        if (!product.IsOption) return OptionRight.Call;
        return line.Letter(29) switch
        {
            'C' => OptionRight.Call,
            'P' => OptionRight.Put,
            _ => throw line.Error(29, 29, "option right", "is neither C nor P"),
        };
    }

    private static void CheckPeriods(Pa2Line line, SpanFileProduct product, SpanPeriod future, SpanPeriod option)
    {
        if (product.IsOption && option.IsNone) throw line.Error(39, 46, "option period", "is missing");
        if (product.Type is SpanProductType.Future or SpanProductType.OptionOnFuture && future.IsNone) throw line.Error(30, 37, "future period", "is missing");
    }

    /// <summary>Layouts before the sign of the strike leave it blank: their strikes are positive.</summary>
    private static bool Negative(Pa2Line line) => line.Letter(119) switch
    {
        '-' => true,
        '+' or ' ' => false,
        _ => throw line.Error(119, 119, "sign of the strike", "is neither + nor -"),
    };

    private double? Strike(Pa2Line line, Pa2Product product, long digits, bool negative)
    {
        if (line.IsBlank(48, 54)) throw line.Error(48, 54, "strike", "is missing");
        double? strike = product.Strike.Price(digits);
        if (strike is null) builder.Findings.Warn("price-not-read", $"strike in alignment \"{product.Strike.Alignment}\" that has no public description; such contracts cannot be margined", line.Place);
        return negative ? -strike : strike;
    }

    /// <summary>The settlement price: 7 digits, or the 14 of record 81 where it says so; all nines are no price.</summary>
    private double? Price(Pa2Line line, Pa2Product product)
    {
        long? short7 = line.Number(111, 117, "settlement price");
        long? digits = _isPrecise ? _precisePrice : short7 == 9_999_999 ? null : short7;
        if (digits is not { } number) return null;
        bool negative = line.Letter(118) switch
        {
            '+' => false,
            '-' => true,
            _ => throw line.Error(118, 118, "sign of the settlement price", "is neither + nor -"),
        };
        double? price = product.Settlement.Price(number);
        if (price is null) builder.Findings.Warn("price-not-read", $"settlement price in alignment \"{product.Settlement.Alignment}\" that has no public description; taken as no price", line.Place);
        return negative ? -price + 0.0 : price;
    }
}
