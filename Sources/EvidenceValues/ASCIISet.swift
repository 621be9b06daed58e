// Rules of names over bytes: which characters, how many, how they begin. A name is checked where it stands in a text, without making
// a `String` of it; an audit reads millions.

import CText

/// A set of ASCII characters, without NUL and line feed: one of those that names are made of.
struct ASCIISet: Sendable {
    private let set: docket_set

    func contains(_ byte: UInt8) -> Bool { docket_is_in(set, byte) == 1 }

    /// Where the first byte of `text` from `start` on stands that is not in the set; the end of `text` if there is none.
    /// - Precondition: `start` is within the text, or its end.
    func end(in text: Span<UInt8>, from start: Int) -> Int { text.end(in: set, from: start) }

    /// A–Z.
    static let capitals = ASCIISet(set: DOCKET_CAPITALS)
    /// a–z and digits.
    static let lowerCase = ASCIISet(set: DOCKET_LOWER_CASE)
    /// Letters and digits.
    static let alphanumeric = ASCIISet(set: DOCKET_ALPHANUMERIC)
    /// Capitals, digits and `-`.
    static let party = ASCIISet(set: DOCKET_PARTY)
    /// Letters, digits, `-`, `.` and `_`.
    static let matter = ASCIISet(set: DOCKET_MATTER)
    /// Lower-case letters, digits, `-`, `.`, `/` and `_`.
    static let origin = ASCIISet(set: DOCKET_ORIGIN)
    /// Lower-case letters, digits, `+`, `-`, `.` and `_`.
    static let mediaType = ASCIISet(set: DOCKET_MEDIA)
    /// The visible characters and the space, but for `/` and `\`.
    static let fileName = ASCIISet(set: DOCKET_FILE)
}

/// How a name is spelt: 1 to `limit` characters of `rest`, the first of `first`.
struct NameRule: Sendable {
    let limit: Int
    let first: ASCIISet
    /// Holds `first` too.
    let rest: ASCIISet

    /// Where the name that begins at `start` of `text` ends: at the first byte that no name has. Nil if none begins there, or if it is
    /// too long.
    @inline(always)
    func end(in text: Span<UInt8>, from start: Int) -> Int? {
        guard start < text.count, first.contains(text[start]) else { return nil }
        let end = rest.end(in: text, from: start)
        return end - start <= limit ? end : nil
    }

    /// Whether all of `name` is such a name.
    func admits(_ name: Span<UInt8>) -> Bool { end(in: name, from: 0) == name.count }
}
