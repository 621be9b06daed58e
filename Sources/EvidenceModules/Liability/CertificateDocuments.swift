// From the demand for a cover to the certificate that grants it, or the refusal. Spec: liability-14 to liability-17.

package import EvidenceValues

/// `commitment-demand`: the beneficiary asks the subscriber for a certificate.
package struct CommitmentDemand: Sendable, Hashable {
    package let beneficiary: PartyID
    package let subscriber: PartyID
    package let amount: Money
    /// Until when the certificate should be open for acceptance.
    package let until: Instant
    /// What the beneficiary contributes to the context: 128 bits that nobody can guess.
    package let nonce: String

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("demands_cover", 5)
        beneficiary = try fields.party()
        subscriber = try fields.party()
        guard beneficiary != subscriber else { throw fields.error(.parties) }
        amount = try fields.amount()
        until = try fields.instant()
        nonce = try fields.number()
    }
}

/// `commitment-request`: the subscriber asks the service for a certificate.
package struct CommitmentRequest: Sendable, Hashable {
    package let number: String
    package let limit: String
    package let key: Digest
    package let document: Digest
    package let beneficiary: PartyID
    package let amount: Money
    package let until: Instant
    package let context: Digest
    /// The signature on the document, where the subscriber signed before it asked.
    package let signature: Digest?

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("requests_cover", 7)
        number = try fields.number()
        limit = try fields.limit()
        key = try fields.key()
        document = try fields.document()
        beneficiary = try fields.party()
        amount = try fields.amount()
        until = try fields.instant()
        context = try reader.context()
        signature = try reader.signature()
    }
}

/// `instant-certificate`: the service commits the subscriber to the beneficiary for one document up to an amount.
package struct InstantCertificate: Sendable, Hashable {
    package let number: String
    package let subscriber: PartyID
    package let beneficiary: PartyID
    package let document: Digest
    package let amount: Money
    package let terms: CoverTerms
    package let context: Digest
    /// The signature on the document, where the service saw it.
    package let signature: Digest?

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("cover", 5)
        number = try fields.number()
        subscriber = try fields.party()
        beneficiary = try fields.party()
        guard beneficiary != subscriber else { throw fields.error(.parties) }
        document = try fields.document()
        amount = try fields.amount()
        terms = try CoverTerms(number, amount, &reader)
        context = try reader.context()
        signature = try reader.signature()
    }
}

/// What certificates and vouchers have in common: under which limit, for which key, within which times, by which entry.
package struct CoverTerms: Sendable, Hashable {
    /// What a cover is for.
    package enum Purpose: String, Sendable, Hashable { case payment, performance, any }

    package let limit: String
    package let key: Digest
    package let issued: Instant
    /// Until when the beneficiary can accept.
    package let notAfter: Instant
    /// Until when it can claim.
    package let claimDeadline: Instant
    package let issuer: PartyID
    package let limitAgreement: Digest
    package let purpose: Purpose
    package let notBefore: Instant
    /// As of when the service knew the key to be good.
    package let statusAsOf: Instant
    /// The ledger's entry that reserves the amount, the hash of the one before, and what then remains of the limit.
    package let entry: Int64
    package let previous: Digest
    package let remaining: Money

    init(
        _ number: String, _ amount: Money, _ reader: inout FormReader
    ) throws(LiabilityError) {
        var fields = try reader.one("cover_terms", 6)
        guard try fields.number() == number else { throw fields.error(.number) }
        limit = try fields.limit()
        key = try fields.key()
        issued = try fields.instant()
        notAfter = try fields.instant()
        claimDeadline = try fields.instant()
        fields = try reader.one("cover_issuer", 2)
        issuer = try fields.party()
        limitAgreement = try fields.document()
        fields = try reader.one("cover_purpose", 1)
        purpose = try fields.word(of: Purpose.self)
        fields = try reader.one("cover_status", 2)
        statusAsOf = try fields.instant()
        notBefore = try fields.instant()
        fields = try reader.one("cover_entry", 3)
        entry = try fields.place()
        previous = try fields.document()
        remaining = try fields.remainder()
        guard remaining.currency == amount.currency else { throw fields.error(.currency) }
    }
}

/// `cover-refusal`: the service grants nothing for a request.
package struct Refusal: Sendable, Hashable {
    package let request: Digest
    package let reason: String
    /// The last entry of the ledger when it refused.
    package let entry: Int64

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("refuses_cover", 3)
        request = try fields.document()
        reason = try fields.word()
        entry = try fields.place()
    }
}

extension FormReader {
    mutating func context() throws(LiabilityError) -> Digest {
        var fields = try one("cover_context", 1)
        return try fields.document()
    }

    mutating func signature() throws(LiabilityError) -> Digest? {
        guard var fields = try atMostOne("cover_signature", 1) else { return nil }
        return try fields.document()
    }
}
