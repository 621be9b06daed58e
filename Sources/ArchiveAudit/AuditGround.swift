// What an audit stands on before it reads the first entry: the archive's name, its keys by time, and the newest tree. Where a row of
// these is damaged the audit says so and goes on with what is left.

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
        do {
            let cursor = try scan.select("SELECT size, root FROM head WHERE id = 1")
            if try cursor.next(), let size = UInt64(exactly: cursor.integer(0)),
                size <= UInt64(Int64.max) >> 1, let root = Digest(bytes: cursor.bytes(1))
            {
                return Checkpoint(origin: origin, size: TreeSize(size), root: RootHash(root))
            }
            faults.add(Fault(.head, place, repair: .derived, "The newest tree's row is missing."))
        } catch {
            faults.add(
                Fault(.head, place, repair: .derived, "The newest tree cannot be read: \(error)."))
        }
        let last = try scan.number("SELECT max(idx) FROM entry") ?? -1
        let size = TreeSize(UInt64(clamping: last &+ 1))
        let tiles = StoredTiles(scan, size: size)
        return Checkpoint(
            origin: origin, size: size, root: tiles.peaks(of: size.value)?.root ?? .empty)
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
