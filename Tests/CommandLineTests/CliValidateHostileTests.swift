// Bytes that somebody made to break a reader, through the real program, whose threads have small stacks: an answer with a reason for
// each, in bounded time and memory.

import EvidenceTesting
import Foundation
import Testing

/// Files that are evidence of nothing.
enum HostileFiles {
    static let all: [(name: String, bytes: [UInt8])] = [
        ("empty", []), ("one-byte", [0x30]), ("zeros", zeros(1 << 20)),
        ("nested-indefinite", Array(repeating: [0x30, 0x80], count: 100_000).flatMap(\.self)),
        ("nested-definite", nested(39)), ("nested-too-deep", nested(400)),
        ("endless-length", [0x30, 0x88, 0x7F] + zeros(8)),
        ("length-beyond", [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0x01, 0x00]),
        ("long-tag", [0x3F, 0xFF, 0xFF, 0xFF, 0x7F, 0x00]),
        ("many-sequences", Array(repeating: [0x30, 0x00], count: 500_000).flatMap(\.self)),
        ("pem-without-end", Array("-----BEGIN PKCS7-----\nAAAA\n".utf8)),
        ("pem-one-line", Array(("-----BEGIN PKCS7-----\n" + text(4_000_000)).utf8)),
        ("pem-many", Array(String(repeating: block, count: 20_000).utf8)),
        ("utf-16", [0xFF, 0xFE, 0x2D, 0x00]), ("text", Array("Dear Sirs,\n".utf8)),
        ("signed-data-alone", signedData([0x02, 0x01, 0x01])),
        ("signed-data-deep", signedData(nested(300))),
    ]

    private static let block = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private static func text(_ count: Int) -> String { String(repeating: "A", count: count) }

    private static func nested(_ depth: Int) -> [UInt8] {
        (0..<depth).reduce(DERTree.null.bytes) { inner, _ in
            DERTree.sequence([.encoded(inner)]).bytes
        }
    }

    private static func signedData(_ content: [UInt8]) -> [UInt8] {
        DERTree.sequence([
            .object("1.2.840.113549.1.7.2"), .explicit(0, .sequence([.encoded(content)])),
        ]).bytes
    }
}

@Suite struct `Hostile files` {
    @Test func `each have an answer with a reason`() throws {
        let bench = try ValidationBench()
        for file in HostileFiles.all { try bench.put(file.name, file.bytes) }
        let names = HostileFiles.all.map(\.name) + ["contract.p7s"]
        let start = ContinuousClock.now
        let (result, memory) = try LargeFiles.peak(
            bench.bench,
            ["validate", "--json", "--trust", "trust", "--at", ValidationBench.time] + names)
        #expect(result.status == 2)
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(memory < 256 << 10, "\(memory) KiB")
        let documents = try ValidationBench.documents(result.output)
        #expect(documents.map(ValidationBench.name) == names)
        for document in documents.dropLast() {
            #expect(document["sub_indication"] as? String == "FORMAT_FAILURE", "\(document)")
            #expect(!ValidationVectors.checks(of: document).isEmpty)
        }
        #expect(documents.last?["indication"] as? String == "total-passed")
    }

    /// A good signature cut off at each of its bytes.
    @Test func `cut short are never total-passed`() throws {
        let bench = try ValidationBench()
        let whole = try bench.signature(attached: true)
        let sizes = Array(stride(from: 0, to: whole.count, by: 3))
        for size in sizes { try bench.put("cut-\(size)", Array(whole[..<size])) }
        let result = try bench.validate(sizes.map { "cut-\($0)" } + ["--json"])
        let documents = try ValidationBench.documents(result.output)
        #expect(documents.count == sizes.count && sizes.count > 500)
        #expect(documents.allSatisfy { $0["indication"] as? String == "total-failed" })
    }

    @Test func `a chain of authorities that certify each other ends`() throws {
        let bench = try ValidationBench()
        let validity = try CliWorkbench.validity()
        let one = try CertificateAuthority.root("LOOP1", seed: "one", validity: validity)
        let two = try CertificateAuthority.root("LOOP2", seed: "two", validity: validity)
        let cross = [
            try one.issue("LOOP2", seed: "two", validity: validity, options: .authority),
            try two.issue("LOOP1", seed: "one", validity: validity, options: .authority),
        ]
        let lost = try one.issue("LOST", validity: validity)
        try bench.bench.write(
            "loop.pem", PEM.certificates([lost.certificate] + cross.map(\.certificate)))
        let result = try bench.validate(["loop.pem"])
        #expect(result.status == 3)
        #expect(
            result.output.contains("CERT.NO_PATH, NO_CERTIFICATE_CHAIN_FOUND"), "\(result.output)")
    }
}
