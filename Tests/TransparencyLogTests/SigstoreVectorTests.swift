// sigstore-conformance's bundles, as far as they are about a log: the checkpoint of a Rekor v2 log and the inclusion of the entry.
// What else those bundles test (CMS, RFC 3161, certificates, Rekor v1's ECDSA) is no part of this log.

import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite(.enabled(if: Vectors.areThere)) struct `Public vectors of sigstore` {
    /// The bundles whose checkpoint or inclusion proof is what is wrong. All others of Rekor v2 have sound ones, even those that
    /// fail for another reason.
    static let unsound: Set<String> = [
        "rekor2-checkpoint-missing-log-signature_fail", "rekor2-checkpoint-missing-origin_fail",
        "rekor2-checkpoint-missing-root-hash_fail", "rekor2-checkpoint-missing-size_fail",
        "rekor2-checkpoint-no-matching-signature_fail", "rekor2-no-inclusion-proof_fail",
    ]

    static func object(_ path: String) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Vectors.data(path)) as? [String: Any])
    }

    /// The Ed25519 keys of the logs in a trusted root.
    static func keys(_ root: [String: Any]) throws -> [VerifierKey] {
        // SubjectPublicKeyInfo of Ed25519 is a fixed prefix and the key (RFC 8410 §4).
        let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0]
        return try (root["tlogs"] as? [[String: Any]] ?? []).compactMap { log in
            let key = log["publicKey"] as? [String: Any]
            guard let text = key?["rawBytes"] as? String, let bytes = Base64.decode(text),
                bytes.starts(with: prefix), let url = log["baseUrl"] as? String
            else { return nil }
            return try VerifierKey(
                name: String(url.dropFirst("https://".count)), publicKey: Array(bytes.dropFirst(12))
            )
        }
    }

    /// Whether the entry is proven to be in one of the logs.
    static func isProven(_ bundle: [String: Any], _ keys: [VerifierKey]) -> Bool {
        guard let material = bundle["verificationMaterial"] as? [String: Any],
            let entry = (material["tlogEntries"] as? [[String: Any]])?.first,
            let body = (entry["canonicalizedBody"] as? String).flatMap({ Base64.decode($0) }),
            let proof = entry["inclusionProof"] as? [String: Any],
            let index = (proof["logIndex"] as? String).flatMap({ UInt64($0) }),
            let hashes = proof["hashes"] as? [String],
            let note = (proof["checkpoint"] as? [String: Any])?["envelope"] as? String
        else { return false }
        let nodes = hashes.compactMap {
            Base64.decode($0).flatMap { Digest(bytes: $0) }.map(NodeHash.init)
        }
        let whole = TlogProof(index: LeafIndex(index), hashes: nodes, checkpoint: note)
        return keys.contains { (try? whole.check(.of(entryBytes: body), with: $0)) != nil }
    }

    @Test func `checkpoints and inclusion of Rekor v2`() throws {
        var ran = 0
        for file in Vectors.files("logs/sigstore-bundles", ending: "/bundle.sigstore.json") {
            let folder = String(file.dropLast("/bundle.sigstore.json".count))
            let name = String(required(folder.split(separator: "/").last))
            guard name.hasPrefix("rekor2-") else { continue }
            let keys = try Self.keys(Self.object(folder + "/trusted_root.json"))
            #expect(!keys.isEmpty)
            ran += 1
            #expect(
                Self.isProven(try Self.object(file), keys) != Self.unsound.contains(name), "\(name)"
            )
        }
        #expect(ran >= 25)
        print(
            "vectors: \(ran) sigstore bundles of Rekor v2; v1 signs with ECDSA, which we do not check"
        )
    }
}
