// What an audit stands on before it reads the first entry: the archive's name, its keys by time, and the newest tree. Where a row of
// these is damaged the audit says so and goes on with what is left.
//
// A size that no table can hold is not believed, so that a damaged number costs no time: a log ends near its last row, and a database of
// so many bytes holds so many entries at most.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension AuditGround {
    init(
        folder: String, database: String, scan: ArchiveScan, surroundings: Surroundings,
        comparesIndexes: Bool, faults: inout FaultList
    ) throws {
        self.folder = folder
        self.database = database
        self.comparesIndexes = comparesIndexes
        blobs = FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings)
        let (origin, first) = try AuditGround.identity(scan, &faults)
        self.origin = origin
        keys = AuditGround.keys(scan, origin, first, &faults)
        // Before the head: whoever files meanwhile raises the head first and the mark then.
        mark = AuditGround.mark(keys.map(\.key), surroundings)
        head = try AuditGround.head(scan, origin, &faults)
    }

    private static func identity(
        _ scan: ArchiveScan, _ faults: inout FaultList
    ) throws -> (ArchiveOrigin, VerifierKey?) {
        let texts = try scan.texts(
            "SELECT origin FROM archive UNION ALL SELECT verifier_key FROM archive")
        let place = Place.row("archive", key: 1, subject: "archive")
        let origin = texts.first.flatMap { ArchiveOrigin($0) }
        let key = texts.count == 2 ? try? VerifierKey(text: texts[1]) : nil
        if origin == nil || key?.name != origin?.text {
            faults.add(
                Fault(
                    .key, place, repair: .copy,
                    "The archive's name or its first key is not as it was written."))
        }
        return (origin ?? AuditReport.nameless, key)
    }

    private static func keys(
        _ scan: ArchiveScan, _ origin: ArchiveOrigin, _ first: VerifierKey?,
        _ faults: inout FaultList
    ) -> [StoredKey] {
        var keys = first.map { [StoredKey(size: TreeSize(0), key: $0)] } ?? []
        do {
            let cursor = try scan.select(
                "SELECT size, verifier_key FROM archive_key ORDER BY size")
            while try cursor.next() {
                let size = TreeSize(UInt64(clamping: cursor.integer(0)))
                if let key = try? VerifierKey(text: cursor.text(1)), key.name == origin.text {
                    if size.value == 0 { keys = [] }
                    keys.append(StoredKey(size: size, key: key))
                } else {
                    faults.add(
                        Fault(
                            .key,
                            .row("archive_key", key: cursor.integer(0), subject: "key of \(size)"),
                            repair: .copy, "This is no key of the archive."))
                }
            }
        } catch {
            faults.add(
                Fault(
                    .key, .row("archive_key", key: 0, subject: "keys"), repair: .copy,
                    "The later keys cannot be read: \(error)."))
        }
        return keys
    }

    private static func mark(
        _ keys: [VerifierKey], _ surroundings: Surroundings
    ) -> MarkReading {
        guard let first = keys.first else { return .missing }
        do {
            let mark = HighWaterMark(key: first, keys: keys, surroundings: surroundings)
            return try mark.read().map { .known($0.checkpoint) } ?? .missing
        } catch {
            return .damaged("\(error)")
        }
    }

    /// The newest tree; where its row is damaged, that of the newest entry.
    private static func head(
        _ scan: ArchiveScan, _ origin: ArchiveOrigin, _ faults: inout FaultList
    ) throws -> Checkpoint {
        let place = Place.row("head", key: 1, subject: "head")
        let last: UInt64
        do {
            let cursor = try scan.select("SELECT size, root FROM head WHERE id = 1")
            let isThere = try cursor.next()
            let size = isThere ? UInt64(exactly: cursor.integer(0)) : nil
            let root = isThere ? Digest(bytes: cursor.bytes(1)) : nil
            // Behind the head: whoever files meanwhile adds rows to those that it knows.
            last = try entryCount(scan)
            if let size, let root, size <= last + nearby {
                return Checkpoint(origin: origin, size: TreeSize(size), root: RootHash(root))
            }
            let what = size.map { "says \($0) entries, and there are \(last)" } ?? "is missing"
            faults.add(Fault(.head, place, repair: .derived, "The newest tree's row \(what)."))
        } catch {
            faults.add(
                Fault(.head, place, repair: .derived, "The newest tree cannot be read: \(error)."))
            last = try entryCount(scan)
        }
        let size = TreeSize(last)
        let tiles = StoredTiles(scan, size: size)
        return Checkpoint(
            origin: origin, size: size, root: tiles.peaks(of: size.value)?.root ?? .empty)
    }

    /// Entries that may be missing at the log's end and are looked for all the same.
    private static let nearby = AuditPlan.chunkSize
    /// Bytes of an entry's row at least; its two digests alone have more than 100.
    private static let leastRow: Int64 = 128

    /// How many entries there are by the last one's index, and at most as many as the database has room for.
    private static func entryCount(_ scan: ArchiveScan) throws -> UInt64 {
        let last = try scan.number("SELECT max(idx) FROM entry") ?? -1
        let pages = try scan.number("PRAGMA page_count") ?? 0
        let size = try scan.number("PRAGMA page_size") ?? 0
        let (bytes, overflow) = pages.multipliedReportingOverflow(by: size)
        let room = overflow ? Int64.max : bytes / leastRow
        return UInt64(clamping: min(last, room - 1) &+ 1)
    }
}

extension AuditReport {
    /// Stands for the name of an archive whose name cannot be read.
    static var nameless: ArchiveOrigin {
        guard let origin = ArchiveOrigin("unknown") else {
            preconditionFailure("a word of lower-case letters is an origin")
        }
        return origin
    }
}
