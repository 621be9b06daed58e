// How a passphrase becomes the key of a cipher, and which cipher: the two halves of PBES2-params (RFC 8018 §A.4). A file says itself how
// much work that is, so the work is bounded before it is begun.

import EvidenceValues

/// A key derivation function with its parameters.
enum KeyDerivation: Hashable {
    /// RFC 7914. `cost` is N, a power of 2.
    case scrypt(salt: [UInt8], cost: UInt64, blockSize: UInt64, parallelization: UInt64)
    /// RFC 8018 §5.2 with HMAC.
    case pbkdf2(salt: [UInt8], iterations: Int, digest: DigestAlgorithm)

    /// scrypt takes 128 · N · r bytes: at most so many.
    static let maximumMemory: UInt64 = 64 << 20
    /// scrypt takes N · r · p steps: at most so many, about two seconds.
    static let maximumSteps: UInt64 = 1 << 22
    /// Some ten seconds.
    static let maximumIterations = 10_000_000
    /// Bytes of a salt at most; RFC 8018 asks for 8.
    static let maximumSalt = 1024

    private static let pseudorandom: [String: DigestAlgorithm] = [
        "1.2.840.113549.2.7": .sha1, "1.2.840.113549.2.8": .sha224, "1.2.840.113549.2.9": .sha256,
        "1.2.840.113549.2.10": .sha384, "1.2.840.113549.2.11": .sha512,
    ]

    /// What Docket writes: a fraction of a second and 16 MiB for each guess.
    static func strong(salt: [UInt8]) -> KeyDerivation {
        .scrypt(salt: salt, cost: 1 << 14, blockSize: 8, parallelization: 5)
    }

    /// Reads what a file demands.
    init(_ algorithm: AlgorithmIdentifier) throws(EncryptedKeyError) {
        let fields = try wellFormed { () throws(DERError) in
            try algorithm.parameters?.elements(limit: 5) ?? []
        }
        switch algorithm.identifier {
        case ObjectIdentifiers.scrypt: try self.init(scrypt: fields)
        case ObjectIdentifiers.pbkdf2: try self.init(pbkdf2: fields)
        default: throw .unsupported(algorithm.identifier)
        }
    }

    /// scrypt-params ::= SEQUENCE { salt OCTET STRING, costParameter INTEGER, blockSize INTEGER, parallelizationParameter INTEGER,
    /// keyLength INTEGER OPTIONAL } (RFC 7914 §7.1). The length follows from the cipher.
    private init(scrypt fields: [DERElement]) throws(EncryptedKeyError) {
        let (salt, numbers) = try wellFormed { () throws(DERError) in
            guard fields.count == 4 || fields.count == 5 else { throw DERError() }
            var numbers: [UInt64] = []
            for field in fields.dropFirst() { numbers.append(UInt64(try field.smallInteger())) }
            return (try KeyDerivation.salt(fields[0]), numbers)
        }
        let (cost, blockSize, parallelization) = (numbers[0], numbers[1], numbers[2])
        guard cost > 1, cost & (cost - 1) == 0, blockSize > 0, parallelization > 0 else {
            throw .malformed
        }
        // Each is below 2³¹, so the first product fits; the second is taken only once that is known to be small.
        let block = cost * blockSize
        guard block <= KeyDerivation.maximumMemory / 128,
            parallelization <= KeyDerivation.maximumSteps / block
        else { throw .tooCostly }
        self = .scrypt(
            salt: salt, cost: cost, blockSize: blockSize, parallelization: parallelization)
    }

    /// PBKDF2-params ::= SEQUENCE { salt OCTET STRING, iterationCount INTEGER, keyLength INTEGER OPTIONAL, prf AlgorithmIdentifier
    /// DEFAULT hmacWithSHA1 } (RFC 8018 §A.2).
    private init(pbkdf2 fields: [DERElement]) throws(EncryptedKeyError) {
        let (salt, iterations, function) = try wellFormed { () throws(DERError) in
            guard (2...4).contains(fields.count) else { throw DERError() }
            var rest = fields.dropFirst(2)
            if rest.first?.tag == Tag.integer { _ = try rest.removeFirst().smallInteger() }
            var function: AlgorithmIdentifier?
            if let field = rest.popFirst() { function = try AlgorithmIdentifier(field) }
            guard rest.isEmpty else { throw DERError() }
            return (try KeyDerivation.salt(fields[0]), try fields[1].smallInteger(), function)
        }
        let name = function?.identifier ?? "1.2.840.113549.2.7"
        guard let digest = KeyDerivation.pseudorandom[name] else { throw .unsupported(name) }
        guard iterations > 0 else { throw .malformed }
        guard iterations <= KeyDerivation.maximumIterations else { throw .tooCostly }
        self = .pbkdf2(salt: salt, iterations: iterations, digest: digest)
    }

    private static func salt(_ field: DERElement) throws(DERError) -> [UInt8] {
        guard field.tag == Tag.octetString, field.contents.count <= maximumSalt else {
            throw DERError()
        }
        return try field.octets()
    }

    /// The `AlgorithmIdentifier`, of what Docket writes: scrypt.
    var encoded: [UInt8] {
        guard case .scrypt(let salt, let cost, let blockSize, let parallelization) = self else {
            preconditionFailure("Docket writes scrypt only")
        }
        let numbers = [cost, blockSize, parallelization].map { number in
            DERWriter.integer(
                magnitude: (0..<8).reversed().map {
                    UInt8(truncatingIfNeeded: number >> (8 * UInt64($0)))
                })
        }
        let parameters = [DERWriter.octetString(salt)] + numbers
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.scrypt),
            DERWriter.element(Tag.sequence, parameters.flatMap(\.self)))
    }
}

/// AES in cipher block chaining with the padding of RFC 8018 §6.1.1.
struct BlockCipher: Hashable {
    /// Bytes of a block, and of the initialization vector.
    static let blockSize = 16

    private static let keySizes: [String: Int] = [
        "2.16.840.1.101.3.4.1.2": 16, "2.16.840.1.101.3.4.1.22": 24,
        ObjectIdentifiers.aes256CBC: 32,
    ]

    /// Bytes of the key: 16, 24 or 32.
    let keySize: Int
    /// 16 bytes.
    let vector: [UInt8]

    /// What Docket writes.
    static func aes256(vector: [UInt8]) -> BlockCipher { BlockCipher(keySize: 32, vector: vector) }

    private init(keySize: Int, vector: [UInt8]) {
        self.keySize = keySize
        self.vector = vector
    }

    /// Reads what a file demands (RFC 8018 §B.2.5).
    init(_ algorithm: AlgorithmIdentifier) throws(EncryptedKeyError) {
        guard let size = BlockCipher.keySizes[algorithm.identifier] else {
            throw .unsupported(algorithm.identifier)
        }
        let vector = try wellFormed { () throws(DERError) in
            guard let field = algorithm.parameters, field.tag == Tag.octetString else {
                throw DERError()
            }
            return try field.octets()
        }
        guard vector.count == BlockCipher.blockSize else { throw .malformed }
        self.init(keySize: size, vector: vector)
    }

    /// The `AlgorithmIdentifier`, of what Docket writes: AES-256.
    var encoded: [UInt8] {
        precondition(keySize == 32, "Docket writes AES-256 only")
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.aes256CBC), DERWriter.octetString(vector))
    }
}
