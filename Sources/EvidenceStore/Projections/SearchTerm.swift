// What an exhibit can be found by, as numbers of 32 bits: a term says where to look, and what is found there is read and compared with
// what was asked for. So two things with one term cost a look, never a wrong answer.

import EvidenceValues
import TransparencyLog

/// What a search term is of. The raw value stands in the database.
enum TermKind: Int, Sendable, CaseIterable {
    /// The digests of the content and of the filing, and the leaf hash of the entry.
    case digest = 0
    case filer = 1
    case exhibitKind = 2
    /// The name of the exhibit's file, and how it begins.
    case name = 3
    /// The matter, and how it begins.
    case matter = 4
}

/// A term of 32 bits.
struct SearchTerm: Sendable, Hashable {
    let value: UInt32

    /// Of a digest: its first bytes, which nobody can choose freely.
    init(_ digest: Digest) { value = UInt32(truncatingIfNeeded: digest.value.words.0 >> 32) }

    /// Of a text: FNV-1a over its UTF-8 (RFC 9923). Who finds two names of one term makes a search look twice.
    init(_ text: String) { self.init(bytes: text.utf8) }

    init(_ filer: Filer) {
        switch filer {
        case .operator: self.init(filer.text)
        case .certificate(let digest): self.init(digest)
        }
    }

    private init(bytes: some Sequence<UInt8>) {
        value = bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }

    /// Lengths of the beginnings by which names and matters are found too, in bytes.
    private static let beginnings = (short: 4, long: 8)

    /// That every text beginning with `text` has; nil if `text` is too short for that.
    static func beginning(_ text: String) -> SearchTerm? {
        let count = text.utf8.count
        guard count >= beginnings.short else { return nil }
        let length = count < beginnings.long ? beginnings.short : beginnings.long
        return SearchTerm(bytes: text.utf8.prefix(length))
    }

    /// Gives the terms of a text and of its beginnings.
    static func each(of text: String, _ take: (SearchTerm) -> Void) {
        let count = text.utf8.count
        if count > beginnings.short { take(SearchTerm(bytes: text.utf8.prefix(beginnings.short))) }
        if count > beginnings.long { take(SearchTerm(bytes: text.utf8.prefix(beginnings.long))) }
        take(SearchTerm(text))
    }
}
