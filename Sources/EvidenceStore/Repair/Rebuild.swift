// A new database from exhibits that somebody has checked: for the repair of a damaged one. The tree, the tables beside the log and
// what is derived are computed anew, so only texts, contents, notes and registers have to be found. It grows under another name, and
// is given its own when an audit has found it sound.

package import EvidenceValues
import Foundation
import GRDB
package import TransparencyLog

/// A database that is being made.
package final class Rebuild {
    /// The texts of one entry, checked against each other; what was erased or cannot be found is nil.
    package struct Exhibit {
        package var entry: [UInt8]
        package var docketing: [UInt8]?
        package var filing: [UInt8]?
        package var signature: [UInt8]?
        package var content: [UInt8]?

        package init(entry: [UInt8]) { self.entry = entry }
    }

    private let queue: DatabaseQueue
    private var edge = LogEdge()
    /// The number of each matter in the derived tables.
    private var matters: [MatterID: Int64] = [:]
    private let origin: ArchiveOrigin

    /// Makes the database at `path`, where nothing may be, and begins to fill it.
    package init(path: String, origin: ArchiveOrigin, key: VerifierKey) throws {
        self.origin = origin
        guard try PosixFile.size(of: path) == nil else {
            throw StoreError.alreadyExists(path: path)
        }
        var configuration = Configuration()
        // One transaction from the first row to the last.
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            // Nobody needs half of it: a process that dies here leaves a file that the next repair removes.
            try database.execute(sql: "PRAGMA journal_mode = OFF")
            try database.execute(sql: "PRAGMA synchronous = OFF")
            try Schema.create(in: database)
            try database.execute(sql: "BEGIN")
            try database.execute(
                sql: "INSERT INTO archive (id, origin, verifier_key) VALUES (1, ?, ?)",
                arguments: [origin.text, key.text])
        }
    }

    /// The tree over what was appended.
    package var head: Checkpoint {
        Checkpoint(origin: origin, size: edge.size, root: edge.root)
    }

    /// Appends the exhibit of the next entry.
    package func append(_ exhibit: Exhibit) throws {
        let index = Int64(clamping: edge.size.value)
        try insert("entry", [index, Data(exhibit.entry)])
        try exhibit.docketing.map { try insert("docketing", [index, Data($0)]) }
        try exhibit.filing.map {
            try insert("filing", [index, Data($0), exhibit.signature.map { Data($0) }])
        }
        try exhibit.content.map { try insert("content", [index, Data($0)]) }
        for tile in edge.append(LeafHash.of(entryBytes: exhibit.entry)) {
            try insert("tile", [tile.key, Data(tile.bytes)])
        }
        try derive(exhibit, LeafIndex(UInt64(index)))
    }

    /// The rows that follow from a docketing and a filing.
    private func derive(_ exhibit: Exhibit, _ index: LeafIndex) throws {
        guard let bytes = exhibit.docketing, let docketing = try? Docketing(parsing: bytes) else {
            return
        }
        let matter = try matters[docketing.matter] ?? begin(docketing.matter)
        let number = Int64(clamping: docketing.number.value)
        let row = Int64(clamping: index.value)
        try insert("docket", [matter, number, row], orIgnore: true)
        let filing = exhibit.filing.flatMap { try? Filing(parsing: $0) }
        let likeness = filing?.sameness ?? (try? Entry(parsing: exhibit.entry))?.filing
        if let likeness { try insert("seen", [MatterState.seenKey(likeness, in: matter), row]) }
    }

    private func begin(_ matter: MatterID) throws -> Int64 {
        let id = Int64(matters.count) + 1
        matters[matter] = id
        try insert("matter", [id, matter.text])
        return id
    }

    /// Writes the checkpoint of the tree as it is now, and its note if there is one.
    package func writeCheckpoint(note: String?) throws {
        let size = Int64(clamping: edge.size.value)
        try insert("checkpoint", [size, Data(edge.root.digest.bytes)])
        try note.map { try insert("note", [size, $0]) }
    }

    /// Writes a row of a table beside the log, as it is, unless there is one.
    package func copy(_ table: Register, _ row: [RegisterValue]) throws {
        try insert(table.rawValue, row.map(\.databaseValue), orIgnore: true)
    }

    /// Writes what is known only at the end, and makes the file durable.
    package func finish() throws {
        for level in 1..<LogEdge.maximumLevels {
            let tail = edge.tail(level)
            if !tail.isEmpty { try insert("edge", [Int64(level), Data(tail.joinedBytes)]) }
        }
        try insert(
            "head",
            [
                1, Int64(clamping: edge.size.value), Data(edge.root.digest.bytes),
                Data(edge.peaks.peaks.joinedBytes),
            ])
        try queue.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try queue.close()
        try PosixFile(reading: queue.path).synchronize()
    }

    /// Gives up; the file is to be removed.
    package func abandon() { try? queue.close() }

    private func insert(
        _ table: String, _ values: [(any DatabaseValueConvertible)?], orIgnore: Bool = false
    ) throws {
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        let verb = orIgnore ? "INSERT OR IGNORE" : "INSERT"
        try queue.writeWithoutTransaction { database in
            try database.cachedStatement(sql: "\(verb) INTO \(table) VALUES (\(marks))")
                .execute(arguments: StatementArguments(values))
        }
    }
}

extension Rebuild {
    /// A table beside the log whose rows are taken as they are, once they were checked.
    package enum Register: String, Sendable {
        case keys = "archive_key"
        case cosignature, idempotency, erased, hold
    }

    /// A value of a register's row.
    package enum RegisterValue: Sendable {
        case nothing
        case number(Int64)
        case text(String)
        case bytes([UInt8])

        fileprivate var databaseValue: (any DatabaseValueConvertible)? {
            switch self {
            case .nothing: nil
            case .number(let number): number
            case .text(let text): text
            case .bytes(let bytes): Data(bytes)
            }
        }
    }
}
