// A copy of a database that somebody may be writing to: SQLite's online backup (sqlite.org/backup.html), all pages in one step, which is
// one read transaction. In WAL mode the writer goes on meanwhile. Pages keep their places, so that what did not change is in the same
// pieces as in the last copy.

import GRDB

/// Copies databases.
enum DatabaseCopy {
    /// Copies the database at `source` to `target`, where nothing may be. The source is only read. The copy is not synced: whoever dies
    /// makes it again.
    static func make(of source: String, at target: String) throws {
        do {
            let from = try DatabaseQueue(path: source, configuration: reading)
            let to = try DatabaseQueue(path: target, configuration: writing)
            try from.backup(to: to)
            try to.close()
            try from.close()
        } catch let error as DatabaseError {
            throw BackupError.notCopied(
                path: source, code: error.extendedResultCode.rawValue, message: error.message ?? "")
        }
    }

    private static var reading: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        // The writer recovers its journal when it opens; that takes a moment.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // Only the one writer moves the journal into the database (background: the WAL-reset bug of SQLite before 3.51.3).
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0; PRAGMA mmap_size = 0")
        }
        return configuration
    }

    private static var writing: Configuration {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        }
        return configuration
    }
}
