// From B to T to LT: nothing that is signed changes, openssl reads what we write, and what cannot be extended is refused.
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite(
    .enabled(if: OpenSSLCommand.isPresent, "the openssl command is missing"),
    // They give openssl files of the same names.
    .serialized)
struct `Extended signatures` {
    private let pki: CommandLinePKI
    private let content = Array("Ten tonnes of bananas.\n".utf8)

    init() throws { pki = try CommandLinePKI.shared.get() }

    private func sign(_ name: String, detached: Bool = true) throws -> [UInt8] {
        try signCMS(
            .bytes(content), detached: detached, identity: try pki.identity(name),
            signingTime: pki.now, checkpointNote: nil)
    }

    private func stamped(_ cms: [UInt8]) throws -> [UInt8] {
        let signer = try #require(try CMSSignedData(der: cms).signers.first)
        let query = TimeStampQuery(digest: signer.signatureDigest, nonce: secureRandom(16))
        return try addTimeStamp(to: cms, token: try pki.response(to: query.derBytes))
    }

    /// A certificate, a list and an OCSP response of the CA, made by openssl.
    private func material() throws -> EmbeddedMaterial {
        let folder = "material-" + UUID().uuidString
        for arguments in [
            ["ca", "-config", "c.cnf", "-name", "ca_config", "-gencrl", "-out", folder + ".crl"],
            [
                "ocsp", "-issuer", "ca.pem", "-cert", "p256.pem", "-reqout", folder + ".req",
            ],
            [
                "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey",
                "ca.key", "-reqin", folder + ".req", "-respout", folder + ".ocsp", "-ndays", "1",
            ],
        ] {
            let made = try OpenSSLCommand.run(arguments, in: pki.folder)
            try #require(made.status == 0, "\(made.text)")
        }
        var all = EmbeddedMaterial()
        for name in ["ca.pem", folder + ".crl", folder + ".ocsp"] {
            all = all.adding(try #require(EmbeddedMaterial(file: try pki.bytes(name))))
        }
        return all
    }

    private func opensslAccepts(_ cms: [UInt8]) throws -> Bool {
        try pki.write(cms, as: "extended.p7s")
        try pki.write(content, as: "extended")
        let result = try pki.openssl(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "extended.p7s", "-content",
            "extended", "-CAfile", "ca.pem", "-purpose", "any", "-cades", "-out", "out")
        return result.status == 0
    }

    @Test func `hold what was added and change nothing signed`() throws {
        let material = try material()
        #expect(material.certificates.count == 1)
        #expect(material.lists.count == 1)
        #expect(material.responses.count == 1)
        var count = 0
        for name in ["p256", "p384", "rsa"] {
            for detached in [true, false] {
                let plain = try sign(name, detached: detached)
                for (level, base) in [("B", plain), ("T", try stamped(plain))] {
                    let extended = try addValidationMaterial(to: base, material)
                    let (before, after) = (
                        try CMSSignedData(der: base), try CMSSignedData(der: extended)
                    )
                    #expect(after.signers[0].signatureValue == before.signers[0].signatureValue)
                    #expect(after.signers[0].signedAttributes == before.signers[0].signedAttributes)
                    #expect(after.signers[0].timeStampTokens.count == (level == "T" ? 1 : 0))
                    #expect(after.crls == material.lists)
                    #expect(after.ocspResponses.count == 1)
                    #expect(Set(after.certificates.map(\.derBytes)).count == 2)
                    #expect(
                        after.signers[0].verify(
                            content: .bytes(content), certificate: try pki.certificate(name))
                            == .valid)
                    #expect(try opensslAccepts(extended))
                    // What is there is not added again.
                    #expect(try addValidationMaterial(to: extended, material) == extended)
                    count += 1
                }
            }
        }
        #expect(count == 12)
    }

