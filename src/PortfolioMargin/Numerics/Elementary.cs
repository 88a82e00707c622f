namespace PortfolioMargin.Numerics;
internal static class Elementary { public static double Exp(double x) => Math.Exp(x); public static double Pow(double x, double p) => Math.Pow(x, p); }
