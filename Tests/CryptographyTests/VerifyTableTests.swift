// OpenSSL's table of `openssl verify`: what it expects of each row, our answer, and the list of those that differ. Purposes of TLS have
// no meaning for evidence, so every row is asked for no use in particular; of the options, those are obeyed that we know.
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `OpenSSL's verify table` {
    private struct Row: Decodable {
        let cert: String
        let trusted: [String]
        let untrusted: [String]
        let options: [String]
        let expect: String
        let text: String

        func value(of option: String) -> String? {
            options.firstIndex(of: option).flatMap { options[($0 + 1)...].first }
        }
    }

    private let memory = ObjectMemory()

    /// The certificates of a file. Of OpenSSL's own TRUSTED CERTIFICATE, whose settings mean nothing here, the certificate alone.
    private func certificates(_ name: String) throws -> [ParsedCertificate] {
        let bytes = try Vectors.bytes("openssl/certs/" + name + ".pem")
        let blocks = try #require(PEMBlock.blocks(of: bytes))
        return try blocks.filter { $0.label.hasSuffix("CERTIFICATE") }.compactMap {
            var reader = DERReader($0.bytes[...], rules: .der)
            return memory.certificate(Array(try reader.next(Tag.sequence).encoded))
        }
    }

    private func holds(_ row: Row) throws -> Bool {
        guard let leaf = try certificates(row.cert).first else { return false }
        let seconds = row.value(of: "-attime").flatMap { Int64($0) }
        let instant =
            seconds.flatMap { Instant(seconds: $0) } ?? Instant(text: "2026-11-22T00:00:00Z")
        let inputs = PathInputs(
            initialPolicies: row.value(of: "-policy").map { [$0] },
            requireExplicitPolicy: row.options.contains("-explicit_policy"))
        let pool = CertificatePool(
            try row.untrusted.flatMap { try certificates($0) }, memory: memory)
        let anchors = try row.trusted.flatMap { try certificates($0) }.map(\.derBytes)
        let search = pool.paths(
            of: leaf, anchors: anchors, at: instant, purpose: .any, inputs: inputs,
            floor: row.value(of: "-auth_level") == "0" ? .any : .sound)
        return !search.paths.isEmpty
    }

    @Test func `is answered as expected, but for the listed rows`() throws {
        let rows = try Vectors.json("openssl/verify-table.json", as: [Row].self)
        let present = Set(try Vectors.files(below: "openssl/certs"))
        var differences: [ValidationDifferences.Line] = []
        var ran = 0
        for row in rows {
            // Some rows name certificates that the vectors do not hold.
            let names = [row.cert] + row.trusted + row.untrusted
            guard names.allSatisfy({ present.contains("openssl/certs/\($0).pem") }) else {
                print("openssl verify: no certificate for \(row.text)")
                continue
            }
            ran += 1
            let ours = try holds(row) ? "ok" : "fail"
            guard ours != row.expect else { continue }
            differences.append(
                .init(suite: "openssl verify", name: row.text, expected: row.expect, ours: ours))
        }
        print("openssl verify: \(ran) of \(rows.count) rows, \(differences.count) differ")
        #expect(ran >= 150)
        try ValidationDifferences.listed.get().expect(differences, in: "openssl verify")
    }
}
