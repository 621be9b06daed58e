// Commitment certificates (R-14 to R-20 of seca-1.0): what a certificate shows against the service that signed it, by itself, beside another, or
// beside the service's own receipt of a revocation. Numbers are compared in the whole archive, since a service that gives one number twice
// gives it to two beneficiaries, who file in two matters.
//
//     LIABILITY.DOUBLE_USE       misconduct: one number for two documents or beneficiaries, or one document for one beneficiary and context twice
//     LIABILITY.POST_REVOCATION  misconduct: issued after a request was received to revoke its key or limit
//     LIABILITY.WINDOWS          misconduct: its times are in disorder, or further apart than the agreement allows

import EvidenceModules
import EvidenceValues
import TransparencyLog

extension PartyExamination {
    /// Notes what the certificates on file show.
    mutating func examineCertificates() {
        let kinds = Set(
            facts.said("kind").filter { $0.word(1) == "instant-certificate" }
                .compactMap { $0.document(0) })
        for cover in facts.said("cover") {
            guard let document = cover.document(0), kinds.contains(document),
                let number = cover.word(1), let subscriber = cover.party(2),
                let beneficiary = cover.party(3), let covered = cover.document(4),
                let service = service(of: document)
            else { continue }
            for terms in facts.said("cover_terms", document) where terms.word(1) == number {
                guard let limit = terms.word(2) else { continue }
                mark(
                    .certificate, of: service, on: "number\n\(limit)\n\(subscriber)\n\(number)",
                    says: .sha256("\(covered)\n\(beneficiary)".utf8), in: document)
                examineTimes(terms, document, service)
                examineRevocation(terms, document, service, (limit, subscriber))
            }
            for context in facts.said("cover_context", document) {
                guard let context = context.document(1) else { continue }
                mark(
                    .certificate, of: service,
                    on: "context\n\(subscriber)\n\(beneficiary)\n\(covered)\n\(context)",
                    says: document, in: document)
            }
        }
    }

    /// The listed service that signed a certificate, or that some signature over it is said to be of.
    func service(of document: Digest) -> PartyID? {
        let listed = statements.signers(of: document)
            .filter { isListed($0, as: "commitment-service") }
        return listed.first { statements.holds(document, by: $0) } ?? listed.first
    }

    // Spec: R-20
    private mutating func examineTimes(_ terms: Fact, _ document: Digest, _ service: PartyID) {
        guard let issued = terms.instant(4), let accept = terms.instant(5),
            let claim = terms.instant(6)
        else { return }
        var isWrong = accept < issued || claim < accept
        for status in facts.said("cover_status", document) {
            guard let good = status.instant(1), let start = status.instant(2) else { continue }
            isWrong =
                isWrong || issued < good || issued < start
                || isLonger(from: good, to: issued, than: "T_status")
        }
        isWrong =
            isWrong || isLonger(from: issued, to: accept, than: "T_icMax")
            || isLonger(from: accept, to: claim, than: "T_icClaim")
        guard isWrong else { return }
        accuse(
            service, LiabilityInvariant.windows.code, LiabilityInvariant.windows.rawValue,
            own: [document],
            "The times that the certificate \(document) of \(service) states are in disorder, or too far apart."
        )
    }

    /// Whether more time lies between than the agreement sets; without an agreement nothing is too long.
    private func isLonger(from start: Instant, to end: Instant, than name: String) -> Bool {
        terms.agreed(name).map { start.advanced(by: $0) < end } ?? false
    }

    // Spec: R-19
    private mutating func examineRevocation(
        _ terms: Fact, _ document: Digest, _ service: PartyID,
        _ limit: (name: String, subscriber: PartyID)
    ) {
        guard let key = terms.key(3), let issued = terms.instant(4) else { return }
        let receipts =
            facts.said("revocation_received", key, at: 1)
            + facts.said("limit_revoked").filter {
                $0.word(1) == limit.name && $0.party(2) == limit.subscriber
            }
        let first = receipts.filter { receipt in
            guard let text = receipt.document(0),
                let received = receipt.instant(2) ?? receipt.instant(3),
                let existed = statements.made(text).hi
            else { return false }
            return statements.signers(of: text).contains(service) && received <= issued
                && existed <= issued
        }.compactMap { $0.document(0) }.min { statements.ground($0) < statements.ground($1) }
        guard let first else { return }
        accuse(
            service, LiabilityInvariant.postRevocation.code,
            LiabilityInvariant.postRevocation.rawValue, own: [document, first],
            "\(service) issued the certificate \(document) when it had received, by its receipt \(first), a "
                + "request to grant no more.")
    }
}
