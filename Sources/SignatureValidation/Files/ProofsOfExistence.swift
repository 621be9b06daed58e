// By when each object provably existed (EN 319 102-1 §5.6.2.3): at the validation time because it is at hand, and earlier when a
// trusted time-stamp covers it. Proofs only ever get better: the earliest counts.

import Cryptography
import EvidenceValues

/// The earliest proven existence of objects, by digest.
struct ProofsOfExistence: Sendable {
    private(set) var instants: [Digest: Instant] = [:]

    /// The proof; nil if there is none but that the object is at hand.
    subscript(object: Digest) -> Instant? { instants[object] }

    /// The proof as bounds.
    func bounds(of object: Digest) -> Interval { Interval(hi: instants[object]) }

    /// Notes that a trusted time-stamp of `instant` covers the object.
    mutating func note(_ object: Digest, by instant: Instant) {
        instants[object] = min(instants[object] ?? instant, instant)
    }

    /// The same for what a token holds, which existed when the token did.
    mutating func note(_ token: TimeStampToken, by instant: Instant) {
        for object in token.cms.objects { note(.sha256(of: object), by: instant) }
    }
}

extension ValidationMaterial {
    /// This material with what is proven of its existence; itself if nothing is, so that what it worked out stays of use.
    func knowing(_ proofs: ProofsOfExistence) -> ValidationMaterial {
        proofs.instants.isEmpty ? self : ValidationMaterial(self, existence: proofs.instants)
    }
}
