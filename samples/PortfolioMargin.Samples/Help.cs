namespace PortfolioMargin.Samples;

internal static class Help
{
    public static int Show()
    {
        Console.WriteLine(
            """
            Portfolio margin from the command line.

              (nothing)                                             the quick start on an embedded market
              init [FILE]                                           write example positions (default positions.csv)
              margin --board FILE --positions FILE                  margin a book on a real Deribit option board
                     [--rulebook NAME] [--as-of DATE] [--parameters JSON]
                     [--collateral AMOUNT:ASSET ...] [--save FILE] [--json]
              what-if --board FILE --positions FILE --trade QUANTITY:INSTRUMENT ... [--json]
              compare [--board FILE --positions FILE]               one book under several rule books, and why they differ
                     [--rulebook NAME ...] [--as-of DATE] [--underlying COIN] [--linear] [--collateral AMOUNT:ASSET ...]
                     [--price PRICE:CURRENCY ...] [--efficiency] [--timing] [--json]
                     [--parameters NAME:JSON ... (or NAME:FILE)]
                     (an index board, expiry,strike,right,close by row: --index SPOT:SYMBOL --time 2015-12-22T21:15Z
                     [--rate RATE] [--expires 14:30]; without positions a fixed rule draws forty)
                     (without a board: the embedded one, its BTC positions as linear contracts)
              grid [FILE] [--json]                                  the embedded book under a rule that is a JSON file (default an invented venue's)
              cover --board TODAY --next NEXT --positions FILE      did today's requirement cover the move to the next board?
              backtest [--book long|strangle|delta-strangle|put-spread|mixed|all]  would margin by simulation have covered a book over years?
                     [--history FILE (date,close[,volatility])] [--volatility FILE (date,close in percent)]
                     [--from DATE] [--to DATE] [--svg FILE] [--csv FILE]
              simulate [--board FILE --positions FILE --history FILE (date,underlying,close,volatility)]
                     [--parameters JSON|FILE] [--rulebook HistoricalSimulation|MonteCarlo] [--against NAME ...] [--next BOARD]
                     [--underlying COIN] [--from DATE] [--to DATE] [--json]
                     margin by simulation, the scenarios of its tail, beside other rule books (without a board: an embedded one)
              check FILE|FOLDER ... [--json]                        margin cases, line by line
              span FILE                                             a clearing house's SPAN file (PA2 or XML): what it holds, the margin of one contract each
              about                                                 runtime, vector width, fingerprint of the quick start

            Exit codes: 0 done, 1 a check disagrees or data is wrong, 2 the command line is wrong.
            """);
        return 0;
    }
}
