// Each byte of a small archive's files flipped: the audit finds it and names its place, or it changes nothing that anybody reads, and
// then the file's own structure says why. `make flips-archive` takes each byte in turn; else a sample is taken, by the seed.
//
// A trap in the audit ends the tests; the byte that was flipped then stands in the file `flipped-byte` beside them.

import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct FlippedBytesOfAnArchive {
    /// About how many bytes of a file are flipped: `DOCKET_FLIPS`, else few of those that are all alike.
    private static func sample(_ name: String) -> Int {
        if let wanted = ProcessInfo.processInfo.environment["DOCKET_FLIPS"] {
            return Int(wanted) ?? .max
        }
        return name.contains("docket.sqlite") ? 80 : 12
    }

    @Test(arguments: [false, true]) func `are found where they are, or change nothing, and why`(
        keepsJournal: Bool
    ) throws {
        let archive = try SmallArchive(keepsJournal: keepsJournal)
        let sound = try archive.view()
        try #require(archive.faults() == nil)
        let classes = FlipClasses(archive.files)
        var tally = Tally(keepsJournal ? "flipped, journal left" : "flipped")
        var generator = SplitMix64(seed: Extent.seed)
        for (name, bytes) in archive.files.sorted(by: { $0.key < $1.key }) where !bytes.isEmpty {
            let stride = max(1, bytes.count / Self.sample(name))
            for start in Swift.stride(from: 0, to: bytes.count, by: stride) {
                let end = min(start + stride, bytes.count)
                let position = Int.random(in: start..<end, using: &generator)
                let flip = UInt8.random(in: 1...255, using: &generator)
                try note("\(name) \(position) ^ \(flip), journal \(keepsJournal)")
                try archive.write(name, at: position, bytes[position] ^ flip)
                let outcome = try outcome(
                    archive, sound, classes, FlippedByte(name: name, position: position))
                tally.add(outcome.row, "flipped")
                tally.add(outcome.row, outcome.column)
                if let trouble = outcome.trouble {
                    Issue.record("\(name) at \(position) ^ \(flip): \(trouble)")
                }
                // A reader may have changed nothing; the byte goes back, and what was made beside it goes.
                try archive.write(name, at: position, bytes[position])
                if outcome.isOpened { try archive.restore() }
            }
        }
        tally.print()
        #expect(tally.sum("flipped") > 100)
    }

    private struct Outcome {
        let row: String
        let column: String
        var trouble: String?
        /// Whether the archive was opened to file, which may change its files.
        var isOpened = false
    }

    private func outcome(
        _ archive: SmallArchive, _ sound: SmallArchive.View, _ classes: FlipClasses,
        _ flip: FlippedByte
    ) throws -> Outcome {
        let row = flip.row
        if let faults = archive.faults() {
            let place = classes.place(of: flip, archive.blobs)
            let isNamed = faults.contains { fault in place.contains { fault.contains($0) } }
            return Outcome(row: row, column: isNamed ? "found and named" : "found")
        }
        let view = try? archive.view()
        let reason = classes.reason(flip)
        if view == sound, let reason { return Outcome(row: row, column: reason) }
        if try !archive.derivedFaults().isEmpty {
            return Outcome(row: row, column: "warned of, reindex mends")
        }
        // A writer refuses it, or makes again what was lost.
        let isRefused = archive.refusesToFile()
        if view == sound, isRefused {
            return Outcome(row: row, column: "refused when filing", isOpened: true)
        }
        if view == nil, !isRefused, try archive.view() == sound {
            return Outcome(row: row, column: "mended when filing", isOpened: true)
        }
        let what =
            view == sound
            ? "changes nothing, and nothing explains why"
            : view == nil ? "a reader meets an error" : "a reader gets something else"
        return Outcome(
            row: row, column: "MISSED",
            trouble: "not found, and \(what): \(classes.region(flip)) \(reason ?? "")",
            isOpened: true)
    }

    private func note(_ text: String) throws {
        let path = try CommandResult.product("flipped-byte")
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}

/// A byte of a file.
struct FlippedByte {
    let name: String
    let position: Int

    /// The file, as the table names it.
    var row: String {
        if name.hasPrefix("archive/blobs/") { return "blobs" }
        if name.hasPrefix("state/") { return "high-water mark" }
        return name.split(separator: "/").last.map(String.init) ?? name
    }
}

/// Why a flip may change nothing, worked out from the files.
struct FlipClasses {
    private let pages: SQLitePages
    private let journal: SQLiteJournal
    private let pageSize = 4096
    private let files: [String: [UInt8]]

    init(_ files: [String: [UInt8]]) {
        self.files = files
        pages = SQLitePages(files["archive/docket.sqlite"] ?? [])
        journal = SQLiteJournal(files["archive/docket.sqlite-wal"] ?? [])
    }

    func region(_ flip: FlippedByte) -> Region {
        flip.name == "archive/docket.sqlite" ? pages.regions[flip.position] : .unknown
    }

    /// Words of which the audit must say one.
    func place(of flip: FlippedByte, _ blobs: [String: LeafIndex]) -> [String] {
        if let index = blobs[flip.name] { return ["entry \(index)"] }
        if flip.row == "high-water mark" { return [".checkpoint", "mark"] }
        guard flip.name == "archive/docket.sqlite" else { return [flip.row] }
        if case .row(let table, let number) = region(flip),
            ["entry", "filing", "docketing", "content"].contains(table)
        {
            return ["entry \(number)", "docket.sqlite"]
        }
        return [""]
    }

    /// Why nobody reads the byte; nil if nothing says so.
    func reason(_ flip: FlippedByte) -> String? {
        switch flip.row {
        case "reserve", "lock": return "nobody reads it"
        case "docket.sqlite": return databaseReason(flip.position)
        case "docket.sqlite-wal":
            return flip.position >= journal.end ? "behind the journal's end" : nil
        case "high-water mark": return markReason(flip)
        default: return nil
        }
    }

    private func databaseReason(_ position: Int) -> String? {
        if journal.pages.contains(position / pageSize + 1) { return "page is in the journal" }
        switch pages.regions[position] {
        case .free: return "free space"
        case .header(let field): return Self.unread.contains(field) ? "header, not read" : nil
        default: return nil
        }
    }

    /// Fields that no reader of a database in WAL mode acts on.
    private static let unread: Set<String> = [
        "change counter", "schema cookie", "default cache size", "reserved", "version-valid-for",
        "SQLite's version", "incremental vacuum",
    ]

    /// The mark has two slots, each with a checkpoint; while one reads, the other may be lost.
    private func markReason(_ flip: FlippedByte) -> String? {
        guard let bytes = files[flip.name], bytes.count == 2 * pageSize else { return nil }
        let other = flip.position < pageSize ? bytes[pageSize...] : bytes[..<pageSize]
        let found = SignedRoots.checkpoints(of: World.origin, in: Array(other))
        return found.isEmpty ? nil : "the other slot holds"
    }
}
