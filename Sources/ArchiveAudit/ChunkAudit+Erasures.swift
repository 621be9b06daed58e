// What is not there: erased with a record, or missing. And what is there though it was erased.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ChunkAudit {
    /// Compares what is absent with what was erased.
    func checkErasures() throws {
        let range = result.chunk.range
        let cursor = try scan.select(
            "SELECT idx, record_idx FROM erased WHERE idx >= ?1 AND idx < ?2 ORDER BY idx",
            Int64(clamping: range.lowerBound), Int64(clamping: range.upperBound))
        var erased: [LeafIndex: LeafIndex] = [:]
        while try cursor.next() {
            let index = LeafIndex(UInt64(clamping: cursor.integer(0)))
            erased[index] = LeafIndex(UInt64(clamping: cursor.integer(1)))
            try checkErasure(index, record: LeafIndex(UInt64(clamping: cursor.integer(1))))
        }
        for (index, table, place) in absent where erased[index] == nil {
            let what = table == "filing" ? "filing" : "exhibit's content"
            add(
                table == "filing" ? .filing : .content, place, repair: .copy,
                "The \(what) is missing, and no record says that it was erased.")
        }
    }

    /// One erasure: a record names the entry, no hold forbade it, and nothing of it is left.
    private func checkErasure(_ index: LeafIndex, record: LeafIndex) throws {
        let key = Int64(clamping: index.value)
        let left =
            try scan.number("SELECT count(*) FROM filing WHERE idx = ?1", key) ?? 0
            + (scan.number("SELECT count(*) FROM content WHERE idx = ?1", key) ?? 0)
        if left > 0 {
            add(
                .erasure, place("filing", index), repair: .byHand,
                "It was erased (entry \(record)), and is still there.")
        }
        guard let erasure = try erasure(of: index, by: record) else {
            return add(
                .erasure, place("erased", index), repair: .nothing,
                "Entry \(record), which is to say that it was erased, does not.")
        }
        if let hold = try hold(against: erasure, record) {
            add(
                .hold, place("erased", index), repair: .nothing,
                "It was erased (entry \(record)), though the hold of entry \(hold) was not released."
            )
        }
        result.coverage.erased += 1
        guard result.erasures.count < FaultList.limit else { return }
        result.erasures.append(
            ErasedPlace(index: index, record: record, ground: erasure.warrant.ground))
    }

    /// Each record of an erasure, a hold, a release or a rotation has its row.
    func checkRecords() throws {
        for (index, kind) in records {
            let key = Int64(clamping: index.value)
            let sql: String
            switch kind {
            case .erasure: sql = "SELECT count(*) FROM erased WHERE record_idx = ?1"
            case .hold: sql = "SELECT count(*) FROM hold WHERE record_idx = ?1"
            case .release: sql = "SELECT count(*) FROM hold WHERE released_by = ?1"
            case .rotation: sql = "SELECT count(*) FROM archive_key WHERE rotation_idx = ?1"
            default: continue
            }
            guard try scan.number(sql, key) == 0 else { continue }
            let code: FaultCode =
                kind == .erasure ? .erasure : kind == .rotation ? .key : .hold
            add(
                code, place("filing", index), repair: .derived,
                "The record of this \(kind.rawValue) has no row in the table that acts on it.")
        }
    }

    /// What the entry `record` says of the erasure of `index`: of this entry, later than it, by the operator, in its matter.
    /// Nil if it says anything else. Spec: erasure-2, erasure-3
    private func erasure(of index: LeafIndex, by record: LeafIndex) throws -> Erasure? {
        guard record > index else { return nil }
        let cursor = try scan.select(
            """
            SELECT entry, filing, bytes FROM entry JOIN filing ON filing.idx = entry.idx
                JOIN content ON content.idx = entry.idx WHERE entry.idx = ?1
            """, Int64(clamping: record.value))
        guard try cursor.next() else { return nil }
        let filing = cursor.bytes(1)
        let text = cursor.bytes(2)
        guard let entry = try? Entry(parsing: cursor.bytes(0)),
            entry.filing == Digest.sha256(filing), let said = try? Filing(parsing: filing),
            said.kind == .erasure, said.filer == .operator, said.content == Digest.sha256(text),
            let erasure = try? Erasure(parsing: text), erasure.entry == index,
            erasure.matter == said.matter, try isLeaf(erasure.leaf, of: index),
            try isDocketed(index, as: erasure)
        else { return nil }
        return erasure
    }

    /// The record of a hold that covered the entry when it was erased. That the table has what the records say is checked for
    /// itself. Spec: erasure-12
    private func hold(against erasure: Erasure, _ record: LeafIndex) throws -> Int64? {
        let cursor = try scan.select(
            """
            SELECT record_idx FROM hold WHERE record_idx < ?1 AND (idx = ?2 OR matter = ?3)
                AND (released_by IS NULL OR released_by > ?1) ORDER BY record_idx LIMIT 1
            """, Int64(clamping: record.value), Int64(clamping: erasure.entry.value),
            text: Array(erasure.matter.text.utf8))
        return try cursor.next() ? cursor.integer(0) : nil
    }

    /// Whether the docketing of `index` has the matter and number of `erasure`. One that is not what was filed is told for itself.
    private func isDocketed(_ index: LeafIndex, as erasure: Erasure) throws -> Bool {
        let cursor = try scan.select(
            """
            SELECT entry, docketing FROM entry JOIN docketing ON docketing.idx = entry.idx
                WHERE entry.idx = ?1
            """, Int64(clamping: index.value))
        guard try cursor.next(), let entry = try? Entry(parsing: cursor.bytes(0)),
            entry.docketing == Digest.sha256(cursor.bytes(1)),
            let docketing = try? Docketing(parsing: cursor.bytes(1))
        else { return true }
        return docketing.matter == erasure.matter && docketing.number == erasure.number
    }

    private func isLeaf(_ leaf: LeafHash, of index: LeafIndex) throws -> Bool {
        if let slot = tiles.leaf(index) { return slot == leaf }
        let cursor = try scan.select(
            "SELECT entry FROM entry WHERE idx = ?1", Int64(clamping: index.value))
        guard try cursor.next() else { return false }
        var found: LeafHash?
        cursor.withBytes(0) { found = LeafHash.of(entry: $0) }
        return found == leaf
    }
}
