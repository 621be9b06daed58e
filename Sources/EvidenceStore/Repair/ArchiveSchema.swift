// Whether the tables and triggers of a database are those that this version makes: compared with a database in memory that it has
// just made. A trigger that is gone would let rows be changed; one that was added could change them itself.

import GRDB

/// The tables and triggers of an archive's database.
package enum ArchiveSchema {
    /// Something that is missing, changed, or not ours.
    package struct Difference: Sendable, Hashable {
        /// `table`, `index`, `trigger` or `view`.
        package let kind: String
        package let name: String
        package let isMissing: Bool
        /// Whether `docket reindex` makes it.
        package let isDerived: Bool
    }

    /// What differs, by kind and name.
    package static func differences(_ scan: ArchiveScan) throws -> [Difference] {
        let expected = try expected()
        var found: [String: Object] = [:]
        let cursor = try scan.select(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")
        while try cursor.next() {
            let object = Object(
                kind: cursor.text(0), name: cursor.text(1), table: cursor.text(2),
                sql: cursor.text(3))
            found[object.name] = object
        }
        let derived = Set(Schema.derivedNames)
        let names = Set(expected.keys).union(found.keys)
        return names.sorted().compactMap { name in
            guard expected[name] != found[name] else { return nil }
            guard let object = expected[name] ?? found[name] else { return nil }
            return Difference(
                kind: object.kind, name: name, isMissing: found[name] == nil,
                isDerived: object.kind != "trigger" && derived.contains(object.table))
        }
    }

    private struct Object: Hashable {
        let kind: String
        let name: String
        let table: String
        let sql: String
    }

    private static func expected() throws -> [String: Object] {
        let queue = try DatabaseQueue()
        defer { try? queue.close() }
        return try queue.write { database in
            try Schema.create(in: database)
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_master")
            var objects: [String: Object] = [:]
            for row in rows {
                let object = Object(
                    kind: try row.text("type"), name: try row.text("name"),
                    table: try row.text("tbl_name"), sql: try row.text("sql"))
                objects[object.name] = object
            }
            return objects
        }
    }
}
