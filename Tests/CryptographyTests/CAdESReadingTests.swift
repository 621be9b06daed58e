// What CAdES adds to a signature, on signatures made here: countersignatures, statements, other revocation information, the floor.
import EvidenceValues
import Testing

@testable import Cryptography

@Suite(.enabled(if: OpenSSLCommand.isPresent))
struct `CAdES as read` {
    private let content = Array("the terms".utf8)

    private var pki: CommandLinePKI {
        get throws { try CommandLinePKI.shared.get() }
    }

    private func attribute(_ identifier: String, _ values: [UInt8]...) -> [UInt8] {
        DERWriter.sequence(DERWriter.objectIdentifier(identifier), DERWriter.setOf(values))
    }

    private func signingCertificate(_ certificate: ParsedCertificate) -> [UInt8] {
        attribute(
            ObjectIdentifiers.signingCertificateV2,
            DERWriter.sequence(
                DERWriter.sequence(
                    DERWriter.sequence(DERWriter.octetString(certificate.digest.bytes)))))
    }

    /// A SignerInfo over `message`, its attributes in the order given.
    private func signer(
        _ name: String, over message: [UInt8], contentType: String?, statements: [[UInt8]] = [],
        unsigned: [[UInt8]] = [], isSorted: Bool = true, signsSorted: Bool? = nil
    ) throws -> [UInt8] {
        let identity = try pki.identity(name)
        var attributes = [
            attribute(
                ObjectIdentifiers.messageDigest,
                DERWriter.octetString(DigestAlgorithm.sha256.hash(message))),
            signingCertificate(identity.certificate),
        ]
        attributes += statements
        if let contentType {
            attributes.append(
                attribute(ObjectIdentifiers.contentType, DERWriter.objectIdentifier(contentType)))
        }
        func set(_ tag: UInt8, sorted: Bool) -> [UInt8] {
            sorted
                ? DERWriter.setOf(attributes, tag: tag)
                : DERWriter.element(
                    tag,
                    attributes.sorted { $1.lexicographicallyPrecedes($0) }.flatMap(\.self))
        }
        let signature = try identity.sign(set(Tag.set, sorted: signsSorted ?? isSorted))
        var fields = [
            DERWriter.integer(1),
            DERWriter.sequence(
                identity.certificate.issuerDER,
                DERWriter.integer(contents: identity.certificate.serial)),
            DERWriter.sequence(DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier)),
            set(Tag.context(0), sorted: isSorted),
            DERWriter.sequence(DERWriter.objectIdentifier("1.2.840.10045.4.3.2")),
            DERWriter.octetString(signature),
        ]
        if !unsigned.isEmpty { fields.append(DERWriter.setOf(unsigned, tag: Tag.context(1))) }
        return DERWriter.element(Tag.sequence, fields.flatMap(\.self))
    }

    private func file(_ signer: [UInt8], lists: [[UInt8]] = []) throws -> [UInt8] {
        let digest = DERWriter.sequence(
            DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier))
        let certificates = try ["p256", "p384"].map { try pki.certificate($0).derBytes }
        return signedData([
            DERWriter.integer(1), DERWriter.setOf([digest]),
            DERWriter.sequence(
                DERWriter.objectIdentifier(ObjectIdentifiers.data),
                DERWriter.element(Tag.context(0), DERWriter.octetString(content))),
            DERWriter.setOf(certificates, tag: Tag.context(0)),
            lists.isEmpty ? [] : DERWriter.setOf(lists, tag: Tag.context(1)),
            DERWriter.setOf([signer]),
        ])
    }

    private func verify(_ signer: CMSSigner?) throws -> CMSVerification {
        let signer = try #require(signer)
        return signer.verify(content: nil, certificate: try #require(signer.certificate))
    }

    private func signature(of signer: [UInt8]) throws -> [UInt8] {
        try SignerParts(try DERElement(signer, tag: Tag.sequence)).signature
    }

    private func countersigned(_ countersigner: [UInt8], over signer: [UInt8]) throws
        -> CMSSignedData
    {
        let parts = try SignerParts(try DERElement(signer, tag: Tag.sequence))
        let unsigned = DERWriter.setOf(
            [attribute(UnsignedAttribute.countersignature.identifier, countersigner)],
            tag: Tag.context(1))
        return try CMSSignedData(
            der: try file(DERWriter.element(Tag.sequence, Array(parts.signedFields) + unsigned)))
    }

    @Test(
        arguments: [
            (true, nil, .valid), (false, false, .valid), (false, true, .badSignature),
            (true, false, .badSignature),
        ] as [(Bool, Bool?, CMSVerification)])
    func `attributes hold in the order in which they were signed`(
        isSorted: Bool, signsSorted: Bool?, expected: CMSVerification
    ) throws {
        let bytes = try file(
            try signer(
                "p256", over: content, contentType: ObjectIdentifiers.data, isSorted: isSorted,
                signsSorted: signsSorted))
        #expect(try verify(CMSSignedData(der: bytes).signers.first) == expected)
    }

    @Test func `policy and commitment are read, and malformed ones named`() throws {
        let hash = DERWriter.sequence(
            DERWriter.sequence(DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier)),
            DERWriter.octetString([UInt8](repeating: 7, count: 32)))
        let policy = attribute(
            ObjectIdentifiers.signaturePolicy,
            DERWriter.sequence(DERWriter.objectIdentifier("1.2.3.4"), hash))
        let commitment = attribute(
            ObjectIdentifiers.commitmentType,
            DERWriter.sequence(DERWriter.objectIdentifier("1.2.840.113549.1.9.16.6.1")))
        let broken = attribute(ObjectIdentifiers.contentTimeStamp)
        let malformed = attribute(ObjectIdentifiers.commitmentType, DERWriter.integer(1))
        for (statements, unreadable) in [
            ([policy, commitment, broken], []),
            ([policy, malformed], [ObjectIdentifiers.commitmentType]),
        ] {
            let bytes = try file(
                try signer(
                    "p256", over: content, contentType: ObjectIdentifiers.data,
                    statements: statements))
            let signer = try #require(CMSSignedData(der: bytes).signers.first)
            #expect(try verify(signer) == .valid)
            #expect(signer.signaturePolicy?.identifier == "1.2.3.4")
            #expect(signer.signaturePolicy?.digest == [UInt8](repeating: 7, count: 32))
            #expect(signer.unreadableAttributes == unreadable)
            #expect(
                signer.commitmentTypes
                    == (unreadable.isEmpty ? ["1.2.840.113549.1.9.16.6.1"] : []))
        }
    }

    @Test func `stated algorithms must be those of the signature`() throws {
        let sha256 = DERWriter.sequence(
            DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier))
        let sha512 = DERWriter.sequence(
            DERWriter.objectIdentifier(DigestAlgorithm.sha512.identifier))
        let ecdsa = DERWriter.element(
            Tag.context(1), DERWriter.objectIdentifier("1.2.840.10045.4.3.2"))
        let rsa = DERWriter.element(
            Tag.context(1), DERWriter.objectIdentifier(ObjectIdentifiers.rsa))
        for (value, expected) in [
            (DERWriter.sequence(sha256, ecdsa), .valid),
            (DERWriter.sequence(sha512, ecdsa), .attributeInvalid(.algorithmProtection)),
            (DERWriter.sequence(sha256, rsa), .attributeInvalid(.algorithmProtection)),
            (DERWriter.sequence(sha256), .attributeInvalid(.algorithmProtection)),
        ] as [([UInt8], CMSVerification)] {
            let statement = attribute(CMSAttribute.algorithmProtection.identifier, value)
            let bytes = try file(
                try signer(
                    "p256", over: content, contentType: ObjectIdentifiers.data,
                    statements: [statement]))
            #expect(try verify(CMSSignedData(der: bytes).signers.first) == expected)
        }
    }

    @Test func `a countersignature holds over the signature value and nothing else`() throws {
        let first = try signer("p256", over: content, contentType: ObjectIdentifiers.data)
        let value = try signature(of: first)
        for (message, type, expected) in [
            (value, nil, .valid), (content, nil, .hashMismatch),
            (value, ObjectIdentifiers.data, .attributeInvalid(.contentType)),
        ] as [([UInt8], String?, CMSVerification)] {
            let cms = try countersigned(
                try signer("p384", over: message, contentType: type), over: first)
            #expect(try verify(cms.signers.first) == .valid)
            let countersigner = try #require(cms.signers.first?.countersignatures.first)
            #expect(try verify(countersigner) == expected)
            #expect(countersigner.isCountersignature && !countersigner.signsPlainData)
        }
    }

    @Test func `a countersigner does not pass for a signer, nor a signer for one`() throws {
        let first = try signer("p256", over: content, contentType: ObjectIdentifiers.data)
        let asSigner = try signer("p384", over: content, contentType: nil)
        #expect(
            try verify(CMSSignedData(der: file(asSigner)).signers.first)
                == .attributeMissing(.contentType))
        let cms = try countersigned(first, over: first)
        #expect(
            try verify(cms.signers.first?.countersignatures.first)
                == .attributeInvalid(.contentType))
    }

    @Test(arguments: [1, 4, 5, 12])
    func `countersignatures nest to a bound`(depth: Int) throws {
        var chain = [try signer("p256", over: content, contentType: ObjectIdentifiers.data)]
        for _ in 0..<depth {
            chain.append(
                try signer(
                    "p384", over: try signature(of: chain[chain.count - 1]), contentType: nil))
        }
        var nested = chain[chain.count - 1]
        for outer in chain.dropLast().reversed() {
            let parts = try SignerParts(try DERElement(outer, tag: Tag.sequence))
            let unsigned = DERWriter.setOf(
                [attribute(UnsignedAttribute.countersignature.identifier, nested)],
                tag: Tag.context(1))
            nested = DERWriter.element(Tag.sequence, Array(parts.signedFields) + unsigned)
        }
        var signer = try #require(CMSSignedData(der: file(nested)).signers.first)
        var levels = 0
        while let inner = signer.countersignatures.first {
            #expect(try verify(inner) == .valid)
            signer = inner
            levels += 1
        }
        #expect(levels == min(depth, SignerContext.maximumDepth))
        #expect(signer.unreadableAttributes.isEmpty == (depth <= SignerContext.maximumDepth))
    }

    @Test func `OCSP answers among the lists are read in both formats`() throws {
        let basic = DERWriter.sequence(DERWriter.octetString([1, 2, 3]))
        let response = DERWriter.sequence(
            DERWriter.element(Tag.enumerated, [0]),
            DERWriter.element(
                Tag.context(0),
                DERWriter.sequence(
                    DERWriter.objectIdentifier(ObjectIdentifiers.ocspBasic),
                    DERWriter.octetString(basic))))
        let refusal = DERWriter.sequence(DERWriter.element(Tag.enumerated, [6]))
        func other(_ format: String, _ value: [UInt8]) -> [UInt8] {
            DERWriter.element(Tag.context(1), DERWriter.objectIdentifier(format) + value)
        }
        let first = try signer("p256", over: content, contentType: ObjectIdentifiers.data)
        for (choice, expected) in [
            (other(ObjectIdentifiers.ocspResponseFormat, response), [basic]),
            (other(ObjectIdentifiers.ocspBasic, basic), [basic]),
            (other(ObjectIdentifiers.ocspResponseFormat, refusal), []),
            (other("1.2.3.4", response), []), (DERWriter.element(Tag.context(1), [5, 0]), []),
        ] {
            let cms = try CMSSignedData(der: try file(first, lists: [choice]))
            #expect(cms.ocspResponses == expected && cms.crls.isEmpty)
            #expect(try verify(cms.signers.first) == .valid)
        }
    }

    @Test func `values of certificates and revocation are read, malformed ones named`() throws {
        let certificate = try pki.certificate("ca").derBytes
        let list = DERWriter.sequence(DERWriter.integer(9))
        let values = attribute(
            UnsignedAttribute.certificateValues.identifier, DERWriter.sequence(certificate))
        let revocation = attribute(
            UnsignedAttribute.revocationValues.identifier,
            DERWriter.sequence(
                DERWriter.element(Tag.context(0), DERWriter.sequence(list)),
                DERWriter.element(Tag.context(1), DERWriter.sequence(list, list))))
        let malformed = attribute(
            UnsignedAttribute.certificateValues.identifier, DERWriter.integer(1))
        let bytes = try file(
            try signer(
                "p256", over: content, contentType: ObjectIdentifiers.data,
                unsigned: [values, revocation, malformed, attribute("1.2.3", [5, 0])]))
        let signer = try #require(CMSSignedData(der: bytes).signers.first)
        #expect(try verify(signer) == .valid)
        #expect(signer.certificateValues.map(\.derBytes) == [certificate])
        #expect(signer.revocationLists == [list] && signer.ocspValues == [list, list])
        #expect(signer.otherUnsigned == ["1.2.3"])
        #expect(signer.unreadableAttributes == [UnsignedAttribute.certificateValues.identifier])
    }

    @Test(
        arguments: [
            ("CMS", nil), ("PKCS7", nil), ("CERTIFICATE", .malformed),
        ] as [(String, CMSError?)])
    func `a SignedData reads from PEM under its labels`(label: String, refusal: CMSError?) throws {
        let der = try file(try signer("p256", over: content, contentType: ObjectIdentifiers.data))
        let text = PEMBlock.text(label: label, der)
        if let refusal {
            #expect(throws: refusal) { try CMSSignedData(pemOrDER: text) }
            return
        }
        #expect(try CMSSignedData(pemOrDER: text) == CMSSignedData(der: der))
        #expect(throws: CMSError.malformed) { try CMSSignedData(pemOrDER: text + text) }
    }
}
