// Rules of names over bytes: which characters, how many, how they begin. A name is checked where it stands in a text, without making
// a `String` of it; an audit reads millions.

/// A set of ASCII characters: one bit for each.
struct ASCIISet: Sendable {
    /// Bit b & 63 of the word b >> 6.
    private var words: InlineArray<4, UInt64> = [0, 0, 0, 0]

    /// The characters of `text` and those of `others`.
    init(_ text: String, _ others: ASCIISet...) {
        for byte in text.utf8 {
            precondition(byte < 128, "bad set: a byte that is not ASCII")
            words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
        }
        for set in others { for word in words.indices { words[word] |= set.words[word] } }
    }

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

    /// Whether all of `text` is in the set.
    func containsAll(of text: Span<UInt8>) -> Bool { text.areAll(in: words) }

    static let digits = ASCIISet("0123456789")
    static let lowerCase = ASCIISet("abcdefghijklmnopqrstuvwxyz")
    static let capitals = ASCIISet("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

/// How a name is spelt: 1 to `limit` characters of `rest`, the first of `first`.
struct NameRule: Sendable {
    let limit: Int
    let first: ASCIISet
    /// Holds `first` too.
    let rest: ASCIISet

    /// Whether all of `name` is such a name.
    func admits(_ name: Span<UInt8>) -> Bool {
        (1...limit).contains(name.count) && first.contains(name[0]) && rest.containsAll(of: name)
    }
}

/// Finds the value that a word names, by bytes: Swift's `String` holds canonically equivalent spellings to be equal.
struct WordTable<Value: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
    private let words: [(utf8: [UInt8], value: Value)]

    init() { words = Value.allCases.map { (Array($0.rawValue.utf8), $0) } }

    /// The value whose raw value is `word`, or nil.
    func value(of word: Span<UInt8>) -> Value? {
        for (utf8, value) in words where utf8.count == word.count {
            if word.has(utf8.span, at: 0) { return value }
        }
        return nil
    }
}
