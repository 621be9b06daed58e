// An agreement is one Markdown text that people read and sign and that the judge runs: articles in prose, under each the rules that
// carry it out (docs/formats/agreement.md; the model is literate programming for statutes, as in Catala). Whatever would be rendered
// otherwise than it runs is refused: hidden characters, comments, other fences.

package import EvidenceValues

/// A parsed and checked agreement.
package struct Agreement: Sendable, Hashable {
    /// One article: its number, heading and prose.
    package struct Article: Sendable, Hashable {
        /// `R-04`.
        package let id: String
        package let title: String
        package let prose: String
        package let line: Int
        /// Why the article has no rules, where it says so.
        package var withoutRules: String?
    }

    package let title: String
    /// `seca-1.0`.
    package let version: String
    /// The agreement that this one says it amends.
    package let amends: Digest?
    package let articles: [Article]
    /// By name; one of money has an amount for each currency.
    package let parameters: [String: [Term]]
    /// By key: `signed`, `signed by`.
    package let predicates: [String: Predicate]
    package let rules: [Rule]
    let program: Program

    /// Reads and checks the text of an agreement; the first error in the text refuses it. `AgreementCheck` gives all of them.
    package init(parsing text: String) throws(AgreementError) {
        let reading = AgreementReading(text)
        guard let agreement = reading.agreement else {
            throw reading.errors.first ?? AgreementError(line: 0, column: 0, .notCanonical)
        }
        self = agreement
    }

    /// An agreement from its parts, checked.
    init(
        title: String, version: String, amends: Digest? = nil, articles: [Article],
        parameters: [String: [Term]], predicates: [String: Predicate], rules: [Rule]
    ) throws(AgreementError) {
        var errors: [AgreementError] = []
        let program = Program(
            rules: rules, predicates: predicates, parameters: parameters, errors: &errors)
        if let error = errors.first { throw error }
        self.init(
            title: title, version: version, amends: amends, articles: articles,
            parameters: parameters, predicates: predicates, rules: rules, program: program)
    }

    init(
        title: String, version: String, amends: Digest?, articles: [Article],
        parameters: [String: [Term]], predicates: [String: Predicate], rules: [Rule],
        program: Program
    ) {
        self.title = title
        self.version = version
        self.amends = amends
        self.articles = articles
        self.parameters = parameters
        self.predicates = predicates
        self.rules = rules
        self.program = program
    }

    /// The parameter that the judge knows.
    package static let skewName = "T_skew"

    /// The tolerated difference of clocks: the parameter `T_skew`; none if there is no such parameter.
    package var skew: TimeSpan {
        if case .span(let span)? = parameters[Agreement.skewName]?.first { return span }
        return TimeSpan(milliseconds: 0)
    }

    /// The heading of an article.
    package func title(of article: String) -> String? {
        articles.first { $0.id == article }?.title
    }

    /// The declared forms of a predicate's name, for who wrote another.
    package func forms(of name: String) -> [String] {
        Shape.allCases.compactMap { predicates[$0.key(name)]?.form }
    }
}
