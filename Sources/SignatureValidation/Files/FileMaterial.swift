// What a signed file brings to validate it: the certificates, lists and responses of the SignedData, of the signers' unsigned
// attributes, and of the tokens. What is inside is told from what was given, since only what is inside makes a level (EN 319 122-1 §6).

import Cryptography
import EvidenceValues

/// The material of a file, and the material given with it.
struct FileMaterial: Sendable {
    /// In the order in which they stand, none twice.
    private(set) var certificates: [ParsedCertificate] = []
    private(set) var revocationLists: [RevocationList] = []
    /// Everything of the file itself, by digest.
    private(set) var digests: Set<Digest> = []
    /// Objects that stand as such and cannot be read.
    private(set) var unreadable = 0
    private let memory: ObjectMemory

    init(_ cms: CMSSignedData, _ tokens: SignatureTokens, memory: ObjectMemory) {
        self.memory = memory
        add(cms)
        for token in tokens.tokens.compactMap(\.token) { add(token.cms) }
    }

    init(_ token: TimeStampToken, memory: ObjectMemory) {
        self.memory = memory
        add(token.cms)
    }

    /// All of it, for validation.
    func validationMaterial(with others: GivenMaterial) -> ValidationMaterial {
        ValidationMaterial(
            certificates: certificates + others.certificates,
            revocationLists: revocationLists + others.revocationLists)
    }

    private mutating func add(_ cms: CMSSignedData) {
        for certificate in cms.certificates { add(certificate: certificate.derBytes) }
        for list in cms.crls { add(list: list) }
        for signer in cms.signers { add(signer) }
    }

    // The reader bounds how deep countersignatures nest.
    private mutating func add(_ signer: CMSSigner) {
        for certificate in signer.certificateValues { add(certificate: certificate.derBytes) }
        for list in signer.revocationLists { add(list: list) }
        for countersigner in signer.countersignatures { add(countersigner) }
    }

    private mutating func add(certificate der: [UInt8]) {
        guard let certificate = memory.certificate(der) else {
            unreadable += 1
            return
        }
        if digests.insert(certificate.digest).inserted { certificates.append(certificate) }
    }

    private mutating func add(list der: [UInt8]) {
        guard let list = try? RevocationList(pemOrDER: der) else {
            unreadable += 1
            return
        }
        if digests.insert(list.digest).inserted { revocationLists.append(list) }
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
