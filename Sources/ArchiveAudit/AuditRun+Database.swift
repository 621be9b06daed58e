// SQLite's own view: the tables and triggers are exactly those that Docket makes, and the pages are sound. The check of pages reads a
// table and its indexes whole, so a slice's night takes one table; and whoever set a limit of time gets it.

import EvidenceStore
import EvidenceValues
import Foundation

extension AuditRun {
    /// Faults of pages that SQLite is asked for at most.
    private static let limit = 100

    mutating func checkPages() {
        switch plan.reach {
        case .incremental: break
        case .slice(let number, _): checkPages(of: table(of: number))
        case .full: checkPages(of: nil)
        }
    }

    mutating func checkSchema() {
        reading(.file("docket.sqlite")) { run in
            for fault in try ArchiveSchema.differences(run.scan) {
                var place = Place("\(fault.kind) \(fault.name)")
                place.file = "docket.sqlite"
                let what = "It is \(fault.isMissing ? "missing" : "not as Docket makes it")."
                if fault.isDerived {
                    run.warn(.schema, place, repair: .reindex, what)
                } else {
                    run.add(.schema, place, repair: .derived, what)
                }
            }
        }
        passed(.schema, "Tables and triggers are those that Docket makes.")
    }

    private func table(of number: UInt64) -> String? {
        let tables =
            (try? scan.texts(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) ?? []
        guard !tables.isEmpty else { return nil }
        return tables[Int(truncatingIfNeeded: number % UInt64(tables.count))]
    }

    /// Lets SQLite check one table, or everything and the list of free pages.
    private mutating func checkPages(of table: String?) {
        let isOver = plan.isOver
        scan.interrupt(when: { isOver() })
        defer { scan.interrupt(when: nil) }
        let argument = table.map { "'\($0)'" } ?? "\(Self.limit)"
        // One row may have many lines; and where a page cannot be read, it ends with an error behind those that tell of the page.
        var lines: [Substring] = []
        defer { for line in lines.prefix(Self.limit) { addPage(String(line)) } }
        do {
            let cursor = try scan.select("PRAGMA integrity_check(\(argument))")
            while try cursor.next() {
                lines += cursor.text(0).split(separator: "\n").filter {
                    $0 != "ok" && !$0.hasPrefix("***")
                }
            }
            passed(.database, "SQLite finds \(table.map { "table \($0)" } ?? "all pages") sound.")
        } catch StoreError.database(let code, _) where code & 0xFF == 9 {
            // SQLITE_INTERRUPT (9): the time is over. Pages that rows are read from were read as rows.
            warn(
                .unfinished, .file("docket.sqlite"),
                "The time was over before SQLite had checked \(table ?? "all pages").")
        } catch {
            add(
                .database, .file("docket.sqlite"), repair: .copy,
                "SQLite cannot check the database: \(error).")
        }
    }

    /// One line of `integrity_check`; most name the page.
    private mutating func addPage(_ line: String) {
        var place = Place.file("docket.sqlite")
        let size = UInt64(clamping: (try? scan.number("PRAGMA page_size")) ?? 4096)
        if let page = AuditRun.page(in: line), page > 0 {
            place.bytes = (page - 1) * size..<page * size
            place.subject = "page \(page)"
        }
        add(.database, place, repair: .copy, "SQLite says: \(line).")
    }

    /// The number behind the first `page `, or nil.
    static func page(in line: String) -> UInt64? {
        guard let range = line.range(of: "page ", options: .caseInsensitive) else { return nil }
        let digits = line[range.upperBound...].prefix { $0.isASCII && $0.isNumber }
        // More pages than a database can have (2^32 - 2) are no page.
        return UInt64(digits).flatMap { $0 < 1 << 32 ? $0 : nil }
    }
}
