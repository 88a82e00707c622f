using System.Globalization;
using System.Text;
using PortfolioMargin.RuleBooks;
using static System.FormattableString;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>One fictional SPAN file in both layouts, of any size. Columns are written here from the layout, not from the reader.
/// Gold futures (GD), options on them (OGD) paid upfront, and options on an index (OSX on SX) margined like futures.</summary>
internal static class SpanFileTexts
{
    public static readonly string[] Months = ["203103", "203106"];

    public static string Pa2(int strikes = 3) => string.Join('\n', Pa2Lines(strikes)) + "\n";

    public static string Xml(int strikes = 3) => string.Join('\n', XmlLines(strikes)) + "\n";

    public static SpanFile Read(string text, SpanReadingOptions? options = null) => SpanFile.Read(Stream(text), options);

    public static MemoryStream Stream(string text) => new(Encoding.Latin1.GetBytes(text));

    /// <summary>A record of 132 columns with texts at columns that count from 1.</summary>
    public static string Record(params ReadOnlySpan<(int Column, string Text)> fields)
    {
        char[] line = new string(' ', 180).ToCharArray();
        foreach (var (column, text) in fields) text.CopyTo(0, line, column - 1, text.Length);
        return new string(line).TrimEnd();
    }

    public static IEnumerable<string> Pa2Lines(int strikes)
    {
        yield return Record((1, "0 DEMO"), (9, "20310214"), (17, "SF"), (20, "1730"), (24, "203102141745"), (36, "U2"), (40, "CLR"), (51, "C"), (75, "M"));
        yield return "1 XCH  07";
        yield return Record((1, "P XCHGD"), (16, "FUT"), (34, "001"), (42, "00001000000000"), (66, "USD"), (117, "FUT"));
        yield return Record((1, "P XCHOGD"), (16, "OOF"), (34, "002"), (37, "001"), (42, "00001000000000"), (66, "USD"), (76, "AMER"), (117, "EQTY"));
        yield return Record((1, "P XCHSX"), (16, "PHY"), (34, "002"), (42, "00000010000000"), (66, "USD"));
        yield return Record((1, "P XCHOSX"), (16, "OOP"), (34, "002"), (37, "000"), (42, "00000100000000"), (66, "USD"), (76, "EURO"), (117, "FUT"));
        yield return Record((1, "2 XCH CC-GD"), (13, "0"), (14, "USD"), (18, "P"), (19, "N"), (23, "GD"), (33, "FUT"), (39, "OGD"), (49, "OOF"));
        yield return Record((1, "S CC-GD"), (9, "20"), (11, "02"), (13, "01203103203103"), (27, "02203106203106"), (83, "1"));
        yield return Record((1, "3 CC-GD"), (9, "10"), (11, "01203103203103"), (25, "02203106203106"), (69, "1000"), (73, "1050"), (77, "1200"));
        yield return Record((1, "E CC-GD"), (9, "00001"), (14, "0000120"), (21, "3103   010000A"), (35, "3106   010000B"));
        yield return Record((1, "C CC-GD"), (9, "10"), (11, "01"), (13, "02"), (15, "0000300"), (22, "010101A"), (29, "020201B"));
        yield return Record((1, "4 CC-GD"), (9, "10"), (11, "01"), (13, "01203103"), (21, "0000020"), (28, "0000050"), (63, "0000040"), (70, "100110120"), (79, "1"));
        yield return Record((1, "2 XCH CC-SX"), (13, "1"), (14, "USD"), (18, "F"), (19, "Y"), (23, "SX"), (33, "PHY"), (39, "OSX"), (49, "OOP"), (52, "2+"));
        yield return Record((1, "4 CC-SX"), (9, "01"), (63, "0000000"), (70, "100100100"));
        for (int m = 0; m < 2; m++)
        {
            yield return Record((1, "B XCHGD"), (16, "FUT"), (19, Months[m]), (45, "00050000"), (53, "04000"), (58, "030000330004000"), (73, "0500000"), (86, "010000"), (92, Months[m] + "27"), (100, "GD"));
            yield return Record((1, "B XCHOGD"), (16, "OOF"), (19, Months[m]), (28, Months[m]), (37, "00200000"), (45, "00050000"), (53, "04000"), (86, "010000"), (92, Months[m] + "20"), (100, "GD"));
        }

        yield return Record((1, "B XCHOSX"), (16, "OOP"), (28, "203103W1"), (45, "25000000"), (53, "00600"), (86, "005000"), (92, "20310307"), (100, "SX"), (164, "P"));
        foreach (var contract in Contracts(strikes))
        {
            yield return First(contract);
            yield return Second(contract);
        }

        yield return Record((1, "5 DEM"), (13, "CC-GD"), (19, "CC-SX"));
        yield return Record((1, "6 DEM"), (6, "0001"), (10, "0400000"), (17, "XCH CC-GD 0020000A"), (35, "XCH CC-SX 0010000B"), (89, "01"));
    }

