// Public files beside the package, and the validation of one of them with the roots that it brings itself.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

typealias FileVectors = PublicVectors

extension PublicVectors {
    static func names(in path: String) throws -> [String] {
        let url = try url(path)
        return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
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
