// Reads an agreement from its text, going on after each error as far as that makes sense: the errors come out in the order of the
// text, and whoever wrote it mends them in one go.

import EvidenceValues

/// What comes of reading a text as an agreement: the agreement, or errors.
struct AgreementReading {
    /// In the order of the text; at most `SourceLimits.errors`.
    private(set) var errors: [AgreementError] = []
    /// Nil if there are errors.
    private(set) var agreement: Agreement?
    /// The names that could be read.
    var names: DeclaredNames {
        DeclaredNames(Array(predicates.values), parameters: parameters.keys)
    }

    /// Where each parameter is declared.
    private(set) var parameterPlaces: [String: SourcePlace] = [:]

    private var parameters: [String: [Term]] = [:]
    private var predicates: [String: Predicate] = [:]
    private var rules: [Rule] = []
    private var unread: Set<String> = []

    init(_ text: String) {
        do {
            try SourceLimits.check(text)
        } catch {
            errors = [error]
            return
        }
        let outline = Outline(text)
        errors = outline.errors
        for block in outline.blocks where block.kind == .parameters { readParameters(block) }
        for block in outline.blocks where block.kind == .predicates { readPredicates(block) }
        for block in outline.blocks where block.kind == .rules { readRules(block) }
        limit(predicates.count, SourceLimits.predicates, "predicates")
        limit(rules.count, SourceLimits.rules, "rules")
        let isSmall = errors.allSatisfy { !$0.reason.isTooLarge }
        if isSmall { finish(outline) }
        errors.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        errors = Array(errors.prefix(SourceLimits.errors))
    }

    private mutating func finish(_ outline: Outline) {
        let program = Program(
            rules: rules, predicates: predicates, parameters: parameters, unread: unread,
            errors: &errors)
        guard errors.isEmpty else { return }
        agreement = Agreement(
            title: outline.title, version: outline.version, amends: outline.amends,
            articles: outline.articles, parameters: parameters, predicates: predicates,
            rules: rules, program: program)
    }

    private mutating func limit(_ count: Int, _ limit: Int, _ what: String) {
        guard count > limit else { return }
        errors.append(AgreementError(line: 0, column: 0, .tooLarge(of: what, limit: limit)))
    }

    // MARK: parameters

    private mutating func readParameters(_ block: Outline.Block) {
        var parser = DeclarationParser(block.text, from: block.place)
        for parameter in parser.parseParameters() {
            do throws(AgreementError) {
                guard parameters[parameter.name] == nil else {
                    throw parameter.place.error(
                        .duplicate(kind: "parameter", name: parameter.name))
                }
                try AgreementReading.check(parameter)
            } catch {
                errors.append(error)
            }
            parameters[parameter.name] = parameter.terms
            parameterPlaces[parameter.name] = parameter.place
        }
        errors += parser.errors
        unread.formUnion(parser.unread)
        // What could not be read is still no variable.
        for name in parser.unread where parameters[name] == nil { parameters[name] = [] }
    }

    // Several values only as money, one for each currency: a parameter has one meaning.
    private static func check(
        _ parameter: DeclarationParser.Parameter
    ) throws(AgreementError) {
        let (name, place) = (parameter.name, parameter.place)
        // Spec: agreement-6. Another type would be no tolerance at all.
        if name == Agreement.skewName, let type = parameter.terms.first?.type, type != .span {
            throw place.error(
                .wrongType(of: name, expected: TermType.span.rawValue, found: type.rawValue))
        }
        guard parameter.terms.count > 1 else { return }
        var currencies: Set<Currency> = []
        for term in parameter.terms {
            guard case .money(let money) = term else {
                throw place.error(
                    .wrongType(of: name, expected: "money", found: term.type.rawValue))
            }
            guard currencies.insert(money.currency).inserted else {
                throw place.error(.duplicate(kind: "currency", name: money.currency.code))
            }
        }
    }

    // MARK: predicates

    private mutating func readPredicates(_ block: Outline.Block) {
        var parser = DeclarationParser(block.text, from: block.place)
        for predicate in parser.parsePredicates() {
            guard predicates[predicate.key] == nil else {
                errors.append(
                    predicate.place.error(.duplicate(kind: "predicate", name: predicate.key)))
                continue
            }
            do { try BuiltIn.check(predicate) } catch { errors.append(error) }
            predicates[predicate.key] = predicate
        }
        errors += parser.errors
        unread.formUnion(parser.unread)
    }

    // MARK: rules

    private mutating func readRules(_ block: Outline.Block) {
        var parser = RuleParser(
            block.text, from: block.place, parameters: Set(parameters.keys))
        rules += parser.parseRules(article: block.article)
        errors += parser.errors
    }
}

/// The predicates that the judge knows by name. Declared otherwise they would stay silently empty.
enum BuiltIn {
    private static let forms: [String: (origin: FactOrigin?, types: [TermType], text: String)] = [
        "listed": (.annex, [.word, .party], "annex listed(word R, party P)"),
        "this_agreement": (.annex, [.document], "annex this_agreement(document A)"),
        "this_matter": (.annex, [.word], "annex this_matter(word N)"),
        "amends": (.annex, [.document, .document], "annex amends(document A, document B)"),
        "misconduct": (nil, [.party, .word], "derived closed misconduct(party P, word V)"),
    ]

    /// Whether the judge reports what is certain of it, claimed or not.
    static func isReported(_ key: String) -> Bool {
        let name = String(key.prefix { $0 != " " })
        return name == "misconduct" || Bench.names.contains(name)
    }

    /// Spec: agreement-6.
    static func check(_ predicate: Predicate) throws(AgreementError) {
        guard let form = forms[predicate.name] else { return }
        guard predicate.origin == form.origin, !predicate.isOpen, predicate.shape == .plain,
            predicate.parameters.map(\.type) == form.types
        else { throw predicate.place.error(.builtIn(predicate.name, form: form.text)) }
    }
}
