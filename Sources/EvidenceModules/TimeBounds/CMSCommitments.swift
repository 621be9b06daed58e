// What a SignedData, its signatures and its time-stamps commit to. The file commits to everything in it. A signature commits to what it is
// over and to what its signed attributes hold, but only one that verifies and names its certificate: the value of another could be
// older or newer than the attributes beside it. A token commits to whatever has its imprint; where that is put together from the parts
// of a signature (archive-time-stamps, time-stamps over references), to each of the parts. A countersignature commits to the
// signature that it is over, and may have time-stamps of its own.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

extension CommitmentGraph {
    /// Records what a SignedData holds, whatever its signatures are worth.
    mutating func commit(_ object: EvidenceObject, to cms: CMSSignedData, known: KnownBytes) {
        commit(
            object, certificates: cms.certificates, lists: cms.crls,
            responses: cms.ocspResponses, known: known)
        if let content = cms.encapsulatedContent { commit(object, to: .content(.sha256(content))) }
        for signer in cms.signers {
            commit(object, to: signer, known: known)
            commitComposed(signer, in: cms, known: known)
        }
    }

    /// Records that `object` holds a token, and what the token commits to: whatever has its imprint, and what it carries.
    mutating func commit(_ object: EvidenceObject, to token: TimeStampToken, known: KnownBytes) {
        let itself = EvidenceObject.content(Digest.sha256(token.tokenBytes))
        commit(object, to: itself)
        commit(
            itself, certificates: token.cms.certificates, lists: token.cms.crls,
            responses: token.cms.ocspResponses, known: known)
        for covered in known.objects(with: token.imprint, by: token.imprintAlgorithm) {
            commit(itself, to: covered)
        }
        // Who asked with the digest of something as the nonce had it then (RFC 3161 §2.4.1).
        if let nonce = token.nonce { commit(itself, toNonce: nonce) }
    }

    /// Records that `object` holds an answer, and what the answer commits to.
    mutating func commit(
        _ object: EvidenceObject, to response: OCSPResponse, known: KnownBytes
    ) {
        let itself = EvidenceObject.content(response.digest)
        commit(object, to: itself)
        for certificate in response.certificates {
            commit(itself, to: .content(Digest.sha256(certificate.derBytes)))
        }
        // RFC 6960 §4.4.1: an OCTET STRING of what the client gave, 32 bytes at most; old clients left the wrapping out.
        if let nonce = response.nonce {
            commit(
                itself, toNonce: nonce.starts(with: [0x04, 0x20]) ? nonce.suffix(32) : nonce[...])
        }
    }

    /// Records what a signature commits to.
    mutating func commit(_ signature: CheckedSignature, notes: NoteReader, known: KnownBytes) {
        guard signature.isValid, let content = signature.content,
            let certificate = signature.certificate
        else { return }
        let object = EvidenceObject.signature(signature.signer.signatureDigest)
        commit(object, to: .content(content))
        commit(object, to: .content(certificate.digest))
        commitSigned(object, signature.signer, known: known)
        if let note = signature.signer.checkpointNote { notes.commit(object, to: note, in: &self) }
    }

    // Content-time-stamps are signed.
    private mutating func commitSigned(
        _ object: EvidenceObject, _ signer: CMSSigner, known: KnownBytes
    ) {
        for bytes in signer.contentTimeStampTokens {
            guard let token = try? TimeStampToken(der: bytes) else { continue }
            commit(object, to: token, known: known)
        }
    }

    // A SignerInfo holds the signature, the digest of what it is over, tokens, material, and signatures over it.
    private mutating func commit(
        _ object: EvidenceObject, to signer: CMSSigner, known: KnownBytes
    ) {
        let itself = EvidenceObject.signature(signer.signatureDigest)
        commit(object, to: itself)
        if let content = signer.content(among: known) { commit(object, to: .content(content)) }
        commit(
            object, certificates: signer.certificateValues, lists: signer.revocationLists,
            responses: signer.ocspValues, known: known)
        for bytes in signer.allTokens {
            guard let token = try? TimeStampToken(der: bytes) else { continue }
            commit(object, to: token, known: known)
        }
        // The reader bounds how deep they nest.
        for counter in signer.countersignatures {
            commit(object, to: counter, known: known)
            guard let certificate = counter.certificate,
                counter.verify(content: .bytes(signer.signatureValue), certificate: certificate)
                    == .valid
            else { continue }
            let signed = EvidenceObject.signature(counter.signatureDigest)
            commit(signed, to: itself)
            commit(signed, to: .content(certificate.digest))
            commitSigned(signed, counter, known: known)
        }
    }

    // Time-stamps whose imprint is put together from parts of the signature.
    private mutating func commitComposed(
        _ signer: CMSSigner, in cms: CMSSignedData, known: KnownBytes
    ) {
        let content = signer.content(among: known)
        let bytes = content.flatMap { known.bytes(of: $0) }
        for archive in signer.archiveTimeStamps {
            let found = archive.verifyImprint(
                of: signer, in: cms,
                content: bytes.map { .bytes($0) } ?? content.map { .digest($0) })
            guard case .holds(let covered) = found else { continue }
            commit(archive.token, to: covered, known: known)
            let object = EvidenceObject.content(.sha256(archive.token))
            if let content { commit(object, to: .content(content)) }
            if let enclosed = cms.encapsulatedContent {
                commit(object, to: .content(.sha256(enclosed)))
            }
        }
        for reference in signer.referenceTimeStamps {
            guard case .holds(let covered) = reference.verifyImprint(of: signer) else { continue }
            commit(reference.token, to: covered, known: known)
        }
    }

    private mutating func commit(_ token: [UInt8], to covered: CoveredObjects, known: KnownBytes) {
        let object = EvidenceObject.content(.sha256(token))
        for digest in covered.digests.sorted() {
            commit(object, to: .content(digest))
            commit(object, to: .signature(digest))
        }
        for reference in covered.references {
            guard let algorithm = reference.algorithm else { continue }
            for named in known.objects(with: reference.digest, by: algorithm) {
                commit(object, to: named)
            }
        }
    }

    private mutating func commit(
        _ object: EvidenceObject, certificates: [EvidenceCertificate], lists: [[UInt8]],
        responses: [[UInt8]], known: KnownBytes
    ) {
        for certificate in certificates {
            commit(object, to: .content(Digest.sha256(certificate.derBytes)))
        }
        for list in lists { commit(object, to: .content(Digest.sha256(list))) }
        for bytes in responses {
            guard let response = try? OCSPResponse(der: bytes) else { continue }
            commit(object, to: response, known: known)
        }
    }

    private mutating func commit(
        _ object: EvidenceObject, toNonce nonce: some Collection<UInt8>
    ) {
        guard let digest = Digest(bytes: Array(nonce)) else { return }
        commit(object, to: .content(digest))
        commit(object, to: .signature(digest))
    }
}

extension CMSSigner {
    /// The time-stamps in and on it, of all kinds.
    var allTokens: [[UInt8]] {
        contentTimeStampTokens + timeStampTokens + referenceTimeStampTokens
            + archiveTimeStamps.map(\.token)
    }

    /// The content whose digest it signs, if that has a name.
    func content(among known: KnownBytes) -> Digest? {
        guard let algorithm = DigestAlgorithm(rawValue: digestAlgorithm), let messageDigest else {
            return nil
        }
        return known.content(with: messageDigest, by: algorithm)
    }
}
