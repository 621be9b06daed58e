// Which entries are read, by how many threads, and what is known only when their results are put together.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension AuditRun {
    /// Reads what is new, then what the reach asks for.
    mutating func checkEntries(_ progress: (UInt64, UInt64) -> Void) {
        let total = ground.head.size.value
        since = known()
        let all = Chunk.count(of: plan.chunkSize, total: total)
        // A full audit that may take its time begins anew, whatever the state says, and knows all matters at its end.
        let isWhole = plan.reach == .full && !plan.isBudgeted
        let first = isWhole ? 0 : since.value / plan.chunkSize
        // A chunk that was begun is read whole again: then its subtrees are whole too.
        readChunks(first..<all, isNew: true, progress)
        switch plan.reach {
        case .incremental: break
        case .slice(let number, let count):
            readSlice(number - 1, of: count, below: first * plan.chunkSize, progress)
        case .full where !isWhole:
            readOld(below: first, progress)
        case .full: break
        }
        checkHistory()
        passEntries()
    }

    /// Up to where an earlier audit has read this very log.
    private mutating func known() -> TreeSize {
        guard let state = plan.state, state.origin == ground.origin, state.size.value > 0 else {
            return TreeSize(0)
        }
        // Where it does not go on from there, all of it is read, and then compared again.
        return hasHistory(state) ? state.size : TreeSize(0)
    }

    private func hasHistory(_ state: AuditState) -> Bool {
        state.size <= ground.head.size
            && tiles.peaks(of: state.size.value)?.root == state.root
    }

    /// The last audit's tree against this log's, as its entries are found to be.
    private mutating func checkHistory() {
        guard let state = plan.state, state.origin == ground.origin, state.size.value > 0 else {
            return
        }
        if since != state.size, !hasHistory(state) {
            add(
                .history, Place("tree of \(state.size) entries"), repair: .nothing,
                "The last audit saw \(state.size) entries with another root.")
        }
        passed(.history, "The log goes on from what the last audit saw.")
    }

    /// Where the same run was broken off.
    private var resumed: AuditCursor? {
        guard let cursor = plan.state?.cursor, cursor.reach == plan.reach,
            cursor.size <= ground.head.size
        else { return nil }
        return cursor
    }

    /// Reads chunks that follow each other, and puts their trees and matters together.
    private mutating func readChunks(
        _ numbers: Range<UInt64>, isNew: Bool, _ progress: (UInt64, UInt64) -> Void
    ) {
        let start = numbers.lowerBound * plan.chunkSize
        guard !numbers.isEmpty, var left = tiles.peaks(of: start) else {
            return numbers.isEmpty ? () : missesLeft(of: start)
        }
        let isWhole = isNew && start == 0 && !hasTooManyMatters
        let total = ground.head.size.value
        var isOver = plan.isOver
        // What is new is read whatever the time, but in a run over everything that may take several nights.
        if isNew { isOver = { false } }
        let next = work(
            numbers, of: plan.chunkSize, readsBlobs: isNew && plan.reach != .full,
            looksBack: !isWhole, isOver: isOver
        ) { run, number, result in
            run.faults.add(result.checkpointFaults(left: left))
            left.append(result.peaks)
            if isWhole { run.append(result.matters, loose: result.loose) }
            run.take(result)
            progress(min((number + 1) * run.plan.chunkSize, total), total)
        }
        if next < numbers.upperBound { stop(at: next) }
        if next * plan.chunkSize >= total {
            checkRoot(left)
            truePeaks = left
        }
        isMatterTableWhole = isWhole && next == numbers.upperBound && !matters.isFull
    }

    /// Chunks below what is new, from where the last run ended.
    private mutating func readOld(below end: UInt64, _ progress: (UInt64, UInt64) -> Void) {
        let start = min(resumed?.next ?? 0, end)
        readChunks(start..<end, isNew: false, progress)
    }

    /// Every `count`th tile below `end`.
    private mutating func readSlice(
        _ remainder: UInt64, of count: UInt64, below end: UInt64,
        _ progress: (UInt64, UInt64) -> Void
    ) {
        let tileCount = end / Chunk.tile
        let units = tileCount > remainder ? (tileCount - remainder - 1) / count + 1 : 0
        let start = min(resumed?.next ?? 0, units)
        let next = work(
            start..<units, of: Chunk.tile, step: count, offset: remainder, readsBlobs: false,
            looksBack: true, isOver: plan.isOver
        ) { run, number, result in
            if let left = run.tiles.peaks(of: result.chunk.range.lowerBound) {
                run.faults.add(result.checkpointFaults(left: left))
            } else {
                run.missesLeft(of: result.chunk.range.lowerBound)
            }
            run.take(result)
            progress(number + 1, units)
        }
        if next < units { stop(at: next) }
    }

    private mutating func stop(at next: UInt64) {
        report.isComplete = false
        cursor = AuditCursor(reach: plan.reach, next: next, size: ground.head.size)
    }

    /// Reads the chunks `units` · `step` + `offset`, and gives what they found in order.
    private mutating func work(
        _ units: Range<UInt64>, of size: UInt64, step: UInt64 = 1, offset: UInt64 = 0,
        readsBlobs: Bool, looksBack: Bool, isOver: @escaping @Sendable () -> Bool,
        take: (inout AuditRun, UInt64, ChunkResult) -> Void
    ) -> UInt64 {
        let ground = ground
        let total = ground.head.size.value
        var next = units.lowerBound
        do {
            next = try inParallel(
                units, workers: plan.workers, isOver: isOver,
                makeWorker: { () throws -> ((UInt64) -> ChunkResult) in
                    let audit = try ChunkAudit(ground, readsBlobs: readsBlobs, looksBack: looksBack)
                    return { audit.run(Chunk($0 * step + offset, of: size, total: total)) }
                },
                take: { unit, result in take(&self, unit, result) })
        } catch {
            add(.row, Place("entries"), repair: .copy, "They cannot be read: \(error).")
        }
        return next
    }

    private mutating func take(_ result: ChunkResult) {
        faults.add(result.faults)
        if !result.newest.isEmpty { tiles.learn(newest: result.newest) }
        report.coverage.add(result.coverage)
        if plan.reach == .full { blobs += result.blobs }
        let room = FaultList.limit - report.erasures.count
        report.erasures += result.erasures.prefix(max(0, room))
    }

    private mutating func append(_ runs: [MatterRun], loose: Set<LeafHash>) {
        for run in matters.append(runs, loose: loose) {
            var place = Place.row("docketing", run.firstIndex)
            place.matter = run.matter
            place.number = DocketNumber(run.firstNumber)
            add(
                .number, place, repair: .nothing,
                "It does not follow the entry before it in its matter.")
        }
    }

    /// Whether the table `matter`, which only helps to choose, has more than fit into memory.
    private var hasTooManyMatters: Bool {
        let count = try? scan.number("SELECT max(id) FROM matter")
        return count.flatMap { $0 } ?? 0 > Int64(MatterTable.limit)
    }

    private mutating func missesLeft(of start: UInt64) {
        add(
            .tile, Place("tree of \(start) entries"), repair: .derived,
            "The stored hashes of the tree to the left cannot be read.")
    }

    /// The root of all entries, where all of them or all that are new were put together.
    private mutating func checkRoot(_ peaks: Peaks) {
        guard peaks.root != ground.head.root else { return }
        add(
            .head, .row("head", key: 1, subject: "head"), repair: .nothing,
            "The entries give another root than the newest of the log.")
    }

    private mutating func passEntries() {
        let count = report.coverage.entries
        report.coverage.matters = UInt64(matters.count)
        passed(.entry, "\(count) entries read and have their leaf hashes.")
        passed(.chain, "Each of them names the one before it.")
        passed(.time, "None of them was received before the one before it.")
        passed(.filing, "Each filing is the one that its entry names.")
        passed(.docketing, "Each docketing is the one that its entry names.")
        passed(.number, "Each follows the one before it in its matter.")
        passed(.signature, "Each filing's signature is the one that its docketing names.")
        passed(.content, "The exhibits' bytes in the database are those that were filed.")
        passed(
            .checkpoint,
            "\(report.coverage.checkpoints) checkpoints have the roots that the entries give, and "
                + "\(report.coverage.notes) signed notes verify.")
        passed(.erasure, "\(report.coverage.erased) exhibits are gone, each by a record.")
        passed(.hold, "Each hold and release acts as its record says.")
        if plan.comparesIndexes {
            passed(.index, "What is derived from these entries is what they give.")
        }
    }
}
