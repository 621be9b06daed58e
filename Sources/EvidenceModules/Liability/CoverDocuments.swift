// What becomes of a cover: accepted, released, claimed; and vouchers, which are certificates for a document that is named later.
// Spec: liability-18 to liability-23.

package import EvidenceValues

/// What acceptances, discharges and claims have in common: the beneficiary's word on one certificate, or one spend of a voucher.
package struct CoverReference: Sendable, Hashable {
    package let beneficiary: PartyID
    /// The digest of the certificate or spend.
    package let certificate: Digest
    /// Its number.
    package let number: String
}

/// `cover-acceptance`: the beneficiary takes the cover.
package struct Acceptance: Sendable, Hashable {
    package let cover: CoverReference
    /// When it did, by its own word.
    package let at: Instant

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("accepts_cover", 2)
        cover = try CoverReference(&fields, &reader)
        fields = try reader.one("accepted_at", 1)
        at = try fields.instant()
    }
}

/// `cover-receipt`: the service entered an acceptance in its ledger; for a voucher, which spend it registered.
package struct AcceptanceReceipt: Sendable, Hashable {
    package let acceptance: Digest
    /// The certificate, or the spend of a voucher.
    package let certificate: Digest
    package let entry: Int64
    package let at: Instant

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("enters_acceptance", 4)
        acceptance = try fields.document()
        certificate = try fields.document()
        entry = try fields.place()
        at = try fields.instant()
    }
}

/// `cover-discharge`: the beneficiary gives back all or some of the cover.
package struct Discharge: Sendable, Hashable {
    package let cover: CoverReference
    package let amount: Money
    package let reason: String

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("releases", 3)
        let (beneficiary, certificate) = (try fields.party(), try fields.document())
        amount = try fields.amount()
        cover = try CoverReference(beneficiary, certificate, &reader)
        fields = try reader.one("release_reason", 1)
        reason = try fields.word()
    }
}

/// `cover-claim`: the beneficiary asks for what is covered.
package struct CoverClaim: Sendable, Hashable {
    package let cover: CoverReference
    package let amount: Money
    package let basis: String
    /// The bundle that shows the loss.
    package let bundle: Digest?

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("claims_cover", 3)
        let (beneficiary, certificate) = (try fields.party(), try fields.document())
        amount = try fields.amount()
        cover = try CoverReference(beneficiary, certificate, &reader)
        fields = try reader.one("claim_basis", 1)
        basis = try fields.word()
        var named = try reader.atMostOne("claim_bundle", 1)
        bundle = try named?.document()
    }
}

extension CoverReference {
    fileprivate init(
        _ fields: inout FormFields, _ reader: inout FormReader
    ) throws(LiabilityError) {
        let (beneficiary, certificate) = (try fields.party(), try fields.document())
        try self.init(beneficiary, certificate, &reader)
    }

    fileprivate init(
        _ beneficiary: PartyID, _ certificate: Digest, _ reader: inout FormReader
    ) throws(LiabilityError) {
        var fields = try reader.one("cover_number", 1)
        self.init(
            beneficiary: beneficiary, certificate: certificate, number: try fields.number())
    }
}

/// `voucher`: a certificate for whatever document its single-use key names.
package struct Voucher: Sendable, Hashable {
    package let number: String
    package let subscriber: PartyID
    package let amount: Money
    /// Under which limit, for which single-use key (`terms.key`), within which times.
    package let terms: CoverTerms

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("voucher", 3)
        number = try fields.number()
        subscriber = try fields.party()
        amount = try fields.amount()
        terms = try CoverTerms(number, amount, &reader)
    }
}

/// `voucher-spend`: the holder of the voucher's key names the document and the beneficiary.
package struct VoucherSpend: Sendable, Hashable {
    package let voucher: Digest
    package let beneficiary: PartyID
    package let document: Digest
    package let number: String
    package let context: Digest

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("spends", 4)
        voucher = try fields.document()
        number = try fields.number()
        beneficiary = try fields.party()
        document = try fields.document()
        context = try reader.context()
    }
}
