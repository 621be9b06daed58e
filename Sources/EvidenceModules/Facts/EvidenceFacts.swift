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
        let index = (exhibit.enclosing ?? exhibit.entry).index
        guard let archive = log.archive, let checkpoint = log.checkpoint?.checkpoint,
            exhibit.filing.archive == archive.origin, checkpoint.origin == archive.origin,
            checkpoint.size.contains(index)
        else { return [] }
        let isSettled = isSettled(digest, at: index)
        return [
            Fact(
                "admitted", [.document(digest)], isSettled ? .certain : .possible,
                exhibits: [index],
                reason: isSettled ? nil : SubIndication.noPOE.rawValue)
        ]
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

    /// An exhibit with the first that holds the given bytes.
    func places(_ index: LeafIndex, of digest: Digest) -> [LeafIndex] {
        Set([index] + (places[digest]?.prefix(1) ?? [])).sorted()
    }

    /// The authority of the annex whose certificate this is.
    func authority(of certificate: ParsedCertificate) -> PartyID? {
        KeyHolders.authority(certificate, material, policy)
    }
}
