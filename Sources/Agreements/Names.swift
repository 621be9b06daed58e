// How documents and keys are called in sentences: a document by the name that the claims give it, a key by whom it is certified for.
// Statements keep the digests, so that a sentence never has to be unambiguous by itself.

import EvidenceValues

/// The words for documents and keys.
struct Names {
    private var documents: [Digest: String] = [:]
    private var keys: [Digest: String] = [:]

    /// Names of the claims, and of the keys that these facts certify.
    init(claims: Claims, facts: [Fact]) {
        for document in claims.documents where documents[document.digest] == nil {
            documents[document.digest] = document.name
        }
        var holders: [Digest: (party: PartyID, isCertain: Bool)] = [:]
        var counts: [PartyID: Int] = [:]
        // Spec: finding-10. `certified` is a predicate of evidence (docs/formats/facts.md), the same under every agreement.
        let certificates = facts.filter { $0.predicate == "certified" && $0.origin == .evidence }
        for fact in certificates.sorted() {
            guard fact.standing != .contrary, fact.arguments.count == 2,
                case .key(let key) = fact.arguments[0],
                case .party(let party) = fact.arguments[1], holders[key] == nil
            else { continue }
            holders[key] = (party, fact.standing == .certain)
            counts[party, default: 0] += 1
        }
        for (key, holder) in holders {
            let name =
                (holder.isCertain ? "the key of " : "a key in the name of ") + holder.party.text
            let isOnlyOne = counts[holder.party] == 1
            keys[key] = isOnlyOne ? name : name + " (" + Names.abbreviated(key) + ")"
        }
    }

    /// The term as it stands in a sentence.
    func word(_ term: Term) -> Term {
        switch term {
        case .document(let digest): documents[digest].map { .word($0) } ?? term
        case .key(let digest): keys[digest].map { .word($0) } ?? term
        default: term
        }
    }

    // Enough to tell the keys of one party apart; the statement has the whole digest.
    private static func abbreviated(_ digest: Digest) -> String {
        String(digest.text.dropFirst(Digest.prefix.count).prefix(8)) + "…"
    }
}
