// Facts on exhibits as such: that they are in the log, who filed them, when they came into being.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

extension Evidence {
    /// `made(X, I)`: within which bounds something came into being. Where trusted clocks contradict each other nobody knows, and the
    /// interval is open on both sides.
    func made(_ object: EvidenceObject, as name: Digest, at exhibits: [LeafIndex]) -> Fact {
        Fact(
            "made", [.document(name), .interval(reliableInterval(of: object))], exhibits: exhibits)
    }

    /// `admitted(D)`: in the log of an archive of the annex.
    func admission(of digest: Digest, by exhibit: FiledExhibit) -> [Fact] {
        guard let archive = log.archive, let checkpoint = log.checkpoint?.checkpoint,
            exhibit.filing.archive == archive.origin, checkpoint.origin == archive.origin,
            checkpoint.size.contains(exhibit.entry.index)
        else { return [] }
        return [Fact("admitted", [.document(digest)], exhibits: [exhibit.entry.index])]
    }

    /// The filer, as the signature of the filing proves; nil when it proves none. Possible where his key was or may have been
    /// revoked by then.
    func filer(of exhibit: FiledExhibit) -> (party: PartyID, standing: Standing, reason: String?)? {
        guard case .certificate(let digest) = exhibit.filing.filer,
            let bytes = exhibit.filingSignature, let cms = try? CMSSignedData(der: bytes),
            exhibit.docketing.signature == Digest.sha256(bytes)
        else { return nil }
        for signer in cms.signers {
            let validation = validation(
                of: signer, in: cms, presented: .detached(exhibit.filing.digest))
            guard validation.signature.isValid, let certificate = validation.certificate,
                certificate.certificate.digest == digest, let party = certificate.party
            else { continue }
            let doubtful: Set<SubIndication> = [
                .revoked, .revokedNoPOE, .revokedCANoPOE, .expired, .notYetValid, .outOfBoundsNoPOE,
                .cryptoConstraintsFailure, .cryptoConstraintsFailureNoPOE, .timestampOrderFailure,
            ]
            let doubt = validation.record.checks.first {
                $0.subIndication.map(doubtful.contains) ?? false
            }
            return (
                party, doubt == nil ? .certain : .possible, doubt?.subIndication?.rawValue
            )
        }
        return nil
    }

    /// What every exhibit gives, whatever its kind.
    func facts(of exhibit: FiledExhibit) -> [Fact] {
        let digest = exhibit.filing.content
        let places = [exhibit.entry.index]
        var facts = admission(of: digest, by: exhibit)
        facts.append(made(.content(digest), as: digest, at: places))
        if let filer = filer(of: exhibit) {
            facts.append(
                Fact(
                    "filed", [.party(filer.party), .document(digest)], filer.standing,
                    exhibits: places, reason: filer.reason))
        }
        return facts
    }

    /// An exhibit with those that hold the given bytes.
    func places(_ index: LeafIndex, of digest: Digest) -> [LeafIndex] {
        Set([index] + (places[digest] ?? [])).sorted()
    }

    /// The digests by which a list is known, with the exhibits: as filed, or as it stands inside something filed.
    func names(ofList list: Digest) -> [(name: Digest, places: [LeafIndex])] {
        let held = exhibits.filter { exhibit in
            exhibit.holdings.revocationLists.contains { $0.digest == list }
        }
        let filed = Set(
            held.filter { $0.filed.filing.kind == .revocationList }.map(\.filed.filing.content))
        guard !filed.isEmpty else { return [(name: list, places: held.map(\.index).sorted())] }
        return filed.sorted().map { (name: $0, places: places[$0] ?? []) }
    }

    /// The authority of the annex whose certificate this is.
    func authority(of certificate: ParsedCertificate) -> PartyID? {
        let result = buildPath(
            of: certificate, authorities: policy.trust.authorities,
            candidates: material.candidates, at: certificate.notBefore)
        guard case .path(let path) = result else { return nil }
        return policy.trust.authorities.first { $0.derBytes == path.anchor.derBytes }?.party
    }
}
