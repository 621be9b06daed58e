// A copy of docketd's database of who may what, which docketd holds for itself alone: SQLite lets nobody else in, not even to read. So
// the file and its journal are read twice. If both readings agree, there was a moment between them at which the two files were just so:
// what a process that is killed at that moment leaves, and SQLite recovers that. It is a small database, and its pauses are many.

import DurableFiles
import Foundation
import GRDB
import TransparencyLog

/// Copies the database of who may what.
enum AccessCopy {
    /// `PRAGMA application_id` of that database: "DKA1".
    private static let applicationID: Int32 = 0x444B_4131
    /// How often it is tried to find a pause, and how long between: ten seconds of steady writing are no pause.
    private static let attempts = 100
    private static let patience = 0.1

    /// Copies the database at `source` to `target`, where nothing may be.
    static func make(of source: String, at target: String) throws {
        // SQLITE_CANTOPEN and, below, SQLITE_BUSY (sqlite.org/rescode.html).
        guard DurableFile.exists(source) else {
            throw BackupError.notCopied(path: source, code: 14, message: "there is no such file")
        }
        for _ in 0..<attempts {
            let files = [source, source + "-wal"]
            let first = try files.enumerated().map { number, path in
                try copy(path, to: number == 0 ? target : target + "-wal")
            }
            if try files.map({ try content($0) }) == first { return try settle(target, source) }
            for end in ["", "-wal"] { try DurableFile.remove(target + end) }
            Thread.sleep(forTimeInterval: patience)
        }
        throw BackupError.notCopied(path: source, code: 5, message: "it is written without a pause")
    }

    /// Copies a file, and says what it was; nil if there is none.
    private static func copy(_ path: String, to target: String) throws -> Snapshot.Content? {
        guard DurableFile.exists(path) else { return nil }
        let file = try NewFile(for: target, isSecret: true)
        var content: Snapshot.Content?
        try file.fill { output in content = try DiskFile.read(path) { try output.append($0) } }
        try file.promote()
        return content
    }

    private static func content(_ path: String) throws -> Snapshot.Content? {
        DurableFile.exists(path) ? try DiskFile.read(path) : nil
    }

    /// Lets SQLite recover the copy, so that all of it is in the one file.
    private static func settle(_ target: String, _ source: String) throws {
        do {
            let queue = try DatabaseQueue(path: target)
            try queue.writeWithoutTransaction { database in
                let identifier = try Int32.fetchOne(database, sql: "PRAGMA application_id")
                guard identifier == applicationID else {
                    throw BackupError.notCopied(
                        path: source, code: 26, message: "it is no database of docketd")
                }
                try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            try queue.close()
            for end in ["-wal", "-shm"] { try DurableFile.remove(target + end) }
        } catch let error as DatabaseError {
            throw BackupError.notCopied(
                path: source, code: error.extendedResultCode.rawValue, message: error.message ?? "")
        }
    }
}
