// Envelopes against OpenSSL's command as a peer: what either seals the other opens, for every kind of key and cipher that Docket names; and what was
// changed, or is for somebody else, opens to nobody.

import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

/// Keys and certificates of recipients, made by OpenSSL's command once.
struct EnvelopePKI: Sendable {
    static let names = ["rsa", "p256", "p384", "p521", "brainpool"]
    static let shared = Result { try EnvelopePKI() }

    let folder: TestFolder

    private init() throws {
        folder = try TestFolder()
        let kinds = [
            "rsa": ["rsa:2048"], "p256": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
            "p384": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
            "p521": ["ec", "-pkeyopt", "ec_paramgen_curve:P-521"],
            "brainpool": ["ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"],
            "other": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "ed25519": ["ed25519"],
            "short": ["rsa:1024"],
        ]
        for (name, kind) in kinds { try make(name, ["-newkey"] + kind) }
        try make(
            "signing",
            [
                "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-addext",
                "keyUsage=digitalSignature",
            ])
        try make(
            "signing-rsa",
            ["-newkey", "rsa:2048", "-addext", "keyUsage=digitalSignature,keyAgreement"])
        // The name and number of `p256`, and another key.
        try make(
            "twin",
            ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-set_serial", "7"],
            subject: "p256")
    }

    private func make(_ name: String, _ arguments: [String], subject: String? = nil) throws {
        let serial = name == "p256" ? ["-set_serial", "7"] : []
        let result = try openssl(
            ["req", "-x509", "-nodes", "-days", "3650", "-subj", "/CN=\(subject ?? name)"] + serial
                + arguments + ["-keyout", "\(name).key", "-out", "\(name).crt"])
        #expect(result.status == 0, "\(name): \(result.output)")
    }

    func openssl(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run("openssl", arguments, in: folder.path)
    }

    func certificate(_ name: String) throws -> ParsedCertificate {
        try ParsedCertificate.readAll(pemOrDER: folder.read("\(name).crt"))[0]
    }

    func identity(_ name: String) throws -> RecipientIdentity {
        try RecipientIdentity(
            keyPEM: folder.read("\(name).key"), certificate: folder.read("\(name).crt"))
    }

    /// What OpenSSL's command makes of `content`, under a name of its own.
    func sealed(
        _ content: [UInt8], to name: String, _ arguments: [String], options: [String] = []
    ) throws -> [UInt8] {
        let work = try TestFolder()
        try work.write("plain", content)
        let result = try openssl(
            [
                "cms", "-encrypt", "-binary", "-in", "\(work.path)/plain", "-out",
                "\(work.path)/sealed",
            ] + arguments + ["-recip", "\(name).crt"] + options)
        try #require(result.status == 0, "\(result.output)")
        return try work.read("sealed")
    }

    /// What OpenSSL's command opens; nil if it does not.
    func opened(_ envelope: [UInt8], by name: String) throws -> [UInt8]? {
        let work = try TestFolder()
        try work.write("sealed", envelope)
        let result = try openssl([
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "\(work.path)/sealed", "-out",
            "\(work.path)/plain", "-recip", "\(name).crt", "-inkey", "\(name).key",
        ])
        return result.status == 0 ? try work.read("plain") : nil
    }
}

/// One way in which OpenSSL's command encrypts.
struct PeerEnvelope: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let recipient: String
    var arguments = ["-outform", "DER", "-aes-256-cbc"]
    var options: [String] = []

    private static let oaep = ["-keyopt", "rsa_padding_mode:oaep"]

    static let opened: [PeerEnvelope] = [
        .init(testDescription: "OAEP with SHA-1", recipient: "rsa", options: oaep),
        .init(
            testDescription: "OAEP with SHA-256", recipient: "rsa",
            options: oaep + ["-keyopt", "rsa_oaep_md:sha256", "-keyopt", "rsa_mgf1_md:sha256"]),
        .init(
            testDescription: "OAEP with SHA-512", recipient: "rsa",
            options: oaep + ["-keyopt", "rsa_oaep_md:sha512", "-keyopt", "rsa_mgf1_md:sha512"]),
        .init(testDescription: "P-256, KDF with SHA-1", recipient: "p256"),
        .init(
            testDescription: "P-256, KDF with SHA-512", recipient: "p256",
            options: ["-keyopt", "ecdh_kdf_md:sha512"]),
        .init(
            testDescription: "P-384, KDF with SHA-384", recipient: "p384",
            options: ["-keyopt", "ecdh_kdf_md:sha384"]),
        .init(
            testDescription: "P-521, KDF with SHA-224", recipient: "p521",
            options: ["-keyopt", "ecdh_kdf_md:sha224"]),
        .init(testDescription: "brainpool", recipient: "brainpool"),
        .init(
            testDescription: "AES-128-CBC", recipient: "p256",
            arguments: ["-outform", "DER", "-aes-128-cbc"]),
        .init(
            testDescription: "AES-192-CBC", recipient: "p256",
            arguments: ["-outform", "DER", "-aes-192-cbc"]),
        .init(
            testDescription: "AES-256-GCM", recipient: "p256",
            arguments: ["-outform", "DER", "-aes-256-gcm"]),
        .init(
            testDescription: "AES-128-GCM", recipient: "rsa",
            arguments: ["-outform", "DER", "-aes-128-gcm"], options: oaep),
        .init(
            testDescription: "indefinite lengths", recipient: "p256",
            arguments: ["-outform", "DER", "-stream", "-aes-256-cbc"]),
        .init(
            testDescription: "PEM", recipient: "p256",
            arguments: ["-outform", "PEM", "-aes-256-cbc"]),
        .init(
            testDescription: "named by key identifier", recipient: "p256",
            arguments: ["-outform", "DER", "-aes-256-cbc", "-keyid"]),
    ]
}

