// Signatures, tokens and lists that others made: the files of the DSS library and of rfc3161-client.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `Signatures of others` {
    @Test func `DSS signatures read, and those around their content verify`() throws {
        // What DSS damaged on purpose. Two more have bytes behind the SignedData and one is none.
        let damaged = Dictionary(
            uniqueKeysWithValues: try Vectors.rows(of: "dss damaged").map { ($0[0], $0[1]) })
        var outcomes: [Substring: Int] = [:]
        var (files, found) = (0, 0)
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
                        #expect(damaged[name] == "\(verification)", "\(file)")
                        found += 1
                    default:
                        #expect(damaged[name] == nil, "\(file)")
                    }
                }
            } catch {
                outcomes["\(error)"[...], default: 0] += 1
            }
        }
        print("dss: \(files) files, \(outcomes)")
        #expect(files >= 100 && found >= damaged.count)
        #expect(outcomes["valid", default: 0] >= 69)
        #expect(outcomes["malformed", default: 0] <= 3)
    }

    @Test func `a signed attribute that stands twice is refused`() throws {
        let files = try Vectors.files(below: "dss-cades")
        for row in try Vectors.rows(of: "dss twice") {
            let file = try #require(files.first { $0.hasSuffix("/" + row[0]) })
            let bytes = try Vectors.bytes(file)
            #expect(throws: CMSError.malformed) { try CMSSignedData(der: bytes) }
            let cms = try CMSSignedData(der: Array(bytes.prefix(try #require(Int(row[1])))))
            let signer = try #require(cms.signers.first)
            let verification = signer.verify(
                content: .bytes([]), certificate: try #require(signer.certificate))
            guard case .attributeInvalid = verification else {
                Issue.record("\(file): \(verification)")
                continue
            }
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

    @Test func `tokens of rfc3161-client get its verdict`() throws {
        let rows = try Vectors.rows(of: "rfc3161-client")
        let files = try Vectors.files(below: "rfc3161-client")
        let tokens = files.filter { $0.hasSuffix(".tsr") }
        #expect(Set(rows.map { "rfc3161-client/" + $0[0] }) == Set(tokens) && rows.count >= 10)
        for row in rows {
            let folder = "rfc3161-client/" + row[0].prefix { $0 != "/" } + "/"
            let chain = try #require(
                files.first { $0.hasPrefix(folder) && $0.hasSuffix(".pem") })
            let content =
                row[2] == "hello"
                ? Array("hello".utf8) : try Vectors.bytes("rfc3161-client/" + row[2])
            try check(
                try Vectors.bytes("rfc3161-client/" + row[0]), expected: row[1], over: content,
                chain: try ParsedCertificate.readAll(pemOrDER: try Vectors.bytes(chain)))
        }
        print("rfc3161-client: \(rows.count) tokens")
    }

    private func check(
        _ file: [UInt8], expected: String, over content: [UInt8], chain: [ParsedCertificate]
    ) throws {
        let root = try #require(chain.first { $0.subjectDER == $0.issuerDER })
        let parsed = try TimeStampToken(der: file)
        let verification = parsed.verify(
            content: .bytes(content), candidates: chain, at: parsed.genTime,
            skew: TimeSpan(seconds: 0))
        guard !expected.hasSuffix("SIG_CRYPTO_FAILURE") else {
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
        case .path(let found): #expect(expected == "total-passed" && found.anchor == root)
        // It is of another run of the test TSA, under a root of the same name.
        case .failure(let failure, _):
            #expect(expected.hasSuffix("NO_CERTIFICATE_CHAIN_FOUND") && failure == .noChain)
        }
        let other = parsed.verify(
            content: .bytes(Array("hallo".utf8)), candidates: chain, at: parsed.genTime,
            skew: TimeSpan(seconds: 0))
        #expect(other == .failed(.imprintMismatch))
    }
}
