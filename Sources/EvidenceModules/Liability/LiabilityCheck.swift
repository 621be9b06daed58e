// The invariants that liability documents show beside each other (background §3.4; the rest is the ledger's): each a pure function over what is
// on file. They warn, and an audit reports them; what follows for whom is for the agreement, by facts. Only what is certainly signed
// counts, so that nobody's invention is held against anybody. Spec: liability-40 to liability-50

package import EvidenceValues

/// The spans that the times of a cover must keep; those of seca-1.0 unless an agreement says otherwise.
package struct CoverPeriods: Sendable, Hashable {
    /// How old the status of the key may be at the issue.
    package var status = TimeSpan(seconds: 600)
    /// How far from the issue the document may be signed.
    package var issue = TimeSpan(seconds: 600)
    /// How long after the issue a certificate can be accepted.
    package var acceptance = TimeSpan(seconds: 259_200)
    /// How long after that it can be claimed.
    package var claim = TimeSpan(seconds: 7_776_000)

    package init() {}
}

/// The liability documents of a matter, with what is known of their signatures.
package struct LiabilityCheck: Sendable {
    package let documents: [Digest: LiabilityDocument]
    package let signatures: [Digest: [SignedLiability]]
    /// When parties acceded; who is not there is unknown.
    package let accessions: [PartyID: [Instant]]
    package let skew: TimeSpan
    package let periods: CoverPeriods

    package init(
        documents: [Digest: LiabilityDocument], signatures: [SignedLiability],
        accessions: [PartyID: [Instant]] = [:], skew: TimeSpan,
        periods: CoverPeriods = CoverPeriods()
    ) {
        self.documents = documents
        self.signatures = Dictionary(grouping: signatures, by: \.document)
        self.accessions = accessions
        self.skew = skew
        self.periods = periods
    }

    /// Everything that is broken, by invariant and document.
    package var faults: [LiabilityFault] {
        perTransaction + binding + documentBinding + windows + freshness + postRevocation
            + doubleUse + authority + fork + member
    }

    /// Invariant 2: what a certificate is for is not above what was agreed for each, and in that currency. Spec: liability-41
    package var perTransaction: [LiabilityFault] {
        issued.compactMap { cover in
            guard let agreement = agreement(of: cover) else { return nil }
            guard cover.amount.currency == agreement.each.currency else {
                return fault(
                    .perTransaction, cover.digest,
                    "It is for \(cover.amount), and the limit is in \(agreement.each.currency).")
            }
            guard cover.amount > agreement.each else { return nil }
            return fault(
                .perTransaction, cover.digest,
                "It is for \(cover.amount), more than the \(agreement.each) that one certificate may be for."
            )
        }
    }

    /// Invariant 5: what refers to a certificate names its number, its beneficiary and its limit. Spec: liability-42
    package var binding: [LiabilityFault] {
        let references = sorted.flatMap { digest, document -> [LiabilityFault] in
            guard let reference = document.reference, let cover = cover(reference.certificate),
                cover.number != reference.number || cover.beneficiary != reference.beneficiary
            else { return [] }
            return [
                fault(
                    .binding, digest,
                    "It names the certificate \(reference.certificate), which has another number or beneficiary."
                )
            ]
        }
        let limits = issued.compactMap { cover -> LiabilityFault? in
            guard let agreement = agreement(of: cover),
                agreement.limit != cover.terms.limit || agreement.issuer != cover.terms.issuer
                    || agreement.subscriber != cover.subscriber
                    || !isVoucher(cover) && !agreement.keys.contains(cover.terms.key)
                    || cover.terms.issued < agreement.validFrom
                    || cover.terms.issued > agreement.validUntil
            else { return nil }
            return fault(
                .binding, cover.digest,
                "The limit agreement that it names is of other parties, another limit, other keys or another time."
            )
        }
        return references + limits
    }

    /// Invariant 6: the signature that a certificate names is over the document that it names. Spec: liability-43
    package var documentBinding: [LiabilityFault] {
        var signed: [Digest: Set<Digest>] = [:]
        for (document, found) in signatures {
            for signature in found { signed[signature.signature, default: []].insert(document) }
        }
        return sorted.compactMap { digest, document in
            guard case .certificate(let certificate) = document,
                let signature = certificate.signature, let documents = signed[signature],
                !documents.contains(certificate.document)
            else { return nil }
            return fault(
                .documentBinding, digest,
                "The signature \(signature) that it names is over another document than it names."
            )
        }
    }

    /// Invariant 7: status, issue, acceptance and claim in their order and within their spans. Spec: liability-44
    package var windows: [LiabilityFault] {
        issued.flatMap { cover -> [LiabilityFault] in
            let terms = cover.terms
            let broken: [(Bool, String)] = [
                (terms.issued < terms.statusAsOf, "It was issued before the time of its status."),
                (
                    terms.statusAsOf.advanced(by: periods.status) < terms.issued,
                    "Its status is too old at the issue."
                ),
                (terms.issued < terms.notBefore, "It was issued before it holds."),
                (terms.notAfter < terms.issued, "Its acceptance ends before its issue."),
                (
                    terms.issued.advanced(by: periods.acceptance) < terms.notAfter,
                    "It can be accepted for too long."
                ),
                (terms.claimDeadline < terms.notAfter, "Its claims end before its acceptance."),
                (
                    terms.notAfter.advanced(by: periods.claim) < terms.claimDeadline,
                    "It can be claimed for too long."
                ),
            ]
            return broken.filter(\.0).map { fault(.windows, cover.digest, $0.1) }
        }
    }

    /// Invariant 8: some signature with the named key over the document may have been made at about the time of issue. Spec: liability-45
    package var freshness: [LiabilityFault] {
        sorted.compactMap { digest, document in
            guard case .certificate(let certificate) = document else { return nil }
            let named = (signatures[certificate.document] ?? []).filter { signed in
                signed.key == certificate.terms.key
                    && (certificate.signature == nil || certificate.signature == signed.signature)
            }
            let from = certificate.terms.issued.advanced(
                by: TimeSpan(milliseconds: -periods.issue.milliseconds))
            let until = certificate.terms.issued.advanced(by: periods.issue)
            let window = Interval(lo: from, hi: until)
            guard !named.isEmpty, named.allSatisfy({ isApart($0.made, window) }) else {
                return nil
            }
            return fault(
                .freshness, digest,
                "No signature over its document was made within the time around \(certificate.terms.issued)."
            )
        }
    }

    private func isApart(_ made: Interval, _ window: Interval) -> Bool {
        made.isBefore(window, skew: skew) == .certain
            || window.isBefore(made, skew: skew) == .certain
    }
}
