// Signatures, tokens and lists that others made: the files of the DSS library and of rfc3161-client.
import EvidenceValues
import Testing

@testable import Cryptography

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `Signatures of others` {
    typealias TokenCase = (file: String, chain: String, verdict: Verdict)

    enum Verdict { case holds, noPath, badSignature }

    /// What DSS damaged on purpose, and what is said of it. Two more have bytes behind the SignedData and one is none.
    private static let damaged: [String: CMSVerification] = [
        "cades-broken-sig-tst.p7m": .badSignature, "cades-enveloping-broken.pkcs7": .hashMismatch,
        "Signature-C-B-B-8.p7m": .certificateMismatch,
    ]

    @Test func `DSS signatures read, and those around their content verify`() throws {
        var outcomes: [Substring: Int] = [:]
        var files = 0
        for file in try Vectors.files(below: "dss-cades") + Vectors.files(below: "dss-cms") {
            guard
                [".p7m", ".p7s", ".cms", ".pkcs7", ".p7c", ".tst"].contains(where: file.hasSuffix)
            else { continue }
            files += 1
            do throws(CMSError) {
                let cms = try CMSSignedData(der: try bytes(file))
                for signer in cms.signers {
                    guard let certificate = signer.certificate else {
                        outcomes["no certificate", default: 0] += 1
                        continue
                    }
                    let verification = signer.verify(content: nil, certificate: certificate)
                    outcomes["\(verification)".prefix { $0 != "(" }, default: 0] += 1
                    let name = file.split(separator: "/").last.map(String.init) ?? ""
                    switch verification {
                    case .badSignature, .hashMismatch, .certificateMismatch, .attributeInvalid:
                        #expect(Self.damaged[name] == verification, "\(file)")
                    default:
                        #expect(Self.damaged[name] == nil, "\(file)")
                    }
                }
            } catch {
                outcomes["\(error)"[...], default: 0] += 1
            }
        }
        print("dss: \(files) files, \(outcomes)")
        #expect(files >= 100)
        #expect(outcomes["valid", default: 0] >= 69)
        #expect(outcomes["malformed", default: 0] <= 3)
    }

    @Test(arguments: [
        ("cades-double-signing-certificate.p7m", 2712), ("cades-duplicated-signed-attrs.p7m", 5598),
    ])
    func `a signed attribute that stands twice is refused`(file: String, size: Int) throws {
        let bytes = try Vectors.bytes("dss-cades/files/validation/" + file)
        #expect(throws: CMSError.malformed) { try CMSSignedData(der: bytes) }
        let cms = try CMSSignedData(der: Array(bytes.prefix(size)))
        let signer = try #require(cms.signers.first)
        let verification = signer.verify(
            content: .bytes([]), certificate: try #require(signer.certificate))
        guard case .attributeInvalid = verification else {
            Issue.record("\(verification)")
            return
        }
    }

    private func bytes(_ file: String) throws(CMSError) -> [UInt8] {
        guard let bytes = try? Vectors.bytes(file) else { throw .malformed }
        return bytes
    }

    @Test func `DSS revocation lists read`() throws {
        var read = 0
        var refused: [String] = []
        for file in try Vectors.files(below: "dss-crl") where file.hasSuffix(".crl") {
            if (try? RevocationList(pemOrDER: try Vectors.bytes(file))) != nil {
                read += 1
            } else {
                refused.append(file)
            }
        }
        print("dss-crl: \(read) read, refused \(refused)")
        #expect(read >= 5)
    }

    /// File, chain and whether the token holds over `hello`.
    static let tokens: [TokenCase] = [
        ("test_tsa/response.tsr", "test_tsa/ts_chain.pem", .holds),
        ("test_tsa/other_response.tsr", "test_tsa/ts_chain.pem", .noPath),
        ("test_tsa/response-injected-certs.tsr", "test_tsa/ts_chain.pem", .holds),
        ("sigstage/response-sha256.tsr", "sigstage/ts_chain.pem", .holds),
        ("sigstage/response-sha384.tsr", "sigstage/ts_chain.pem", .holds),
        ("sigstage/response-sha512.tsr", "sigstage/ts_chain.pem", .holds),
        ("sigstage/response-no-embedded-cert.tsr", "sigstage/ts_chain.pem", .holds),
        ("sigstage/response-invalid-signature.tsr", "sigstage/ts_chain.pem", .badSignature),
        ("identrust/issue-104.tsr", "identrust/ts_chain.pem", .holds),
    ]

    @Test(arguments: tokens)
    func `tokens of rfc3161-client get its verdict`(
        token: TokenCase
    ) throws {
        let chain = try ParsedCertificate.readAll(
            pemOrDER: try Vectors.bytes("rfc3161-client/" + token.chain))
        let root = try #require(chain.first { $0.subjectDER == $0.issuerDER })
        let file = try Vectors.bytes("rfc3161-client/" + token.file)
        let parsed = try TimeStampToken(der: file)
        let verification = parsed.verify(
            content: .bytes(Array("hello".utf8)), candidates: chain, at: parsed.genTime,
            skew: TimeSpan(seconds: 0))
        guard token.verdict != .badSignature else {
            #expect(verification == .failed(.signature(.badSignature)))
            return
        }
        guard case .valid(let signer) = verification else {
            Issue.record("\(verification)")
            return
        }
        let path = buildPath(
            of: signer,
            authorities: [
                TrustedTSA(party: try #require(PartyID("TSA")), derBytes: root.derBytes)
            ],
            candidates: parsed.cms.certificates
                + chain.map { EvidenceCertificate(derBytes: $0.derBytes) },
            at: parsed.genTime)
        switch path {
        case .path(let found): #expect(token.verdict == .holds && found.anchor == root)
        // It is of another run of the test TSA, under a root of the same name.
        case .failure(let failure, _): #expect(token.verdict == .noPath && failure == .noChain)
        }
        let other = parsed.verify(
            content: .bytes(Array("hallo".utf8)), candidates: chain, at: parsed.genTime,
            skew: TimeSpan(seconds: 0))
        #expect(other == .failed(.imprintMismatch))
    }
}
