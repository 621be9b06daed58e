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
        comparesIndexes: Bool, opensNotes: Bool, faults: inout FaultList
    ) throws {
        self.folder = folder
        self.database = database
        self.comparesIndexes = comparesIndexes
        self.opensNotes = opensNotes
        blobs = FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings)
        let (origin, first) = try AuditGround.identity(scan, &faults)
        self.origin = origin
        self.first = first
        let history = AuditGround.history(scan, origin, first, &faults)
        self.history = history
        unsigned = history.periods.compactMap { AuditGround.unsigned(under: $0, of: history, scan) }
        // Before the head: whoever files meanwhile raises the head first and the mark then.
        mark = AuditGround.mark(first, history, surroundings)
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

    /// The keys in time: what follows from the first and the rotations that `archive_key` names. Whether its rows say the same is
    /// checked with the other registers.
    private static func history(
        _ scan: ArchiveScan, _ origin: ArchiveOrigin, _ first: VerifierKey?,
        _ faults: inout FaultList
    ) -> KeyHistory {
        var rotations: [FiledRotation] = []
        do {
            let cursor = try scan.select(
                "SELECT DISTINCT rotation_idx FROM archive_key ORDER BY rotation_idx")
            while try cursor.next() {
                let index = LeafIndex(UInt64(clamping: cursor.integer(0)))
                guard let bytes = try scan.record(at: index, kind: .rotation),
                    let note = String(validating: bytes, as: UTF8.self)
                else { continue }
                rotations.append(FiledRotation(note: note, index: index))
            }
        } catch {
            faults.add(
                Fault(
                    .key, .row("archive_key", key: 0, subject: "keys"), repair: .copy,
                    "The later keys cannot be read: \(error)."))
        }
        guard let first else {
            return KeyHistory(archive: origin, keys: [], recovery: [], rotations: [])
        }
        // Where the archive's name is damaged, its key still has it.
        return KeyHistory.ofArchive(
            ArchiveOrigin(first.name) ?? origin, first: first, rotations: rotations)
    }

    /// The sizes behind the last note under a key that could not sign its own replacement: it was gone before it signed them.
    private static func unsigned(
        under period: KeyPeriod, of history: KeyHistory, _ scan: ArchiveScan
    ) -> ClosedRange<UInt64>? {
        let next = history.periods.first { $0.rotation?.rotation.old == period.key }
        guard let end = period.through?.value, let reason = next?.rotation?.rotation.reason,
            !reason.oldKeySigns,
            let last = try? scan.number(
                "SELECT max(size) FROM note WHERE size <= ?1", Int64(clamping: end))
        else { return nil }
        let start = UInt64(clamping: last) + 1
        return start <= end ? start...end : nil
    }

    private static func mark(
        _ first: VerifierKey?, _ history: KeyHistory, _ surroundings: Surroundings
    ) -> MarkReading {
        guard let first else { return .missing }
        do {
            let keys = history.periods.map(\.key)
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
    private static let nearby: UInt64 = 16_384
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

extension ArchiveScan {
    /// What the archive itself filed at `index` as a record of this kind, if entry, filing and content fit each other.
    func record(at index: LeafIndex, kind: ExhibitKind) throws -> [UInt8]? {
        let cursor = try select(
            """
            SELECT entry, filing, bytes FROM entry JOIN filing ON filing.idx = entry.idx
                JOIN content ON content.idx = entry.idx WHERE entry.idx = ?1
            """, Int64(clamping: index.value))
        guard try cursor.next() else { return nil }
        let (text, bytes) = (cursor.bytes(1), cursor.bytes(2))
        guard let entry = try? Entry(parsing: cursor.bytes(0)), entry.index == index,
            entry.filing == Digest.sha256(text), let filing = try? Filing(parsing: text),
            filing.kind == kind, filing.filer == .operator, filing.content == Digest.sha256(bytes)
        else { return nil }
        return bytes
    }
}
