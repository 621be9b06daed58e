// Who cosigns checkpoints (C2SP tlog-cosignature): a witness states that, at a time, this was the newest checkpoint of the log that it
// had seen, consistent with all that it had cosigned before. Whether that is so, `Witness` decides; here it is only signed. A
// cosigner's key is of its own type, so that no signature of a log can pass for a cosignature or the other way round.

package import EvidenceValues

import enum Crypto.Curve25519

/// A key that makes cosignatures of type 0x04; as text `PRIVATE+KEY+name+hex8(id)+base64(0x04 ‖ seed)`.
package struct Cosigner: Sendable {
    /// What verifies its cosignatures.
    package let verifierKey: VerifierKey
    private let seed: Secret

    /// The cosigner whose key is made from `seed`, 32 random bytes.
    package init(name: String, seed: [UInt8]) throws(NoteError) {
        guard seed.count == VerifierKey.keySize,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { throw NoteError.malformedKey }
        verifierKey = try VerifierKey(
            name: name, algorithm: .cosignature, publicKey: Array(key.publicKey.rawRepresentation))
        self.seed = Secret(seed)
    }

    /// A new cosigner from `random`, which gives as many unpredictable bytes as it is asked for.
    package static func generate(
        name: String, random: (Int) -> [UInt8]
    ) throws(NoteError) -> Cosigner {
        try Cosigner(name: name, seed: random(VerifierKey.keySize))
    }

    /// The cosigner that `secretKeyText` writes.
    package init(secretKeyText text: String) throws(NoteError) {
        guard text.utf8.starts(with: Cosigner.prefix.utf8) else { throw NoteError.malformedKey }
        let parts = text.dropFirst(Cosigner.prefix.count)
            .split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(parts[2]), let type = bytes.first else {
            throw NoteError.malformedKey
        }
        guard type == NoteAlgorithm.cosignature.rawValue else {
            throw NoteError.unsupportedAlgorithm(type)
        }
        try self.init(name: String(parts[0]), seed: Array(bytes.dropFirst()))
        guard secretKeyText.utf8.elementsEqual(text.utf8) else { throw NoteError.malformedKey }
    }

    /// The secret key as text. Whoever has it can cosign as this witness.
    package var secretKeyText: String {
        Cosigner.prefix + "\(verifierKey.name)+\(verifierKey.idText)+"
            + seed.withBytes { Base64.encode([NoteAlgorithm.cosignature.rawValue] + $0) }
    }

    /// The line `— name base64` with a cosignature over a checkpoint's text, its final line feed included.
    /// - Throws: `.malformedNote` if `text` is not the text of a note, or the time is before 1970.
    package func cosign(_ text: String, at time: Instant) throws(NoteError) -> String {
        let seconds = time.wholeSecond.milliseconds / 1000
        guard NoteText.isText(Array(text.utf8)), seconds >= 0,
            let key = try? seed.withBytes({
                try Curve25519.Signing.PrivateKey(rawRepresentation: $0)
            }),
            let signature = try? key.signature(
                for: Array(VerifierKey.cosigned(text, atSecond: UInt64(seconds)).utf8))
        else { throw NoteError.malformedNote }
        let stamp = UInt64(seconds).bigEndianBytes
        let line = verifierKey.keyID.bigEndianBytes + stamp + Array(signature)
        return "\(NoteText.mark)\(verifierKey.name) \(Base64.encode(line))\n"
    }

    private static let prefix = "PRIVATE+KEY+"
}

extension VerifierKey {
    /// What a cosignature signs.
    static func cosigned(_ text: String, atSecond seconds: UInt64) -> String {
        "cosignature/v1\ntime \(seconds)\n" + text
    }
}

extension UInt64 {
    /// Eight bytes, the highest first.
    var bigEndianBytes: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
    }
}
