// SHA-3 in signatures: the digests of FIPS 202, and what OpenSSL signs with them, by every scheme that NIST gave an identifier.
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite struct `SHA-3` {
    /// NIST's examples, of "abc".
    static let digests: [(DigestAlgorithm, String)] = [
        (.sha3x224, "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"),
        (.sha3x256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        (
            .sha3x384,
            "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2"
                + "98d88cea927ac7f539f1edf228376d25"
        ),
        (
            .sha3x512,
            "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
                + "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"
        ),
    ]

    @Test(arguments: digests)
    func `gives the digests of the standard`(algorithm: DigestAlgorithm, expected: String) throws {
        let digest = try #require(Hexadecimal.decode(expected))
        #expect(algorithm.hash(Array("abc".utf8)) == digest && digest.count == algorithm.size)
        #expect(SignedContent.bytes(Array("abc".utf8)).hash(algorithm) == digest)
        let running = try #require(RunningHash(algorithm))
        running.update(Array("abc".utf8))
        #expect(running.finish() == digest)
    }

    /// The identifiers of NIST, for the digests of 256, 384 and 512 bits.
    private static let signers: [(key: String, identifiers: [String]?, options: [String])] = [
        ("p256", (10...12).map { "2.16.840.1.101.3.4.3.\($0)" }, []),
        ("p384", (10...12).map { "2.16.840.1.101.3.4.3.\($0)" }, []),
        ("rsa", (14...16).map { "2.16.840.1.101.3.4.3.\($0)" }, []),
        ("rsa", nil, ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]),
    ]

    /// RSASSA-PSS-params with one digest for both (RFC 4055 §3.1).
    private func pss(_ digest: DigestAlgorithm) -> [UInt8] {
        let inner = DERWriter.sequence(DERWriter.objectIdentifier(digest.identifier))
        let mask = DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.mgf1), inner)
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.rsaPSS),
            DERWriter.sequence(
                DERWriter.element(Tag.context(0), inner), DERWriter.element(Tag.context(1), mask),
                DERWriter.element(Tag.context(2), DERWriter.integer(UInt8(digest.size)))))
    }

    @Test(
        .enabled(if: OpenSSLCommand.isPresent),
        arguments: [DigestAlgorithm.sha3x256, .sha3x384, .sha3x512].enumerated().map { $0 })
    func `verifies what OpenSSL signs with it, and nothing else`(
        index: Int, digest: DigestAlgorithm
    ) throws {
        let pki = try CommandLinePKI.shared.get()
        let content = Array("the terms".utf8)
        let terms = "sha3-" + UUID().uuidString
        try pki.write(content, as: terms)
        for (key, identifiers, options) in Self.signers {
            let result = try OpenSSLCommand.run(
                ["dgst", "-" + digest.rawValue, "-sign", key + ".key", "-out", terms + ".sig"]
                    + options + [terms], in: pki.folder)
            try #require(result.status == 0, "\(result.text)")
            let signature = try pki.bytes(terms + ".sig")
            let named =
                identifiers.map { DERWriter.sequence(DERWriter.objectIdentifier($0[index])) }
                ?? pss(digest)
            let read = try AlgorithmIdentifier(
                try DERElement(named, rules: .der, tag: Tag.sequence))
            let algorithm = try #require(read.signatureAlgorithm(digest: nil))
            #expect(algorithm.digest == digest)
            let publicKey = PublicKey(try pki.certificate(key))
            #expect(
                publicKey.check(signature, over: content, by: algorithm) == .valid,
                "\(key) \(options)")
            #expect(publicKey.check(signature, over: content + [0], by: algorithm) == .invalid)
            for other in [DigestAlgorithm.sha256, .sha384, .sha512] {
                let weaker = SignatureAlgorithm(scheme: algorithm.scheme, digest: other)
                #expect(publicKey.check(signature, over: content, by: weaker) != .valid)
            }
        }
    }
}
