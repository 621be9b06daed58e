// The audit of an archive: re-read, re-hash, re-chain, compare with the stored tree, verify every checkpoint on the way, re-read the
// exhibits' bytes. It trusts nothing that the archive computed before, only its texts and its key; so it would find what an operator
// changed in the database by hand. What it cannot find alone is a whole archive written anew with the key: for that, the
// high-water mark, the checkpoints in others' hands, and time-stamps over them.
//
//     new entries (always)          from the last audit's size on, whatever the time
//     a slice, or everything        every t-th tile; a run that is out of time leaves a cursor
//     the tree above the leaves     always: a level-1 tile stands for 65,536 entries
//     database, blobs, files, keys  as far as the reach goes
//
// Memory is bounded by the number of matters (in a full audit, up to `MatterTable.limit`) and of contents in files (8 bytes each).

package import EvidenceStore
import EvidenceValues
import TransparencyLog

/// Audits the archive in `folder`, which may be written to meanwhile; nothing in it is changed. `progress` is told how many units of
/// work are done, of how many.
package func audit(
    folder: String, surroundings: Surroundings, _ plan: AuditPlan,
    progress: (UInt64, UInt64) -> Void = { _, _ in }
) -> AuditReport {
    audit(
        folder: folder, database: folder + "/docket.sqlite", surroundings: surroundings, plan,
        progress: progress)
}

/// Audits all of `archive`.
package func audit(
    _ archive: Archive, progress: (UInt64, UInt64) -> Void = { _, _ in }
) -> AuditReport {
    audit(
        folder: archive.folder, surroundings: archive.surroundings,
        AuditPlan(.full, time: archive.surroundings.clock()), progress: progress)
}

/// The same with a database elsewhere: one that is to take the place of the archive's.
func audit(
    folder: String, database: String, surroundings: Surroundings, _ plan: AuditPlan,
    progress: (UInt64, UInt64) -> Void = { _, _ in }
) -> AuditReport {
    do {
        let scan = try ArchiveScan(database: database)
        var faults = FaultList()
        let ground = try AuditGround(
            folder: folder, database: database, scan: scan, surroundings: surroundings,
            comparesIndexes: plan.comparesIndexes, opensNotes: plan.opensNotes, faults: &faults)
        var run = AuditRun(plan, ground, scan, surroundings: surroundings, faults: faults)
        run.checkSchema()
        run.checkEntries(progress)
        run.checkTree()
        run.checkReceipts()
        run.checkRegisters()
        run.checkAccess()
        run.checkMark()
        run.checkFiles()
        // Last, for it cannot go on where it ended.
        if plan.checksPages { run.checkPages() }
        run.checkLastReport()
        return run.finish()
    } catch {
        return AuditReport(unreadable: database, error, plan)
    }
}

/// An audit under way.
struct AuditRun {
    let plan: AuditPlan
    let ground: AuditGround
    let scan: ArchiveScan
    let surroundings: Surroundings
    let tiles: StoredTiles
    var report: AuditReport
    var faults: FaultList
    /// Everything below was read by earlier audits, and the root is still the same.
    var since = TreeSize(0)
    var matters = MatterTable()
    var isMatterTableWhole = false
    /// The first eight bytes of the digests of contents in files; of all, in a full audit.
    var blobs: [UInt64] = []
    var cursor: AuditCursor?
    /// The peaks that the entries give; nil if the newest were not read.
    var truePeaks: Peaks?

    init(
        _ plan: AuditPlan, _ ground: AuditGround, _ scan: ArchiveScan,
        surroundings: Surroundings, faults: FaultList
    ) {
        var plan = plan
        self.ground = ground
        self.scan = scan
        self.surroundings = surroundings
        self.faults = faults
        tiles = StoredTiles(scan, size: ground.head.size)
        // Spec: audit-9
        if let state = plan.state, !state.isOf(ground, tiles) { plan.state = state.forgotten }
        self.plan = plan
        report = AuditReport(
            origin: ground.origin, reach: plan.reach, time: plan.time, size: ground.head.size,
            root: ground.head.root, since: TreeSize(0))
    }

    mutating func add(
        _ code: FaultCode, _ place: Place, repair: Repair? = nil, _ sentence: String
    ) {
        faults.add(Fault(code, place, repair: repair, sentence))
    }

    mutating func warn(
        _ code: FaultCode, _ place: Place, repair: Repair? = nil, _ sentence: String
    ) {
        faults.add(Fault(warning: code, place, repair: repair, sentence))
    }

    /// Notes that `code` was looked at.
    mutating func passed(_ code: FaultCode, _ sentence: String) {
        report.passed.append(Passed(code: code, sentence: sentence))
    }

    /// Does `body`; what it throws means that something could not be read.
    mutating func reading(_ place: Place, _ body: (inout AuditRun) throws -> Void) {
        do { try body(&self) } catch {
            add(.row, place, repair: .copy, "This cannot be read: \(error).")
        }
    }

    mutating func finish() -> AuditReport {
        report.faults = faults.kept.enumerated().sorted {
            ($0.element.code, $0.offset) < ($1.element.code, $1.offset)
        }.map(\.element)
        report.omitted = faults.omitted
        report.passed.removeAll { faults.failed.contains($0.code) }
        report.passed.sort { $0.code < $1.code }
        if !report.isComplete {
            let place = Place(ground.origin.text)
            report.faults.append(
                Fault(
                    warning: .unfinished, place,
                    "The time was over; the next run goes on where this one ended."))
        }
        // What was damaged is read again each time until it is mended, so nothing that says where to go on moves. And what has no full
        // tile yet is read again, because only behind a tile can a later damage of an entry be told from another history.
        let isSound = faults.failed.isEmpty
        let full = TreeSize(ground.head.size.value & ~(Chunk.tile - 1))
        let read =
            isSound
            ? Checkpoint(
                origin: ground.origin, size: full,
                root: tiles.peaks(of: full.value)?.root ?? .empty)
            : Checkpoint(origin: ground.origin, since, self)
        // Spec: audit-9
        report.state = AuditState(
            origin: ground.origin, size: read.size, root: read.root,
            cursor: isSound ? cursor : plan.state?.cursor,
            slice: isSound ? finishedSlice : plan.state?.slice)
        return report
    }
}

extension AuditRun {
    /// The slice that was finished last.
    fileprivate var finishedSlice: AuditReach? {
        if case .slice = plan.reach, report.isComplete { return plan.reach }
        return plan.state?.slice
    }
}

extension Checkpoint {
    /// What the state said before this run.
    fileprivate init(origin: ArchiveOrigin, _ since: TreeSize, _ run: AuditRun) {
        let root = since.value == 0 ? .empty : run.plan.state?.root ?? .empty
        self.init(origin: origin, size: since, root: root)
    }
}

extension AuditReport {
    /// The report on something that is no database any more.
    init(unreadable database: String, _ error: any Error, _ plan: AuditPlan) {
        self.init(
            origin: AuditReport.nameless, reach: plan.reach, time: plan.time, size: TreeSize(0),
            root: .empty, since: TreeSize(0))
        isComplete = false
        faults = [
            Fault(
                .database, .file("docket.sqlite", bytes: 0..<100), repair: .copy,
                "The database cannot be read: \(error).")
        ]
    }
}
