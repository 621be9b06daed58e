// From events to records that the archive files. A record and its filing are in the database before the archive is asked, so whatever
// dies in between, the very same is filed again and answered with the first receipt (docs/formats/access.md, access-7).

package import EvidenceValues
import Foundation
import GRDB
package import ServiceInterface
import Synchronization
package import TransparencyLog

extension AccessBook {
    /// A record that the archive does not have yet.
    package struct PendingRecord: Sendable, Hashable {
        package let number: Int64
        package let text: [UInt8]
        package let filing: Filing
    }

    /// A record that the archive has.
    package struct FiledRecord: Sendable, Hashable {
        package let number: Int64
        package let digest: Digest
        package let index: LeafIndex
    }

    /// How many events no record has yet.
    package var pendingEvents: Int { pending.withLock { $0 } }

    /// Notes a reading, before what is read is sent. Losing power may take it; killing the process does not. Spec: access-6
    package func note(_ reading: AccessReading, by principal: PrincipalID?) throws {
        let event = AccessEvent(time: clock(), actor: principal, what: .reading(reading))
        try queue.storing { database in
            // No sync: the next change or record has one, within a minute.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            defer { try? database.execute(sql: "PRAGMA synchronous = FULL") }
            try AccessBook.insert(event, payload: [], in: database)
            pending.withLock { $0 += 1 }
        }
    }

    /// The record to be filed next: one that was made and not filed, or a new one of the events since the last; nil if there are none.
    package func nextRecord() throws -> PendingRecord? {
        let now = clock()
        return try queue.storing { database in
            var record: PendingRecord?
            try database.inTransaction(.immediate) {
                record = try unfiled(database) ?? make(database, at: now)
                return .commit
            }
            return record
        }
    }

    /// Notes that the archive has the record, as the entry with this index.
    package func markFiled(_ number: Int64, index: LeafIndex) throws {
        guard let index = Int64(exactly: index.value) else {
            throw AccessError.damaged("index \(index.value)")
        }
        try queue.storing { database in
            try database.execute(
                sql: "UPDATE record SET idx = ?, text = NULL, filing = NULL WHERE number = ?",
                arguments: [index, number])
        }
    }

    /// Records that the archive has, with numbers above `number`, in their order.
    package func filedRecords(after number: Int64, limit: Int) throws -> [FiledRecord] {
        try queue.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT number, digest, idx FROM record
                    WHERE number > ? AND idx IS NOT NULL ORDER BY number LIMIT ?
                    """, arguments: [number, max(0, limit)])
            return try rows.map { row in
                let (number, digest, index): (Int64, Data, Int64) = (row[0], row[1], row[2])
                guard let digest = Digest(bytes: Array(digest)), index >= 0 else {
                    throw AccessError.damaged("record \(number)")
                }
                return FiledRecord(
                    number: number, digest: digest, index: LeafIndex(UInt64(index)))
            }
        }
    }

    static func pendingCount(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM event
                WHERE seq > (SELECT coalesce(max(last_seq), 0) FROM record)
                """) ?? 0
    }

    private func unfiled(_ database: Database) throws -> PendingRecord? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT number, text, filing FROM record WHERE idx IS NULL ORDER BY number LIMIT 1
                """)
        guard let row else { return nil }
        let (number, text, filing): (Int64, Data?, Data?) = (row[0], row[1], row[2])
        guard let text, let filing else { throw AccessError.damaged("record \(number)") }
        return PendingRecord(
            number: number, text: Array(text), filing: try Filing(parsing: Array(filing)))
    }

    private func make(_ database: Database, at now: Instant) throws -> PendingRecord? {
        let last = try Row.fetchOne(
            database,
            sql: "SELECT number, last_seq, digest FROM record ORDER BY number DESC LIMIT 1")
        let (number, since): (Int64, Int64) = last.map { ($0[0], $0[1]) } ?? (0, 0)
        let previous = last.flatMap { Digest(bytes: Array($0[2] as Data)) }
        let rows = try Row.fetchAll(
            database, sql: "SELECT seq, line FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
            arguments: [since, AccessRecord.maximumEvents])
        guard let through: Int64 = rows.last?[0] else { return nil }
        let events = try rows.map { row in
            guard let event = AccessEvent(text: row[1] as String) else {
                throw AccessError.damaged(row[1])
            }
            return event
        }
        guard
            let record = AccessRecord(
                archive: archive, number: number + 1, previous: previous, events: events)
        else { throw AccessError.damaged("record \(number + 1)") }
        let filing = try filing(of: record)
        try store(record, filing, through: through, in: database)
        pending.withLock { $0 = max(0, $0 - events.count) }
        return PendingRecord(number: record.number, text: record.bytes, filing: filing)
    }

    private func store(
        _ record: AccessRecord, _ filing: Filing, through last: Int64, in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO record (number, last_seq, digest, text, filing)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                record.number, last, Data(record.digest.bytes), Data(record.bytes),
                Data(filing.bytes),
            ])
        try database.execute(
            sql: "DELETE FROM event WHERE seq <= ? AND is_change = 0", arguments: [last])
    }

    /// The operator's filing of a record; its nonce keeps the public entry from telling whether somebody read something.
    private func filing(of record: AccessRecord) throws -> Filing {
        guard let name = FileName("access-\(record.number).txt"), let type = MediaType("text/plain")
        else { throw AccessError.damaged("record \(record.number)") }
        let text = record.bytes
        return try Filing(
            archive: archive, matter: .access, kind: .document, mediaType: type, name: name,
            content: .sha256(text), size: UInt64(text.count), filer: .operator, nonce: random(32))
    }
}

extension DatabaseQueue {
    /// Writes, and tells SQLite's errors in our words.
    func storing<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try writeWithoutTransaction(body)
        } catch let error as DatabaseError {
            throw AccessError.storage(error.resultCode.rawValue)
        }
    }
}
