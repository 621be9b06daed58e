// Public tokens and signatures through the whole of file validation: our own thirty tokens that break one rule each, those of
// rfc3161-client, and OpenSSL's signed messages with bad attributes.

import Cryptography
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

private struct TokenSuite: Decodable {
    let verifyAt: String
    let cases: [Case]

    struct Case: Decodable {
        let file: String
        let data: String
        let expect: String
    }
}

private struct PublicToken: Sendable, CustomTestStringConvertible {
    let file: String
    let chain: String
    let payload: String?
    let indication: Indication
    let subIndication: SubIndication?

    init(
        _ file: String, _ chain: String, payload: String? = nil, _ indication: Indication,
        _ subIndication: SubIndication? = nil
    ) {
        self.file = file
        self.chain = chain
        self.payload = payload
        self.indication = indication
        self.subIndication = subIndication
    }

    var testDescription: String { file }
}

private let publicTokens = [
    PublicToken("test_tsa/response.tsr", "test_tsa/ts_chain.pem", .totalPassed),
    PublicToken(
        "test_tsa/other_response.tsr", "test_tsa/ts_chain.pem", .indeterminate,
        .noCertificateChainFound),
    PublicToken("test_tsa/response-injected-certs.tsr", "test_tsa/ts_chain.pem", .totalPassed),
    PublicToken("sigstage/response-sha256.tsr", "sigstage/ts_chain.pem", .totalPassed),
    PublicToken("sigstage/response-sha384.tsr", "sigstage/ts_chain.pem", .totalPassed),
    PublicToken("sigstage/response-sha512.tsr", "sigstage/ts_chain.pem", .totalPassed),
    PublicToken("sigstage/response-no-embedded-cert.tsr", "sigstage/ts_chain.pem", .totalPassed),
    PublicToken(
        "sigstage/response-invalid-signature.tsr", "sigstage/ts_chain.pem", .totalFailed,
        .sigCryptoFailure),
    PublicToken("identrust/issue-104.tsr", "identrust/ts_chain.pem", .totalPassed),
    PublicToken(
        "sigstore.mock/response-expired.tsr", "sigstore.mock/ts_chain.pem",
        payload: "sigstore.mock/payload", .totalPassed),
]

@Suite(.enabled(if: FileVectors.arePresent, "no public vectors beside the package"))
struct `Public files` {
    private func given(_ path: String) throws -> GivenMaterial {
        var given = GivenMaterial()
        #expect(given.add(try FileVectors.bytes(path), memory: ObjectMemory()) > 0)
        return given
    }

    @Test func `our own tokens get the verdict that each was made for`() throws {
        let suite = try FileVectors.json("tst-own/expected.json", as: TokenSuite.self)
        let differences = try FileVectors.differences(of: "tst-own")
        let instant = try #require(Instant(text: suite.verifyAt))
        let good = try given("tst-own/good.pem")
        var agreed = 0
        var stale = Set(differences.keys)
        for item in suite.cases {
            let anchor = item.expect == "FAIL_IF_ROOT_CA2" ? "ca2.pem" : "ca.pem"
            let root = try given("tst-own/" + anchor).certificates[0]
            let record = FileValidation(
                name: item.file, bytes: try FileVectors.bytes("tst-own/" + item.file),
                content: .bytes(try FileVectors.bytes("tst-own/" + item.data)), others: good,
                policy: policy(trusting: [root.derBytes], at: instant)
            ).record
            let passed = record.indication == .totalPassed
            #expect(!record.sentence.isEmpty)
            if passed == item.expect.hasPrefix("OK") {
                agreed += 1
            } else {
                let ours = "\(record.indication.rawValue) \(record.subIndication?.rawValue ?? "")"
                #expect(differences[item.file]?.expected == item.expect, "\(item.file)")
                #expect(
                    differences[item.file]?.ours == ours.trimmingCharacters(in: .whitespaces),
                    "\(item.file): \(record.sentence)")
                stale.remove(item.file)
            }
        }
        print("tst-own: \(suite.cases.count) files, \(agreed) as expected")
        #expect(stale.isEmpty, "listed and not different: \(stale)")
        #expect(suite.cases.count >= 30)
    }

    @Test(arguments: publicTokens)
    fileprivate func `tokens of rfc3161-client get its verdict`(_ token: PublicToken) throws {
        let file = try FileVectors.bytes("rfc3161-client/" + token.file)
        let chain = try given("rfc3161-client/" + token.chain)
        let root = try #require(chain.certificates.first { $0.subjectDER == $0.issuerDER })
        let content = try token.payload.map { try FileVectors.bytes("rfc3161-client/" + $0) }
        let time = try TimeStampToken(der: file).genTime
        func validate(_ content: SignedContent?) -> FileRecord {
            FileValidation(
                name: token.file, bytes: file, content: content, others: chain,
                policy: policy(trusting: [root.derBytes], at: time)
            ).record
        }
        let record = validate(.bytes(content ?? Array("hello".utf8)))
        #expect(record.indication == token.indication, "\(record.sentence)")
        #expect(record.subIndication == token.subIndication, "\(record.sentence)")
        let other = validate(.bytes(Array("hallo".utf8)))
        #expect(other.indication == .totalFailed && other.subIndication == .hashFailure)
        let none = validate(nil)
        if token.indication == .totalPassed {
            #expect(none.indication == .indeterminate && none.subIndication == .signedDataNotFound)
        }
    }

    @Test func `the signed messages of OpenSSL with bad attributes fail`() throws {
        let folder = "openssl/80-test_cms_data"
        let differences = try FileVectors.differences(of: "openssl-cms")
        let time = at("2022-01-01")
        var failed = 0
        var stale = Set(differences.keys)
        for name in try FileVectors.names(in: folder) {
            let bytes = try FileVectors.bytes("\(folder)/\(name)")
            let record = FileValidation(
                name: name, bytes: bytes,
                policy: policy(trusting: roots(in: bytes, at: time), at: time)
            ).record
            #expect(record.indication != .totalPassed, "\(name)")
            guard record.kind == "signature", name.contains("_attr") else { continue }
            failed += 1
            let ours = "\(record.indication.rawValue) \(record.subIndication?.rawValue ?? "")"
            if ours == "total-failed FORMAT_FAILURE" { continue }
            #expect(differences[name]?.ours == ours, "\(name): \(record.sentence)")
            stale.remove(name)
        }
        print("openssl cms: \(failed) signed messages with bad attributes")
        #expect(stale.isEmpty, "listed and not different: \(stale)")
        #expect(failed >= 4)
    }
}
