// The tables beside the log, and the exhibits in files. Rows that say what the log says are made from its records; the others are taken
// where they fit an entry.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension RepairRun {
    func copyRegisters(into rebuild: Rebuild) throws {
        let size = rebuild.head.size
        for (index, record) in records.erased.sorted(by: { $0.key < $1.key })
        where size.contains(index) && size.contains(record) {
            try rebuild.copy(
                .erased,
                [
                    .number(Int64(clamping: index.value)), .number(Int64(clamping: record.value)),
                    erasedBlob(index),
                ])
        }
        try copyHolds(into: rebuild)
        try writeKeys(into: rebuild)
        try copyRows(.cosignature, "SELECT size, line FROM cosignature", into: rebuild) {
            signedSizes.contains(UInt64(clamping: $0.integer(0))) && isSignature($0.text(1))
        }
        try copyRows(
            .idempotency, "SELECT key, filing_digest, idx FROM idempotency", into: rebuild
        ) {
            let index = LeafIndex(UInt64(clamping: $0.integer(2)))
            return size.contains(index) && records.erased[index] == nil
                && isFiled($0.bytes(1), at: index)
        }
    }

    /// Whether a line can stand under a note; who made it only the annex knows.
    private func isSignature(_ line: String) -> Bool {
        let lines = line.hasSuffix("\n") ? line : line + "\n"
        return (try? UnopenedNote(parsing: origin.text + "\n\n" + lines)) != nil
    }

    /// Whether the entry at `index` names the filing with this digest.
    private func isFiled(_ digest: [UInt8], at index: LeafIndex) -> Bool {
        for (source, _) in sources {
            guard let bytes = source.bytes("entry", "entry", index),
                let entry = try? Entry(parsing: bytes)
            else { continue }
            return entry.filing.bytes == digest
        }
        return false
    }

    /// The later keys, as the rotations in the log bring them in.
    private func writeKeys(into rebuild: Rebuild) throws {
        let history = KeyHistory.ofArchive(origin, first: key, rotations: rotations)
        for period in history.periods.dropFirst() where period.from.value > 0 {
            let size = Int64(clamping: period.from.value)
            try rebuild.copy(.keys, [.number(size), .text(period.key.text), .number(size - 1)])
        }
    }

    /// The digest of the erased exhibit's file, where a source still knows it: no record names it.
    private func erasedBlob(_ index: LeafIndex) -> Rebuild.RegisterValue {
        for (source, _) in sources {
            if let bytes = source.bytes("erased", "blob", index) { return .bytes(bytes) }
        }
        return .nothing
    }

    /// Holds as their records say.
    private func copyHolds(into rebuild: Rebuild) throws {
        let size = rebuild.head.size
        for (index, hold) in records.holds.sorted(by: { $0.key < $1.key })
        where size.contains(index) {
            let release = records.releases[index].flatMap { size.contains($0) ? $0 : nil }
            try rebuild.copy(
                .hold,
                [
                    .number(Int64(clamping: index.value)),
                    hold.entry == nil ? .text(hold.matter.text) : .nothing,
                    hold.entry.map { .number(Int64(clamping: $0.index.value)) } ?? .nothing,
                    release.map { .number(Int64(clamping: $0.value)) } ?? .nothing,
                ])
        }
    }

    /// Takes the rows of both sources that `fits` lets through; the archive's own come first.
    private func copyRows(
        _ register: Rebuild.Register, _ sql: String, into rebuild: Rebuild,
        _ fits: (RowCursor) -> Bool
    ) throws {
        var failure: (any Error)?
        for (source, _) in sources {
            source.rows(sql) { row in
                guard failure == nil, fits(row) else { return }
                let values: [Rebuild.RegisterValue] =
                    switch register {
                    case .cosignature: [.number(row.integer(0)), .text(row.text(1))]
                    case .idempotency:
                        [.text(row.text(0)), .bytes(row.bytes(1)), .number(row.integer(2))]
                    case .keys, .erased, .hold: []
                    }
                do { try rebuild.copy(register, values) } catch { failure = error }
            }
        }
        if let failure { throw failure }
    }

    /// Takes files of exhibits that are missing or damaged from the copy.
    mutating func restoreBlobs(
        _ files: RepairFiles, suffix: String, isRehearsal: Bool
    ) throws {
        for (digest, named) in contents.sorted(by: { $0.value.index < $1.value.index }) {
            if try blobs.measure(digest)?.digest == digest { continue }
            var place = Place.file(BlobFiles.path(of: digest))
            place.index = named.index
            let isThere = try copiedBlobs?.measure(digest)?.digest == digest
            guard isThere, let copiedBlobs else {
                misses(place)
                continue
            }
            if !isRehearsal {
                let isTaken = try files.replaceBlob(digest, in: blobs, keepingOldAs: suffix) {
                    take in
                    _ = try copiedBlobs.read(digest, take)
                }
                guard isTaken else {
                    misses(place)
                    continue
                }
            }
            took(place, fromCopy: true)
        }
    }
}
