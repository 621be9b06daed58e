// What `docket agreement check` tells whoever writes an agreement: every error for which it is refused, and beyond these what runs but
// cannot be meant or will mislead a reader. Parsing refuses what has no meaning; this asks for care (docs/formats/agreement.md).

/// Something in an agreement that runs but needs mending, or a second look.
package struct AgreementRemark: Sendable, Hashable {
    /// What was noticed.
    package enum Kind: Sendable, Hashable {
        /// agreement-9: no rule uses it.
        case unusedParameter(String)
        /// agreement-8: no rules, and no reason why.
        case articleWithoutRules(String)
        /// agreement-8: it says that it has no rules, and has.
        case articleWithRules(String)
        /// rules-3: it reads as nothing.
        case emptySentence(String)
        /// The sentence does not say which of them is meant.
        case omittedArgument(predicate: String, argument: String)
        /// Two predicates read alike.
        case sameSentence(String, as: String)
        /// No rule speaks of it.
        case unusedPredicate(String)
        /// Rules use it, and none concludes it.
        case neverConcluded(String)
        /// A helper of rules, by its `_`, that no predicate for claims rests on.
        case unreachable(String)
        /// Two names that differ only in capitals, `_` and `-`.
        case similarName(String, to: String)
        /// The same rule again.
        case repeatedRule(of: String)
    }

    package let line: Int
    package let column: Int
    package let kind: Kind

    /// Whether it has to be mended before anybody signs; else it is a warning.
    package var isError: Bool {
        switch kind {
        case .unusedParameter, .articleWithoutRules, .articleWithRules, .emptySentence: true
        default: false
        }
    }
}

/// An agreement looked through.
package struct AgreementCheck: Sendable {
    /// Why it is refused, in the order of the text.
    package let errors: [AgreementError]
    /// What else is to be said, in the order of the text; empty while there are errors.
    package let remarks: [AgreementRemark]
    /// Nil if it is refused.
    package let agreement: Agreement?
    /// For suggestions: the names that could be read, whatever else is wrong.
    private let names: DeclaredNames

    /// Looks a text through.
    package init(_ text: String) {
        let reading = AgreementReading(text)
        errors = reading.errors
        agreement = reading.agreement
        names = reading.names
        remarks =
            reading.agreement.map {
                AgreementReview($0, parameters: reading.parameterPlaces).remarks
            } ?? []
    }

    /// Whether nothing has to be mended.
    package var isSound: Bool { errors.isEmpty && !remarks.contains(where: \.isError) }

    /// What may help with an error.
    package func hint(_ error: AgreementError) -> String? { error.reason.hint(names) }
}

/// What an agreement declares, for suggestions.
package struct DeclaredNames: Sendable {
    package var predicates: Set<String> = []
    package var parameters: Set<String> = []
    /// By name: how its predicates are declared.
    package var forms: [String: [String]] = [:]

    package init() {}

    /// The names of an agreement.
    package init(_ predicates: [Predicate], parameters: some Sequence<String>) {
        self.predicates = Set(predicates.map(\.name))
        self.parameters = Set(parameters)
        for predicate in predicates.sorted(by: { $0.key < $1.key }) {
            forms[predicate.name, default: []].append(predicate.form)
        }
    }
}
