// What signatures say (docs/formats/facts.md): elementary facts, so that the agreement and not this code decides what follows from
// revocation and time. `signature` is mathematics; `broken` is a signature presented for bytes that it does not fit.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

enum SignatureFacts {
    /// `signature`, `commits` and `made` for one validated signature.
    static func facts(
        _ judged: JudgedSignature, at index: LeafIndex, in evidence: Evidence
    ) -> [Fact] {
        let signature = judged.validation.signature
        guard let certificate = signature.certificate, let content = signature.content else {
            return []
        }
        let name = Term.document(signature.signer.signatureDigest)
        let exhibits = evidence.places(index, of: content)
        var facts = [
            Fact(
                "signature", [name, .key(certificate.digest), .document(content)],
                judged.standing, exhibits: exhibits, reason: judged.reason?.rawValue)
        ]
        if signature.isValid {
            facts.append(Fact("commits", [name, .document(content)], exhibits: exhibits))
            let object = EvidenceObject.signature(signature.signer.signatureDigest)
            facts.append(
                evidence.made(object, as: signature.signer.signatureDigest, at: [index]))
            if judged.standing != .certain, let party = judged.validation.certificate?.party {
                facts.append(
                    Fact(
                        "doubtful", [name, .party(party), .document(content)],
                        exhibits: exhibits))
            }
            facts += statements(of: signature.signer).map {
                Fact($0.predicate, [name, $0.term], exhibits: [index])
            }
        }
        return facts
    }

    // What the signer says of the signature in its signed attributes: what it commits him to, and when he made it.
    private static func statements(of signer: CMSSigner) -> [(predicate: String, term: Term)] {
        let time = signer.claimedTime.map { ("states_time", Term.instant($0)) }
        return signer.commitments.map { ("commitment_type", Term.word($0)) }
            + [time].compactMap(\.self)
    }

    /// `commits(F, S)`: the file F holds the signature S.
    static func held(
        _ judged: [JudgedSignature], by exhibit: FiledExhibit
    ) -> [Fact] {
        let valid = judged.map(\.validation.signature).filter(\.isValid)
        return Set(valid.map(\.signer.signatureDigest)).sorted().map {
            Fact(
                "commits", [.document(exhibit.filing.content), .document($0)],
                exhibits: [exhibit.entry.index])
        }
    }

    /// `presented(Q, S)`: Q, who signed the filing, filed the signature S. Who relies on a signature, and who undermines one of his own,
    /// are told apart by it.
    static func presented(
        _ judged: [JudgedSignature], _ exhibit: FiledExhibit, in evidence: Evidence
    ) -> [Fact] {
        guard let filer = evidence.filer(of: exhibit), filer.standing == .certain else {
            return []
        }
        let signatures = Set(judged.map(\.validation.signature.signer.signatureDigest))
        return signatures.sorted().map {
            Fact(
                "presented", [.party(filer.party), .document($0)], exhibits: [exhibit.entry.index])
        }
    }

    /// `broken(Q, P, D)`: Q filed, as P's signature over D, one that does not fit D. Only where Q signed the filing and the
    /// certificate leads to an anchor: else nobody could say who presents what against whom.
    static func broken(
        _ judged: [JudgedSignature], _ exhibit: FiledExhibit, in evidence: Evidence
    ) -> [Fact] {
        guard let filer = evidence.filer(of: exhibit), filer.standing == .certain else {
            return []
        }
        return judged.map(\.validation).compactMap { validation in
            let signature = validation.signature
            guard [.hashMismatch, .badSignature].contains(signature.verification),
                let party = validation.certificate?.party, let content = signature.content
            else { return nil }
            return Fact(
                "broken", [.party(filer.party), .party(party), .document(content)],
                exhibits: evidence.places(exhibit.entry.index, of: content))
        }
    }
}
