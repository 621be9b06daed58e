// The audit of an archive: re-read, re-hash, re-chain, re-build the tree, verify every checkpoint and every receipt, re-read every
// blob. It trusts nothing that the archive computed before, only its texts and its key; so it would find what an operator changed
// in the database by hand. What it cannot find alone is a whole archive written anew with the key: for that, the high-water mark,
// the checkpoints in others' hands, and time-stamps over them.
//
// Memory is bounded by the number of matters, checkpoints and blobs; rows and blobs pass in pieces.

package import EvidenceStore
import EvidenceValues
import TransparencyLog

/// Audits all of `archive`, which may be written to meanwhile. `progress` is told how many entries and blobs are done, of how many.
package func audit(
    _ archive: Archive, progress: (Int, Int) -> Void = { _, _ in }
) -> AuditReport {
    let head: Checkpoint
    do { head = try archive.head() } catch {
        var report = AuditReport(origin: archive.origin, size: TreeSize(0), root: .empty)
        report.checks = [
            Check("LOG.UNREADABLE", .failed, subject: "head", "The log cannot be read: \(error).")
        ]
        return report
    }
    var audit = Audit(archive: archive, head: head)
    audit.checkDatabase()
    audit.checkEntries(progress)
    audit.checkCheckpoints()
    audit.checkReceipts()
    audit.checkMark()
    audit.checkBlobs(progress)
    audit.checkKey()
    return audit.finish()
}

/// An audit under way.
struct Audit {
    /// Rows held at once.
    static let page = 64

    let archive: Archive
    let head: Checkpoint
    var report: AuditReport
    var edge = RightEdge()
    /// The roots that the entries give, at each size that was signed.
    var roots: [TreeSize: RootHash] = [TreeSize(0): .empty]
    /// Sizes at which a checkpoint was signed.
    var notes: [TreeSize: String] = [:]
    /// The size of the high-water mark; nil if it cannot be read, which `checkMark` will say.
    let markSize: TreeSize?
    var last: (index: LeafIndex, hash: LeafHash, received: Instant)?
    var matters: [String: (number: UInt64, hash: LeafHash)] = [:]
    /// Contents that filings name, with the size and the first entry that names them.
    var contents: [Digest: (size: UInt64, index: LeafIndex)] = [:]
    /// Codes that were checked at all.
    var areas: [(code: String, sentence: String)] = []

    init(archive: Archive, head: Checkpoint) {
        self.archive = archive
        self.head = head
        markSize = try? archive.mark.read()?.checkpoint.size
        report = AuditReport(origin: archive.origin, size: head.size, root: .empty)
    }

    mutating func fail(_ code: String, _ subject: String, _ sentence: String) {
        report.checks.append(Check(code, .failed, subject: subject, sentence))
    }

    mutating func warn(_ code: String, _ subject: String, _ sentence: String) {
        report.checks.append(Check(code, .warning, subject: subject, sentence))
    }

    /// Does `body`; what it throws means that something could not be read.
    mutating func reading(_ subject: String, _ body: (inout Audit) throws -> Void) {
        do { try body(&self) } catch {
            fail("LOG.UNREADABLE", subject, "This cannot be read: \(error).")
        }
    }

    /// Notes that `code` was checked; it passes if nothing failed.
    mutating func covered(_ code: String, _ sentence: String) {
        areas.append((code, sentence))
    }

    mutating func finish() -> AuditReport {
        let failed = Set(report.checks.filter { $0.outcome == .failed }.map(\.code))
        let passed = areas.filter { !failed.contains($0.code) }.map {
            Check($0.code, .passed, subject: archive.origin.text, $0.sentence)
        }
        report.checks = passed + report.checks
        report.root = edge.root
        report.matters = matters.count
        return report
    }
}

extension Audit {
    mutating func checkDatabase() {
        reading("docket.sqlite") { audit in
            for problem in try audit.archive.databaseProblems() {
                audit.fail("LOG.DATABASE", "docket.sqlite", "The database is damaged: \(problem).")
            }
            audit.covered("LOG.DATABASE", "The database is sound and its rows are protected.")
            for (size, note) in try audit.archive.storedNotes() where size <= audit.head.size {
                audit.notes[size] = note
            }
        }
    }

    /// Every signed checkpoint: by this key, of this log, with the root that the entries give.
    mutating func checkCheckpoints() {
        for (size, note) in notes.sorted(by: { $0.key < $1.key }) {
            let subject = "checkpoint \(size)"
            report.checkpoints += 1
            do {
                let signed = try Checkpoint.open(note: note, with: archive.verifierKey)
                if signed.checkpoint.size != size || signed.checkpoint.root != roots[size] {
                    fail(
                        "LOG.CHECKPOINT", subject,
                        "The log once signed another root than its entries give now.")
                }
            } catch {
                fail("LOG.CHECKPOINT", subject, "The checkpoint does not verify: \(error).")
            }
        }
        if notes[head.size] == nil { missesCheckpoint() }
        covered(
            "LOG.CHECKPOINT",
            "All \(report.checkpoints) signed checkpoints verify, each with the root that its "
                + "entries give; so each is consistent with the newest.")
    }

    /// A tree that is committed and not signed was never acknowledged: a filing is under way, or was broken off just there, and
    /// whoever opens the archive to file signs it. But the high-water mark knows what was signed.
    private mutating func missesCheckpoint() {
        let subject = "checkpoint \(head.size)"
        if markSize == head.size { return }
        if let markSize, markSize > head.size {
            fail("LOG.CHECKPOINT", subject, "The newest tree was signed, and the note is gone.")
        } else {
            warn("LOG.CHECKPOINT", subject, "The newest tree is not signed yet.")
        }
    }

    /// The receipts of all entries that were acknowledged.
    mutating func checkReceipts() {
        let signed = notes.keys.max()?.value ?? 0
        for index in 0..<signed {
            do {
                _ = try archive.receipt(of: LeafIndex(index)).check(with: archive.verifierKey)
            } catch {
                fail("LOG.RECEIPT", "entry \(index)", "Its receipt proves nothing: \(error).")
            }
        }
        covered("LOG.RECEIPT", "The receipt of each entry proves it.")
    }

    mutating func checkMark() {
        let path = archive.mark.path
        do {
            let roots = roots
            guard try archive.mark.read() != nil else {
                return warn("LOG.MARK", path, "There is no high-water mark on this machine yet.")
            }
            try archive.mark.check(head) {
                guard let root = roots[$0] else { throw StoreError.noSuchSize($0) }
                return root
            }
        } catch StoreError.olderThanMark(let size, let mark, _) {
            fail(
                "LOG.MARK", path,
                "The log has \(size) entries and once had \(mark): an old copy was restored.")
        } catch StoreError.forked(let size, _) {
            fail("LOG.MARK", path, "At size \(size) the log once had another root: it was forked.")
        } catch {
            fail("LOG.MARK", path, "The high-water mark cannot be compared: \(error).")
        }
        covered("LOG.MARK", "The log is not behind its high-water mark, and goes on from it.")
    }

    mutating func checkKey() {
        reading("signing-key") { audit in
            guard try audit.archive.signingKeyMode() & 0o077 == 0 else {
                return audit.warn(
                    "KEY.MODE", "signing-key",
                    "Others than its owner may read or change the signing key.")
            }
            audit.covered("KEY.MODE", "Only its owner may read the signing key.")
        }
    }
}
