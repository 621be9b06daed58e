// What is derived from the log for whoever files next: where each matter stands (`matter`), its entries by number (`docket`), and
// which filings to compare with a new one (`seen`). A key of `seen` is a matter and 32 bits of a digest: only a hint, always
// compared with the filing itself, so that no collision can answer for another filing. Matters get their numbers in the order in
// which they begin, so the rows of matters under way are near each other, and a commit touches few pages.

import EvidenceValues
import GRDB
import TransparencyLog

/// Where a matter stands.
struct MatterState {
    /// Its number in the derived tables.
    let id: Int64
    /// The number of its newest exhibit; 0 for none.
    var number: UInt64
    var lastIndex: LeafIndex
    /// The leaf hash of its newest entry; nil for none.
    var lastLeaf: LeafHash?
    /// Whether the tables have it.
    var isStored: Bool
}

extension Ledger {
    /// Where a matter stands; nil if it has no entries.
    func matter(_ name: MatterID) throws -> MatterState? {
        var state: MatterState?
        try RawStatement(
            database, "SELECT id, number, last_idx, last_leaf FROM matter WHERE name = ?"
        ).rows(name.text) {
            state = MatterState(
                id: try $0.number(0), number: try $0.index(1).value, lastIndex: try $0.index(2),
                lastLeaf: LeafHash(try $0.digest(3)), isStored: true)
            return false
        }
        return state
    }

    /// Whether the tables of matters are there and know the newest entry: they were not dropped, or left behind by what was restored
    /// in part. Whether they are right in all, the audit tells.
    func isIndexed(_ last: Entry?) throws -> Bool {
        for table in Schema.derivedNames where table != "term" {
            guard try database.tableExists(table) else { return false }
        }
        guard let last else { return true }
        guard let docketing = try docketing(at: last.index) else { return false }
        guard let matter = try matter(docketing.matter), matter.lastIndex == last.index,
            matter.number == docketing.number.value
        else { return false }
        let index = try Int64.fetchOne(
            database, sql: "SELECT idx FROM docket WHERE matter_id = ? AND number = ?",
            arguments: [matter.id, Int64(clamping: matter.number)])
        return index == last.index.column
    }

    private func docketing(at index: LeafIndex) throws -> Docketing? {
        var docketing: Docketing?
        try RawStatement(database, "SELECT docketing FROM docketing WHERE idx = ?")
            .rows(index.column) {
                docketing = try? Docketing(parsing: $0.bytes(0))
                return false
            }
        return docketing
    }

    /// The number that the next new matter gets.
    func nextMatterID() throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT coalesce(max(id), 0) + 1 FROM matter")) ?? 1
    }

    /// Writes where a matter stands now.
    func write(_ state: MatterState, of name: MatterID) throws {
        guard let leaf = state.lastLeaf else { return }
        let (number, index) = (
            Int64(clamping: state.number), Int64(clamping: state.lastIndex.value)
        )
        if state.isStored {
            try RawStatement(
                database, "UPDATE matter SET number = ?, last_idx = ?, last_leaf = ? WHERE id = ?"
            ).run(.number(number), .number(index), .digest(leaf.digest), .number(state.id))
        } else {
            try RawStatement(
                database,
                """
                INSERT INTO matter (id, name, number, last_idx, last_leaf)
                VALUES (?, ?, ?, ?, ?)
                """
            ).run(
                .number(state.id), .text(name.text), .number(number), .number(index),
                .digest(leaf.digest))
        }
    }

    /// The entries that may hold the same filing, or the same bytes, as one with this key; ascending.
    func candidates(_ key: Int64) throws -> [LeafIndex] {
        var candidates: [LeafIndex] = []
        try RawStatement(database, "SELECT idx FROM seen WHERE key = ? ORDER BY idx").rows(key) {
            candidates.append(try $0.index(0))
            return true
        }
        return candidates
    }

    /// For which filing and entry an idempotency key was used.
    func use(ofKey key: String) throws -> (filing: Digest, index: LeafIndex)? {
        var use: (filing: Digest, index: LeafIndex)?
        try RawStatement(database, "SELECT filing_digest, idx FROM idempotency WHERE key = ?")
            .rows(key) {
                use = (try $0.digest(0), try $0.index(1))
                return false
            }
        return use
    }

    /// Notes that for `key` the archive answered with the entry at `index`.
    func note(key: String, filing: Digest, index: LeafIndex) throws {
        try RawStatement(
            database, "INSERT INTO idempotency (key, filing_digest, idx) VALUES (?, ?, ?)"
        ).run(.text(key), .digest(filing), .number(Int64(clamping: index.value)))
    }
}

extension MatterState {
    /// The key of `seen` for a filing of this matter.
    func seenKey(_ sameness: Digest) -> Int64 {
        id << 32 | Int64(sameness.value.words.0 >> 32)
    }
}

extension Filing {
    /// What makes two filings the same in all but nonce, name, media type and checkpoint, as a digest.
    var sameness: Digest {
        let links = links.map { "\($0.relation.rawValue) \($0.target.text)\n" }.joined()
        let text = "\(filer.text)\n\(matter.text)\n\(kind.rawValue)\n\(content.text)\n\(links)"
        return Digest.sha256(text.utf8)
    }

    /// Whether both are of the same bytes by the same filer, into the same matter, with the same kind and links.
    func isSame(as other: Filing) -> Bool {
        filer == other.filer && matter == other.matter && kind == other.kind
            && content == other.content && links == other.links
    }
}
