// What the texts of the log commit to (docs/formats: entry, filing, docketing): the entry to filing and docketing and the entry
// before it, the filing to its exhibit and what it regards, the docketing to the filer's signature.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

extension CommitmentGraph {
    /// Records what entry, filing and docketing of an exhibit commit to.
    mutating func commit(_ exhibit: FiledExhibit, notes: NoteReader) {
        let entry = EvidenceObject.entry(exhibit.entry.leafHash)
        let filing = EvidenceObject.content(exhibit.entry.filing)
        let docketing = EvidenceObject.content(exhibit.entry.docketing)
        commit(entry, to: filing)
        commit(entry, to: docketing)
        if let previous = exhibit.entry.previous { commit(entry, to: .entry(previous)) }
        if let previous = exhibit.docketing.previous { commit(docketing, to: .entry(previous)) }
        if let signature = exhibit.docketing.signature {
            commit(docketing, to: .content(signature))
        }
        commit(filing, to: .content(exhibit.filing.content))
        for link in exhibit.filing.links { commit(filing, to: .content(link.target)) }
        if case .certificate(let digest) = exhibit.filing.filer {
            commit(filing, to: .content(digest))
        }
        if let note = exhibit.filing.checkpoint { notes.commit(filing, to: note, in: &self) }
    }

    /// Records what a SignedData holds, whatever its signatures are worth.
    mutating func commit(_ object: EvidenceObject, to cms: CMSSignedData) {
        for certificate in cms.certificates {
            commit(object, to: .content(Digest.sha256(certificate.derBytes)))
        }
        for list in cms.crls { commit(object, to: .content(Digest.sha256(list))) }
        if let content = cms.encapsulatedContent { commit(object, to: .content(.sha256(content))) }
        for signer in cms.signers {
            commit(object, to: .signature(signer.signatureDigest))
            if signer.digestAlgorithm == DigestAlgorithm.sha256.rawValue,
                let digest = signer.messageDigest.flatMap({ Digest(bytes: $0) })
            {
                commit(object, to: .content(digest))
            }
            for bytes in signer.timeStampTokens {
                guard let token = try? TimeStampToken(der: bytes) else { continue }
                commit(object, to: token)
            }
        }
    }

    /// Records that `object` holds a token, and what the token commits to: whatever has its imprint, and what it carries.
    mutating func commit(_ object: EvidenceObject, to token: TimeStampToken) {
        let itself = EvidenceObject.content(Digest.sha256(token.tokenBytes))
        commit(object, to: itself)
        for certificate in token.cms.certificates {
            commit(itself, to: .content(Digest.sha256(certificate.derBytes)))
        }
        guard token.imprintAlgorithm == .sha256, let digest = Digest(bytes: token.imprint) else {
            return
        }
        commit(itself, to: .content(digest))
        commit(itself, to: .signature(digest))
    }

    /// Records what a signature commits to. Only one that verifies and names its certificate commits to anything: the value of
    /// another could be older or newer than the attributes that were put beside it.
    mutating func commit(_ signature: CheckedSignature, notes: NoteReader) {
        guard signature.isValid, let content = signature.content,
            let certificate = signature.certificate
        else { return }
        let object = EvidenceObject.signature(signature.signer.signatureDigest)
        commit(object, to: .content(content))
        commit(object, to: .content(certificate.digest))
        if let note = signature.signer.checkpointNote { notes.commit(object, to: note, in: &self) }
    }
}
