// The file of a secret key (docs/formats/key.md): plain, or a public line and an envelope that somebody else opens with a passphrase.
// Which key it is can be read without opening it.

package import EvidenceValues

/// What a key file holds.
package enum SecretKeyFile: Sendable {
    /// Bytes at most. Spec: key-6
    package static let maximumSize = 16_384

    /// The key itself.
    case plain(NoteSigner)
    /// A key under a passphrase: its public half, and the PEM block.
    case sealed(VerifierKey, envelope: [UInt8])

    /// Reads a file's bytes.
    /// - Throws: `.malformedKey` or `.unsupportedAlgorithm` if they are no key file.
    package init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= SecretKeyFile.maximumSize, let end = bytes.firstIndex(of: 0x0A),
            let line = String(validating: bytes[..<end], as: UTF8.self)
        else { throw .malformedKey }
        let rest = Array(bytes[(end + 1)...])
        if rest.isEmpty {
            self = .plain(try NoteSigner(secretKeyText: line))
        } else {
            let key = try VerifierKey(text: line)
            guard key.algorithm == .ed25519, rest.starts(with: SecretKeyFile.mark.utf8) else {
                throw .malformedKey
            }
            self = .sealed(key, envelope: rest)
        }
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
        switch self {
        case .plain(let signer): Array((signer.secretKeyText + "\n").utf8)
        case .sealed(let key, let envelope): Array((key.text + "\n").utf8) + envelope
        }
    }

    /// The public half.
    package var verifierKey: VerifierKey {
        switch self {
        case .plain(let signer): signer.verifierKey
        case .sealed(let key, _): key
        }
    }

    /// Whether a passphrase is needed.
    package var isSealed: Bool {
        if case .sealed = self { return true }
        return false
    }

    /// The signer, `open` giving the seed in an envelope. Spec: key-4
    /// - Throws: `.malformedKey` if the seed is not that of the public half; what `open` throws.
    package func signer(opening open: ([UInt8]) throws -> Secret) throws -> NoteSigner {
        switch self {
        case .plain(let signer): return signer
        case .sealed(let key, let envelope):
            let signer = try open(envelope).withBytes { seed throws(NoteError) in
                try NoteSigner(name: key.name, seed: seed)
            }
            guard signer.verifierKey == key else { throw NoteError.malformedKey }
            return signer
        }
    }

    /// The same key sealed by `seal`, which makes an envelope around a seed.
    package static func sealing(
        _ signer: NoteSigner, _ seal: (Secret) throws -> [UInt8]
    ) rethrows -> SecretKeyFile {
        .sealed(signer.verifierKey, envelope: try seal(signer.seed))
    }

    /// What an envelope begins with.
    private static let mark = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
}
