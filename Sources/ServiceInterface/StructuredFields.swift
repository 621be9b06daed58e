// The structured fields that Docket's headers use (RFC 9651), strictly: byte sequences, `:` base64 `:`, and the digests of RFC 9530,
// of which `sha-256` alone counts.

package import EvidenceValues

/// A byte sequence in a header (RFC 9651 §3.3.5).
package enum StructuredBytes {
    /// The bytes that `field` writes; nil if it is no byte sequence, or has parameters.
    package static func parse(_ field: some StringProtocol) -> [UInt8]? {
        let text = Array(field.utf8)
        let trimmed = text.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
        guard trimmed.count >= 2, trimmed.first == 0x3A, trimmed.last == 0x3A else { return nil }
        return Base64.decode(Array(trimmed.dropFirst().dropLast()).span)
    }

    /// The field that writes `bytes`.
    package static func format(_ bytes: some Sequence<UInt8>) -> String {
        ":" + Base64.encode(bytes) + ":"
    }
}

/// `Content-Digest` (RFC 9530 §2).
package enum ContentDigestField {
    /// The SHA-256 that `field` names among others; nil if it names none, or more than one.
    package static func parse(_ field: some StringProtocol) -> Digest? {
        var found: Digest?
        for member in field.split(separator: ",", omittingEmptySubsequences: false) {
            let member = member.drop { $0 == " " || $0 == "\t" }
            guard let equals = member.firstIndex(of: "=") else { return nil }
            guard member[..<equals] == "sha-256" else { continue }
            guard found == nil,
                let bytes = StructuredBytes.parse(member[member.index(after: equals)...]),
                let digest = Digest(bytes: bytes)
            else { return nil }
            found = digest
        }
        return found
    }

    /// The field that names `digest`.
    package static func format(_ digest: Digest) -> String {
        "sha-256=" + StructuredBytes.format(digest.bytes)
    }
}
