// The ciphers of an envelope's content: AES in cipher block chaining, whose ciphertext anybody can change, and in Galois/counter mode, which notices
// (RFC 3565, RFC 5084).

/// How the content is encrypted.
struct ContentCipher: Sendable, Hashable {
    /// The mode, with what it needs besides the key.
    enum Mode: Sendable, Hashable {
        /// The vector: 16 bytes.
        case chaining(vector: [UInt8])
        /// The nonce: 12 bytes; the size of the tag.
        case authenticated(nonce: [UInt8], tagSize: Int)
    }

    static let blockSize = 16
    private static let nonceSize = 12

    private static let chaining: [String: Int] = [
        "2.16.840.1.101.3.4.1.2": 16, "2.16.840.1.101.3.4.1.22": 24,
        ObjectIdentifiers.aes256CBC: 32,
    ]
    private static let authenticated: [String: Int] = [
        "2.16.840.1.101.3.4.1.6": 16, "2.16.840.1.101.3.4.1.26": 24,
        "2.16.840.1.101.3.4.1.46": 32,
    ]

    let keySize: Int
    let mode: Mode

    /// What Docket writes: AES-256 in chaining mode.
    init(vector: [UInt8]) {
        precondition(vector.count == ContentCipher.blockSize, "a vector is one block")
        keySize = 32
        mode = .chaining(vector: vector)
    }

    /// Nil for an algorithm, or parameters, that Docket does not open.
    init?(_ algorithm: AlgorithmIdentifier) {
        guard let parameters = algorithm.parameters else { return nil }
        if let size = ContentCipher.chaining[algorithm.identifier] {
            guard parameters.tag == Tag.octetString,
                parameters.contents.count == ContentCipher.blockSize
            else { return nil }
            (keySize, mode) = (size, .chaining(vector: Array(parameters.contents)))
        } else if let size = ContentCipher.authenticated[algorithm.identifier] {
            guard let mode = try? ContentCipher.authenticatedMode(parameters) else { return nil }
            (keySize, self.mode) = (size, mode)
        } else {
            return nil
        }
    }

    // GCMParameters ::= SEQUENCE { aes-nonce OCTET STRING, aes-ICVlen INTEGER (12 | … | 16) DEFAULT 12 }
    private static func authenticatedMode(_ parameters: DERElement) throws(DERError) -> Mode {
        guard parameters.tag == Tag.sequence else { throw DERError() }
        var reader = try parameters.reader()
        let nonce = Array(try reader.next(Tag.octetString).contents)
        let size = try reader.optional(Tag.integer)?.smallInteger() ?? 12
        try reader.end()
        guard nonce.count == nonceSize, (12...16).contains(size) else { throw DERError() }
        return .authenticated(nonce: nonce, tagSize: size)
    }

    /// The AlgorithmIdentifier of what Docket writes; nil for what it only opens.
    var encoded: [UInt8]? {
        guard case .chaining(let vector) = mode, keySize == 32 else { return nil }
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.aes256CBC), DERWriter.octetString(vector))
    }
}
