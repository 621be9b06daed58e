// What facts on keys say of the messages of exchanges: whose a key is, and from when on it is nobody's. For reading beside the law, which
// weighs revocations in full: here the earliest end that anything on file states counts, so that nothing looks better than it is.

import EvidenceValues

extension TranscriptContext {
    /// What the facts tell of the messages of these runs.
    mutating func learn(_ facts: [Fact], for runs: [ExchangeRun]) {
        let keys = KeyFacts(facts)
        holders = keys.holders
        for run in runs {
            for message in run.messages {
                // What has not ended yet had not ended when a message was signed that is here now.
                guard let sender = message.sender,
                    let end = keys.end(of: message.document, by: sender), end <= now
                else { continue }
                ended[message.document] = end
            }
        }
    }
}

/// Facts on signatures and keys, by what they are on.
private struct KeyFacts {
    /// Whom a key is certified for, by its certificate.
    var holders: [Digest: PartyID] = [:]
    private var issuers: [Digest: PartyID] = [:]
    private var ends: [Digest: Instant] = [:]
    /// The keys that signed a document.
    private var signers: [Digest: Set<Digest>] = [:]
    private var receipts: [(document: Digest, key: Digest, time: Instant)] = []

    init(_ facts: [Fact]) {
        for fact in facts { take(fact) }
        // A receipt of a revocation counts if the authority of the key signed it.
        for receipt in receipts {
            guard let issuer = issuers[receipt.key],
                signers[receipt.document]?.contains(where: { holders[$0] == issuer }) == true
            else { continue }
            note(receipt.key, receipt.time)
        }
    }

    /// From when on no key counts by which this party signed the document; nil if one counts as long as anybody asks.
    func end(of document: Digest, by party: PartyID) -> Instant? {
        let keys = (signers[document] ?? []).filter { holders[$0] == party }
        let known = keys.compactMap { ends[$0] }
        return known.count == keys.count ? known.max() : nil
    }

    private mutating func note(_ key: Digest, _ time: Instant) {
        ends[key] = min(ends[key] ?? time, time)
    }

    private mutating func take(_ fact: Fact) {
        let terms = fact.arguments
        switch (fact.predicate, terms.first, terms.dropFirst().first) {
        case ("certified", .key(let key)?, .party(let party)?): holders[key] = party
        case ("issued_by", .key(let key)?, .party(let party)?): issuers[key] = party
        case ("valid_until", .key(let key)?, .instant(let time)?),
            ("revocation_listed", .key(let key)?, .instant(let time)?):
            note(key, time)
        case ("signature", .document?, .key(let key)?):
            guard terms.count == 3, case .document(let document) = terms[2] else { return }
            signers[document, default: []].insert(key)
        case ("revocation_received", .document(let document)?, .key(let key)?):
            guard terms.count == 3, case .instant(let time) = terms[2] else { return }
            receipts.append((document: document, key: key, time: time))
        default: return
        }
    }
}
