// The small tables beside the log: which entries they name, and that no row stands where there is no entry.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension AuditRun {
    mutating func checkRegisters() {
        checkStrayRows()
        checkErasedKeys()
        checkHolds()
        checkCosignatures()
        checkRotations()
        checkNewestNote()
        passed(.row, "No row is unreadable, and none is there that should not be.")
        passed(
            .key,
            "The archive's name and keys read, and each later key has its rotation, signed as its reason demands."
        )
        passed(
            .cosignature,
            "Each cosignature reads and is over a checkpoint of this log; whether its witness made it "
                + "is for whoever has the annex to verify.")
    }

    /// Rows of entries that the log does not have. What is filed during the audit is above its head, and below the newest.
    private mutating func checkStrayRows() {
        reading(Place("table entry")) { run in
            let sql = "SELECT coalesce(max(idx), -1) + 1 - (SELECT size FROM head) FROM entry"
            guard let excess = try run.scan.number(sql), excess > 0 else { return }
            run.add(
                .row, Place("table entry"), repair: .derived,
                "There are \(excess) rows of entries beyond the newest tree.")
        }
        for table in ["filing", "docketing", "content", "erased", "idempotency", "hold"] {
            let column = table == "hold" ? "record_idx" : "idx"
            reading(Place("table \(table)")) { run in
                let cursor = try run.scan.select(
                    """
                    SELECT \(column) FROM \(table) WHERE \(column) < 0
                        OR \(column) > (SELECT coalesce(max(idx), -1) FROM entry) LIMIT 10
                    """)
                while try cursor.next() {
                    let key = cursor.integer(0)
                    run.add(
                        .row, .row(table, key: key, subject: "\(table) \(key)"), repair: .derived,
                        "The row is of an entry that the log does not have.")
                }
            }
        }
        for (table, sql) in [
            (
                "note",
                "SELECT size FROM note WHERE size NOT IN (SELECT size FROM checkpoint) LIMIT 10"
            ),
            (
                "checkpoint",
                "SELECT size FROM checkpoint WHERE size > (SELECT size FROM head) LIMIT 10"
            ),
        ] {
            reading(Place("table \(table)")) { run in
                let cursor = try run.scan.select(sql)
                while try cursor.next() {
                    let key = cursor.integer(0)
                    run.add(
                        .row, .row(table, key: key, subject: "\(table) \(key)"), repair: .derived,
                        "The row has no counterpart.")
                }
            }
        }
    }

    /// The key of a request goes with what was filed. Spec: erasure-10
    private mutating func checkErasedKeys() {
        reading(Place("table idempotency")) { run in
            let cursor = try run.scan.select(
                """
                SELECT erased.idx, record_idx FROM idempotency
                    JOIN erased ON erased.idx = idempotency.idx LIMIT 10
                """)
            while try cursor.next() {
                let index = LeafIndex(UInt64(clamping: cursor.integer(0)))
                run.add(
                    .erasure, .row("idempotency", index), repair: .derived,
                    "It was erased (entry \(cursor.integer(1))), and the key of its request is still there."
                )
            }
        }
    }

    /// Each hold names the record that says so.
    private mutating func checkHolds() {
        reading(Place("table hold")) { run in
            let cursor = try run.scan.select(
                "SELECT record_idx, idx, released_by, matter FROM hold ORDER BY record_idx")
            while try cursor.next() {
                let record = LeafIndex(UInt64(clamping: cursor.integer(0)))
                let held = cursor.isNull(1) ? nil : UInt64(clamping: cursor.integer(1))
                let text = try run.scan.record(at: record, kind: .hold)
                let hold = text.flatMap { try? Hold(parsing: $0) }
                // A hold of one entry has no matter in its row.
                let matter = cursor.isNull(3) ? nil : cursor.text(3)
                let isSame =
                    hold.map { hold in
                        hold.entry?.index.value == held
                            && (hold.entry == nil ? hold.matter.text : nil) == matter
                    } ?? false
                var isReleased = true
                if !cursor.isNull(2) {
                    let release = try run.scan.record(
                        at: LeafIndex(UInt64(clamping: cursor.integer(2))), kind: .release)
                    isReleased =
                        cursor.integer(2) > cursor.integer(0)
                        && release.flatMap { try? Release(parsing: $0) }?.hold == record
                }
                guard !isSame || !isReleased else { continue }
                run.add(
                    .hold, .row("hold", record), repair: .derived,
                    "The hold is not what its record says, or was released without one.")
            }
        }
    }

    private mutating func checkCosignatures() {
        reading(Place("table cosignature")) { run in
            let cursor = try run.scan.select(
                """
                SELECT cosignature.size, line, note FROM cosignature
                    LEFT JOIN note ON note.size = cosignature.size ORDER BY cosignature.size, line
                """)
            while try cursor.next() {
                let size = cursor.integer(0)
                let line = cursor.text(1)
                let text = cursor.isNull(2) ? nil : try? UnopenedNote(parsing: cursor.text(2)).text
                let lines = line.hasSuffix("\n") ? line : line + "\n"
                guard let text, (try? UnopenedNote(parsing: text + "\n" + lines)) != nil else {
                    run.add(
                        .cosignature,
                        .row("cosignature", key: size, subject: "cosignature of \(size)"),
                        repair: .copy, "The line is no signature, or there is no note for it.")
                    continue
                }
            }
        }
    }

    /// Each later key is the one that its rotation brings in, and signs from there on.
    private mutating func checkRotations() {
        reading(Place("table archive_key")) { run in
            let cursor = try run.scan.select(
                "SELECT size, rotation_idx, verifier_key FROM archive_key ORDER BY size")
            while try cursor.next() {
                let (size, index) = (cursor.integer(0), cursor.integer(1))
                let wrong = run.fault(ofKey: cursor.text(2), from: size, rotation: index)
                guard let wrong else { continue }
                run.add(
                    .key, .row("archive_key", key: size, subject: "key of a rotation"),
                    repair: .derived, wrong)
            }
        }
    }

    /// What is wrong with a row of `archive_key`; nil if nothing is. Spec: rotation-3, rotation-9, rotation-10
    private func fault(ofKey text: String, from size: Int64, rotation index: Int64) -> String? {
        let history = ground.history
        if let refused = history.refused.first(where: {
            $0.rotation.index?.value == UInt64(clamping: index)
        }) {
            return
                "The rotation of entry \(index) does not follow from those before: \(refused.reason)."
        }
        let period = history.periods.first { period in
            period.rotation != nil && period.from.value == UInt64(clamping: index) &+ 1
        }
        guard let period, let rotation = period.rotation?.rotation, period.key.text == text,
            UInt64(clamping: size) == period.from.value
        else { return "Entry \(index) does not say that this key follows." }
        let root =
            rotation.size.value == 0 ? .empty : tiles.peaks(of: rotation.size.value)?.root
        guard let root, root != rotation.root else { return nil }
        return "The rotation of entry \(index) is over another tree of \(rotation.size) entries."
    }

    /// The newest tree's signature. It is written after the tree, so it may not be there yet; but the mark knows what was signed.
    private mutating func checkNewestNote() {
        let size = ground.head.size
        reading(Place("checkpoint \(size)")) { run in
            let place = Place.row(
                "checkpoint", key: Int64(clamping: size.value), subject: "checkpoint \(size)")
            let count = try run.scan.number(
                "SELECT count(*) FROM checkpoint WHERE size = ?1", Int64(clamping: size.value))
            if count == 0, size.value > 0 {
                run.add(
                    .checkpoint, place, repair: .derived,
                    "The newest tree's checkpoint is missing.")
            }
            let notes = try run.scan.number(
                "SELECT count(*) FROM note WHERE size = ?1", Int64(clamping: size.value))
            guard notes == 0, size.value > 0, run.markSize != size else { return }
            run.warn(
                .checkpoint, place, repair: .derived,
                "The newest tree is not signed yet; whoever opens the archive to file signs it.")
        }
    }
}
