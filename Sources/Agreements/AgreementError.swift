// What is wrong with the text of an agreement, an annex or claims, and where.

import EvidenceValues

/// An error in a text that people sign, with its place.
package struct AgreementError: Error, Sendable, Hashable {
    /// What is wrong.
    package enum Reason: Sendable, Hashable {
        /// agreement-2, annex-2, claims-2: a control, invisible or bidirectional character.
        case hiddenCharacter(Unicode.Scalar)
        /// Larger than `limit` of this kind.
        case tooLarge(of: String, limit: Int)
        /// Something else stands where this was expected.
        case expected(String, found: String)
        /// A name that nothing declares.
        case unknown(kind: String, name: String)
        /// A name declared twice.
        case duplicate(kind: String, name: String)
        /// A word of the language, as a name.
        case reserved(String)
        /// A predicate that the judge knows, declared otherwise than he knows it.
        case builtIn(String, form: String)
        /// A predicate with a wrong number of arguments.
        case wrongCount(predicate: String, expected: Int, found: Int)
        /// rules-18: a predicate with other prepositions than it is declared with.
        case otherShape(predicate: String, forms: [String])
        /// A term of another type.
        case wrongType(of: String, expected: String, found: String)
        /// rules-9: a variable that no positive condition binds.
        case unbound(variable: String)
        /// rules-10: a variable that stands only once; `_` says that this is meant.
        case usedOnce(variable: String)
        /// rules-11: a predicate that depends on its own negation or sum.
        case cycle(predicate: String, steps: [CycleStep])
        /// A construction that has no meaning for this predicate.
        case notAllowed(String, predicate: String)
        /// annex-1, claims-1: not the one text of what it says.
        case notCanonical
    }

    /// Counted from 1; 0 where the text as a whole is meant.
    package let line: Int
    /// Counted from 1, in characters; 0 where the line as a whole is meant.
    package let column: Int
    package let reason: Reason

    package init(line: Int, column: Int, _ reason: Reason) {
        self.line = line
        self.column = column
        self.reason = reason
    }
}

/// A place in a text, counted from 1.
struct SourcePlace: Sendable, Hashable, Comparable {
    var line: Int
    var column: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }

    /// The place so many characters further in its line.
    func moved(by characters: Int) -> SourcePlace {
        SourcePlace(line: line, column: column + characters)
    }

    func error(_ reason: AgreementError.Reason) -> AgreementError {
        AgreementError(line: line, column: column, reason)
    }
}

/// Refusals that all three texts share.
enum SourceLimits {
    /// An agreement is read by people: a megabyte is some 400 pages.
    static let bytes = 1 << 20
    /// More conditions than a reader can hold; also bounds the depth of evaluation.
    static let conditions = 40
    /// More than anybody reads; a text with more errors than that is not worth reading on.
    static let errors = 100
    static let articles = 1000
    /// Characters of the name of a predicate, a parameter or a variable.
    static let name = 64
    /// Two and a half times what a whole code of commerce declares; also bounds the depth of layering.
    static let predicates = 1000
    static let rules = 2000
    static let arguments = 10
    /// Depth of parentheses in formulas and sums.
    static let depth = 32
    static let claims = 1000
    /// Operators of one kind in a row.
    static let operators = 100

    /// Refuses texts that are too large or hide characters.
    static func check(_ text: String) throws(AgreementError) {
        guard text.utf8.count <= bytes else {
            throw AgreementError(line: 0, column: 0, .tooLarge(of: "bytes", limit: bytes))
        }
        if let hidden = VisibleText.firstHidden(in: text) {
            throw AgreementError(
                line: hidden.line, column: hidden.column, .hiddenCharacter(hidden.scalar))
        }
    }
}
