// What statements are about: the typed arguments of facts, rules and claims (docs/formats/rules.md, "Terms"). Every term has one
// spelling, which also shows its type, so that a document, a claim and a finding write the same thing the same way.

/// The type of a term.
package enum TermType: String, Sendable, Hashable, CaseIterable {
    case party, document, key, instant, interval, money, span, count, word
}

/// A value that a fact speaks of.
package enum Term: Sendable, Hashable, Comparable, CustomStringConvertible {
    case party(PartyID)
    /// A document, or a signature, by the digest of its bytes.
    case document(Digest)
    /// A key, by the digest of the certificate that names it.
    case key(Digest)
    case instant(Instant)
    case interval(Interval)
    case money(Money)
    case span(TimeSpan)
    case count(Int64)
    /// A word of the agreement or of a document: `deliver`, `seller`, or any text in quotes.
    case word(String)

    package var type: TermType {
        switch self {
        case .party: .party
        case .document: .document
        case .key: .key
        case .instant: .instant
        case .interval: .interval
        case .money: .money
        case .span: .span
        case .count: .count
        case .word: .word
        }
    }

    /// The one spelling: `FRUTA`, `sha-256:…`, `key:sha-256:…`, `2026-03-20T18:00:00Z`, `[lo, hi]`, `EUR 8400.00`, `14d`, `7`,
    /// `deliver` or `"10 t of bananas"`.
    package var text: String {
        switch self {
        case .party(let party): party.text
        case .document(let digest): digest.text
        case .key(let digest): "key:" + digest.text
        case .instant(let instant): instant.text
        case .interval(let interval): interval.text
        case .money(let money): money.text
        case .span(let span): span.text
        case .count(let count): String(count)
        case .word(let word): Term.isPlainWord(word) ? word : "\"" + word + "\""
        }
    }

    package var description: String { text }

    /// The term that `text` writes, or nil if there is none or it has another spelling. Intervals have no literal: they are
    /// concluded, never stated.
    package init?(literal text: some StringProtocol) {
        guard let term = Term.parse(text), term.text.hasSameBytes(as: text) else { return nil }
        self = term
    }

    /// Whether `word` is written without quotes: a small letter, then small letters, digits, `-`, `_`.
    package static func isPlainWord(_ word: some StringProtocol) -> Bool {
        guard let first = word.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return word.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
    }

    private static func parse(_ text: some StringProtocol) -> Term? {
        if text.hasPrefix("\"") {
            let inner = text.dropFirst().dropLast()
            guard text.count >= 2, text.hasSuffix("\""), !inner.contains("\""),
                VisibleText.isOneVisibleLine(inner), inner.utf8.count <= 1000
            else { return nil }
            return .word(String(inner))
        }
        if text.hasPrefix("key:") { return Digest(text: text.dropFirst(4)).map(Term.key) }
        if text.hasPrefix(Digest.prefix) { return Digest(text: text).map(Term.document) }
        if isPlainWord(text) { return .word(String(text)) }
        if let money = Money(text: text) { return .money(money) }
        if let party = PartyID(text) { return .party(party) }
        if let instant = Instant(text: text) { return .instant(instant) }
        if let span = TimeSpan(text: text) { return .span(span) }
        return Int64(text).map(Term.count)
    }

    // Words are the same if their bytes are: Swift's strings are already equal if they are canonically equivalent, and then two
    // different texts would be one word.
    package static func == (left: Term, right: Term) -> Bool {
        switch (left, right) {
        case (.party(let left), .party(let right)): left == right
        case (.document(let left), .document(let right)): left == right
        case (.key(let left), .key(let right)): left == right
        case (.instant(let left), .instant(let right)): left == right
        case (.interval(let left), .interval(let right)): left == right
        case (.money(let left), .money(let right)): left == right
        case (.span(let left), .span(let right)): left == right
        case (.count(let left), .count(let right)): left == right
        case (.word(let left), .word(let right)): left.hasSameBytes(as: right)
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        switch self {
        case .party(let party): hasher.combine(party)
        case .document(let digest), .key(let digest): hasher.combine(digest)
        case .instant(let instant): hasher.combine(instant)
        case .interval(let interval): hasher.combine(interval)
        case .money(let money): hasher.combine(money)
        case .span(let span): hasher.combine(span)
        case .count(let count): hasher.combine(count)
        // Equal bytes are equal strings, which hash alike.
        case .word(let word): hasher.combine(word)
        }
    }

    private var rank: Int {
        switch self {
        case .party: 0
        case .document: 1
        case .key: 2
        case .instant: 3
        case .interval: 4
        case .money: 5
        case .span: 6
        case .count: 7
        case .word: 8
        }
    }

    /// By type, then by value: a total order, so that output never depends on the order of hashing.
    package static func < (left: Term, right: Term) -> Bool {
        switch (left, right) {
        case (.party(let left), .party(let right)): left < right
        case (.document(let left), .document(let right)): left < right
        case (.key(let left), .key(let right)): left < right
        case (.instant(let left), .instant(let right)): left < right
        case (.interval(let left), .interval(let right)): left < right
        case (.money(let left), .money(let right)): left < right
        case (.span(let left), .span(let right)): left < right
        case (.count(let left), .count(let right)): left < right
        case (.word(let left), .word(let right)):
            left.utf8.lexicographicallyPrecedes(right.utf8)
        default: left.rank < right.rank
        }
    }
}
