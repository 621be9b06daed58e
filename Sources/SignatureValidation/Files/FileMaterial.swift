// What a signed file brings to validate it: the certificates, lists and responses of the SignedData, of the signers' unsigned
// attributes, and of the tokens. What is inside is told from what was given, since only what is inside makes a level (EN 319 122-1 §6).

import Cryptography
import EvidenceValues

/// The material of a file.
struct FileMaterial: Sendable {
    /// In the order in which they stand, none twice.
    private(set) var certificates: [ParsedCertificate] = []
    private(set) var revocationLists: [RevocationList] = []
    private(set) var responses: [OCSPResponse] = []
    /// Everything of the file itself, by digest.
    private(set) var digests: Set<Digest> = []
    /// The same in the order in which it stands.
    private(set) var order: [Digest] = []
    /// How many objects stand as such and cannot be read.
    private(set) var unreadable = 0
    private let memory: ObjectMemory

    init(memory: ObjectMemory) { self.memory = memory }

    init(_ cms: CMSSignedData, _ tokens: SignatureTokens, memory: ObjectMemory) {
        self.memory = memory
        add(cms)
        for token in tokens.tokens.compactMap(\.token) { add(token.cms) }
    }

    init(_ token: TimeStampToken, memory: ObjectMemory) {
        self.memory = memory
        add(token.cms)
    }

    private mutating func add(_ cms: CMSSignedData) {
        unreadable += cms.certificates.count - cms.readableCertificates.count
        for certificate in cms.readableCertificates { add(certificate) }
        for list in cms.crls { add(list: list) }
        for response in cms.ocspResponses { add(response: response) }
        for signer in cms.signers { add(signer) }
    }

    // The reader bounds how deep countersignatures nest.
    private mutating func add(_ signer: CMSSigner) {
        for certificate in signer.certificateValues { add(certificate: certificate.derBytes) }
        for list in signer.revocationLists { add(list: list) }
        for response in signer.ocspValues { add(response: response) }
        for countersigner in signer.countersignatures { add(countersigner) }
    }

    /// Takes in a certificate.
    mutating func add(certificate der: [UInt8]) {
        guard let certificate = memory.certificate(der) else {
            unreadable += 1
            return
        }
        add(certificate)
    }

    private mutating func add(_ certificate: ParsedCertificate) {
        if isNew(certificate.digest) { certificates.append(certificate) }
    }

    private mutating func add(list der: [UInt8]) {
        guard let list = memory.revocation.list(pemOrDER: der) else {
            unreadable += 1
            return
        }
        if isNew(list.digest) { revocationLists.append(list) }
    }

    private mutating func add(response der: [UInt8]) {
        guard let response = memory.revocation.response(der: der) else {
            unreadable += 1
            return
        }
        if isNew(response.digest) { responses.append(response) }
        for certificate in response.certificates { add(certificate: certificate.derBytes) }
    }

    private mutating func isNew(_ digest: Digest) -> Bool {
        guard digests.insert(digest).inserted else { return false }
        order.append(digest)
        return true
    }
}

extension FileMaterial {
    /// As objects with names for people.
    var objects: [FileObject] {
        certificates.map {
            FileObject(
                kind: "certificate", digest: $0.digest, bytes: $0.derBytes, name: $0.subject)
        }
            + revocationLists.map {
                FileObject(
                    kind: "revocation-list", digest: $0.digest, bytes: $0.derBytes,
                    name: "\($0.issuer), \($0.thisUpdate)")
            }
            + responses.map {
                FileObject(
                    kind: "ocsp-response", digest: $0.digest, bytes: $0.derBytes,
                    name: "\($0.producedAt)")
            }
    }
}

extension CMSSignedData {
    /// The certificates, lists and responses in it, wherever they stand.
    var objects: [[UInt8]] {
        certificates.map(\.derBytes) + crls + ocspResponses
            + signers.flatMap { signer in
                signer.certificateValues.map(\.derBytes) + signer.revocationLists
                    + signer.ocspValues
            }
    }
}
