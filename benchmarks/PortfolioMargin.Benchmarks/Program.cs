Console.WriteLine("PortfolioMargin benchmarks");
