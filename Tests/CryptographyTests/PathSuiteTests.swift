// The certificates of pyHanko's certvalidator: RSA-PSS and Edwards keys, and chains of three and four.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `pyHanko's certificates` {
    private static let folders: [(name: String, folder: String, minimum: Int)] = [
        ("PSS", "testing-ca-pss", 2), ("PSS exclusive", "testing-ca-pss-exclusive", 2),
        ("Ed25519", "testing-ca-ed25519", 7), ("Ed448", "testing-ca-ed448", 6),
        ("multilayer", "multilayer/certs", 3), ("freshness", "freshness/certs", 4),
        ("time slide", "ades/time-slide/certs", 4),
    ]

    @Test func `lead to their roots, but for the listed`() throws {
        var differences: [ValidationDifferences.Line] = []
        var ran = 0
        for (name, folder, minimum) in Self.folders {
            let all = try Vectors.files(below: "pyhanko-certvalidator/" + folder).flatMap {
                try ParsedCertificate.readAll(pemOrDER: try Vectors.bytes($0))
            }
            let (roots, others) = (
                all.filter { $0.subjectDER == $0.issuerDER },
                all.filter { $0.subjectDER != $0.issuerDER }
            )
            let pool = CertificatePool(all)
            let failed = others.filter {
                pool.paths(
                    of: $0, anchors: roots.map(\.derBytes), at: nil, purpose: .any
                ).paths.isEmpty
            }
            ran += others.count
            #expect(roots.count == 1 && others.count >= minimum, "\(name)")
            let names =
                failed.count == others.count ? [name] : failed.map { "\(name): \($0.subject)" }
            differences += names.map {
                .init(suite: "pyhanko paths", name: $0, expected: "ok", ours: "fail")
            }
        }
        print("pyhanko: \(ran) certificates, \(differences.count) differences")
        try ValidationDifferences.listed.get().expect(differences, in: "pyhanko paths")
    }

    @Test func `a key for PSS alone makes no other signature`() throws {
        let all = try Vectors.files(
            below: "pyhanko-certvalidator/testing-ca-pss-exclusive"
        ).flatMap { try ParsedCertificate.readAll(pemOrDER: try Vectors.bytes($0)) }
        for certificate in all {
            let plain = SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha256)
            let check = certificate.publicKey.check(
                certificate.signature, over: certificate.signed, by: plain)
            #expect(check != .valid)
        }
        #expect(all.count == 3)
    }
}

@Suite struct `Every byte of a path` {
    /// Bytes, one after the other, of the certificates below the anchor, and pieces of them.
    @Test func `is protected`() throws {
        let world = try PathWorld()
        let sub = try world.root.intermediate("SUB", validity: PathWorld.validity)
        let leaf = try sub.issue("LEAF", validity: PathWorld.validity).certificate
        let good = try world.search(leaf, through: [sub.certificate]).paths
        #expect(good.count == 1)
        var tried = 0
        for position in leaf.indices {
            var changed = leaf
            changed[position] ^= UInt8(1) << UInt8(position % 8)
            tried += 1
            guard let search = try? world.search(changed, through: [sub.certificate]) else {
                continue
            }
            #expect(search.paths.isEmpty, "byte \(position) of the end entity")
        }
        for position in sub.certificate.indices {
            var changed = sub.certificate
            changed[position] ^= UInt8(1) << UInt8(position % 8)
            tried += 1
            #expect(
                try world.search(leaf, through: [changed]).paths.isEmpty,
                "byte \(position) of the authority")
            // Beside the true one it changes nothing.
            if position % 16 == 0 {
                let both = try world.search(leaf, through: [changed, sub.certificate])
                #expect(both.paths == good)
            }
        }
        for certificate in [leaf, sub.certificate] {
            for length in stride(from: 0, to: certificate.count, by: 7) {
                #expect(throws: CertificateError.malformed) {
                    try ParsedCertificate(der: Array(certificate.prefix(length)))
                }
            }
            #expect(throws: CertificateError.malformed) {
                try ParsedCertificate(der: certificate + certificate)
            }
        }
        print("changed paths: \(tried)")
        #expect(tried > 700)
    }
}
