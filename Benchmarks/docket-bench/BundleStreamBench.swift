// A matter whose one exhibit is a large file, taken out as a bundle and verified: how near both come to the rate of hashing, and in how much
// memory. The archive is one that `blob` made.

import Agreements
import BundleExport
import EvidenceBundle
import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// Measurements on the bundle in one file.
struct BundleStreamBench {
    let file: String

    /// Takes the matter of the archive in `folder` out, under the agreement in a file. Nobody signs it.
    func build(from folder: String, agreement path: String) throws {
        let agreement = Array(try Data(contentsOf: URL(filePath: path)))
        guard let matter = MatterID("BLOB"), let registry = PartyID("REGIS"),
            let party = PartyID("ARCHIVE"), let time = Instant(text: "2030-01-01T00:00:00Z")
        else { throw BenchError.badName }
        let archive = try Archive.openReadOnly(
            at: folder,
            surroundings: Surroundings(
                clock: { time }, random: { [UInt8](repeating: 0, count: $0) },
                stateFolder: folder + "-state"))
        let listed = TrustedArchive(
            party: party, origin: archive.origin, verifierKey: archive.verifierKey.text)
        let annex = Annex(
            agreement: .sha256(agreement), version: 1, registry: registry,
            trust: PinnedTrust(archives: [listed]))
        let request = BundleRequest(
            matter: matter, agreement: agreement, annex: Array(annex.text.utf8),
            claims: Array("claims BLOB under seca-1.0 {\n}\n".utf8), identity: nil, time: time,
            tool: "docket-bench")
        var timing = Timing(what: "build a bundle", count: 1)
        var size = 0
        try timing.add {
            size = try exportBundle(request, from: archive, to: file, isDigested: false) { _, _ in
                []
            }.record.bundleSize
        }
        timing.report([("bytes", Double(size)), ("memory", Kernel.peakMemory)])
    }

    /// Verifies it for an arbiter who pinned nothing: every check is made all the same.
    func verify() throws {
        guard let time = Instant(text: "2030-01-01T00:00:00Z") else { throw BenchError.badName }
        var timing = Timing(what: "verify a bundle", count: 1)
        var found: BundleVerification?
        try timing.add {
            found = try verifyBundle(
                file: file, trust: ArbiterTrust(), at: time, tool: "docket-bench")
        }
        let failed = found?.record.checks.filter { $0.outcome == .failed } ?? []
        guard failed.isEmpty, let found else {
            throw BenchError.notPassed(failed.first?.code ?? "", failed.count)
        }
        timing.report([
            ("bytes", Double(found.record.bundleSize)), ("memory", Kernel.peakMemory),
        ])
    }
}
