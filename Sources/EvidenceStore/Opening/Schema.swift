// The tables of an archive (docs/formats/archive.md). Public and private are apart: `entry`, `tile`, `checkpoint` and `note` may be
// published whole, `filing`, `docketing` and `content` hold what parties say. What is immutable is so by trigger, also against
// REPLACE (`recursive_triggers`); `head` only grows, and with the entries; a filing, its content and the key of its request go only
// when `erased` names them. Rows of the log are added at the end of their tables, so a commit touches few pages.

import GRDB

/// The database of an archive: its tables.
enum Schema {
    /// `PRAGMA application_id`: "DKT1".
    static let applicationID: Int32 = 0x444B_5431
    /// `PRAGMA user_version`: the version of these tables.
    static let version: Int32 = 2

    static let tables = """
        CREATE TABLE archive (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            origin TEXT NOT NULL,
            verifier_key TEXT NOT NULL
        ) STRICT;
        CREATE TABLE archive_key (
            size INTEGER PRIMARY KEY CHECK (size >= 0),
            verifier_key TEXT NOT NULL,
            rotation_idx INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE entry (idx INTEGER PRIMARY KEY CHECK (idx >= 0), entry BLOB NOT NULL) STRICT;
        CREATE TABLE filing (idx INTEGER PRIMARY KEY, filing BLOB NOT NULL, signature BLOB) STRICT;
        CREATE TABLE docketing (idx INTEGER PRIMARY KEY, docketing BLOB NOT NULL) STRICT;
        CREATE TABLE content (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
        CREATE TABLE tile (
            id INTEGER PRIMARY KEY CHECK (id >= 0),
            hashes BLOB NOT NULL CHECK (length(hashes) = 8192)
        ) STRICT;
        CREATE TABLE edge (
            level INTEGER PRIMARY KEY CHECK (level BETWEEN 1 AND 7),
            hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0)
        ) STRICT;
        CREATE TABLE head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            size INTEGER NOT NULL CHECK (size >= 0),
            root BLOB NOT NULL CHECK (length(root) = 32),
            peaks BLOB NOT NULL CHECK (length(peaks) % 32 = 0)
        ) STRICT;
        CREATE TABLE checkpoint (
            size INTEGER PRIMARY KEY CHECK (size >= 0),
            root BLOB NOT NULL CHECK (length(root) = 32)
        ) STRICT;
        CREATE TABLE note (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
        CREATE TABLE cosignature (
            size INTEGER NOT NULL,
            line TEXT NOT NULL,
            PRIMARY KEY (size, line)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE idempotency (
            key TEXT PRIMARY KEY,
            filing_digest BLOB NOT NULL CHECK (length(filing_digest) = 32),
            idx INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE erased (
            idx INTEGER PRIMARY KEY,
            record_idx INTEGER NOT NULL,
            blob BLOB CHECK (length(blob) = 32)
        ) STRICT;
        CREATE TABLE hold (
            record_idx INTEGER PRIMARY KEY,
            matter TEXT,
            idx INTEGER,
            released_by INTEGER
        ) STRICT;

        """

    /// What is derived from the log: dropped and made anew by `docket reindex`, needed neither to open nor to audit.
    static let derivedTables = """
        CREATE TABLE matter (
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 2147483647),
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE docket (
            matter_id INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            idx INTEGER NOT NULL,
            PRIMARY KEY (matter_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE seen (
            key INTEGER NOT NULL,
            idx INTEGER NOT NULL,
            PRIMARY KEY (key, idx)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE term (
            id INTEGER PRIMARY KEY CHECK (id >= 0),
            postings BLOB NOT NULL
        ) STRICT;

        """

    /// The names of these tables.
    static let derivedNames = ["matter", "docket", "seen", "term"]

    /// Tables whose rows are written once and stay.
    static let immutableTables = [
        "archive", "archive_key", "entry", "docketing", "tile", "checkpoint", "note",
        "cosignature", "erased",
    ]
    /// Tables whose rows are written once and go when `erased` names them.
    static let erasableTables = ["filing", "content", "idempotency"]

    /// All triggers by name.
    static let triggers: [(name: String, sql: String)] =
        (immutableTables + erasableTables).filter { $0 != "erased" }.map {
            ("\($0)_keeps", "BEFORE UPDATE ON \($0)", "\($0) is immutable")
        }.map(trigger)
        + immutableTables.map {
            ("\($0)_stays", "BEFORE DELETE ON \($0)", "\($0) is immutable")
        }.map(trigger)
        + erasableTables.map {
            (
                "\($0)_stays",
                """
                BEFORE DELETE ON \($0)
                    WHEN NOT EXISTS (SELECT 1 FROM erased WHERE erased.idx = OLD.idx)
                """, "\($0) is immutable"
            )
        }.map(trigger)
        + [
            (
                "head_grows", "BEFORE UPDATE ON head WHEN NEW.size < OLD.size",
                "the log never shrinks"
            ),
            ("head_stays", "BEFORE DELETE ON head", "the log never shrinks"),
            (
                "head_follows",
                """
                BEFORE UPDATE ON head
                    WHEN (SELECT count(*) FROM entry WHERE idx >= OLD.size) <> NEW.size - OLD.size
                    OR coalesce((SELECT max(idx) FROM entry), -1) <> NEW.size - 1
                """, "entries have no gaps"
            ),
            (
                "erased_keeps",
                """
                BEFORE UPDATE ON erased WHEN NEW.idx <> OLD.idx
                    OR NEW.record_idx <> OLD.record_idx OR NEW.blob IS NOT NULL
                """, "erased is immutable, but for what is left to delete"
            ),
            ("hold_stays", "BEFORE DELETE ON hold", "holds are released, not deleted"),
            (
                "hold_keeps",
                """
                BEFORE UPDATE ON hold WHEN OLD.released_by IS NOT NULL
                    OR NEW.record_idx <> OLD.record_idx OR NEW.matter IS NOT OLD.matter
                    OR NEW.idx IS NOT OLD.idx
                """, "a hold is released once"
            ),
        ].map(trigger)

    private static func trigger(
        _ name: String, _ when: String, _ message: String
    ) -> (name: String, sql: String) {
        (
            name,
            "CREATE TRIGGER \(name) \(when) BEGIN SELECT RAISE(ABORT, '\(message)'); END;\n"
        )
    }

    /// Makes the tables in an empty database.
    static func create(in database: Database) throws {
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
        try database.execute(sql: tables + derivedTables)
        try database.execute(sql: triggers.map(\.sql).joined())
    }

    /// Whether the file is a database of ours, of a version that we know.
    static func isOurs(_ database: Database) throws -> Bool {
        try Int32.fetchOne(database, sql: "PRAGMA application_id") == applicationID
            && Int32.fetchOne(database, sql: "PRAGMA user_version") == version
    }
}
