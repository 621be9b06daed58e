// NIST's PKITS: every case, paths and revocation. What revocation information says of a certificate is a function that is given; a path
// counts only if it says good of every certificate below the anchor, and any of the paths that hold may be the one.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

/// A case of NIST's PKITS.
struct PKITSCase: Decodable {
    let id: String
    let name: String
    let cert: String
    let others: [String]?
    let lists: [String]?
    let error: Failure?
    let params: Parameters?
    /// False where a certificate on whose revocation nothing is known does not fail.
    let revocation: Bool?

    enum CodingKeys: String, CodingKey {
        case id, name, cert, error, params, revocation
        case others = "other_certs"
        case lists = "crls"
    }

    struct Failure: Decodable {
        let kind: String

        enum CodingKeys: String, CodingKey { case kind = "class" }
    }

    struct Parameters: Decodable {
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
}

/// What revocation information says of the certificate at a depth of a path.
private typealias Revocation =
    @Sendable (
        _ path: CertificationPath, _ depth: Int, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> RevocationRecord.Status

@Suite(.enabled(if: FileVectors.arePresent, "no public vectors beside the package"))
struct `PKITS` {
    private let memory = ObjectMemory()
    private let policy: ValidationPolicy

    init() throws {
        let anchor = try FileVectors.bytes(
            "pkits/certs/" + FileVectors.row(of: "anchors", "pkits/certs"))
        policy = SignatureValidationTests.policy(
            trusting: [anchor], at: try #require(Instant(text: "2022-05-01T00:00:00Z")))
    }

    private func material(_ item: PKITSCase) throws -> ValidationMaterial {
        ValidationMaterial(
            certificates: try (item.others ?? []).compactMap {
                memory.certificate(try FileVectors.bytes("pkits/certs/" + $0))
            },
            revocationLists: try
                ([FileVectors.row(of: "anchors", "pkits/crls")] + (item.lists ?? [])).compactMap {
                    let bytes = try FileVectors.bytes("pkits/crls/" + $0)
                    return try? RevocationList(pemOrDER: bytes)
                }, memory: memory)
    }

    /// All paths of a case. Some of its signatures are DSA with SHA-1, so algorithms are left to the catalogue.
    private func search(_ item: PKITSCase, _ material: ValidationMaterial) throws -> PathSearch? {
        memory.certificate(try FileVectors.bytes("pkits/certs/" + item.cert)).map {
            material.candidates.paths(
                of: $0, anchors: policy.trust.anchors.map(\.derBytes), at: policy.validationTime,
                purpose: .any, inputs: item.inputs, floor: .any)
        }
    }

    private func isValid(_ item: PKITSCase, by revocation: Revocation) throws -> Bool {
        let material = try material(item)
        return try search(item, material)?.paths.contains { path in
            path.certificates.indices.dropLast().allSatisfy { depth in
                switch revocation(path, depth, material, policy) {
                case .good: true
                case .revoked: false
                case .unknown: item.revocation == false
                }
            }
        } ?? false
    }

    private func cases() throws -> [PKITSCase] {
        try FileVectors.json("pkits/pkits.json", as: [PKITSCase].self)
    }

    @Test func `paths hold if and only if they are valid but for revocation`() throws {
        let cases = try cases()
        var (ran, held) = (0, 0)
        for item in cases {
            let holds = try isValid(item) { _, _, _, _ in .good }
            ran += 1
            held += holds ? 1 : 0
            #expect(
                holds == (item.error == nil || item.turnsOnRevocation), "\(item.id) \(item.name)")
        }
        print("pkits: \(ran) of \(cases.count) cases as paths, \(held) hold")
        #expect(ran == 246 && held == 156)
    }

    @Test func `certificates are valid if and only if they should be`() throws {
        let cases = try cases()
        var (ran, valid) = (0, 0)
        for item in cases {
            let isValid = try isValid(item, by: Self.newestAnswer)
            ran += 1
            valid += isValid ? 1 : 0
            #expect(isValid == (item.error == nil), "\(item.id) \(item.name)")
        }
        print("pkits: \(ran) of \(cases.count) cases with revocation, \(valid) valid")
        #expect(ran == 246 && valid == 110)
    }

    /// Bad news from any source whose signer was not revoked himself, but for a hold that was lifted since; or good news that is not
    /// out of date.
    private static let newestAnswer: Revocation = { path, depth, material, policy in
        status(path, depth, material, policy, asksSigners: true)
    }

    private static func status(
        _ path: CertificationPath, _ depth: Int, _ material: ValidationMaterial,
        _ policy: ValidationPolicy, asksSigners: Bool
    ) -> RevocationRecord.Status {
        let answers = revocationAnswers(
            on: path.certificates[depth], issuer: path.certificates[depth + 1], path: path,
            material: material, policy: policy
        ).answers.filter { answer in
            guard asksSigners, !answer.signerIsIssuer else { return true }
            return answer.signerPath.certificates.indices.dropLast().allSatisfy {
                status(answer.signerPath, $0, material, policy, asksSigners: false) != .revoked
            }
        }.map(\.record)
        let newest = answers.last { $0.nextUpdate.map { policy.validationTime <= $0 } ?? false }
        let isRevoked = answers.contains {
            $0.status == .revoked && ($0.reason != "certificateHold" || $0 == newest)
        }
        return isRevoked ? .revoked : newest?.status ?? .unknown
    }
}