    public static IEnumerable<string> XmlLines(int strikes)
    {
        yield return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
        yield return "<spanFile><fileFormat>4.00</fileFormat><created>203102141745</created><definitions/><pointInTime><date>20310214</date><isSetl>1</isSetl>";
        yield return "<clearingOrg><ec>DEMO</ec><name>Demonstration</name><pointDef><r>1</r></pointDef>";
        yield return "<ccDef><cc>CC-GD</cc><currency>USD</currency><riskExponent>0</riskExponent><capAnov>0</capAnov><procMeth>NORMAL</procMeth><wfprMeth>NORMAL</wfprMeth><spotMeth>NORMAL</spotMeth><somMeth>MAX</somMeth>";
        yield return "<pfLink><exch>XCH</exch><pfId>1</pfId><pfCode>GD</pfCode><pfType>FUT</pfType><sc>1.00</sc></pfLink><pfLink><exch>XCH</exch><pfId>2</pfId><pfCode>OGD</pfCode><pfType>OOF</pfType><sc>1.00</sc></pfLink>";
        foreach (string tiers in new[] { "intraTiers", "interTiers" })
            yield return $"<{tiers}><tier><tn>1</tn><sPe>203103</sPe><ePe>203103</ePe></tier><tier><tn>2</tn><sPe>203106</sPe><ePe>203106</ePe></tier></{tiers}>";
        yield return "<somTiers><tier><tn>0</tn><rate><r>1</r><val>40.00</val></rate></tier></somTiers>";
        yield return "<dSpread><spread>1</spread><chargeMeth>F</chargeMeth><rate><r>1</r><val>120</val></rate><pLeg><cc>CC-GD</cc><pe>203103</pe><rs>A</rs><i>1.0</i></pLeg><pLeg><cc>CC-GD</cc><pe>203106</pe><rs>B</rs><i>1.0</i></pLeg></dSpread>";
        yield return "<dSpread><spread>2</spread><chargeMeth>F</chargeMeth><rate><r>1</r><val>300</val></rate><tLeg><cc>CC-GD</cc><tn>1</tn><rs>A</rs><i>1.0</i></tLeg><tLeg><cc>CC-GD</cc><tn>2</tn><rs>B</rs><i>1.0</i></tLeg></dSpread>";
        yield return "<spotRate><r>1</r><pe>203103</pe><sprd>20.00</sprd><outr>50.00</outr></spotRate></ccDef>";
        yield return "<ccDef><cc>CC-SX</cc><currency>USD</currency><capAnov>1</capAnov><somMeth>GROSS</somMeth><pfLink><exch>XCH</exch><pfId>3</pfId><pfCode>SX</pfCode><pfType>PHY</pfType></pfLink>";
        yield return "<pfLink><exch>XCH</exch><pfId>4</pfId><pfCode>OSX</pfCode><pfType>OOP</pfType><sc>0.5</sc></pfLink><somTiers><tier><tn>0</tn><rate><val>0</val></rate></tier></somTiers></ccDef>";
        yield return "<interSpreads><dSpread><spread>1</spread><chargeMeth>P</chargeMeth><rate><r>1</r><val>0.40</val></rate><tLeg><cc>CC-GD</cc><tn>0</tn><rs>A</rs><i>2.0</i></tLeg><tLeg><cc>CC-SX</cc><tn>0</tn><rs>B</rs><i>1.0</i></tLeg></dSpread></interSpreads>";
        yield return "<exchange><exch>XCH</exch><name>Exchange</name><phyPf><pfId>3</pfId><pfCode>SX</pfCode><currency>USD</currency><cvf>1.00</cvf><phy><cId>1</cId><pe>00000000</pe><p>5100.25</p></phy></phyPf>";
        yield return "<futPf><pfId>1</pfId><pfCode>GD</pfCode><currency>USD</currency><cvf>100.00</cvf><valueMeth>FUT</valueMeth>";
        foreach (var contract in Contracts(strikes).Where(contract => contract.Type == "FUT")) yield return Fut(contract);
        yield return "</futPf><oofPf><pfId>2</pfId><pfCode>OGD</pfCode><exercise>AMER</exercise><currency>USD</currency><cvf>100.00</cvf><valueMeth>EQTY</valueMeth>";
        foreach (string month in Months)
        {
            yield return $"<series><pe>{month}</pe><setlDate>{month}20</setlDate><undC><exch>XCH</exch><pfId>1</pfId><cId>{month}</cId><s>B</s><i>1.0</i></undC><v>0.2</v>";
            foreach (var contract in Contracts(strikes).Where(contract => contract.Type == "OOF" && contract.Option == month)) yield return Opt(contract);
            yield return "</series>";
        }

        yield return "</oofPf><oopPf><pfId>4</pfId><pfCode>OSX</pfCode><exercise>EURO</exercise><currency>USD</currency><cvf>10.00</cvf><valueMeth>FUT</valueMeth>";
        yield return "<series><pe>203103W1</pe><setlDate>20310307</setlDate>";
        foreach (var contract in Contracts(strikes).Where(contract => contract.Type == "OOP")) yield return Opt(contract);
        yield return "</series></oopPf></exchange></clearingOrg></pointInTime></spanFile>";
    }

