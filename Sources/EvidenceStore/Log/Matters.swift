// What is derived from the log for whoever files next: the matters (`matter`), their entries by number (`docket`), and which filings to
// compare with a new one (`seen`). A key of `seen` is a matter and 32 bits of a digest: only a hint, always
// compared with the filing itself, so that no collision can answer for another filing. Matters get their numbers in the order in
// which they begin, so the rows of matters under way are near each other, and a commit touches few pages.

import EvidenceValues
import GRDB
import TransparencyLog

/// Where a matter stands.
struct MatterState {
    /// Numbers of matters: as many as fit above 32 bits of a digest.
    static let ids: ClosedRange<Int64> = 1...0x7FFF_FFFF

    /// Its number in the derived tables.
    let id: Int64
    /// The number of its newest exhibit; 0 for none.
    var number: UInt64
    /// The leaf hash of its newest entry; nil for none.
    var lastLeaf: LeafHash?
    /// Whether the tables have it.
    var isStored: Bool
}

extension Ledger {
    /// Where a matter stands, by its last number; nil if it has no entries. A number is given once and for ever, so both tables must
    /// name the same newest entry, and that entry the matter and the number. Reads all rows of the matter in `seen`.
    /// - Throws: `.needsReindex` if they do not.
    func matter(_ name: MatterID) throws -> MatterState? {
        guard let id = try matterID(name) else { return nil }
        guard let (number, index) = try lastNumber(of: id), try lastSeen(of: id) == index,
            let entry = try entry(at: index), let docketing = try docketing(at: index),
            docketing.matter == name, docketing.number.value == number
        else { throw StoreError.needsReindex }
        return MatterState(id: id, number: number, lastLeaf: entry.leafHash, isStored: true)
    }

    /// The number that a matter has in the derived tables; nil if it has none.
    func matterID(_ name: MatterID) throws -> Int64? {
        var id: Int64?
        try RawStatement(database, "SELECT id FROM matter WHERE name = ?").rows(name.text) {
            id = try $0.number(0)
            return false
        }
        guard let id else { return nil }
        guard MatterState.ids.contains(id) else { throw StoreError.needsReindex }
        return id
    }

    /// The newest entry of a matter that filings are compared with.
    private func lastSeen(of matter: Int64) throws -> LeafIndex? {
        var last: LeafIndex?
        try RawStatement(database, "SELECT max(idx) FROM seen WHERE key BETWEEN ? AND ?")
            .rows(matter << 32, matter << 32 | 0xFFFF_FFFF) {
                last = $0.isNull(0) ? nil : try $0.index(0)
                return false
            }
        return last
    }

    func lastNumber(of matter: Int64) throws -> (number: UInt64, index: LeafIndex)? {
        var last: (UInt64, LeafIndex)?
        try RawStatement(
            database,
            "SELECT number, idx FROM docket WHERE matter_id = ? ORDER BY number DESC LIMIT 1"
        ).rows(matter) {
            last = (try $0.index(0).value, try $0.index(1))
            return false
        }
        return last
    }

    /// Whether the tables of matters are there and know the newest entry: they were not dropped, or left behind by what was restored
    /// in part. Whether they are right in all, the audit tells.
    func isIndexed(_ last: Entry?) throws -> Bool {
        for table in Schema.derivedNames where table != "term" {
            guard try database.tableExists(table) else { return false }
        }
        guard let last else { return true }
        guard let docketing = try docketing(at: last.index) else { return false }
        guard let id = try matterID(docketing.matter), let newest = try lastNumber(of: id) else {
            return false
        }
        return newest == (docketing.number.value, last.index)
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
    /// - Throws: `.needsReindex` if there is none left, or one is in use that no matter has.
    func nextMatterID() throws -> Int64 {
        var used: [Int64] = []
        try RawStatement(
            database,
            """
            SELECT coalesce((SELECT max(id) FROM matter), 0)
            UNION ALL SELECT coalesce((SELECT max(matter_id) FROM docket), 0)
            """
        ).rows {
            used.append(try $0.number(0))
            return true
        }
        guard used.count == 2, used[1] <= used[0], used[0] < Int64.max,
            MatterState.ids.contains(used[0] + 1)
        else { throw StoreError.needsReindex }
        return used[0] + 1
    }

    /// Writes the number of a new matter.
    func write(matter name: MatterID, id: Int64) throws {
        try RawStatement(database, "INSERT INTO matter (id, name) VALUES (?, ?)")
            .run(.number(id), .text(name.text))
    }

    /// The entries that may hold the same filing, or the same bytes, as one with this key; ascending.
    func candidates(_ key: Int64) throws -> [LeafIndex] {
        var candidates: [LeafIndex] = []
        try RawStatement(database, "SELECT idx FROM seen WHERE key = ? ORDER BY idx").rows(key) {
            guard let index = UInt64(exactly: try $0.number(0)) else {
                throw StoreError.needsReindex
            }
            candidates.append(LeafIndex(index))
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
        if let use, try entry(at: use.index)?.filing != use.filing {
            throw StoreError.damaged("idempotency \(key)")
        }
        return use
    }

    /// Notes that for `key` the archive answered with the entry at `index`.
    func note(key: String, filing: Digest, index: LeafIndex) throws {
        try RawStatement(
            database, "INSERT INTO idempotency (key, filing_digest, idx) VALUES (?, ?, ?)"
        ).run(.text(key), .bytes(filing.bytes), .number(index.column))
    }
}

extension MatterState {
    /// The key of `seen` for a filing of this matter.
    func seenKey(_ likeness: Digest) -> Int64 { MatterState.seenKey(likeness, in: id) }

    /// The key of `seen` for a filing of the matter with this number.
    static func seenKey(_ likeness: Digest, in matter: Int64) -> Int64 {
        matter << 32 | Int64(likeness.value.words.0 >> 32)
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
