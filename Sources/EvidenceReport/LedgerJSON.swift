// Ledgers as JSON: what `docket liability show --json` prints.

package import EvidenceValues

extension LedgerListing {
    /// The members of the JSON document, but for its type.
    package var members: [String: JSONValue] {
        [
            "ledgers": .array(elements.map(LedgerListing.element)),
            "refused": .array(
                refused.map { name, sentence in
                    .object(["exhibit": .string(name), "sentence": .string(sentence)])
                }),
        ]
    }

    private static func element(_ element: Element) -> JSONValue {
        let ledger = element.ledger
        return .object([
            "exhibit": .string(element.name),
            "digest": .optional(element.digest?.text),
            "limit": .string(ledger.limit),
            "issuer": .string(ledger.issuer.text),
            "subscriber": .string(ledger.subscriber.text),
            "agreement": ReportJSON.digest(ledger.agreement),
            "mode": .string(ledger.mode),
            "each": .string(ledger.each.text),
            "entries": .integer(ledger.entries),
            "first": .string(ledger.first.text),
            "last": .string(ledger.last.text),
            "maximum": .string(ledger.maximum.text),
            "remaining": .string(ledger.remaining.text),
            "open": sums(ledger.open),
            "ever": sums(ledger.ever),
            "certificates": .array(ledger.certificates.map(certificate)),
            "open_certificates": .integer(Int64(ledger.openCount)),
            "revoked_by": ledger.revoked.map { .integer($0) } ?? .null,
            "breaches": .array(
                element.breaches.map { breach in
                    .object([
                        "invariant": .string(breach.invariant),
                        "sentence": .string(breach.sentence),
                    ])
                }),
            "breach_count": .integer(Int64(element.breachCount)),
        ])
    }

    private static func sums(_ sums: [LedgerRecord.Sum]) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for sum in sums { members[sum.name] = .string(sum.amount.text) }
        return .object(members)
    }

    private static func certificate(_ certificate: LedgerRecord.OpenCertificate) -> JSONValue {
        .object([
            "serial": .string(certificate.serial),
            "state": .string(certificate.state),
            "open": .string(certificate.open.text),
            "entry": .integer(certificate.entry),
            "at": .string(certificate.at.text),
        ])
    }
}
