// NIST's PKITS through certificate validation itself: every case is asked for one moment, at which something is signed.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

@Suite(.enabled(if: FileVectors.arePresent, "no public vectors beside the package"))
struct `PKITS in certificate validation` {
    private let moment = at("2022-05-01")
    private let memory = ObjectMemory()

    private func policy(_ item: PKITSCase) throws -> ValidationPolicy {
        let anchor = try FileVectors.bytes(
            "pkits/certs/" + FileVectors.row(of: "anchors", "pkits/certs"))
        // Its keys and digests are of their time.
        let algorithms = ["sha-1", "sha-256", "rsa-1024", "dsa-1024"].map {
            ApprovedAlgorithm(name: $0, until: nil)
        }
        var policy = ValidationPolicy(
            trust: PinnedTrust(
                anchors: [TrustAnchor(party: try #require(PartyID("NIST")), derBytes: anchor)],
                algorithms: algorithms), validationTime: moment, skew: TimeSpan(seconds: 0),
            freshness: .ownPeriod(atMost: nil))
        policy.requiresRevocation = item.revocation ?? true
        // One issuer of indirect lists is answered for by its own list alone.
        policy.requiresRevocationOfAnswerers = false
        policy.pathInputs = item.inputs
        return policy
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

    @Test func `passes what is valid and nothing else`() throws {
        let cases = try FileVectors.json("pkits/pkits.json", as: [PKITSCase].self)
        var (ran, passed) = (0, 0)
        for item in cases {
            ran += 1
            let bytes = try FileVectors.bytes("pkits/certs/" + item.cert)
            var conclusion: Conclusion?
            var checks: [Check] = []
            if let certificate = memory.certificate(bytes) {
                let validation = CertificateValidation(
                    of: certificate, bounds: Interval(lo: moment, hi: moment), purpose: .any,
                    material: try material(item), policy: try policy(item))
                conclusion = Conclusion(validation.checks)
                checks = validation.checks
            }
            let isPassed = conclusion?.indication == .totalPassed
            passed += isPassed ? 1 : 0
            let found = checks.filter { $0.outcome != .passed }.map { "\($0.code) \($0.sentence)" }
            #expect(isPassed == (item.error == nil), "\(item.id) \(item.name) \(found)")
        }
        print("pkits: \(ran) of \(cases.count) cases in certificate validation, \(passed) passed")
        #expect(ran == 246 && passed == 110)
    }
}
