// Public files beside the package, and the validation of one of them with the roots that it brings itself.

import Cryptography
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

/// The public vectors.
enum FileVectors {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let folder: URL? = {
        let beside = root.deletingLastPathComponent().appending(path: "shared/vectors")
        let named = ProcessInfo.processInfo.environment["DOCKET_VECTORS"].map {
            URL(filePath: $0)
        }
        return [named, beside].compactMap(\.self).first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }()

    static var arePresent: Bool { folder != nil }

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: try #require(folder).appending(path: "evidence/" + path)))
    }

    static func json<Value: Decodable>(_ path: String, as: Value.Type) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(try bytes(path)))
    }

    static func names(in path: String) throws -> [String] {
        let url = try #require(folder).appending(path: "evidence/" + path)
        return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }

    /// The rows of Tests/public-vectors.md for a suite, without its name: case, what is expected, and what else there is.
    static func rows(of suite: String) throws -> [[String]] {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "public-vectors.md")
        let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap {
            line -> [String]? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return cells.count >= 3 && cells[0] == suite ? Array(cells.dropFirst()) : nil
        }
        try #require(!rows.isEmpty, "no rows of \(suite)")
        return rows
    }

    /// The one thing that is expected of a case.
    static func row(of suite: String, _ name: String) throws -> String {
        try #require(try rows(of: suite).first { $0[0] == name })[1]
    }

    /// The rows of docs/validation-differences.md for a suite: case, what is expected elsewhere, what comes out here.
    static func differences(of suite: String) throws -> [String: (expected: String, ours: String)] {
        let url = root.appending(path: "docs/validation-differences.md")
        guard let data = try? Data(contentsOf: url) else { return [:] }
        var rows: [String: (expected: String, ours: String)] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 7, cells[1] == suite else { continue }
            #expect(!cells[5].isEmpty, "a difference without a reason: \(line)")
            rows[cells[2]] = (cells[3], cells[4])
        }
        return rows
    }
}

/// A policy that trusts these certificates, for signing and for time-stamping.
func policy(trusting certificates: [[UInt8]], at time: Instant) -> ValidationPolicy {
    let party = PartyID("ROOT")
    let trust = PinnedTrust(
        anchors: certificates.compactMap { der in
            party.map { TrustAnchor(party: $0, derBytes: der) }
        },
        authorities: certificates.compactMap { der in
            party.map { TrustedTSA(party: $0, derBytes: der) }
        })
    return ValidationPolicy(trust: trust, validationTime: time, skew: TimeSpan(seconds: 60))
}

/// The certificates that stand in a file and are signed by themselves.
func roots(in file: [UInt8], at time: Instant) -> [[UInt8]] {
    let record = FileValidation(name: "", bytes: file, policy: policy(trusting: [], at: time))
        .record
    return record.objects.filter { $0.kind == "certificate" }.compactMap { object in
        guard let offset = object.offset else { return nil }
        let der = Array(file[offset..<offset + object.size])
        guard let certificate = try? ParsedCertificate(der: der) else { return nil }
        return certificate.issuerDER == certificate.subjectDER ? der : nil
    }
}
