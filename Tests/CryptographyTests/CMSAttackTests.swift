// Keys and texts made by somebody who gains if they are believed.

import EvidenceValues
import Testing

@testable import Cryptography

@Suite struct `Keys that somebody forged` {
    private let message = Array("the terms".utf8)
    private let algorithm = SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha256)

    private func key(modulus: [UInt8], exponent: [UInt8]) throws -> PublicKey {
        let key = DERWriter.sequence(
            DERWriter.integer(contents: modulus), DERWriter.integer(contents: exponent))
        return try PublicKey(
            der: DERWriter.sequence(
                DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.rsa), [5, 0]),
                DERWriter.element(Tag.bitString, [0] + key)))
    }

    /// What a signature by a key of 2048 bits gives back (RFC 8017 §9.2).
    private var padded: [UInt8] {
        let digest = DERWriter.sequence(
            DERWriter.sequence(
                DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier), [5, 0]),
            DERWriter.octetString(DigestAlgorithm.sha256.hash(message)))
        return [0, 1] + [UInt8](repeating: 0xFF, count: 253 - digest.count) + [0] + digest
    }

    @Test func `an RSA key for which everybody can sign is none`() throws {
        let modulus = [0, 0xFF] + [UInt8](repeating: 0xA5, count: 255)
        let one = try key(modulus: modulus, exponent: [1])
        #expect(padded.count == 256)
        #expect(
            one.check(padded, over: message, by: algorithm, floor: .any)
                == .unsupported(ObjectIdentifiers.rsa))
    }

    private static let long = [UInt8](repeating: 0xFF, count: 32)
    private static let keys: [(exponent: [UInt8], last: UInt8, isKey: Bool)] = [
        ([3], 0xA5, true), ([1, 0, 1], 0xA5, true), ([0] + long, 0xA5, true),
        ([2], 0xA5, false), ([0], 0xA5, false), ([1, 0, 0], 0xA5, false), ([3], 0xA4, false),
        ([1] + long, 0xA5, false),
    ]

    @Test(arguments: keys)
    func `an RSA key has an odd exponent of a size that can be computed with`(
        exponent: [UInt8], last: UInt8, isKey: Bool
    ) throws {
        var modulus = [UInt8](repeating: 0xA5, count: 257)
        (modulus[0], modulus[256]) = (0, last)
        let found = try? key(modulus: modulus, exponent: exponent).algorithm
        #expect((found == .rsa(bits: 2048)) == isKey)
    }

    @Test func `a PEM text of many short lines is read in one pass`() throws {
        let lines = Array(String(repeating: "a\n", count: 1 << 16).utf8)
        let text = lines + PEMBlock.text(label: "CMS", message) + lines
        #expect(PEMBlock.blocks(of: text)?.map(\.bytes) == [message])
        let inside = Array("-----BEGIN CMS-----\n".utf8) + lines + lines
        #expect(PEMBlock.blocks(of: inside) == nil)
    }
}