@Suite struct EnvelopesBetweenTools {
    let pki: EnvelopePKI
    init() throws { pki = try EnvelopePKI.shared.get() }

    @Test(arguments: PeerEnvelope.opened)
    func `open as OpenSSL's command seals them`(_ row: PeerEnvelope) throws {
        for content in [
            [], Array("Ten tons of bananas.\n".utf8), Array(repeating: 7, count: 70_001),
        ] {
            let bytes = try pki.sealed(
                content, to: row.recipient, row.arguments, options: row.options)
            let envelope = try EnvelopedData(bytes)
            #expect(envelope.plaintextDigest == nil)
            #expect(envelope.recipients.count == 1)
            #expect(try pki.identity(row.recipient).open(envelope) == content)
            #expect(throws: OpeningError.otherRecipient) {
                try pki.identity("other").open(envelope)
            }
        }
    }

    @Test(arguments: EnvelopePKI.names)
    func `open in OpenSSL's command as Docket seals them`(_ name: String) throws {
        let certificate = try pki.certificate(name)
        for size in [0, 1, 15, 16, 17, 1_048_577] {
            let content = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            for names in [true, false] {
                let bytes = try EnvelopedData.seal(
                    content, to: [certificate], namesPlaintext: names, random: secureRandom)
                #expect(try pki.opened(bytes, by: name) == content)
                let envelope = try EnvelopedData(bytes)
                #expect(envelope.plaintextDigest == (names ? Digest(sha256Of: content) : nil))
                #expect(try pki.identity(name).open(envelope) == content)
            }
        }
    }

    @Test func `open to each of several recipients`() throws {
        let content = Array("for the court and its expert".utf8)
        let bytes = try EnvelopedData.seal(
            content, to: try EnvelopePKI.names.map(pki.certificate), namesPlaintext: true,
            random: secureRandom)
        let envelope = try EnvelopedData(bytes)
        #expect(envelope.recipients.count == EnvelopePKI.names.count)
        for name in EnvelopePKI.names {
            #expect(try pki.identity(name).open(envelope) == content)
            #expect(try pki.opened(bytes, by: name) == content)
        }
    }

    @Test func `are not opened by padding of PKCS number 1`() throws {
        let bytes = try pki.sealed([1], to: "rsa", ["-outform", "DER", "-aes-256-cbc"])
        let envelope = try EnvelopedData(bytes)
        #expect(throws: OpeningError.unsupported(ObjectIdentifiers.rsa)) {
            try pki.identity("rsa").open(envelope)
        }
    }

    @Test func `are not opened by another cipher`() throws {
        let bytes = try pki.sealed([1], to: "p256", ["-outform", "DER", "-camellia256"])
        #expect(throws: OpeningError.unsupported("1.2.392.200011.61.1.1.1.4")) {
            try pki.identity("p256").open(try EnvelopedData(bytes))
        }
    }
}

@Suite struct SealedEnvelope {
    let pki: EnvelopePKI
    let content = Array("Ten tons of bananas.\n".utf8)
    init() throws { pki = try EnvelopePKI.shared.get() }

    private func sealed(_ name: String = "p256") throws -> [UInt8] {
        try EnvelopedData.seal(
            content, to: [try pki.certificate(name)], namesPlaintext: true, random: secureRandom)
    }

