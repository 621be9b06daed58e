// How the database is opened. One connection writes, and it alone checkpoints the WAL: SQLite before 3.51.3 may corrupt a database
// when two connections write or checkpoint at once (the WAL-reset bug; Debian 12 has 3.40.1). The file `lock` keeps a second
// writer out, and whoever reads opens the file read-only, where SQLite neither writes nor checkpoints.

import Foundation
import GRDB
import TransparencyLog

extension Schema {
    /// The database at `path`, to write.
    static func openForWriting(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: configuration(isReadOnly: false))
        try queue.writeWithoutTransaction { database in
            // After opening: GRDB sets `synchronous` itself when it is told of WAL.
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
            // 2 is FULL (sqlite.org/pragma.html#pragma_synchronous).
            guard mode == "wal", synchronous == 2 else {
                throw StoreError.damaged("synchronous=\(synchronous ?? -1), \(mode ?? "?")")
            }
        }
        return queue
    }

    /// The database at `path`, to read; it may be written to by another process meanwhile.
    static func openForReading(_ path: String) throws -> DatabaseQueue {
        try DatabaseQueue(
            path: try isAtRest(path) ? immutable(path) : path,
            configuration: configuration(isReadOnly: true))
    }

    /// Whether nobody writes, and we may not: then SQLite cannot make the files beside the database that readers and writers share.
    /// Known gap: it would not see a writer that begins only now, so an audit meanwhile may call whole rows damaged.
    private static func isAtRest(_ path: String) throws -> Bool {
        try !PosixFile.mayWrite(PosixFile.parent(of: path))
            && PosixFile.size(of: path + "-wal") == nil
    }

    /// The name under which SQLite reads a file and makes none beside it (sqlite.org/uri.html).
    private static func immutable(_ path: String) -> String {
        let unreserved = CharacterSet(charactersIn: "/-._~").union(.alphanumerics)
        let name = path.addingPercentEncoding(withAllowedCharacters: unreserved) ?? path
        return "file:\(name)?immutable=1"
    }

    private static func configuration(isReadOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA mmap_size = 0;
                    PRAGMA recursive_triggers = ON;
                    PRAGMA secure_delete = ON;
                    """)
            if isReadOnly { try database.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
        }
        return configuration
    }
}

extension StoreError {
    /// The same error in the store's words.
    static func explaining(_ error: any Error, folder: String) -> any Error {
        let reserve = folder + "/reserve"
        switch error {
        case let error as DatabaseError:
            if error.resultCode == .SQLITE_FULL {
                return StoreError.diskFull(path: folder, reserve: reserve)
            }
            return StoreError.database(
                code: error.extendedResultCode.rawValue, message: error.message ?? "")
        case StoreError.diskFull(let path, _):
            return StoreError.diskFull(path: path, reserve: reserve)
        case let error as FormatError:
            return StoreError.format(error)
        case let error as NoteError:
            return StoreError.note(error)
        default:
            return error
        }
    }
}
