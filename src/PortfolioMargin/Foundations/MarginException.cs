namespace PortfolioMargin;

/// <summary>The base of every error that this library reports about data, as opposed to arguments that cannot exist
/// (those are <see cref="ArgumentException"/>).</summary>
/// <param name="message">What is wrong, which value, what was expected, what to do.</param>
/// <param name="innerException">The cause, where there is one.</param>
public abstract class MarginException(string message, Exception? innerException = null) : Exception(message, innerException);
