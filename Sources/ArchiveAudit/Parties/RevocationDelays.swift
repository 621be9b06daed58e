// From the receipt of a request to revoke a key to the list that says so (R-08 of seca-1.0, background Appendix B (7)). The receipt is
// the authority's own word, and so are its lists; that none came in time is proven by a list of its own that still calls the key good when
// the time was over. Where no list says anything there is only a time that ended: the list may exist and not be on file.
//
//     REVOCATION.LATE         misconduct `late-publication`, or a warning where it is not proven that the first list came too late
//     REVOCATION.UNPUBLISHED  warning: the time is over, and no list on file names the key
//     DEADLINE.PUBLICATION    warning: the time ends soon

import EvidenceValues

extension PartyExamination {
    /// Measures each delay.
    mutating func examineRevocations() {
        for receipt in facts.said("revocation_received") {
            guard let document = receipt.document(0), let key = receipt.key(1),
                let received = receipt.instant(2)
            else { continue }
            for issuer in facts.found("issued_by", key) {
                guard let party = issuer.party(1), isListed(party, as: "ca") else { continue }
                examine(
                    RevocationRequest(
                        receipt: document, key: key, received: received, authority: party))
            }
        }
    }

    private mutating func examine(_ request: RevocationRequest) {
        let end = request.received.advanced(by: terms.publication)
        let listings = facts.found("revocation_listed", request.key)
            .compactMap { $0.document(2) }
        let times = listings.map { statements.made($0) }
        guard !times.contains(where: { $0.hi.map { $0 <= end } ?? false }) else { return }
        let since = "\(request.authority) received at \(request.received) a request to revoke "
        let limit = "within \(terms.publication) (T_revPublish: \(terms.source))"
        if let good = firstGood(request.key, after: end) {
            // Spec: R-08 (c)
            return accuse(
                request.authority, "REVOCATION.LATE", "late-publication", own: [request.receipt],
                others: [good.list], isAgreed: terms.agreement != nil,
                "\(since)key:\(request.key), had to publish it \(limit), and still calls the key good "
                    + "at \(good.time).")
        }
        guard !listings.isEmpty else {
            guard counts(request.receipt, by: request.authority) else { return }
            notes.agenda.append(
                AgendaItem(
                    near: "DEADLINE.PUBLICATION", past: "REVOCATION.UNPUBLISHED", until: end,
                    party: request.authority, ground: statements.ground(request.receipt),
                    "\(since)key:\(request.key), has to publish it \(limit), and no list on file does"
                ))
            return
        }
        tellDelay(
            request, listings, times, "\(since)key:\(request.key); that it published it \(limit)")
    }

    /// What is known of a delay that is neither proven to be short enough nor proven to be misconduct.
    private mutating func tellDelay(
        _ request: RevocationRequest, _ listings: [Digest], _ times: [Interval], _ sentence: String
    ) {
        if times.contains(where: { $0.hi == nil }) { notes.isUnsettled = true }
        guard let first = times.compactMap(\.hi).min() else { return }
        let earliest = times.contains { $0.lo == nil } ? nil : times.compactMap(\.lo).min()
        let delay = first.milliseconds - request.received.milliseconds
        let least = earliest.map { max(0, $0.milliseconds - request.received.milliseconds) }
        warn(
            "REVOCATION.LATE", of: request.authority, [request.receipt] + listings,
            "\(sentence) is not proven: the delay was "
                + (least.map { "at least \(TimeSpan(milliseconds: $0)) and " } ?? "")
                + "at most \(TimeSpan(milliseconds: delay)).")
    }

    /// The list, filed first, by which the key was good after `end`.
    private func firstGood(_ key: Digest, after end: Instant) -> (list: Digest, time: Instant)? {
        facts.found("status_good", key)
            .compactMap { fact -> (list: Digest, time: Instant)? in
                guard let time = fact.instant(1), let list = fact.document(2), end < time else {
                    return nil
                }
                return (list, time)
            }
            .min { statements.ground($0.list) < statements.ground($1.list) }
    }
}

/// A request to revoke a key, as a receipt states it.
private struct RevocationRequest {
    let receipt: Digest
    let key: Digest
    let received: Instant
    let authority: PartyID
}
