Console.WriteLine("PortfolioMargin");
