// The archive, used as the programs use it.

import ArchiveAudit
import Cryptography
import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// Measurements on the archive in one folder.
struct StoreBench {
    let folder: String

    /// The clock is the machine's, nonces are the system's.
    var surroundings: Surroundings {
        Surroundings(
            clock: {
                let now = Int64(Date().timeIntervalSince1970 * 1000)
                guard let instant = Instant(milliseconds: now) else {
                    preconditionFailure("the machine's clock is beyond the year 9999")
                }
                return instant
            },
            random: { secureRandom($0) }, stateFolder: folder + "-state")
    }

    /// A new archive.
    func create() throws -> Archive {
        guard let origin = ArchiveOrigin(World.origin) else { throw BenchError.badName }
        let signer = try NoteSigner(name: origin.text, seed: Array(repeating: 7, count: 32))
        return try Archive.create(
            at: folder, origin: origin, signer: signer, surroundings: surroundings)
    }

    /// Files everything of `world`, `batch` at a time. Making the requests is not timed: who files does that, on a thread of his own.
    func append(_ world: World, batch: Int) throws {
        let archive = try Archive.open(at: folder, surroundings: surroundings)
        var timing = Timing(what: "append", count: world.count)
        var latencies: [Double] = []
        var texts = 0
        for start in stride(from: 0, to: world.count, by: batch) {
            let submissions = try (start..<min(start + batch, world.count)).map {
                try world.submission($0, archive)
            }
            let before = timing.wall
            var receipts: [FiledReceipt] = []
            try timing.add { receipts = try archive.file(submissions) }
            latencies.append(timing.wall - before)
            for receipt in receipts {
                texts += receipt.receipt.entry.bytes.count + receipt.receipt.filing.bytes.count
                texts += receipt.receipt.docketing.bytes.count + Int(receipt.receipt.filing.size)
            }
        }
        try timing.add { try archive.close() }
        latencies.sort()
        timing.report([
            ("median", latencies[latencies.count / 2]), ("signature", try signature()),
            ("texts", Double(texts)),
            ("disk", try databaseSize()), ("memory", Kernel.peakMemory),
        ])
    }

    /// Seconds that one signature of a note takes, the median of 200. Each checkpoint is signed once and once more to check that.
    private func signature() throws -> Double {
        let signer = try NoteSigner(name: World.origin, seed: Array(repeating: 7, count: 32))
        let times = try (0..<200).map { number in
            var timing = Timing(what: "sign", count: 1)
            try timing.add { _ = try signer.sign("\(World.origin)\n\(number)\n") }
            return timing.wall
        }
        return times.sorted()[100]
    }

    /// Makes and verifies `count` inclusion proofs of entries anywhere.
    func proofs(_ count: Int) throws {
        let archive = try Archive.openReadOnly(at: folder, surroundings: surroundings)
        let checkpoint = try archive.checkpoint().checkpoint
        let size = checkpoint.size
        let places = (0..<count).map { LeafIndex(World.bytes($0, 8).words.0 % size.value) }
        var proofs: [InclusionProof] = []
        var making = Timing(what: "make inclusion proofs", count: count)
        try making.add { proofs = try places.map { try archive.inclusionProof(of: $0, in: size) } }
        making.report([("memory", Kernel.peakMemory)])
        let leaves = try places.map { try archive.exhibit(at: $0).entry.leafHash }
        var checking = Timing(what: "verify inclusion proofs", count: count)
        try checking.add {
            for (proof, leaf) in zip(proofs, leaves) { try proof.check(leaf, in: checkpoint.root) }
        }
        checking.report()
    }

    /// Opens the archive to write and tells how much was read.
    func open() throws {
        let before = Kernel.bytesRead
        var timing = Timing(what: "open", count: 1)
        var archive: Archive?
        try timing.add { archive = try Archive.open(at: folder, surroundings: surroundings) }
        timing.report([("read", Kernel.bytesRead - before)])
        try archive?.close()
    }

    /// Files the file at `path`, whatever its size, into a new archive. Its digest is given, as the filer has made it.
    func blob(_ path: String) throws {
        let archive = try create()
        var timing = Timing(what: "file a blob", count: 1)
        var size: UInt64 = 0
        try timing.add {
            let staged = try archive.stage(.file(path))
            size = staged.size
            guard let origin = ArchiveOrigin(World.origin), let matter = MatterID("BLOB"),
                let name = FileName("blob.bin")
            else { throw BenchError.badName }
            let filing = try Filing(
                archive: origin, matter: matter, kind: .document, mediaType: .octetStream,
                name: name, content: staged.digest, size: staged.size, filer: .operator,
                nonce: World.bytes(1, 9).bytes)
            _ = try archive.file([Submission(filing: filing, content: .staged(staged))])
        }
        try archive.close()
        timing.report([("bytes", Double(size)), ("memory", Kernel.peakMemory)])
    }

    /// Audits everything on `workers` threads; the signatures of the log's notes only if `opensNotes`.
    func audit(workers: Int, opensNotes: Bool) throws {
        let archive = try Archive.openReadOnly(at: folder, surroundings: surroundings)
        var timing = Timing(
            what: opensNotes ? "audit with notes" : "audit",
            count: Int(try archive.head().size.value))
        var report: AuditReport?
        // Structure alone: read, strict parse, hash, chain, numbers, tree. Nothing derived is compared, and SQLite checks no pages.
        let plan = AuditPlan(
            .full, time: surroundings.clock(), workers: workers, comparesIndexes: false,
            checksPages: false, opensNotes: opensNotes)
        timing.add {
            report = ArchiveAudit.audit(folder: folder, surroundings: surroundings, plan)
        }
        guard report?.isClean == true else { throw BenchError.notClean }
        timing.report([("memory", Kernel.peakMemory)])
    }

    private func databaseSize() throws -> Double {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/docket.sqlite")
        return (attributes[.size] as? NSNumber)?.doubleValue ?? 0
    }
}
