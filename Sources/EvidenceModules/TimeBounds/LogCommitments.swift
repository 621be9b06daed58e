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
    mutating func commit(_ object: EvidenceObject, to cms: CMSSignedData, known: KnownBytes) {
        for certificate in cms.certificates {
            commit(object, to: .content(Digest.sha256(certificate.derBytes)))
        }
        for list in cms.crls { commit(object, to: .content(Digest.sha256(list))) }
        if let content = cms.encapsulatedContent { commit(object, to: .content(.sha256(content))) }
        for signer in cms.signers { commit(object, to: signer, known: known) }
    }

    // A SignerInfo holds the signature, the digest of what it is over, and tokens.
    private mutating func commit(
        _ object: EvidenceObject, to signer: CMSSigner, known: KnownBytes
    ) {
        commit(object, to: .signature(signer.signatureDigest))
        if let algorithm = DigestAlgorithm(rawValue: signer.digestAlgorithm),
            let digest = signer.messageDigest,
            let content = known.content(with: digest, by: algorithm)
        {
            commit(object, to: .content(content))
        }
        for bytes in signer.timeStampTokens {
            guard let token = try? TimeStampToken(der: bytes) else { continue }
            commit(object, to: token, known: known)
        }
    }

    /// Records that `object` holds a token, and what the token commits to: whatever has its imprint, and what it carries.
    mutating func commit(_ object: EvidenceObject, to token: TimeStampToken, known: KnownBytes) {
        let itself = EvidenceObject.content(Digest.sha256(token.tokenBytes))
        commit(object, to: itself)
        for certificate in token.cms.certificates {
            commit(itself, to: .content(Digest.sha256(certificate.derBytes)))
        }
        for list in token.cms.crls { commit(itself, to: .content(Digest.sha256(list))) }
        for covered in known.objects(with: token.imprint, by: token.imprintAlgorithm) {
            commit(itself, to: covered)
        }
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