    // Where the ciphertext or what leads to it is changed nothing opens, or noise that has not the digest. The rest is the digest itself, the version
    // numbers, and what names the recipient.
    @Test(arguments: ["p256", "rsa"])
    func `changed in any byte never opens to another text of its digest`(_ name: String) throws {
        let bytes = try sealed(name)
        let identity = try pki.identity(name)
        var refused = 0
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 0x01
            guard let envelope = try? EnvelopedData(changed) else {
                refused += 1
                continue
            }
            guard let opened = try? identity.open(envelope) else {
                refused += 1
                continue
            }
            if opened == content { continue }
            #expect(envelope.plaintextDigest != Digest(sha256Of: opened), "byte \(position)")
        }
        #expect(refused > bytes.count / 2)
    }

    @Test func `cut short or continued is refused`() throws {
        let bytes = try sealed()
        for count in 0..<bytes.count {
            #expect(throws: EnvelopeError.malformed) {
                try EnvelopedData(Array(bytes.prefix(count)))
            }
        }
        #expect(throws: EnvelopeError.malformed) { try EnvelopedData(bytes + [0]) }
    }

    @Test func `in Galois mode changed in any byte of text or tag opens to nobody`() throws {
        let bytes = try pki.sealed(content, to: "p256", ["-outform", "DER", "-aes-256-gcm"])
        let good = try EnvelopedData(bytes)
        let tail = good.ciphertext.count + 2 + (good.authentication?.tag.count ?? 0)
        let identity = try pki.identity("p256")
        var looked = 0
        for position in bytes.indices.suffix(tail) {
            var changed = bytes
            changed[position] ^= 0x80
            guard let envelope = try? EnvelopedData(changed) else { continue }
            looked += 1
            #expect(throws: OpeningError.failed, "byte \(position)") {
                try identity.open(envelope)
            }
        }
        #expect(looked > 16)
    }

    @Test func `opens to nobody by another key of the same name`() throws {
        let envelope = try EnvelopedData(try sealed())
        #expect(envelope.recipients[0].names(try pki.certificate("twin")))
        #expect(throws: OpeningError.failed) { try pki.identity("twin").open(envelope) }
    }

    @Test func `is nothing for a key that is not the certificate's`() throws {
        #expect(throws: SigningError.keyMismatch) {
            try RecipientIdentity(
                keyPEM: pki.folder.read("other.key"), certificate: pki.folder.read("p256.crt"))
        }
    }

    @Test(arguments: [
        ("ed25519", SealingError.unsupportedKey("ed25519")),
        ("short", .unsupportedKey("rsa-1024")), ("signing", .keyUsage),
        ("signing-rsa", .keyUsage),
    ])
    func `is not made for keys that are for other things`(
        _ name: String, _ error: SealingError
    ) throws {
        #expect(throws: error) { try sealed(name) }
    }

    @Test func `is not made for recipients that it could not tell apart`() throws {
        let twins = [try pki.certificate("p256"), try pki.certificate("twin")]
        #expect(throws: SealingError.ambiguousRecipients) {
            try EnvelopedData.requireSealable(to: twins)
        }
        #expect(throws: SealingError.recipientCount) { try EnvelopedData.requireSealable(to: []) }
        #expect(throws: SealingError.recipientCount) {
            try EnvelopedData.requireSealable(to: Array(repeating: twins[0], count: 17))
        }
    }

    /// What may stand where the plaintext's digest does. Spec: encrypted-2
    @Test(arguments: ["twice", "two values", "none", "short", "long", "another type"])
    func `that names its plaintext in another way is refused`(_ damage: String) throws {
        let attribute = PlaintextDigest.attribute(Digest(sha256Of: content))
        let oid = DERWriter.objectIdentifier(PlaintextDigest.oid)
        func value(_ size: Int) -> [UInt8] {
            DERWriter.octetString([UInt8](repeating: 1, count: size))
        }
        let attributes: [[UInt8]] =
            switch damage {
            case "twice": [attribute, PlaintextDigest.attribute(Digest(sha256Of: [1]))]
            case "two values":
                [
                    DERWriter.sequence(
                        oid, DERWriter.setOf([value(32), DERWriter.octetString([])]))
                ]
            case "none": [DERWriter.sequence(oid, DERWriter.setOf([]))]
            case "short": [DERWriter.sequence(oid, DERWriter.setOf([value(31)]))]
            case "long": [DERWriter.sequence(oid, DERWriter.setOf([value(33)]))]
            default:
                [
                    DERWriter.sequence(
                        oid,
                        DERWriter.setOf([DERWriter.element(0x0C, [UInt8](repeating: 65, count: 32))]
                        ))
                ]
            }
        let plain = try EnvelopedData.seal(
            content, to: [try pki.certificate("p256")], namesPlaintext: false, random: secureRandom)
        _ = try EnvelopedData(try with([attribute], plain))
        #expect(throws: EnvelopeError.malformed) { try EnvelopedData(try with(attributes, plain)) }
    }

    private func with(_ attributes: [[UInt8]], _ envelope: [UInt8]) throws -> [UInt8] {
        var outer = try DERElement(envelope, tag: Tag.sequence).reader()
        let type = try outer.next()
        let fields = try outer.next().only().elements().map { Array($0.encoded) }
        let set = DERWriter.setOf(attributes, tag: Tag.context(1))
        return DERWriter.sequence(
            Array(type.encoded),
            DERWriter.element(
                Tag.context(0), DERWriter.element(Tag.sequence, (fields + [set]).flatMap(\.self))))
    }
}
