// The tables of `access.sqlite`. Changes are kept for ever, and are the grants; readings stand there until their record is made; a record stands there
// until the archive has it, and then only its digest. One connection holds the file, and no second process gets in: SQLite before
// 3.51.3 may corrupt a database that two write at once.

import EvidenceValues
import Foundation
import GRDB

/// The database of a book.
enum AccessTables {
    /// `PRAGMA application_id`: "DKA1".
    static let applicationID: Int32 = 0x444B_4131
    /// `PRAGMA user_version`: the version of these tables.
    static let version: Int32 = 1

    private static let tables = """
        CREATE TABLE book (id INTEGER PRIMARY KEY CHECK (id = 1), archive TEXT NOT NULL) STRICT;
        CREATE TABLE event (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            is_change INTEGER NOT NULL CHECK (is_change IN (0, 1)),
            line TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE TABLE record (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            last_seq INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            text BLOB,
            filing BLOB,
            idx INTEGER
        ) STRICT;
        CREATE TABLE usage (
            principal TEXT PRIMARY KEY,
            day INTEGER NOT NULL,
            filings INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER event_kept BEFORE DELETE ON event WHEN OLD.is_change = 1
            BEGIN SELECT RAISE(ABORT, 'changes are kept'); END;
        CREATE TRIGGER event_fixed BEFORE UPDATE ON event
            BEGIN SELECT RAISE(ABORT, 'events do not change'); END;
        CREATE TRIGGER record_kept BEFORE DELETE ON record
            BEGIN SELECT RAISE(ABORT, 'records are kept'); END;
        PRAGMA application_id = 0x444B4131;
        PRAGMA user_version = 1;
        """

    /// The database at `path`, made if there is none, of `archive`.
    static func open(_ path: String, archive: ArchiveOrigin) throws -> DatabaseQueue {
        // Before SQLite makes it under the umask: it names who is whose.
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            guard mode == "wal" else { throw AccessError.damaged("journal \(mode ?? "?")") }
            try database.inTransaction(.immediate) {
                try create(in: database, archive: archive)
                return .commit
            }
        }
        return queue
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA mmap_size = 0;
                    PRAGMA recursive_triggers = ON;
                    PRAGMA secure_delete = ON;
                    """)
        }
        return configuration
    }

    private static func create(in database: Database, archive: ArchiveOrigin) throws {
        let identifier = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        if identifier == 0, try Int.fetchOne(database, sql: "PRAGMA schema_version") == 0 {
            try database.execute(sql: tables)
            try database.execute(
                sql: "INSERT INTO book (id, archive) VALUES (1, ?)", arguments: [archive.text])
            return
        }
        let found = try Int32.fetchOne(database, sql: "PRAGMA user_version")
        guard identifier == applicationID, found == version else {
            throw AccessError.damaged("application \(identifier ?? 0), version \(found ?? 0)")
        }
        let origin = try String.fetchOne(database, sql: "SELECT archive FROM book")
        guard origin == archive.text else {
            throw AccessError.wrongArchive(found: origin ?? "")
        }
    }
}