    @Test func `are DER with their sets in order`() throws {
        let extended = try addValidationMaterial(to: try stamped(try sign("p256")), try material())
        let info = try DERElement(extended, tag: Tag.sequence).elements()
        let fields = try info[1].only().elements()
        #expect(fields.map(\.tag) == [0x02, 0x31, 0x30, 0xA0, 0xA1, 0x31])
        #expect(try fields[0].smallInteger() == 5)
        for set in [fields[3], fields[4]] {
            let members = try set.elements().map { Array($0.encoded) }
            #expect(members.count == 2)
            #expect(members == members.sorted { $0.lexicographicallyPrecedes($1) })
        }
        // Without OCSP the version stays.
        var lists = try material()
        lists.responses = []
        let older = try addValidationMaterial(to: try sign("p256"), lists)
        #expect(
            try DERElement(older, tag: Tag.sequence).elements()[1].only().elements()[0]
                .smallInteger() == 1)
    }

    @Test func `may have been BER`() throws {
        try pki.write(content, as: "ber")
        let made = try pki.openssl(
            "cms", "-sign", "-binary", "-outform", "DER", "-in", "ber", "-signer", "p256.pem",
            "-inkey", "p256.key", "-out", "ber.p7s", "-cades", "-stream", "-nodetach")
        try #require(made.status == 0, "\(made.text)")
        let extended = try addValidationMaterial(
            to: try stamped(try pki.bytes("ber.p7s")), try material())
        let signer = try #require(try CMSSignedData(der: extended).signers.first)
        #expect(
            signer.verify(content: nil, certificate: try pki.certificate("p256")) == .valid)
        #expect(try opensslAccepts(extended))
    }

    @Test func `are refused where something would break`() throws {
        try pki.write(content, as: "two")
        let made = try pki.openssl(
            "cms", "-sign", "-binary", "-outform", "DER", "-in", "two", "-signer", "p256.pem",
            "-inkey", "p256.key", "-signer", "rsa.pem", "-inkey", "rsa.key", "-out", "two.p7s")
        try #require(made.status == 0, "\(made.text)")
        let material = try material()
        let good = try sign("p256")
        for bad in [try pki.bytes("two.p7s"), [], good + [0], Array(good.dropLast())] {
            #expect(throws: SigningError.notExtensible) {
                try addValidationMaterial(to: bad, material)
            }
        }
        var tooMuch = EmbeddedMaterial()
        tooMuch.certificates = (0..<80).map { DERWriter.sequence(DERWriter.integer($0)) }
        #expect(throws: SigningError.notExtensible) {
            try addValidationMaterial(to: good, tooMuch)
        }
    }

    @Test func `are refused with an archive time-stamp`() throws {
        let stamped = try stamped(try sign("p256"))
        // The identifier of an archive time-stamp in place of that of a signature-time-stamp, and as long.
        let old = DERWriter.objectIdentifier(ObjectIdentifiers.signatureTimeStamp)
        let new = DERWriter.objectIdentifier("1.2.840.113549.1.9.16.2.48")
        let at = try #require(
            stamped.indices.first { stamped[$0...].starts(with: old) })
        let archived = Array(stamped[..<at]) + new + stamped[(at + old.count)...]
        #expect(throws: SigningError.archived) {
            try addValidationMaterial(to: archived, try material())
        }
    }

    @Test func `take material from files of either form, and none from others`() throws {
        let material = try material()
        #expect(
            EmbeddedMaterial(file: material.certificates[0])?.certificates == material.certificates)
        #expect(EmbeddedMaterial(file: material.lists[0])?.lists == material.lists)
        #expect(EmbeddedMaterial(file: material.responses[0])?.responses == material.responses)
        #expect(EmbeddedMaterial(file: try sign("p256")) == nil)
        #expect(EmbeddedMaterial(file: content) == nil)
        #expect(EmbeddedMaterial(file: []) == nil)
        #expect(EmbeddedMaterial(file: try pki.bytes("p256.key")) == nil)
        let response = try OCSPResponse(der: material.responses[0])
        // A bare BasicOCSPResponse is wrapped, and read as the same.
        let bare = try #require(EmbeddedMaterial(file: response.derBytes)?.responses.first)
        #expect(try OCSPResponse(der: bare).digest == response.digest)
        #expect(material.adding(material) == material)
    }
}
