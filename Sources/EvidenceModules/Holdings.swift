// What exhibits hold besides themselves: certificates, lists, OCSP answers, tokens and checkpoints inside signatures, and signatures inside
// filings. Collected from all exhibits before any of them is validated, because evidence comes in any order. When each came into being
// is for the graph to say, which knows what stands in what.

import Cryptography
import EvidenceValues
import TransparencyLog

/// What an exhibit's bytes hold that may help elsewhere.
struct Holdings: Sendable {
    var certificates: [ParsedCertificate] = []
    var revocationLists: [RevocationList] = []
    var responses: [OCSPResponse] = []
    var tokens: [HeldToken] = []
    /// Notes of checkpoints.
    var notes: [String] = []
    /// The SignedData that the exhibit itself is presented as a signature with.
    var signedData: [CMSSignedData] = []

    /// Takes up what a SignedData holds. What in it cannot be read helps nobody and is passed over; an unreadable token is left to
    /// whoever validates the signature.
    mutating func collect(_ cms: CMSSignedData) {
        certificates += cms.readableCertificates
        collect(certificates: [], lists: cms.crls, responses: cms.ocspResponses)
        for signer in cms.signers { collect(signer) }
    }

    /// Takes up a token with what it holds.
    mutating func collect(_ token: TimeStampToken) {
        tokens.append(HeldToken(token: token))
        certificates += token.cms.readableCertificates
        collect(certificates: [], lists: token.cms.crls, responses: token.cms.ocspResponses)
    }

    /// Takes up an answer with the certificates in it.
    mutating func collect(_ response: OCSPResponse) {
        responses.append(response)
        collect(certificates: response.certificates, lists: [], responses: [])
    }

    private mutating func collect(_ signer: CMSSigner) {
        if let note = signer.checkpointNote { notes.append(note) }
        collect(
            certificates: signer.certificateValues, lists: signer.revocationLists,
            responses: signer.ocspValues)
        for bytes in signer.allTokens {
            guard let token = try? TimeStampToken(der: bytes) else { continue }
            collect(token)
        }
        for counter in signer.countersignatures { collect(counter) }
    }

    private mutating func collect(
        certificates found: [EvidenceCertificate], lists: [[UInt8]], responses: [[UInt8]]
    ) {
        certificates += found.compactMap { try? ParsedCertificate(der: $0.derBytes) }
        revocationLists += lists.compactMap { try? RevocationList(pemOrDER: $0) }
        for bytes in responses {
            guard let response = try? OCSPResponse(der: bytes) else { continue }
            collect(response)
        }
    }

    mutating func merge(_ other: Holdings) {
        certificates += other.certificates
        revocationLists += other.revocationLists
        responses += other.responses
        tokens += other.tokens
        notes += other.notes
        signedData += other.signedData
    }
}

/// A token that was found.
struct HeldToken: Sendable {
    let token: TimeStampToken

    /// The digest of the token itself, without a response around it.
    var digest: Digest { Digest.sha256(token.tokenBytes) }

    /// What to verify the token over: its own imprint. What has that imprint is for the graph to say.
    var verifiedContent: SignedContent { .hashes([token.imprintAlgorithm: token.imprint]) }
}
