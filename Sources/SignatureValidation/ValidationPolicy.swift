// What validation is given besides the evidence: whom the arbiter trusts, for when he asks, and how much clocks and lists may
// differ. EN 319 102-1 calls these the signature validation constraints (§5.1.4). All of it is data, and each default is the strict
// one.

package import Cryptography
package import EvidenceValues

/// Until when good news counts (EN 319 102-1 §5.2.5).
package enum RevocationFreshness: Sendable, Hashable {
    /// Until its nextUpdate, but never longer after its thisUpdate than this. Without nextUpdate it speaks for no later moment.
    case ownPeriod(atMost: TimeSpan?)
    /// So long after its thisUpdate, whatever its nextUpdate.
    case maximumAge(TimeSpan)
    /// It must be issued so long after the moment for which is asked: what happened just before it may not be on it yet.
    case after(TimeSpan)

    /// The last moment for which good news of `thisUpdate` speaks.
    package func lastMoment(thisUpdate: Instant, nextUpdate: Instant?) -> Instant {
        switch self {
        case .ownPeriod(let limit):
            guard let nextUpdate else { return thisUpdate }
            let end = limit.map { min(nextUpdate, thisUpdate.advanced(by: $0)) } ?? nextUpdate
            return max(thisUpdate, end)
        case .maximumAge(let age): return thisUpdate.advanced(by: age)
        case .after(let span):
            return thisUpdate.advanced(by: TimeSpan(milliseconds: 0 - max(0, span.milliseconds)))
        }
    }
}

/// The constraints of a validation.
package struct ValidationPolicy: Sendable, Hashable {
    /// How old the newest list may be, at most, where no list was issued after the signature. Lists of CAs for signing
    /// certificates are daily or weekly; and a list older than its own period (nextUpdate) is never fresh.
    package static let defaultFreshness = TimeSpan(seconds: 7 * 86_400)

    package var trust: PinnedTrust {
        get { pinned.value.trust }
        set { pinned = Shared(Pinned(newValue)) }
    }
    /// The annex's algorithms, or the standard ones where it lists none.
    package var algorithms: AlgorithmCatalogue { pinned.value.algorithms }
    private var pinned: Shared<Pinned>
    /// The moment for which the question is asked; existence of all that is at hand is proven for it.
    package var validationTime: Instant
    /// How much trusted clocks may differ.
    package var skew: TimeSpan
    package var freshness: RevocationFreshness
    /// What is demanded of certificate policies; nothing by default.
    package var pathInputs = PathInputs()
    /// Whether somebody must say of each certificate of a signer's path that it was not revoked. (Of a time-stamping authority nobody
    /// need, for the arbiter vouches for it himself.)
    package var requiresRevocation = true
    /// Whether that also holds for those who sign answers about others: OCSP responders without id-pkix-ocsp-nocheck, issuers of
    /// indirect lists. RFC 6960 §4.2.2.2.1 leaves it to the policy where their certificate does not say.
    package var requiresRevocationOfAnswerers = true
    /// Whether a compromised key is taken to be so since the invalidity date (RFC 5280 §5.3.2), where that is before the revocation. It
    /// is the holder's word, so by default not.
    package var trustsInvalidityDates = false
    /// Whether a signature must name its certificate (RFC 5035), as CAdES demands.
    package var requiresSigningCertificate = true
    /// Documents of signature policies at hand, by object identifier.
    package var signaturePolicies: [String: [UInt8]] = [:]
    /// Whether a signature policy that a signature names must be at hand.
    package var requiresSignaturePolicies = false

    package init(
        trust: PinnedTrust, validationTime: Instant, skew: TimeSpan,
        freshness: RevocationFreshness = .ownPeriod(atMost: ValidationPolicy.defaultFreshness)
    ) {
        pinned = Shared(Pinned(trust))
        self.validationTime = validationTime
        self.skew = skew
        self.freshness = freshness
    }

    /// The proof of existence of something with these bounds: its `hi`, or the validation time, for it is at hand then.
    package func existence(_ bounds: Interval) -> Instant {
        min(bounds.hi ?? validationTime, validationTime)
    }

    private struct Pinned: Sendable, Hashable {
        let trust: PinnedTrust
        let algorithms: AlgorithmCatalogue

        init(_ trust: PinnedTrust) {
            self.trust = trust
            algorithms =
                trust.algorithms.isEmpty ? .standard : AlgorithmCatalogue(trust.algorithms)
        }
    }
}
