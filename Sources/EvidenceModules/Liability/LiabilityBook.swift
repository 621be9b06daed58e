// The liability documents of a matter, by what they say. A document that calls itself one and breaks its form states nothing: who signs half a
// certificate has signed none. Spec: liability-1, liability-10.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// What is on file of liability documents, before anybody asks whose they are.
struct LiabilityBook: Sendable {
    let documents: [Digest: LiabilityDocument]
    /// Documents that call themselves one and are none.
    let malformed: [Digest: LiabilityError]
    /// The exhibits that hold each, ascending.
    let places: [Digest: [LeafIndex]]
    /// When parties acceded, by what documents state: registries have to have signed those, which nobody asks here.
    let accessions: [PartyID: [Instant]]

    init(_ exhibits: [ReadExhibit]) {
        var documents: [Digest: LiabilityDocument] = [:]
        var malformed: [Digest: LiabilityError] = [:]
        var places: [Digest: Set<LeafIndex>] = [:]
        var accessions: [PartyID: [Instant]] = [:]
        for exhibit in exhibits {
            guard let stated = exhibit.statement else { continue }
            for atom in stated.terms.atoms where atom.predicate == "accedes" {
                guard atom.arguments.count == 3, case .party(let party) = atom.arguments[0],
                    case .instant(let instant) = atom.arguments[2]
                else { continue }
                accessions[party, default: []].append(instant)
            }
            do throws(LiabilityError) {
                guard let document = try LiabilityDocument(terms: stated.terms) else { continue }
                documents[stated.document] = document
            } catch {
                malformed[stated.document] = error
            }
            places[stated.document, default: []].insert(exhibit.index)
        }
        self.documents = documents
        self.malformed = malformed
        self.places = places.mapValues { $0.sorted() }
        self.accessions = accessions
    }
}

extension Evidence {
    /// That a document calls itself a liability document and is none. Spec: liability-10
    func liabilityChecks(of document: Digest) -> [Check] {
        guard let error = liabilities.malformed[document] else { return [] }
        let place = error.position.map { " at statement \($0 + 1)" } ?? ""
        return [
            Check(
                "LIABILITY.MALFORMED", .warning, subject: document.text,
                "The document calls itself a liability document, and its terms break the form of such a document"
                    + "\(place): \(error.predicate) (\(error.reason.rawValue), "
                    + "\(error.reason.rule)), so it states nothing formally.")
        ]
    }

    /// What breaks the invariants of liability documents, as warnings at the exhibits that hold them.
    func liabilityWarnings(in facts: [Fact]) -> [LeafIndex: [Check]] {
        guard !liabilities.documents.isEmpty else { return [:] }
        let check = LiabilityCheck(
            documents: liabilities.documents, signatures: SignedLiability.all(in: facts),
            accessions: liabilities.accessions, skew: policy.skew)
        var places: [String: [LeafIndex]] = [:]
        for (digest, indices) in liabilities.places { places[digest.text] = indices }
        var warnings: [LeafIndex: [Check]] = [:]
        for fault in check.faults {
            for place in places[fault.subject] ?? [] {
                warnings[place, default: []].append(
                    Check(
                        fault.invariant.code, .warning, subject: fault.subject, fault.sentence))
            }
        }
        return warnings
    }
}
