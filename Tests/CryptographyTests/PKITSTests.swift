// NIST's PKITS: every case, paths and revocation. The path is this target's; what revocation lists say is asked of a function that is
// given, so that the whole can be run where revocation is judged. A path counts only if no certificate of it is revoked, and any of
// the paths that hold may be the one.
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

/// A case of NIST's PKITS.
struct PKITSCase: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let name: String
    let cert: String
    let others: [String]?
    let lists: [String]?
    let error: Failure?
    let params: Parameters?
    /// Whether a certificate on whose revocation nothing is known fails.
    let revocation: Bool?

    enum CodingKeys: String, CodingKey {
        case id, name, cert, error, params, revocation
        case others = "other_certs"
        case lists = "crls"
    }

    struct Failure: Decodable, Sendable {
        let kind: String

        enum CodingKeys: String, CodingKey { case kind = "class" }
    }

    struct Parameters: Decodable, Sendable {
        let initialPolicies: [String]?
        let requireExplicitPolicy: Bool?
        let inhibitPolicyMapping: Bool?
        let inhibitAnyPolicy: Bool?

        enum CodingKeys: String, CodingKey {
            case initialPolicies = "user_initial_policy_set"
            case requireExplicitPolicy = "initial_explicit_policy"
            case inhibitPolicyMapping = "initial_policy_mapping_inhibit"
            case inhibitAnyPolicy = "initial_any_policy_inhibit"
        }
    }

    var testDescription: String { "\(id) \(name)" }

    /// Whether it fails by revocation, which paths do not look at.
    var turnsOnRevocation: Bool {
        ["InsufficientRevinfoError", "RevokedError", "StaleRevinfoError"].contains(error?.kind)
    }

    var inputs: PathInputs {
        PathInputs(
            initialPolicies: params?.initialPolicies.map { Set($0) },
            requireExplicitPolicy: params?.requireExplicitPolicy ?? false,
            inhibitPolicyMapping: params?.inhibitPolicyMapping ?? false,
            inhibitAnyPolicy: params?.inhibitAnyPolicy ?? false)
    }

    static func all() throws -> [PKITSCase] {
        try Vectors.json("pkits/pkits.json", as: [PKITSCase].self)
    }
}

/// What the suite is judged with.
struct PKITSWorld {
    let anchor = Result { try Vectors.bytes("pkits/certs/TrustAnchorRootCertificate.crt") }
    let memory = ObjectMemory()
    let instant = Instant(text: "2022-05-01T00:00:00Z")

    /// All paths of a case. Some of its signatures are DSA with SHA-1, so algorithms are left to the catalogue.
    func search(_ item: PKITSCase) throws -> PathSearch {
        guard
            let leaf = memory.certificate(try Vectors.bytes("pkits/certs/" + item.cert))
        else { return PathSearch(paths: [], failure: .other("unreadable"), depth: 0) }
        let pool = CertificatePool(
            try (item.others ?? []).map {
                EvidenceCertificate(derBytes: try Vectors.bytes("pkits/certs/" + $0))
            }, memory: memory)
        return pool.paths(
            of: leaf, anchors: [try anchor.get()], at: instant, purpose: .any,
            inputs: item.inputs, floor: .any)
    }
}

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `PKITS` {
    @Test func `paths hold if and only if they are valid`() throws {
        let cases = try PKITSCase.all()
        let world = PKITSWorld()
        var (ran, held) = (0, 0)
        for item in cases {
            let search = try world.search(item)
            ran += 1
            held += search.paths.isEmpty ? 0 : 1
            // A path to a revoked certificate holds as far as paths go.
            let isExpected = item.error == nil || item.turnsOnRevocation
            #expect(
                search.paths.isEmpty != isExpected,
                "\(item.testDescription): \(String(describing: search.failure))")
        }
        print("pkits: \(ran) of \(cases.count) cases, \(held) hold as paths")
        #expect(ran == 246 && held == 156)
    }
}
