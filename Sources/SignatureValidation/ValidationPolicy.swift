// What validation is given besides the evidence: whom the arbiter trusts, for when he asks, and how much clocks and lists may
// differ. EN 319 102-1 calls these the signature validation constraints (§5.1.4).

package import EvidenceValues

/// The constraints of a validation.
package struct ValidationPolicy: Sendable, Hashable {
    /// How old the newest list may be, at most, where no list was issued after the signature. Lists of CAs for signing
    /// certificates are daily or weekly; and a list older than its own period (nextUpdate) is never fresh.
    package static let defaultFreshness = TimeSpan(seconds: 7 * 86_400)

    package var trust: PinnedTrust
    /// The moment for which the question is asked; existence of all that is at hand is proven for it.
    package var validationTime: Instant
    /// How much trusted clocks may differ.
    package var skew: TimeSpan
    package var revocationFreshness: TimeSpan

    package init(
        trust: PinnedTrust, validationTime: Instant, skew: TimeSpan,
        revocationFreshness: TimeSpan = ValidationPolicy.defaultFreshness
    ) {
        self.trust = trust
        self.validationTime = validationTime
        self.skew = skew
        self.revocationFreshness = revocationFreshness
    }

    /// The proof of existence of something with these bounds: its `hi`, or the validation time, for it is at hand then.
    package func existence(_ bounds: Interval) -> Instant {
        min(bounds.hi ?? validationTime, validationTime)
    }
}
