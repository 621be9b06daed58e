// NIST's PKITS, as far as a path without revocation and policies goes. What must be refused is refused; valid paths that Docket
// refuses are listed by name with the reason.
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

private struct PathCase: Decodable {
    let id: String
    let name: String
    let cert: String
    let others: [String]?
    let error: Failure?

    enum CodingKeys: String, CodingKey {
        case id, name, cert, error
        case others = "other_certs"
    }

    struct Failure: Decodable {
        let words: String?

        enum CodingKeys: String, CodingKey { case words = "msg_regex" }
    }

    /// Cases that fail by revocation or policies, which are not this function's.
    var isBeyondPaths: Bool {
        guard let words = error?.words else { return false }
        return ["CRL", "revo", "polic"].contains { words.contains($0) }
    }
}

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `Path vectors` {
    /// Valid, and refused: DSA, which is of no kind that Docket knows, and a CA whose basic constraints are not critical, against
    /// RFC 5280 §4.2.1.9.
    private static let overRejected: Set<String> = [
        "valid_dsa_signatures_test4", "valid_dsa_parameter_inheritance_test5",
        "valid_basicconstraints_not_critical_test4",
    ]

    /// Their damaged signatures are no strings of whole bytes.
    private static let unreadable: Set<String> = [
        "pkits/certs/BadSignedCACert.crt", "pkits/certs/InvalidDSASignatureTest6EE.crt",
        "pkits/crls/BadCRLSignatureCACRL.crl",
    ]

    @Test func `PKITS paths are built if and only if they are valid`() throws {
        let cases = try Vectors.json("pkits/pkits.json", as: [PathCase].self)
        let anchor = TrustAnchor(
            party: try #require(PartyID("NIST")),
            derBytes: try Vectors.bytes("pkits/certs/TrustAnchorRootCertificate.crt"))
        let instant = try #require(Instant(text: "2022-05-01T00:00:00Z"))
        var ran = 0
        var refused: Set<String> = []
        for item in cases where !item.isBeyondPaths {
            ran += 1
            var result = PathResult.failure(.other("unreadable"), depth: 0)
            if let leaf = try? ParsedCertificate(
                der: try Vectors.bytes("pkits/certs/" + item.cert))
            {
                result = buildPath(
                    of: leaf, anchors: [anchor],
                    candidates: try (item.others ?? []).map {
                        EvidenceCertificate(derBytes: try Vectors.bytes("pkits/certs/" + $0))
                    }, at: instant, purpose: .signing)
            }
            guard case .failure(let failure, let depth) = result else {
                #expect(item.error == nil, "falsely accepted: \(item.id) \(item.name)")
                continue
            }
            if item.error == nil {
                refused.insert(item.name)
                if !Self.overRejected.contains(item.name) {
                    print("refused: \(item.id) \(item.name): \(failure) at \(depth)")
                }
            }
        }
        print("pkits: \(ran) of \(cases.count) cases, \(refused.count) valid ones refused")
        #expect(ran >= 120)
        #expect(refused == Self.overRejected)
    }

    @Test func `PKITS certificates and lists read, and lists check under their issuers`() throws {
        var certificates: [ParsedCertificate] = []
        for file in try Vectors.files(below: "pkits/certs") {
            guard let certificate = try? ParsedCertificate(der: try Vectors.bytes(file)) else {
                #expect(Self.unreadable.contains(file), "\(file) does not read")
                continue
            }
            certificates.append(certificate)
        }
        var outcomes: [String: Int] = [:]
        var count = 0
        for file in try Vectors.files(below: "pkits/crls") {
            guard let list = try? RevocationList(pemOrDER: try Vectors.bytes(file)) else {
                #expect(Self.unreadable.contains(file), "\(file) does not read")
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
