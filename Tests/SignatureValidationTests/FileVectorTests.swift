// Public tokens and signatures through the whole of file validation: our own thirty tokens that break one rule each, those of
// rfc3161-client, and OpenSSL's signed messages with bad attributes.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

private struct TokenSuite: Decodable {
    let verifyAt: String
    let trust: String
    let cases: [Case]

    struct Case: Decodable {
        let file: String
        let data: String
        let expect: String
        let why: String

        /// The sub-indication that the table names, if it does.
        var reason: SubIndication? {
            why.split { !$0.isLetter && $0 != "_" }.lazy
                .compactMap { SubIndication(rawValue: String($0)) }.first
        }
    }
}

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
        let people = try FileVectors.names(in: "tst-own").filter { $0.hasSuffix(".pem") }.map {
            (file: $0, given: try given("tst-own/" + $0))
        }
        let roots = people.filter { $0.given.certificates[0].isSelfIssued }
        let anchor = try #require(roots.first { $0.file == suite.trust }).given.certificates[0]
        let otherRoot = try #require(roots.first { $0.file != suite.trust }).given.certificates[0]
        let good = try #require(people.first { !$0.given.certificates[0].isSelfIssued }).given
        var agreed = 0
        var stale = Set(differences.keys)
        for item in suite.cases {
            let root = item.expect == "FAIL_IF_ROOT_CA2" ? otherRoot : anchor
            let record = FileValidation(
                name: item.file, bytes: try FileVectors.bytes("tst-own/" + item.file),
                content: .bytes(try FileVectors.bytes("tst-own/" + item.data)), others: good,
                policy: policy(trusting: [root.derBytes], at: instant)
            ).record
            let passed = record.indication == .totalPassed
            #expect(!record.sentence.isEmpty)
            if let reason = item.reason { #expect(record.subIndication == reason, "\(item.file)") }
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

    @Test func `tokens of rfc3161-client get its verdict`() throws {
        let rows = try FileVectors.rows(of: "rfc3161-client")
        for row in rows {
            let folder = "rfc3161-client/" + row[0].prefix { $0 != "/" }
            let chain = try #require(
                try FileVectors.names(in: folder).first { $0.hasSuffix(".pem") })
            try check(row, chain: try given("\(folder)/\(chain)"))
        }
        print("rfc3161-client: \(rows.count) tokens")
        #expect(rows.count >= 10)
    }

    private func check(_ row: [String], chain: GivenMaterial) throws {
        let file = try FileVectors.bytes("rfc3161-client/" + row[0])
        let root = try #require(chain.certificates.first { $0.subjectDER == $0.issuerDER })
        let content =
            row[2] == "hello"
            ? Array("hello".utf8) : try FileVectors.bytes("rfc3161-client/" + row[2])
        let time = try TimeStampToken(der: file).genTime
        func validate(_ content: SignedContent?) -> FileRecord {
            FileValidation(
                name: row[0], bytes: file, content: content, others: chain,
                policy: policy(trusting: [root.derBytes], at: time)
            ).record
        }
        let record = validate(.bytes(content))
        let ours = [record.indication.rawValue, record.subIndication?.rawValue]
        #expect(ours.compactMap(\.self).joined(separator: " ") == row[1], "\(record.sentence)")
        let other = validate(.bytes(Array("hallo".utf8)))
        #expect(other.indication == .totalFailed && other.subIndication == .hashFailure)
        let none = validate(nil)
        if record.indication == .totalPassed {
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
