// A memory of signatures answers as the mathematics does, whatever it was asked before.

import EvidenceValues
import Testing

@testable import Cryptography

@Suite(.enabled(if: OpenSSLCommand.isPresent, "the openssl command is missing"))
struct `A memory of signatures` {
    private let pki: CommandLinePKI
    private let content = Array("Ten tonnes of bananas.\n".utf8)

    init() throws { pki = try CommandLinePKI.shared.get() }

    private func answer(
        _ der: [UInt8], _ content: [UInt8], _ certificate: ParsedCertificate,
        _ memory: ObjectMemory?
    ) -> CMSVerification? {
        let signer = try? CMSSignedData(der: der, memory: memory).signers.first
        return signer?.verify(
            content: .bytes(content), certificate: certificate, memory: memory)
    }

    @Test(arguments: ["p256", "rsa"])
    func `that knows the true one answers of every changed one as if it did not`(
        name: String
    ) throws {
        let certificate = try pki.certificate(name)
        let signature = try signCMS(
            .bytes(content), detached: true, identity: try pki.identity(name),
            signingTime: pki.now, checkpointNote: nil)
        let memory = ObjectMemory()
        for _ in 0..<2 { #expect(answer(signature, content, certificate, memory) == .valid) }
        for position in signature.indices {
            var changed = signature
            changed[position] ^= 1
            let fresh = answer(changed, content, certificate, nil)
            for _ in 0..<2 {
                #expect(answer(changed, content, certificate, memory) == fresh, "\(position)")
            }
        }
        #expect(answer(signature, content + [0], certificate, memory) == .hashMismatch)
        #expect(answer(signature, content, certificate, memory) == .valid)
    }

    @Test func `asks each key for itself`() throws {
        let message = Array("message".utf8)
        let (one, other) = (try pki.certificate("p256"), try pki.certificate("rsa"))
        let memory = ObjectMemory()
        let value = [UInt8](repeating: 1, count: 70)
        let algorithm = SignatureAlgorithm(scheme: .ecdsa, digest: .sha256)
        for certificate in [one, other, one] {
            let key = PublicKey(certificate)
            #expect(
                memory.signature(value, over: message, by: key, algorithm, floor: .sound)
                    == key.check(value, over: message, by: algorithm))
        }
    }
}
