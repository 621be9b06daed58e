// What a party and a commitment service agree on limits: the limit, its change, its revocation. Spec: liability-11 to liability-13.

package import EvidenceValues

/// How a limit is used up.
package enum LimitMode: Sendable, Hashable {
    /// What is released can be granted again.
    case revolving
    /// What is granted within a span counts, released or not.
    case period(TimeSpan)
}

/// `limit-agreement`: the total for which a party can be committed, signed by both.
package struct LimitAgreement: Sendable, Hashable {
    /// The name of the limit.
    package let limit: String
    package let subscriber: PartyID
    package let issuer: PartyID
    /// What may be open at most.
    package let total: Money
    /// What one certificate may be for at most.
    package let each: Money
    package let mode: LimitMode
    package let validFrom: Instant
    package let validUntil: Instant
    /// The keys whose signatures may be covered.
    package let keys: [Digest]
    /// The keys with which the subscriber asks for certificates.
    package let requestKeys: [Digest]
    /// The key with which the subscriber changes the limit.
    package let master: Digest

    // liability-8: more keys than anybody has are an attempt to make somebody compare them.
    private static let keyLimit = 100

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("limit", 4)
        limit = try fields.limit()
        subscriber = try fields.party()
        issuer = try fields.party()
        guard subscriber != issuer else { throw fields.error(.parties) }
        total = try fields.amount()
        fields = try reader.one("limit_each", 1)
        each = try fields.amount(like: total)
        guard each <= total else { throw fields.error(.amount) }
        mode = try LimitMode(&reader)
        fields = try reader.one("limit_term", 2)
        validFrom = try fields.instant()
        validUntil = try fields.instant(after: validFrom)
        keys = try LimitAgreement.keys("limit_key", &reader)
        requestKeys = try LimitAgreement.keys("limit_request_key", &reader)
        fields = try reader.one("limit_master", 1)
        master = try fields.key()
        // Whoever has a key that signs orders must not be able to raise the limit with it.
        guard !keys.contains(master) else { throw fields.error(.keys) }
    }

    private static func keys(
        _ predicate: String, _ reader: inout FormReader
    ) throws(LiabilityError) -> [Digest] {
        let every = try reader.every(predicate, 1)
        guard let first = every.first else { throw LiabilityError(.missing, predicate) }
        guard every.count <= keyLimit else { throw first.error(.keys) }
        var keys: [Digest] = []
        for var fields in every { keys.append(try fields.key()) }
        return keys
    }
}

extension LimitMode {
    private enum Word: String { case revolving, period }

    fileprivate init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("limit_mode", 1)
        switch try fields.word(of: Word.self) {
        case .revolving: self = .revolving
        case .period:
            var period = try reader.one("limit_period", 1)
            self = .period(try period.span())
        }
    }
}

/// `limit-change`: another total for a limit from some time on, signed by the service and with the subscriber's master key.
package struct LimitChange: Sendable, Hashable {
    package let limit: String
    package let subscriber: PartyID
    package let issuer: PartyID
    package let total: Money
    package let effective: Instant
    /// The limit agreement that is changed.
    package let limitAgreement: Digest

    init(_ reader: inout FormReader) throws(LiabilityError) {
        var fields = try reader.one("changes_limit", 6)
        limit = try fields.limit()
        subscriber = try fields.party()
        issuer = try fields.party()
        total = try fields.amount()
        effective = try fields.instant()
        limitAgreement = try fields.document()
    }
}

/// `limit-revocation`: the service received a request to grant no more for a key, or under a limit.
package struct RevocationReceipt: Sendable, Hashable {
    /// What was revoked.
    package enum Subject: Sendable, Hashable {
        case key(Digest)
        case limit(String, of: PartyID)
    }

    package let subject: Subject
    package let effective: Instant
    /// The limit in whose ledger the revocation is, and the number of its entry.
    package let limit: String
    package let entry: Int64
    package let reason: String

    init(_ reader: inout FormReader) throws(LiabilityError) {
        if var fields = try reader.atMostOne("revocation_received", 2) {
            subject = .key(try fields.key())
            effective = try fields.instant()
        } else {
            var fields = try reader.one("limit_revoked", 3)
            subject = .limit(try fields.limit(), of: try fields.party())
            effective = try fields.instant()
        }
        var fields = try reader.one("revocation_entry", 3)
        limit = try fields.limit()
        entry = try fields.place()
        reason = try fields.word()
        if case .limit(let name, _) = subject, name != limit { throw fields.error(.word) }
    }
}
