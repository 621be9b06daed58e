// Past certificate validation goes down a path from the anchor and asks, at each certificate, since when it can no longer be relied
// on: because it was revoked, because its algorithm ended (EN 319 102-1 §5.6.2.2, control-time sliding). What hangs below such a
// certificate counts only if it is proven to be older, for whoever has the key since then could have made it.
//
// The standard also goes back to the issuance of good news that is not fresh at the control time. Here it is to the last moment for
// which the news speaks, and only once something else made validation go back: good news stays good for its period however late it is
// asked for, and a better proof of existence can then never lead to an earlier control time.

import EvidenceValues

/// How far past certificate validation went back.
struct ControlTime {
    /// The control time of EN 319 102-1; the validation time at first.
    private(set) var instant: Instant
    /// Proofs of existence count if they are not later.
    private(set) var lastProof: Instant
    /// Of what made validation go back furthest; nil at first.
    private(set) var reason: SubIndication?

    init(validationTime: Instant) {
        (instant, lastProof) = (validationTime, validationTime)
    }

    var hasGoneBack: Bool { reason != nil }

    /// What it means that something else is not proven to be as old: that the signed thing itself is not, for the same reason; or, where
    /// it is, that just that proof is missing.
    func missingProof(_ bounds: Interval, _ policy: ValidationPolicy) -> SubIndication {
        policy.existence(bounds) > lastProof ? reason ?? .noPOE : .noPOE
    }

    /// Goes back to before `event`, if that is earlier; trusted clocks may differ by `skew`.
    mutating func goBack(before event: Instant, skew: TimeSpan, reason: SubIndication) {
        let span = min(max(0, skew.milliseconds), Int64.max / 2)
        goBack(
            to: event, lastProof: event.advanced(by: TimeSpan(milliseconds: -1 - span)),
            reason: reason)
    }

    /// Goes back to `last`, if that is earlier: until then all was well.
    mutating func goBack(to last: Instant, reason: SubIndication) {
        goBack(to: last, lastProof: last, reason: reason)
    }

    private mutating func goBack(to event: Instant, lastProof proof: Instant, reason: SubIndication)
    {
        guard proof < lastProof else { return }
        instant = min(instant, event)
        lastProof = proof
        self.reason = reason
    }
}
