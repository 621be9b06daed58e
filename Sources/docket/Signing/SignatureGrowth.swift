// From B to T to LT: the same steps whether the signature was made a moment ago or years. Each step is checked before the next, and nothing
// that is signed is touched.

import ArchiveDuties
import Cryptography
import DurableFiles
import EvidenceValues
import VerifyCommand

/// Extends signatures.
struct SignatureGrowth {
    let level: SignatureLevelOption
    let tsa: String?
    /// Who may make the time-stamp; nil does not ask.
    let authorities: [TrustedTSA]?
    let material: LongTermMaterial?
    /// What a detached signature is over; nil if it is not at hand.
    let content: SignedContent?

    /// A signature that was extended.
    struct Finished {
        let bytes: [UInt8]
        /// Of the time-stamp that dates it; nil for B.
        let time: Instant?

        /// For JSON.
        func members(_ level: SignatureLevelOption) -> [String: JSONValue] {
            ["level": .string(level.rawValue), "time": .optional(time?.text)]
        }
    }

    /// Refuses a signature that does not hold, before anything is built on it.
    func requireSound(_ bytes: [UInt8]) throws {
        guard let cms = try? CMSSignedData(der: bytes), cms.signers.count == 1 else {
            throw SigningError.notExtensible
        }
        guard let certificate = cms.signers[0].certificate else {
            throw Failure(
                "the signature does not hold its signer's certificate", status: ExitStatus.failed)
        }
        let signer = cms.signers[0]
        let isDetached = cms.encapsulatedContent == nil
        if isDetached && content == nil {
            Console.note(
                "without the file that was signed, only the signature was checked, not the file")
        }
        let over = content ?? (isDetached ? signer.messageDigest.flatMap(Self.digest) : nil)
        let found = signer.verify(content: over, certificate: certificate)
        guard found == .valid else {
            throw Failure(
                "the signature does not hold: \(Self.words(found))",
                hint: found == .contentNeeded ? "name the file that was signed" : nil,
                status: ExitStatus.failed)
        }
    }

    /// The signature at the level.
    func extend(_ bytes: [UInt8]) throws -> Finished {
        if level == .b { return Finished(bytes: bytes, time: nil) }
        let (stamped, time) = try stamp(bytes)
        guard let material else { return Finished(bytes: stamped, time: time) }
        let finished = try addValidationMaterial(to: stamped, material.embedded)
        try material.check(finished, content: content, at: Moment.now())
        return Finished(bytes: finished, time: time)
    }

    private func stamp(_ bytes: [UInt8]) throws -> (bytes: [UInt8], time: Instant) {
        let signer = try CMSSignedData(der: bytes).signers[0]
        if let first = signer.timeStampTokens.first {
            guard level == .lt, tsa == nil else {
                throw Failure(
                    "the signature has a time-stamp already", hint: "--level LT without --tsa")
            }
            let token = try? TimeStampToken(der: first)
            guard let token, token.covers(.bytes(signer.signatureValue)) == true else {
                throw SigningError.tokenMismatch
            }
            return (bytes, token.genTime)
        }
        guard let tsa else {
            throw Failure(
                "the signature has no time-stamp", hint: "give --tsa URL",
                status: ExitStatus.usage)
        }
        let token = try TimeStampExchange(over: signer.signatureDigest)
            .ask(tsa, trusting: authorities)
        return (try addTimeStamp(to: bytes, token: token.tokenBytes), token.genTime)
    }

    private static func digest(_ bytes: [UInt8]) -> SignedContent? {
        Digest(bytes: bytes).map { .digest($0) }
    }

    private static func words(_ found: CMSVerification) -> String {
        switch found {
        case .valid: ""
        case .hashMismatch: "it is over another file"
        case .badSignature: "it was not made with the key of its certificate"
        case .attributeMissing(let attribute): "it lacks \(attribute.rawValue)"
        case .attributeInvalid(let attribute): "its \(attribute.rawValue) is wrong"
        case .certificateMismatch: "it names another certificate"
        case .unsupportedAlgorithm(let name): "\(name) is not supported"
        case .weakAlgorithm(let name): "\(name) is broken"
        case .contentNeeded: "the file's bytes are needed"
        }
    }
}
