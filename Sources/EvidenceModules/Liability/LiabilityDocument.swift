// The documents of a commitment service and of those who deal with it (docs/formats/liability.md; background §3.3, §3.4): documents with
// terms, each kind with its form. What they say is read here; whose they are, and what follows, is for signatures and for the agreement.

import EvidenceValues

/// A liability document, by its kind.
package enum LiabilityDocument: Sendable, Hashable {
    case limitAgreement(LimitAgreement)
    case demand(CommitmentDemand)
    case request(CommitmentRequest)
    case certificate(InstantCertificate)
    case refusal(Refusal)
    case acceptance(Acceptance)
    case acceptanceReceipt(AcceptanceReceipt)
    case discharge(Discharge)
    case claim(CoverClaim)
    case revocationReceipt(RevocationReceipt)
    case limitChange(LimitChange)
    case voucher(Voucher)
    case spend(VoucherSpend)

    /// The words by which terms name the kinds.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case limitAgreement = "limit-agreement"
        case demand = "commitment-demand"
        case request = "commitment-request"
        case certificate = "instant-certificate"
        case refusal = "cover-refusal"
        case acceptance = "cover-acceptance"
        case acceptanceReceipt = "cover-receipt"
        case discharge = "cover-discharge"
        case claim = "cover-claim"
        case revocationReceipt = "limit-revocation"
        case limitChange = "limit-change"
        case voucher
        case spend = "voucher-spend"
    }

    /// The document with these terms; nil if they name none of the kinds. Spec: liability-1, liability-2
    package init?(terms: TermsBlock) throws(LiabilityError) {
        guard let kind = try LiabilityDocument.kind(of: terms) else { return nil }
        var reader = FormReader(terms)
        _ = try reader.every("kind", 1)
        var agreement = try reader.one("agreement", 1)
        _ = try agreement.document()
        var deal = try reader.atMostOne("deal", 1)
        _ = try deal?.word()
        var known = try reader.atMostOne("knows", 1)
        _ = try known?.document()
        self = try LiabilityDocument(kind, &reader)
        try reader.finish()
    }

    private init(_ kind: Kind, _ reader: inout FormReader) throws(LiabilityError) {
        switch kind {
        case .limitAgreement: self = .limitAgreement(try LimitAgreement(&reader))
        case .demand: self = .demand(try CommitmentDemand(&reader))
        case .request: self = .request(try CommitmentRequest(&reader))
        case .certificate: self = .certificate(try InstantCertificate(&reader))
        case .refusal: self = .refusal(try Refusal(&reader))
        case .acceptance: self = .acceptance(try Acceptance(&reader))
        case .acceptanceReceipt: self = .acceptanceReceipt(try AcceptanceReceipt(&reader))
        case .discharge: self = .discharge(try Discharge(&reader))
        case .claim: self = .claim(try CoverClaim(&reader))
        case .revocationReceipt: self = .revocationReceipt(try RevocationReceipt(&reader))
        case .limitChange: self = .limitChange(try LimitChange(&reader))
        case .voucher: self = .voucher(try Voucher(&reader))
        case .spend: self = .spend(try VoucherSpend(&reader))
        }
    }

    // A document that names a kind beside another would be one to one reader and another to the next.
    private static func kind(of terms: TermsBlock) throws(LiabilityError) -> Kind? {
        var found: Kind?
        var kinds = 0
        for (position, atom) in terms.atoms.enumerated() where atom.predicate == "kind" {
            kinds += 1
            for case .word(let word) in atom.arguments {
                found = found ?? Kind(rawValue: word)
            }
            if found != nil, kinds > 1 || atom.arguments.count > 1 {
                throw LiabilityError(.kind, "kind", at: position)
            }
        }
        return found
    }
}
