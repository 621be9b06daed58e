// A formal statement read again from its text: documents and findings give their statements as text, and the report draws some of them.
// What is no atom of literals is passed over: a drawing that lacks a mark misleads nobody, one that guesses does.

import EvidenceValues

/// An atom as documents and findings spell it: `issued(key:sha-256:…, 2026-01-15T10:00:00Z)`.
struct FormalStatement: Sendable, Hashable {
    let predicate: String
    let arguments: [Term]

    /// Longer texts than any term may have are not read.
    private static let longest = 4000

    /// Nil for what is no atom, or has an argument that is no literal.
    init?(_ text: String) {
        let text = text.hasSuffix(".") ? text.dropLast() : Substring(text)
        guard text.utf8.count <= Self.longest, text.hasSuffix(")"),
            let open = text.firstIndex(of: "(")
        else { return nil }
        let predicate = text[..<open]
        guard !predicate.isEmpty, predicate.unicodeScalars.allSatisfy(Self.isName) else {
            return nil
        }
        self.predicate = String(predicate)
        var arguments: [Term] = []
        for argument in Self.cut(text[text.index(after: open)...].dropLast()) {
            guard let term = Self.term(argument) else { return nil }
            arguments.append(term)
        }
        self.arguments = arguments
    }

    /// The instants among the arguments.
    var instants: [Instant] {
        arguments.compactMap { if case .instant(let instant) = $0 { instant } else { nil } }
    }

    /// The keys among the arguments.
    var keys: [Digest] {
        arguments.compactMap { if case .key(let digest) = $0 { digest } else { nil } }
    }

    /// The document that comes first, if one does.
    var document: Digest? {
        if case .document(let digest)? = arguments.first { digest } else { nil }
    }

    /// Every instant that a text names, in order.
    static func instants(in text: String) -> [Instant] {
        text.split { !isOfInstant($0) }.compactMap { Instant(text: $0) }
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            || ("0"..."9").contains(scalar) || scalar == "_"
    }

    private static func isOfInstant(_ character: Character) -> Bool {
        ("0"..."9").contains(character) || "TZ:.-".contains(character)
    }

    /// The parts between commas that stand outside of quotes.
    private static func cut(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            guard text[index] == ",", !isQuoted else { continue }
            parts.append(text[start..<index])
            start = text.index(after: index)
        }
        return (parts + [text[start...]]).map { $0.first == " " ? $0.dropFirst() : $0 }
    }

    /// A literal, or one behind a preposition: `by 2026-01-15T10:00:00Z`.
    private static func term(_ text: Substring) -> Term? {
        if let term = Term(literal: text) { return term }
        return text.firstIndex(of: " ").flatMap { Term(literal: text[$0...].dropFirst()) }
    }
}
