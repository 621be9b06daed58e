// The invariants that need several documents, or their signers: revocations, numbers used twice, whose word it takes, forks, members.

import EvidenceValues

extension LiabilityCheck {
    /// Invariant 9: nothing is issued after the service's own receipt of a revocation. Spec: liability-46
    package var postRevocation: [LiabilityFault] {
        let receipts = sorted.compactMap { digest, document -> (Digest, RevocationReceipt)? in
            guard case .revocationReceipt(let receipt) = document else { return nil }
            return (digest, receipt)
        }
        return issued.flatMap { cover in
            receipts.compactMap { digest, receipt -> LiabilityFault? in
                let concerns =
                    switch receipt.subject {
                    case .key(let key): key == cover.terms.key
                    case .limit(let limit, let subscriber):
                        limit == cover.terms.limit && subscriber == cover.subscriber
                    }
                guard concerns, receipt.effective <= cover.terms.issued,
                    isSigned(digest, by: cover.terms.issuer)
                else { return nil }
                return fault(
                    .postRevocation, cover.digest,
                    "It was issued at \(cover.terms.issued), when the service had a request to revoke of \(receipt.effective)."
                )
            }
        }
    }

    /// Invariant 10: a number is given once, and one document, beneficiary and context has one certificate. Spec: liability-47
    package var doubleUse: [LiabilityFault] {
        let numbers = repeated(issued) { cover in
            [cover.terms.issuer.text, cover.terms.limit, cover.number]
        }.map { fault(.doubleUse, $0.digest, "Another certificate has its number \($0.number).") }
        let certificates = issued.filter { $0.beneficiary != nil }
        let contexts = repeated(certificates) { cover in
            [
                cover.terms.issuer.text, cover.document?.text ?? "",
                cover.beneficiary?.text ?? "", cover.context?.text ?? "",
            ]
        }.map {
            fault(
                .doubleUse, $0.digest,
                "Another certificate is for its document, beneficiary and context.")
        }
        let spends = sorted.compactMap { digest, document -> (Digest, VoucherSpend)? in
            guard case .spend(let spend) = document, let key = cover(spend.voucher)?.terms.key,
                (signatures[digest] ?? []).contains(where: { $0.key == key })
            else { return nil }
            return (digest, spend)
        }
        let twice = repeated(spends) { [$0.1.voucher.text] }.map {
            fault(.doubleUse, $0.0, "Its voucher \($0.1.voucher) is spent twice.")
        }
        return numbers + contexts + twice
    }

    /// Invariant 11: the beneficiary's papers are signed by it, and the limit is changed with the master key. Spec: liability-48
    package var authority: [LiabilityFault] {
        sorted.compactMap { digest, document in
            if let reference = document.reference, !isSigned(digest, by: reference.beneficiary) {
                return fault(
                    .authority, digest,
                    "It is in the name of \(reference.beneficiary), whose signature over it is not on file."
                )
            }
            guard case .limitChange(let change) = document,
                case .limitAgreement(let agreement)? = documents[change.limitAgreement]
            else { return nil }
            let keys = (signatures[digest] ?? []).map(\.key)
            guard !keys.contains(agreement.master) || !isSigned(digest, by: agreement.issuer)
            else { return nil }
            return fault(
                .authority, digest,
                "It changes a limit without the signature of the service, or without that by the master key."
            )
        }
    }

    /// Invariant 14: two certificates name one entry of the ledger. Spec: liability-49
    package var fork: [LiabilityFault] {
        repeated(issued) { cover in
            [
                cover.terms.issuer.text, cover.terms.limitAgreement.text,
                String(cover.terms.entry),
            ]
        }.map {
            fault(
                .fork, $0.digest, "Another certificate names the entry \($0.terms.entry), too.")
        }
    }

    /// Invariant 15: the beneficiary is not the service, and acceded before the issue. Spec: liability-50
    package var member: [LiabilityFault] {
        issued.compactMap { cover in
            guard let beneficiary = cover.beneficiary else { return nil }
            guard beneficiary != cover.terms.issuer else {
                return fault(.member, cover.digest, "Its beneficiary is the service itself.")
            }
            guard let accessions = accessions[beneficiary],
                accessions.allSatisfy({ $0 > cover.terms.issued })
            else { return nil }
            return fault(
                .member, cover.digest,
                "Its beneficiary \(beneficiary) acceded only after the issue.")
        }
    }
}

/// What a service issued: a certificate, or a voucher, which names no beneficiary.
struct IssuedCover {
    let digest: Digest
    let number: String
    let subscriber: PartyID
    let amount: Money
    let terms: CoverTerms
    var beneficiary: PartyID?
    var document: Digest?
    var context: Digest?

    init?(_ digest: Digest, _ document: LiabilityDocument) {
        self.digest = digest
        switch document {
        case .certificate(let it):
            (number, subscriber, amount, terms) = (it.number, it.subscriber, it.amount, it.terms)
            (beneficiary, context) = (it.beneficiary, it.context)
            self.document = it.document
        case .voucher(let it):
            (number, subscriber, amount, terms) = (it.number, it.subscriber, it.amount, it.terms)
        default: return nil
        }
    }
}

extension LiabilityDocument {
    /// What the beneficiary says of a certificate, where that is what the document is.
    package var reference: CoverReference? {
        switch self {
        case .acceptance(let it): it.cover
        case .discharge(let it): it.cover
        case .claim(let it): it.cover
        default: nil
        }
    }
}

extension LiabilityCheck {
    /// The documents in the order of their digests.
    var sorted: [(Digest, LiabilityDocument)] {
        documents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What the services that are named issued, as their signatures show.
    var issued: [IssuedCover] {
        sorted.compactMap { IssuedCover($0.0, $0.1) }
            .filter { isSigned($0.digest, by: $0.terms.issuer) }
    }

    func agreement(of cover: IssuedCover) -> LimitAgreement? {
        guard case .limitAgreement(let agreement)? = documents[cover.terms.limitAgreement] else {
            return nil
        }
        return agreement
    }

    /// The certificate, voucher, or spend of a voucher with this digest.
    func cover(_ digest: Digest) -> IssuedCover? {
        guard let document = documents[digest] else { return nil }
        guard case .spend(let spend) = document else { return IssuedCover(digest, document) }
        guard let voucher = documents[spend.voucher],
            var cover = IssuedCover(spend.voucher, voucher)
        else { return nil }
        cover.beneficiary = spend.beneficiary
        cover.document = spend.document
        return cover
    }

    func isVoucher(_ cover: IssuedCover) -> Bool { cover.beneficiary == nil }

    func isSigned(_ document: Digest, by party: PartyID) -> Bool {
        (signatures[document] ?? []).contains { $0.signer == party }
    }

    func fault(
        _ invariant: LiabilityInvariant, _ subject: Digest, _ sentence: String
    ) -> LiabilityFault {
        LiabilityFault(invariant, subject: subject.text, sentence: sentence)
    }

    /// Those of which another has the same mark.
    func repeated<Element>(_ all: [Element], _ mark: (Element) -> [String]) -> [Element] {
        let counts = Dictionary(grouping: all, by: mark).mapValues(\.count)
        return all.filter { (counts[mark($0)] ?? 0) > 1 }
    }
}
