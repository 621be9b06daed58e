// How the terms of a liability document are read: each statement of the form once, with the arguments that the form names, and nothing
// else. All or nothing: a certificate with one field doubled is no certificate. Spec: liability-1 to liability-9.

import EvidenceValues

/// Where and why terms are not of the form that their kind names.
package struct LiabilityError: Error, Sendable, Hashable {
    /// What is wrong.
    package enum Reason: String, Sendable, Hashable {
        /// liability-2: a second kind, or a kind that is no word.
        case kind
        /// liability-3: a statement of the form is not there.
        case missing
        /// liability-3: a statement that the form has once stands twice.
        case doubled
        /// liability-3: a statement that the form does not have.
        case unexpected
        /// liability-4: fewer or more arguments, or one of another type.
        case argument
        /// liability-5: an amount that is zero, negative or without end.
        case amount
        /// liability-5: a second currency.
        case currency
        /// liability-6: not a number as ledgers write it, or another than elsewhere in the document.
        case number
        /// liability-7: not a word that the form lists, or not the name of a limit.
        case word
        /// liability-8: keys that may not be the same are, or there are too many.
        case keys
        /// liability-9: a time that is not after one that it follows, a span that is not positive, a negative count.
        case order
        /// liability-9: two parties that may not be the same are.
        case parties

        /// The rule of docs/formats/liability.md.
        package var rule: String {
            switch self {
            case .kind: "liability-2"
            case .missing, .doubled, .unexpected: "liability-3"
            case .argument: "liability-4"
            case .amount, .currency: "liability-5"
            case .number: "liability-6"
            case .word: "liability-7"
            case .keys: "liability-8"
            case .order, .parties: "liability-9"
            }
        }
    }

    package let reason: Reason
    /// The predicate of the statement.
    package let predicate: String
    /// Which of the block's statements it is, from 0; nil for one that is missing.
    package let position: Int?

    package init(_ reason: Reason, _ predicate: String, at position: Int? = nil) {
        self.reason = reason
        self.predicate = predicate
        self.position = position
    }
}

/// The statements of a block that nobody has read so far.
struct FormReader {
    private var left: [FormFields]

    init(_ terms: TermsBlock) {
        left = terms.atoms.enumerated().map { FormFields($0.element, at: $0.offset) }
    }

    /// The one statement of this predicate.
    mutating func one(
        _ predicate: String, _ count: Int
    ) throws(LiabilityError) -> FormFields {
        guard let fields = try atMostOne(predicate, count) else {
            throw LiabilityError(.missing, predicate)
        }
        return fields
    }

    /// The statement of this predicate, if there is one.
    mutating func atMostOne(
        _ predicate: String, _ count: Int
    ) throws(LiabilityError) -> FormFields? {
        let found = try every(predicate, count)
        guard found.count < 2 else {
            throw LiabilityError(.doubled, predicate, at: found[1].position)
        }
        return found.first
    }

    /// All statements of this predicate, in their order.
    mutating func every(
        _ predicate: String, _ count: Int
    ) throws(LiabilityError) -> [FormFields] {
        let found = left.filter { $0.predicate == predicate }
        left.removeAll { $0.predicate == predicate }
        for fields in found where fields.count != count {
            throw LiabilityError(.argument, predicate, at: fields.position)
        }
        return found
    }

    /// Refuses what the form does not have.
    func finish() throws(LiabilityError) {
        guard let rest = left.first else { return }
        throw LiabilityError(.unexpected, rest.predicate, at: rest.position)
    }
}

/// The arguments of one statement, taken one after the other.
struct FormFields {
    let predicate: String
    let position: Int
    private var arguments: ArraySlice<Term>

    init(_ atom: StatedAtom, at position: Int) {
        predicate = atom.predicate
        self.position = position
        arguments = atom.arguments[...]
    }

    var count: Int { arguments.count }

    func error(_ reason: LiabilityError.Reason) -> LiabilityError {
        LiabilityError(reason, predicate, at: position)
    }

    mutating func party() throws(LiabilityError) -> PartyID {
        guard case .party(let party)? = arguments.popFirst() else { throw error(.argument) }
        return party
    }

    mutating func document() throws(LiabilityError) -> Digest {
        guard case .document(let digest)? = arguments.popFirst() else { throw error(.argument) }
        return digest
    }

    mutating func key() throws(LiabilityError) -> Digest {
        guard case .key(let digest)? = arguments.popFirst() else { throw error(.argument) }
        return digest
    }

    mutating func instant() throws(LiabilityError) -> Instant {
        guard case .instant(let instant)? = arguments.popFirst() else { throw error(.argument) }
        return instant
    }

    mutating func span() throws(LiabilityError) -> TimeSpan {
        guard case .span(let span)? = arguments.popFirst() else { throw error(.argument) }
        guard span.milliseconds > 0 else { throw error(.order) }
        return span
    }

    mutating func word() throws(LiabilityError) -> String {
        guard case .word(let word)? = arguments.popFirst() else { throw error(.argument) }
        return word
    }

    /// An instant after `earlier`.
    mutating func instant(after earlier: Instant) throws(LiabilityError) -> Instant {
        let later = try instant()
        guard earlier < later else { throw error(.order) }
        return later
    }

    /// One of the words of an enumeration.
    mutating func word<Words: RawRepresentable<String>>(
        of words: Words.Type
    ) throws(LiabilityError) -> Words {
        guard let known = Words(rawValue: try word()) else { throw error(.word) }
        return known
    }

    /// The place of an entry, which is not negative.
    mutating func place() throws(LiabilityError) -> Int64 {
        guard case .count(let count)? = arguments.popFirst() else { throw error(.argument) }
        guard count >= 0 else { throw error(.order) }
        return count
    }

    /// An amount of any sign: what remains of a limit may be less than nothing.
    mutating func remainder() throws(LiabilityError) -> Money {
        guard case .money(let money)? = arguments.popFirst() else { throw error(.argument) }
        return money
    }

    /// An amount above zero, in the currency of `other` if given.
    mutating func amount(like other: Money? = nil) throws(LiabilityError) -> Money {
        let money = try remainder()
        // The largest amount stands for every larger one (rules-17): nobody can promise it.
        guard money.minorUnits > 0, money.minorUnits < .max else { throw error(.amount) }
        guard other == nil || other?.currency == money.currency else { throw error(.currency) }
        return money
    }

    /// The number of a certificate or request, or a contribution to a context, as ledgers write serials.
    mutating func number() throws(LiabilityError) -> String {
        let word = try word()
        let isSmall = word.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
        let first = word.utf8.first ?? 0x2D
        guard (1...32).contains(word.utf8.count), isSmall, first != 0x2D, first != 0x5F else {
            throw error(.number)
        }
        return word
    }

    /// The name of a limit, as ledgers write it.
    mutating func limit() throws(LiabilityError) -> String {
        let word = try word()
        guard Term.isPlainWord(word), word.utf8.count <= 64 else { throw error(.word) }
        return word
    }
}
