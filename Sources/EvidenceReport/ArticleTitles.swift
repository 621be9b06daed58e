// Articles are cited by number and heading; the headings stand in the derivations that cite them.

import Agreements

/// The headings of the articles that a derivation cites.
struct ArticleTitles {
    private var titles: [String: String] = [:]

    init(_ derivation: Derivation) { collect(derivation) }

    /// `R-21 (Contracts)` for each article; the number alone where no heading is known.
    func named(_ articles: [String]) -> [String] {
        articles.map { article in titles[article].map { "\(article) (\($0))" } ?? article }
    }

    private mutating func collect(_ step: Derivation) {
        if let article = step.article, let title = step.articleTitle { titles[article] = title }
        for step in step.steps { collect(step) }
    }
}
