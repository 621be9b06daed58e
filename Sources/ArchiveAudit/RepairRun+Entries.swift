// The entries of the new database, one after the other: each text from whichever source has the one that fits.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension RepairRun {
    mutating func rebuild(into rebuild: Rebuild) throws {
        findErasures()
        let size = sources.map(\.source.size.value).max() ?? 0
        let checkpoints = checkpointSizes(upTo: size)
        var next = 0
        var previous: LeafHash?
        if checkpoints.first == 0 {
            try writeCheckpoint(TreeSize(0), into: rebuild)
            next = 1
        }
        for index in (0..<size).lazy.map({ LeafIndex($0) }) {
            guard let entry = entry(index, after: previous) else {
                // Without it there is no tree over those behind it.
                misses(.row("entry", index))
                break
            }
            try rebuild.append(try exhibit(entry, index))
            previous = LeafHash.of(entryBytes: entry)
            if next < checkpoints.count, checkpoints[next] == index.value + 1 {
                try writeCheckpoint(TreeSize(index.value + 1), into: rebuild)
                next += 1
            }
        }
        try copyRegisters(into: rebuild)
    }

    /// The bytes of the entry at `index`: those that hash to what a tile or the next entry says, or at the end those that follow.
    private mutating func entry(_ index: LeafIndex, after previous: LeafHash?) -> [UInt8]? {
        let known = Set(sources.flatMap { $0.source.witnesses(index) })
        var last: (bytes: [UInt8], isCopy: Bool)?
        for (source, isCopy) in sources {
            guard let bytes = source.bytes("entry", "entry", index),
                let entry = try? Entry(parsing: bytes), entry.index == index,
                entry.previous == previous
            else { continue }
            if known.contains(LeafHash.of(entryBytes: bytes)) {
                if isCopy { took(.row("entry", index), fromCopy: true) }
                return bytes
            }
            // The newest entry has no witness but the root, which the audit compares.
            if known.isEmpty, last == nil { last = (bytes, isCopy) }
        }
        if last?.isCopy == true { took(.row("entry", index), fromCopy: true) }
        return last?.bytes
    }

    /// The texts that the entry commits to.
    private mutating func exhibit(
        _ bytes: [UInt8], _ index: LeafIndex
    ) throws -> Rebuild.Exhibit {
        let entry = try Entry(parsing: bytes)
        var exhibit = Rebuild.Exhibit(entry: bytes)
        exhibit.docketing = find("docketing", "docketing", index, entry.docketing)
        guard erased[index] == nil else { return exhibit }
        exhibit.filing = find("filing", "filing", index, entry.filing)
        let docketing = exhibit.docketing.flatMap { try? Docketing(parsing: $0) }
        if let signature = docketing?.signature {
            exhibit.signature = find("filing", "signature", index, signature)
        }
        guard let filing = exhibit.filing.flatMap({ try? Filing(parsing: $0) }) else {
            return exhibit
        }
        if filing.size <= UInt64(ContentSource.inlineLimit) {
            exhibit.content = find("content", "bytes", index, filing.content)
        } else if contents[filing.content] == nil {
            contents[filing.content] = (index, filing.size)
        }
        return exhibit
    }

    /// The bytes with this digest, from the first source that has them.
    private mutating func find(
        _ table: String, _ column: String, _ index: LeafIndex, _ digest: Digest
    ) -> [UInt8]? {
        for (source, isCopy) in sources {
            guard let bytes = source.bytes(table, column, index), Digest.sha256(bytes) == digest
            else { continue }
            if isCopy { took(.row(table, index), fromCopy: true) }
            return bytes
        }
        misses(.row(table, index))
        return nil
    }

    /// What records of either source say is erased: also where the table that acts on them is damaged.
    private mutating func findErasures() {
        for (source, _) in sources {
            try? source.scan.filings(in: 0..<source.size.value) { index, text in
                guard (try? FilingFields(parsing: text))?.kind == .erasure,
                    let record = source.bytes("content", "bytes", index),
                    let erasure = try? Erasure(parsing: record)
                else { return }
                erased[erasure.entry] = index
            }
        }
    }

    /// All sizes that either source has a checkpoint or a note of.
    private func checkpointSizes(upTo size: UInt64) -> [UInt64] {
        var sizes: Set<UInt64> = []
        for (source, _) in sources {
            for table in ["checkpoint", "note"] {
                source.rows("SELECT size FROM \(table) WHERE size >= 0") {
                    sizes.insert(UInt64(clamping: $0.integer(0)))
                }
            }
        }
        return sizes.filter { $0 <= size }.sorted()
    }

    /// The note of the tree as it is now: one that signs this very root.
    private mutating func writeCheckpoint(_ size: TreeSize, into rebuild: Rebuild) throws {
        for (source, isCopy) in sources {
            guard let note = source.note(size),
                keys.contains(where: {
                    (try? Checkpoint.open(note: note, with: $0))?.checkpoint == rebuild.head
                })
            else { continue }
            if isCopy {
                took(
                    .row("note", key: Int64(clamping: size.value), subject: "checkpoint \(size)"),
                    fromCopy: true)
            }
            return try rebuild.writeCheckpoint(note: note)
        }
        // The newest one's note may be with the mark only; older ones are missed by the audit.
        try rebuild.writeCheckpoint(note: nil)
    }
}
