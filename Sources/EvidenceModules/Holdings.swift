// What exhibits hold besides themselves: certificates, lists, tokens and checkpoints inside signatures, and signatures inside
// filings. Collected from all exhibits before any of them is validated, because evidence comes in any order.

import Cryptography
import EvidenceValues
import TransparencyLog

/// What an exhibit's bytes hold that may help elsewhere.
struct Holdings: Sendable {
    var certificates: [ParsedCertificate] = []
    var revocationLists: [RevocationList] = []
    var tokens: [HeldToken] = []
    /// Notes of checkpoints.
    var notes: [String] = []
    /// The SignedData that the exhibit itself is presented as a signature with.
    var signedData: [CMSSignedData] = []

    /// Takes up what a SignedData holds. Certificates and lists in it that cannot be read help nobody and are passed over;
    /// an unreadable token is left to whoever validates the signature.
    mutating func collect(_ cms: CMSSignedData) {
        for certificate in cms.certificates {
            guard let parsed = try? ParsedCertificate(der: certificate.derBytes) else { continue }
            certificates.append(parsed)
        }
        for bytes in cms.crls {
            guard let list = try? RevocationList(pemOrDER: bytes) else { continue }
            revocationLists.append(list)
        }
        for signer in cms.signers {
            if let note = signer.checkpointNote { notes.append(note) }
            for bytes in signer.timeStampTokens {
                guard let token = try? TimeStampToken(der: bytes) else { continue }
                collect(token, over: .bytes(signer.signatureValue))
            }
        }
    }

    /// Takes up a token with what it holds.
    mutating func collect(_ token: TimeStampToken, over content: SignedContent?) {
        tokens.append(HeldToken(token: token, content: content))
        for certificate in token.cms.certificates {
            guard let parsed = try? ParsedCertificate(der: certificate.derBytes) else { continue }
            certificates.append(parsed)
        }
        for bytes in token.cms.crls {
            guard let list = try? RevocationList(pemOrDER: bytes) else { continue }
            revocationLists.append(list)
        }
    }

    mutating func merge(_ other: Holdings) {
        certificates += other.certificates
        revocationLists += other.revocationLists
        tokens += other.tokens
        notes += other.notes
        signedData += other.signedData
    }
}

/// A token, and what it is presented over where that is known.
struct HeldToken: Sendable {
    let token: TimeStampToken
    let content: SignedContent?

    /// The digest of the token itself, without a response around it.
    var digest: Digest { Digest.sha256(token.tokenBytes) }

    /// What to verify the token over: its own imprint, where that is a SHA-256; else what it is presented over.
    var verifiedContent: SignedContent {
        if token.imprintAlgorithm == .sha256, let digest = Digest(bytes: token.imprint) {
            return .digest(digest)
        }
        return content ?? .digest(Digest.sha256([UInt8]()))
    }
}
