// What of NIST's PKITS reads, and which lists check under which certificates. Its paths are in PKITSTests.
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `Path vectors` {
    @Test func `PKITS certificates and lists read, and lists check under their issuers`() throws {
        let unreadable = try Vectors.rows(of: "pkits unreadable").map { "pkits/\($0[0])/\($0[1])" }
        var certificates: [ParsedCertificate] = []
        for file in try Vectors.files(below: "pkits/certs") {
            guard let certificate = try? ParsedCertificate(der: try Vectors.bytes(file)) else {
                #expect(unreadable.contains(file), "\(file) does not read")
                continue
            }
            certificates.append(certificate)
        }
        var outcomes: [String: Int] = [:]
        var count = 0
        for file in try Vectors.files(below: "pkits/crls") {
            guard let list = try? RevocationList(pemOrDER: try Vectors.bytes(file)) else {
                #expect(unreadable.contains(file), "\(file) does not read")
                continue
            }
            count += 1
            let results = certificates.map { list.verify(issuer: $0) }
            let words = results.contains(.valid) ? "valid" : "none"
            outcomes[words, default: 0] += 1
        }
        print("pkits: \(certificates.count) certificates, \(count) lists, \(outcomes)")
        #expect(certificates.count >= 400 && count >= 170)
        #expect(outcomes["valid", default: 0] >= 100)
    }
}
