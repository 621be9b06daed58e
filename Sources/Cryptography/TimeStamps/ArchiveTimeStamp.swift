// Archive time-stamps of CAdES: tokens in unsigned attributes that cover the signature with all that is needed to check it later.
// Version 2 (ETSI TS 101 733 §6.4.1) hashes the file's own bytes; version 3 (EN 319 122-1 §5.5.3) hashes an index of hashes, which
// lies in the token, and the signature. Only the imprint is looked at here, not the token.
package import EvidenceValues

/// One archive time-stamp.
package struct ArchiveTimeStamp: Sendable, Hashable {
    /// How the imprint is made.
    package enum Version: String, Sendable, Hashable {
        case v2, v3
    }

    /// As it stands in the attribute.
    package let token: [UInt8]
    package let version: Version
}

/// What the check of an imprint over parts of a signature found.
package enum ImprintVerification: Sendable, Hashable {
    case holds(CoveredObjects)
    case mismatch
    /// The content's bytes, or its digest by this algorithm, are needed.
    case contentNeeded(DigestAlgorithm)
    /// No token in it, or version 3 without its index (EN 319 122-1 §5.5.2).
    case malformed
    /// The imprint or the index is by a broken or an unknown digest; its name.
    case weakAlgorithm(String)
}

/// What a time-stamp over parts of a signature proves the existence of.
package struct CoveredObjects: Sendable, Hashable {
    /// The SHA-256 of each certificate, list, BasicOCSPResponse and token, and of the signature value.
    package var digests: Set<Digest>
    /// Objects that are covered by name only, as the references attributes name them.
    package var references: [ObjectReference] = []
    /// Hashes of the index to which nothing in the file belongs: something was taken out, or is encoded anew.
    package var unmatched = 0
    /// The digest of the index by which what is covered was hashed, by its name; nil where the imprint is over the objects themselves.
    package var indexAlgorithm: String?
}
