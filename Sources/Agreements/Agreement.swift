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
    }

    package let title: String
    /// `seca-1.0`.
    package let version: String
    package let articles: [Article]
    /// By name; one of money has an amount for each currency.
    package let parameters: [String: [Term]]
    /// By key: `signed`, `signed by`.
    package let predicates: [String: Predicate]
    package let rules: [Rule]
    let program: Program

    /// Reads and checks the text of an agreement.
    package init(parsing text: String) throws(AgreementError) {
        try SourceLimits.check(text)
        let outline = try Outline(text)
        let parameters = try Agreement.readParameters(outline)
        let predicates = try Agreement.readPredicates(outline)
        var rules: [Rule] = []
        for block in outline.blocks where block.kind == .rules {
            var parser = try RuleParser(
                block.text, from: block.place, parameters: Set(parameters.keys))
            rules += try parser.parseRules(article: block.article)
        }
        guard rules.count <= SourceLimits.rules else {
            throw AgreementError(
                line: 0, column: 0, .tooLarge(of: "rules", limit: SourceLimits.rules))
        }
        try self.init(
            title: outline.title, version: outline.version, articles: outline.articles,
            parameters: parameters, predicates: predicates, rules: rules)
    }

    /// An agreement from its parts, checked.
    init(
        title: String, version: String, articles: [Article], parameters: [String: [Term]],
        predicates: [String: Predicate], rules: [Rule]
    ) throws(AgreementError) {
        self.title = title
        self.version = version
        self.articles = articles
        self.parameters = parameters
        self.predicates = predicates
        self.rules = rules
        program = try Program(rules: rules, predicates: predicates, parameters: parameters)
    }

    /// The tolerated difference of clocks: the parameter `T_skew`; none if there is no such parameter.
    package var skew: TimeSpan {
        if case .span(let span)? = parameters["T_skew"]?.first { return span }
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

    private static func readParameters(
        _ outline: Outline
    ) throws(AgreementError) -> [String: [Term]] {
        var all: [String: [Term]] = [:]
        for block in outline.blocks where block.kind == .parameters {
            var parser = try RuleParser(block.text, from: block.place)
            for (name, terms, place) in try parser.parseParameters() {
                guard all[name] == nil else {
                    throw place.error(.duplicate(kind: "parameter", name: name))
                }
                try check(terms, of: name, at: place)
                all[name] = terms
            }
        }
        return all
    }

    // Several values only as money, one for each currency: a parameter has one meaning.
    private static func check(
        _ terms: [Term], of name: String, at place: SourcePlace
    ) throws(AgreementError) {
        guard terms.count > 1 else { return }
        var currencies: Set<Currency> = []
        for term in terms {
            guard case .money(let money) = term else {
                throw place.error(
                    .wrongType(of: name, expected: "money", found: term.type.rawValue))
            }
            guard currencies.insert(money.currency).inserted else {
                throw place.error(.duplicate(kind: "currency", name: money.currency.code))
            }
        }
    }

    private static func readPredicates(
        _ outline: Outline
    ) throws(AgreementError) -> [String: Predicate] {
        var all: [String: Predicate] = [:]
        for block in outline.blocks where block.kind == .predicates {
            var parser = try RuleParser(block.text, from: block.place)
            for predicate in try parser.parsePredicates() {
                guard all[predicate.key] == nil, TermType(rawValue: predicate.name) == nil else {
                    throw predicate.place.error(
                        .duplicate(kind: "predicate", name: predicate.key))
                }
                all[predicate.key] = predicate
            }
        }
        guard all.count <= SourceLimits.predicates else {
            throw AgreementError(
                line: 0, column: 0, .tooLarge(of: "predicates", limit: SourceLimits.predicates))
        }
        return all
    }
}
