namespace PortfolioMargin;

/// <summary>Implied volatilities of one underlying. Immutable and safe to share between threads; equal questions get equal bits.</summary>
public interface IVolatilitySurface
{
    /// <summary>Volatilities for many strikes of one expiry.</summary>
    /// <param name="years">Time to expiry, ACT/365F.</param>
    /// <param name="forward">Forward price of the expiry.</param>
    /// <param name="strikes">Strikes, in the quote currency.</param>
    /// <param name="destination">Receives one volatility per strike: fractions for the lognormal model, price units for the normal one; finite, not below 0.</param>
    void Volatilities(double years, double forward, ReadOnlySpan<double> strikes, Span<double> destination);
}
