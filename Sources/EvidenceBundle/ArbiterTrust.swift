// What the arbiter brings to a verification: his own agreement and annex, or their digests. Nothing else gives trust; a bundle's
// copies are for reading, and prove nothing unless they are the ones that he pinned (DESIGN.md §5).

package import EvidenceValues
internal import TransparencyLog

/// A text that the arbiter accepts, as his own copy or as its digest.
package enum Pin: Sendable, Hashable {
    case copy([UInt8])
    case digest(Digest)

    /// The digest of what is pinned.
    package var digest: Digest {
        switch self {
        case .copy(let bytes): Digest.sha256(bytes)
        case .digest(let digest): digest
        }
    }
}

/// The agreement and the annex that the arbiter accepts; nil for one that he did not pin.
package struct ArbiterTrust: Sendable, Hashable {
    package var agreement: Pin?
    package var annex: Pin?

    package init(agreement: Pin? = nil, annex: Pin? = nil) {
        self.agreement = agreement
        self.annex = annex
    }
}