    /// <summary>Two futures, and per strike a call and a put on each of them and one of each on the index.</summary>
    public static IEnumerable<SampleContract> Contracts(int strikes)
    {
        int number = 0;
        for (int m = 0; m < 2; m++) yield return new("GD", "FUT", "GD", ' ', Months[m], "", 0, Future, 10_000, 19_005 + 5 * m);
        for (int i = 0; i < strikes; i++)
        {
            foreach (char right in "CP")
            {
                for (int m = 0; m < 2; m++)
                {
                    number++;
                    yield return new("OGD", "OOF", "GD", right, Months[m], Months[m], 18_000 + 5 * i, Losses(number), (right == 'C' ? 1 : -1) * (100 + number % 9_000), 100 + number % 9_000);
                }

                yield return new("OSX", "OOP", "SX", right, "", "203103W1", 5_000 + i, Losses(++number), (right == 'C' ? 1 : -1) * (200 + number % 9_000), 200 + number % 9_000);
            }
        }
    }

    private static int[] Future => [0, 0, -1333, -1333, 1333, 1333, -2667, -2667, 2667, 2667, -4000, -4000, 4000, 4000, -3960, 3960];

    private static int[] Losses(int number) => [.. Enumerable.Range(1, 16).Select(s => (number * 37 + s * s * 131) % 2_001 - 1_000)];

    private static string First(SampleContract contract) => Name("81", contract)
        + string.Concat(contract.Losses.Take(9).Select(loss => Signed(loss, 5))) + contract.Price.ToString("00000000000000", CultureInfo.InvariantCulture) + "N";

    private static string Second(SampleContract contract) => Name("82", contract)
        + string.Concat(contract.Losses.Skip(9).Select(loss => Signed(loss, 5))) + Signed(contract.Delta, 5) + "00250000" + Signed(contract.Price, 7) + "+" + Signed(contract.Delta, 5) + "C";

    private static string Name(string record, SampleContract contract) =>
        $"{record}XCH{contract.Code,-10}{contract.Underlying,-10}{contract.Type}{contract.Right}{contract.Future,-8} {contract.Option,-8} {contract.Strike.ToString("0000000", CultureInfo.InvariantCulture)}";

    private static string Signed(int number, int digits) => Math.Abs(number).ToString(new string('0', digits), CultureInfo.InvariantCulture) + (number < 0 ? "-" : "+");

    private static string Fut(SampleContract contract) =>
        Invariant($"<fut><cId>{contract.Future}</cId><pe>{contract.Future}</pe><setlDate>{contract.Future}27</setlDate><p>{contract.Price / 10d:0.0}</p><d>1.0</d><scanRate><r>1</r><priceScan>4000</priceScan></scanRate>{Array(contract)}</fut>");

    private static string Opt(SampleContract contract)
    {
        // Arrays of the index options have a risk exponent of 1 and two decimals in the positional layout.
        double strike = contract.Type == "OOF" ? contract.Strike / 10d : contract.Strike;
        return Invariant($"<opt><o>{contract.Right}</o><k>{strike:0.0}</k><p>{contract.Price / 100d:0.00}</p><v>0.25</v>{Array(contract)}</opt>");
    }

    private static string Array(SampleContract contract) =>
        Invariant($"<ra><r>1</r>{string.Concat(contract.Losses.Select(loss => Invariant($"<a>{(contract.Type == "OOP" ? loss / 10d : loss):0.0}</a>")))}<d>{contract.Delta / 10_000d:0.0000}</d></ra>");
}

/// <summary>A contract in the whole numbers of the positional layout.</summary>
internal sealed record SampleContract(string Code, string Type, string Underlying, char Right, string Future, string Option, int Strike, int[] Losses, int Delta, int Price);
