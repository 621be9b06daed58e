// SignedData made by hand to deceive: attributes left out, doubled or moved, algorithms exchanged, too much of everything.
import EvidenceValues
import Testing

@testable import Cryptography

@Suite(.enabled(if: OpenSSLCommand.isPresent, "the openssl command is missing"))
struct `Forged signatures` {
    private let pki: CommandLinePKI
    private let content = Array("Ten tonnes of bananas.\n".utf8)

    init() throws { pki = try CommandLinePKI.shared.get() }

    /// The fields of a genuine SignerInfo and the members around it, to be put together otherwise.
    private func genuine(_ name: String) throws -> (file: [UInt8], signer: SignerParts) {
        let file = try signCMS(
            .bytes(content), detached: true, identity: try pki.identity(name),
            signingTime: pki.now, checkpointNote: nil)
        return (file, try SignerParts(try SignedDataParts(file).signers[0]))
    }

    private func file(_ signers: [[UInt8]], certificates: [[UInt8]]) -> [UInt8] {
        let announced = [DigestAlgorithm.sha256, .sha512].map {
            DERWriter.sequence(DERWriter.objectIdentifier($0.identifier))
        }
        let data = DERWriter.sequence(
            DERWriter.integer(1), DERWriter.setOf(announced),
            DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.data)),
            DERWriter.setOf(certificates, tag: Tag.context(0)), DERWriter.setOf(signers))
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.signedData),
            DERWriter.element(Tag.context(0), data))
    }

    private func verify(_ fields: [[UInt8]], _ name: String, content: [UInt8]) throws
        -> CMSVerification
    {
        let certificate = try pki.certificate(name)
        let file = file(
            [DERWriter.element(Tag.sequence, fields.flatMap(\.self))],
            certificates: [certificate.derBytes])
        let signer = try #require(try CMSSignedData(der: file).signers.first)
        return signer.verify(content: .bytes(content), certificate: certificate)
    }

    @Test func `put together unchanged, the pieces verify`() throws {
        let (_, signer) = try genuine("p256")
        #expect(try verify(signer.beforeUnsigned, "p256", content: content) == .valid)
    }

    @Test func `signed attributes presented as content are refused`() throws {
        let (_, signer) = try genuine("p256")
        let attributes = try SignedAttributes(try #require(signer.signedAttributes))
        var fields = signer.beforeUnsigned
        fields.remove(at: 3)
        #expect(
            try verify(fields, "p256", content: attributes.signedBytes)
                == .attributeMissing(.contentType))
    }

    @Test func `attributes in another order are refused`() throws {
        let (_, signer) = try genuine("p256")
        let attributes = try #require(signer.signedAttributes).elements().map {
            Array($0.encoded)
        }
        var fields = signer.beforeUnsigned
        fields[3] = DERWriter.element(Tag.context(0), attributes.reversed().flatMap(\.self))
        #expect(try verify(fields, "p256", content: content) == .badSignature)
    }

    @Test func `an attribute left out or doubled is refused`() throws {
        let (_, signer) = try genuine("rsa")
        let attributes = try #require(signer.signedAttributes).elements().map {
            Array($0.encoded)
        }
        for position in attributes.indices {
            var fewer = attributes
            fewer.remove(at: position)
            var more = attributes
            more.append(attributes[position])
            for changed in [fewer, more] {
                var fields = signer.beforeUnsigned
                fields[3] = DERWriter.setOf(changed, tag: Tag.context(0))
                let verification = try verify(fields, "rsa", content: content)
                #expect(verification != .valid)
                if case .attributeMissing(.signingCertificate) = verification {
                    Issue.record("said to hold otherwise")
                }
            }
        }
    }

    /// Values of the checkpoint attribute, and whether a signature with them is refused.
    static let notes: [(values: [[UInt8]], isRefused: Bool)] = [
        ([DERWriter.octetString([0x41])], false), ([], true),
        ([DERWriter.octetString([0x41]), DERWriter.octetString([0x42])], true),
        ([DERWriter.octetString([0xFF, 0xFE])], true),
        ([DERWriter.element(0x0C, [0x41])], true),
        ([DERWriter.octetString([UInt8](repeating: 0x41, count: 65_537))], true),
    ]

    // Spec: checkpoint-attribute-3, checkpoint-attribute-4
    @Test(arguments: notes)
    func `a checkpoint attribute that is not one string is refused`(
        note: (values: [[UInt8]], isRefused: Bool)
    ) throws {
        let (_, signer) = try genuine("p256")
        let attributes = try #require(signer.signedAttributes).elements().map {
            Array($0.encoded)
        }
        let added = DERWriter.sequence(
            DERWriter.objectIdentifier(CheckpointAttribute.oid), DERWriter.setOf(note.values))
        let identity = try pki.identity("p256")
        var fields = signer.beforeUnsigned
        fields[3] = DERWriter.setOf(attributes + [added], tag: Tag.context(0))
        fields[5] = DERWriter.octetString(
            try identity.key.sign(
                digest: identity.algorithm.digest.hash(DERWriter.setOf(attributes + [added])),
                by: identity.algorithm))
        #expect(
            try verify(fields, "p256", content: content)
                == (note.isRefused ? .attributeInvalid(.checkpoint) : .valid))
    }

    @Test func `another algorithm than the one that was used is refused`() throws {
        let rsa512 = DERWriter.sequence(
            DERWriter.objectIdentifier("1.2.840.113549.1.1.13"), DERWriter.null)
        let sha512 = DERWriter.sequence(
            DERWriter.objectIdentifier(DigestAlgorithm.sha512.identifier))
        let ecdsa = DERWriter.sequence(DERWriter.objectIdentifier("1.2.840.10045.4.3.2"))
        let (_, signer) = try genuine("rsa")
        for (position, replacement, expected) in [
            (4, rsa512, .unsupportedAlgorithm("rsa sha-256")),
            (2, sha512, .unsupportedAlgorithm("rsa sha-512")),
            (4, ecdsa, .unsupportedAlgorithm("rsa-2048")),
        ] as [(Int, [UInt8], CMSVerification)] {
            var fields = signer.beforeUnsigned
            fields[position] = replacement
            #expect(try verify(fields, "rsa", content: content) == expected)
        }
    }

    @Test func `the limits hold on either side`() throws {
        let (_, signer) = try genuine("p256")
        let member = DERWriter.element(Tag.sequence, signer.beforeUnsigned.flatMap(\.self))
        let certificate = try pki.certificate("p256").derBytes
        for (signers, certificates, fits) in [
            (64, 1, true), (65, 1, false), (200, 1, false), (1, 64, true), (1, 65, false),
            (1, 600, false),
        ] {
            let bytes = file(
                Array(repeating: member, count: signers),
                certificates: Array(repeating: certificate, count: certificates))
            if fits {
                #expect(try CMSSignedData(der: bytes).signers.count == signers)
            } else {
                #expect(throws: CMSError.tooLarge) { try CMSSignedData(der: bytes) }
            }
        }
    }

    @Test func `a ContentInfo of another type says which`() {
        let bytes = DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.data),
            DERWriter.element(Tag.context(0), DERWriter.octetString([1])))
        #expect(throws: CMSError.notSignedData(ObjectIdentifiers.data)) {
            try CMSSignedData(der: bytes)
        }
        for bytes in [[], [0x30], [0x30, 0x80], [0x30, 0x80, 0, 0], [0xFF]] as [[UInt8]] {
            #expect(throws: CMSError.malformed) { try CMSSignedData(der: bytes) }
        }
    }
}
