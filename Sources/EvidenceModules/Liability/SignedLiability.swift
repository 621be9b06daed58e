// Whose signatures are over liability documents, as facts show it. What is only possible is held against nobody here.

package import EvidenceValues

/// A signature that certainly is over a document, by the certified holder of a key.
package struct SignedLiability: Sendable, Hashable {
    package let signature: Digest
    package let document: Digest
    package let key: Digest
    package let signer: PartyID
    /// When it was made.
    package let made: Interval

    package init(
        signature: Digest, document: Digest, key: Digest, signer: PartyID, made: Interval
    ) {
        self.signature = signature
        self.document = document
        self.key = key
        self.signer = signer
        self.made = made
    }

    /// The signatures that facts show.
    package static func all(in facts: [Fact]) -> [SignedLiability] {
        var holders: [Digest: PartyID] = [:]
        var times: [Digest: Interval] = [:]
        var found: [(Digest, Digest, Digest)] = []
        for fact in facts where fact.standing == .certain && fact.origin == .evidence {
            switch (fact.predicate, fact.arguments.count) {
            case ("certified", 2):
                guard case .key(let key) = fact.arguments[0],
                    case .party(let party) = fact.arguments[1]
                else { continue }
                holders[key] = party
            case ("made", 2):
                guard case .document(let digest) = fact.arguments[0],
                    case .interval(let interval) = fact.arguments[1]
                else { continue }
                times[digest] = interval
            case ("signature", 3):
                guard case .document(let signature) = fact.arguments[0],
                    case .key(let key) = fact.arguments[1],
                    case .document(let document) = fact.arguments[2]
                else { continue }
                found.append((signature, key, document))
            default: continue
            }
        }
        return found.compactMap { signature, key, document in
            holders[key].map {
                SignedLiability(
                    signature: signature, document: document, key: key, signer: $0,
                    made: times[signature] ?? Interval(lo: nil, hi: nil))
            }
        }
    }
}
