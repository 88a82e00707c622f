using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Derive;

/// <summary>The first portfolio manager without its charge on feeds: then a perpetual cannot make options dearer, and two books need no more together than apart.</summary>
internal sealed class TrustedPmrm() : LawVariant(
    "DerivePmrm with trusted feeds",
    DerivePmrmRuleBook.AsOf(DerivePmrmRuleBook.Default.Info.AsOf, """{"confidence":{"factor":0}}"""),
    RuleBookClaims.Subadditive);
