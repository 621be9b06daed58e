// Keys of signed notes (C2SP signed-note): a name, an ID that is part of a digest over name and key, and an Ed25519 key. Of the
// registered algorithms Docket makes 0x01 (Ed25519) and checks 0x01 and 0x04 (timestamped Ed25519 cosignature).

package import EvidenceValues

import enum Crypto.Curve25519

/// Why a note, a key or a checkpoint was refused.
package enum NoteError: Error, Sendable, Hashable {
    /// No key of the form `name+id+base64`, or its ID is not that of its name and key (signed-note, "Verifier keys").
    case malformedKey
    /// A key of an algorithm that Docket does not know.
    case unsupportedAlgorithm(UInt8)
    /// Not of the form of a signed note (signed-note, "Format"), or above its limits.
    case malformedNote
    /// A known key's signature does not verify; the whole note is refused.
    case badSignature(name: String, keyID: UInt32)
    /// No signature by a known key.
    case noKnownSignature
    /// The note's text is no checkpoint (tlog-checkpoint, "Note text").
    case malformedCheckpoint
    /// A checkpoint of size 0 whose root is not that of the empty tree.
    case wrongEmptyRoot
    /// The checkpoint is of another log than the key.
    case wrongOrigin(found: String, expected: String)
}

/// The algorithms of note signatures that Docket checks, with their registered numbers.
package enum NoteAlgorithm: UInt8, Sendable, Hashable {
    /// Ed25519 over the text.
    case ed25519 = 0x01
    /// Ed25519 over `cosignature/v1`, a time and the text (C2SP tlog-cosignature).
    case cosignature = 0x04
}

/// A key that verifies signatures of notes; as text a C2SP *vkey*: `name+hex8(id)+base64(type ‖ key)`.
package struct VerifierKey: Sendable, Hashable {
    package let name: String
    package let algorithm: NoteAlgorithm
    /// 32 bytes (RFC 8032 §5.1.5).
    package let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key), big-endian.
    package let keyID: UInt32

    /// Bytes of an Ed25519 public key or seed.
    static let keySize = 32

    /// - Throws: `.malformedKey` if the name or the size of the key is not allowed.
    package init(
        name: String, algorithm: NoteAlgorithm = .ed25519, publicKey: [UInt8]
    ) throws(NoteError) {
        guard NoteText.isKeyName(name), publicKey.count == VerifierKey.keySize else {
            throw NoteError.malformedKey
        }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        let hashed = Array(name.utf8) + [0x0A, algorithm.rawValue] + publicKey
        keyID = Digest.sha256(hashed).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The key that the vkey `text` writes.
    package init(text: String) throws(NoteError) {
        // Base64 may hold `+`, so only the first two divide.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(parts[2]), let type = bytes.first else {
            throw NoteError.malformedKey
        }
        guard let algorithm = NoteAlgorithm(rawValue: type) else {
            throw NoteError.unsupportedAlgorithm(type)
        }
        try self.init(
            name: String(parts[0]), algorithm: algorithm, publicKey: Array(bytes.dropFirst()))
        guard self.text.utf8.elementsEqual(text.utf8) else { throw NoteError.malformedKey }
    }

    /// The vkey.
    package var text: String {
        "\(name)+\(idText)+" + Base64.encode([algorithm.rawValue] + publicKey)
    }

    /// The ID as eight hexadecimal digits.
    package var idText: String { Hexadecimal.encode(keyID.bigEndianBytes) }

    /// What `signature` over `text` proves, or nil if it does not verify: for a cosignature, the time that it states.
    func verify(_ signature: [UInt8], over text: String) -> VerifiedSigner? {
        switch algorithm {
        case .ed25519:
            guard isValid(signature, over: Array(text.utf8)) else { return nil }
            return VerifiedSigner(key: self, time: nil)
        case .cosignature:
            guard signature.count == 8 + 64 else { return nil }
            let seconds = signature.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            let message = VerifierKey.cosigned(text, atSecond: seconds)
            guard let time = Int64(exactly: seconds).flatMap(Instant.init(seconds:)),
                isValid(Array(signature.dropFirst(8)), over: Array(message.utf8))
            else { return nil }
            return VerifiedSigner(key: self, time: time)
        }
    }

    private func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
            return false
        }
        return key.isValidSignature(signature, for: message)
    }
}

/// A key whose signature on a note was verified.
package struct VerifiedSigner: Sendable, Hashable {
    package let key: VerifierKey
    /// The time that a cosignature states; nil for other signatures.
    package let time: Instant?
}

/// A key that signs notes with Ed25519; as text `PRIVATE+KEY+name+hex8(id)+base64(type ‖ seed)`. A signature is a function of key
/// and text (RFC 8032 §5.1.6), so the same checkpoint signed again is the same note.
package struct NoteSigner: Sendable {
    package let verifierKey: VerifierKey
    let seed: Secret
    private let key: Ed25519Key
    private static let prefix = "PRIVATE+KEY+"

    /// The signer whose key is made from `seed`, 32 random bytes.
    package init(name: String, seed: [UInt8]) throws(NoteError) {
        guard seed.count == VerifierKey.keySize,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { throw NoteError.malformedKey }
        verifierKey = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
        self.seed = Secret(seed)
        self.key = Ed25519Key(key)
    }

    /// The signer that `secretKeyText` writes.
    package init(secretKeyText text: String) throws(NoteError) {
        guard text.utf8.starts(with: NoteSigner.prefix.utf8) else { throw NoteError.malformedKey }
        let parts = text.dropFirst(NoteSigner.prefix.count)
            .split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(parts[2]), let type = bytes.first else {
            throw NoteError.malformedKey
        }
        guard type == NoteAlgorithm.ed25519.rawValue else {
            throw NoteError.unsupportedAlgorithm(type)
        }
        try self.init(name: String(parts[0]), seed: Array(bytes.dropFirst()))
        guard secretKeyText.utf8.elementsEqual(text.utf8) else { throw NoteError.malformedKey }
    }

    /// A new signer from `random`, which gives as many unpredictable bytes as it is asked for.
    package static func generate(
        name: String, random: (Int) -> [UInt8]
    ) throws(NoteError) -> NoteSigner {
        try NoteSigner(name: name, seed: random(VerifierKey.keySize))
    }

    /// The secret key as text. Whoever has it can sign as the archive.
    package var secretKeyText: String {
        let algorithm = verifierKey.algorithm.rawValue
        return NoteSigner.prefix + "\(verifierKey.name)+\(verifierKey.idText)+"
            + seed.withBytes { Base64.encode([algorithm] + $0) }
    }

    /// The whole note: `text`, which ends with a line feed, and one signature over it.
    package func sign(_ text: String) throws(NoteError) -> String {
        guard NoteText.isText(Array(text.utf8)), let signature = key.sign(Array(text.utf8)) else {
            throw NoteError.malformedNote
        }
        let line = Base64.encode(verifierKey.keyID.bigEndianBytes + Array(signature))
        return text + "\n\(NoteText.mark)\(verifierKey.name) \(line)\n"
    }
}

/// The key that a seed gives, made once; it prints nothing.
private struct Ed25519Key: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: Curve25519.Signing.PrivateKey

    init(_ key: Curve25519.Signing.PrivateKey) { self.key = key }

    func sign(_ message: [UInt8]) -> [UInt8]? { (try? key.signature(for: message)).map(Array.init) }

    var description: String { "(secret)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension UInt32 {
    /// Four bytes, the highest first.
    var bigEndianBytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> UInt32($0)) }
    }
}
