using System.Buffers;
using System.Globalization;

namespace PortfolioMargin;

/// <content>The grammar. It returns a sentence instead of throwing, and allocates nothing for the well-known coins.</content>
public readonly partial record struct DeribitInstrumentName
{
    private static class DeribitNameParser
    {
        private const int LongestName = 64;
        private static readonly SearchValues<char> CoinLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

        public static double UsdPerContract(ReadOnlySpan<char> coin) => coin switch { "BTC" => 10, "ETH" => 1, _ => double.NaN };

        /// <summary>Null for a name; otherwise the reason why the text is none.</summary>
        public static string? Parse(ReadOnlySpan<char> text, out DeribitInstrumentName name)
        {
            name = default;
            if (BadText(text) is { } unreadable) return unreadable;
            Span<Range> parts = stackalloc Range[6];
            int count = text.Split(parts, '-');
            var head = text[parts[0]];
            bool inverse = !head.Contains('_');
            if (BadCoin(head, inverse, out var coin) is { } badCoin) return badCoin;
            if (count == 1) return "A coin alone is no instrument; expected a perpetual (BTC-PERPETUAL), a future (BTC-27MAR26) or an option (BTC-27MAR26-100000-C).";

            bool perpetual = text[parts[1]] is "PERPETUAL";
            if (perpetual && count != 2) return "Nothing may follow PERPETUAL.";
            if (count is not (2 or 4)) return "Expected 2 parts (future, perpetual) or 4 parts (option) between hyphens; combinations such as BTC-CS-27MAR26-90000_100000 are not instruments of their own: state their legs.";

            name = new() { Underlying = new(Known(coin)), IsInverse = inverse, Kind = perpetual ? DeribitInstrumentKind.Perpetual : DeribitInstrumentKind.Future };
            if (count == 2 && inverse && double.IsNaN(UsdPerContract(coin)))
                return $"The contract size of inverse {coin} futures and perpetuals is not known here, only those of BTC and ETH; for a linear one write {coin}_USDC.";
            if (perpetual) return null;
            if (BadExpiry(text[parts[1]], out var expiry) is { } badExpiry) return badExpiry;
            name = name with { Expiry = expiry };
            return count == 2 ? null : Option(text[parts[2]], text[parts[3]], ref name);
        }

        private static string? Option(ReadOnlySpan<char> strikeText, ReadOnlySpan<char> right, ref DeribitInstrumentName name)
        {
            if (BadStrike(strikeText, name.IsInverse, out double strike) is { } badStrike) return badStrike;
            if (right is not ("C" or "P")) return "The last part must be C for a call or P for a put.";
            name = name with { Kind = DeribitInstrumentKind.Option, Strike = strike, Right = right[0] == 'C' ? OptionRight.Call : OptionRight.Put };
            return null;
        }

        private static string? BadText(ReadOnlySpan<char> text)
        {
            if (text.IsEmpty) return "The name is empty; expected an instrument such as BTC-27MAR26-100000-C.";
            if (text.Length > LongestName) return "The name is longer than 64 characters; expected an instrument such as BTC-27MAR26-100000-C.";
            if (text[0] is '=' or '+' or '@' or '-') return "Unknown name: it begins like a spreadsheet formula. Export values, not formulas; expected an instrument such as BTC-27MAR26-100000-C.";
            foreach (char letter in text)
            {
                if (char.IsWhiteSpace(letter)) return "Unknown name: it contains a blank; take blanks around and inside the name out.";
                if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or ','))
                    return "Unknown name: only A to Z, digits, hyphen and underscore occur in instrument names, such as BTC-27MAR26-100000-C.";
                if (char.IsAsciiLetterLower(letter) && letter != 'd') return "Unknown name: instrument names are upper case, such as BTC-27MAR26-100000-C.";
            }

            return null;
        }

        private static string? BadCoin(ReadOnlySpan<char> head, bool inverse, out ReadOnlySpan<char> coin)
        {
            int underscore = head.IndexOf('_');
            coin = inverse ? head : head[..underscore];
            if (!inverse && head[(underscore + 1)..] is not "USDC") return "Unknown quote currency after the underscore; linear instruments are read only when quoted in USDC, as in AVAX_USDC-29MAY26-8d6-P.";
            if (coin.Length is 0 or > 16 || coin.ContainsAnyExcept(CoinLetters)) return "The name must begin with a coin of 1 to 16 upper-case letters or digits, such as BTC or AVAX_USDC.";
            return null;
        }

        private static string? BadExpiry(ReadOnlySpan<char> text, out DateTimeOffset expiry)
        {
            expiry = default;
            if (text.Length is not (6 or 7) || !AllDigits(text[..^5]) || !AllDigits(text[^2..]))
                return "The expiry must be day, month and year as 27MAR26 (8MAR26 for a single-digit day).";
            if (text[0] == '0') return "The expiry begins with 0; the venue writes days without a leading zero, 8MAR26 and not 08MAR26.";
            int month = 1;
            foreach (string letters in Months)
            {
                if (text[^5..^2].SequenceEqual(letters)) break;
                month++;
            }

            if (month > 12) return "Unknown month in the expiry; expected one of JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC.";
            int day = Digits(text[..^5]), year = 2000 + Digits(text[^2..]);
            if (day > DateTime.DaysInMonth(year, month)) return "The calendar has no such day; check the expiry.";
            expiry = new(year, month, day, 8, 0, 0, TimeSpan.Zero);
            return null;
        }

        /// <summary>At most 15 significant digits, so that a strike and its text are the same number both ways.</summary>
        private static string? BadStrike(ReadOnlySpan<char> text, bool inverse, out double strike)
        {
            strike = 0;
            int point = text.IndexOfAny('d', 'D');
            var whole = point < 0 ? text : text[..point];
            var decimals = point < 0 ? default : text[(point + 1)..];
            if (text.ContainsAny('.', ',')) return "The strike contains a point or comma; the venue writes the decimal point of a strike as d, 8d6 for 8.6.";
            if (!AllDigits(whole) || (point >= 0 && !AllDigits(decimals))) return "The strike must be digits, such as 100000, or for linear options 8d6 with d as the decimal point.";
            if (inverse && point >= 0) return "Strikes of inverse options are whole numbers; a decimal strike belongs to a linear option such as AVAX_USDC-29MAY26-8d6-P.";
            if (whole.Length > 1 && whole[0] == '0') return "The strike begins with 0; the venue writes strikes without leading zeros.";
            if (decimals.Length > 0 && decimals[^1] == '0') return "The strike ends with 0 after its decimal point; the venue writes 8d6 and not 8d60.";
            if (whole.Length > 12 || decimals.Length > 9 || whole.Length + decimals.Length > 15) return "The strike has more digits than a price can have.";

            Span<char> number = stackalloc char[text.Length];
            text.CopyTo(number);
            if (point >= 0) number[point] = '.';
            strike = double.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            return strike > 0 ? null : "The strike is 0; expected a price above 0.";
        }

        private static bool AllDigits(ReadOnlySpan<char> text)
        {
            foreach (char letter in text)
                if (!char.IsAsciiDigit(letter)) return false;
            return !text.IsEmpty;
        }

        private static int Digits(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

        private static string Known(ReadOnlySpan<char> coin) => coin switch
        {
            "BTC" => "BTC",
            "ETH" => "ETH",
            "SOL" => "SOL",
            "XRP" => "XRP",
            "AVAX" => "AVAX",
            "TRX" => "TRX",
            _ => coin.ToString(),
        };
    }
}
