// The tables of an archive. Public and private are apart: `entry` may be published whole, `exhibit` holds what a filing says. What
// is immutable is so by trigger, also against REPLACE (`recursive_triggers`); only `head` moves, and only forward.

import Foundation
import GRDB

/// The database of an archive: how it is made and how it is opened.
enum Schema {
    /// `PRAGMA application_id`: "DKT1".
    static let applicationID: Int32 = 0x444B_5431
    /// `PRAGMA user_version`: the version of these tables.
    static let version: Int32 = 1

    static let tables = """
        CREATE TABLE archive (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            origin TEXT NOT NULL,
            verifier_key TEXT NOT NULL
        ) STRICT;
        CREATE TABLE entry (
            idx INTEGER PRIMARY KEY CHECK (idx >= 0),
            leaf_hash BLOB NOT NULL UNIQUE CHECK (length(leaf_hash) = 32),
            entry BLOB NOT NULL
        ) STRICT;
        CREATE TABLE exhibit (
            idx INTEGER PRIMARY KEY REFERENCES entry (idx),
            matter TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            content BLOB NOT NULL CHECK (length(content) = 32),
            filing BLOB NOT NULL,
            filing_digest BLOB NOT NULL UNIQUE CHECK (length(filing_digest) = 32),
            filing_signature BLOB,
            docketing BLOB NOT NULL,
            sameness BLOB NOT NULL CHECK (length(sameness) = 32),
            UNIQUE (matter, number)
        ) STRICT;
        CREATE INDEX exhibit_by_sameness ON exhibit (sameness, idx);
        CREATE INDEX exhibit_by_content ON exhibit (content, idx);
        CREATE TABLE node (
            level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 63),
            idx INTEGER NOT NULL CHECK (idx >= 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (level, idx)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE idempotency (
            key TEXT PRIMARY KEY,
            filing_digest BLOB NOT NULL CHECK (length(filing_digest) = 32),
            idx INTEGER NOT NULL REFERENCES entry (idx)
        ) STRICT;
        CREATE TABLE checkpoint (
            size INTEGER PRIMARY KEY CHECK (size >= 0),
            note TEXT NOT NULL
        ) STRICT;
        CREATE TABLE head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            size INTEGER NOT NULL CHECK (size >= 0),
            root BLOB NOT NULL CHECK (length(root) = 32)
        ) STRICT;
        """

    /// Tables whose rows are written once.
    static let immutableTables = [
        "archive", "entry", "exhibit", "node", "idempotency", "checkpoint",
    ]

    static let triggers =
        immutableTables.map {
            """
            CREATE TRIGGER \($0)_keeps BEFORE UPDATE ON \($0)
                BEGIN SELECT RAISE(ABORT, '\($0) is immutable'); END;
            CREATE TRIGGER \($0)_stays BEFORE DELETE ON \($0)
                BEGIN SELECT RAISE(ABORT, '\($0) is immutable'); END;

            """
        }.joined() + """
            CREATE TRIGGER head_grows BEFORE UPDATE ON head WHEN NEW.size < OLD.size
                BEGIN SELECT RAISE(ABORT, 'the log never shrinks'); END;
            CREATE TRIGGER head_stays BEFORE DELETE ON head
                BEGIN SELECT RAISE(ABORT, 'the log never shrinks'); END;
            CREATE TRIGGER entry_follows BEFORE INSERT ON entry
                WHEN NEW.idx <> (SELECT coalesce(max(idx) + 1, 0) FROM entry)
                BEGIN SELECT RAISE(ABORT, 'entries have no gaps'); END;
            """

    /// Makes the tables in an empty database.
    static func create(in database: Database) throws {
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
        try database.execute(sql: tables)
        try database.execute(sql: triggers)
    }

    /// The database at `path`, to write. One connection does everything, so the WAL-reset bug of SQLite before 3.51.3, which
    /// needs two that write or checkpoint, cannot happen.
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

    /// Whether the file is a database of ours, of a version that we know.
    static func isOurs(_ database: Database) throws -> Bool {
        try Int32.fetchOne(database, sql: "PRAGMA application_id") == applicationID
            && Int32.fetchOne(database, sql: "PRAGMA user_version") == version
    }

    private static func configuration(isReadOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            try database.execute(sql: "PRAGMA recursive_triggers = ON")
        }
        return configuration
    }
}
