// The entries of the new database, one after the other: each text from whichever source has the one that fits.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension RepairRun {
    mutating func rebuild(into rebuild: Rebuild) throws {
        let size = sources.map(\.source.size.value).max() ?? 0
        let end = survey(upTo: size)
        let checkpoints = checkpointSizes(upTo: end)
        var next = 0
        var previous: LeafHash?
        var tree = RightEdge()
        if checkpoints.first == 0 {
            try writeCheckpoint(TreeSize(0), into: rebuild)
            next = 1
        }
        for index in (0..<end).lazy.map({ LeafIndex($0) }) {
            guard let entry = entry(index, after: previous, tree) else {
                // Without it there is no tree over those behind it.
                misses(.row("entry", index))
                break
            }
            if entry.isCopy { took(.row("entry", index), fromCopy: true) }
            try rebuild.append(try exhibit(entry.bytes, index))
            previous = entry.leaf
            tree.append(entry.leaf)
            if next < checkpoints.count, checkpoints[next] == index.value + 1 {
                try writeCheckpoint(
                    TreeSize(index.value + 1), isNewest: index.value + 1 == end, into: rebuild)
                next += 1
            }
        }
        let behind = Place.row("entry", LeafIndex(rebuild.head.size.value))
        if rebuild.head.size < trust.signedSize, !report.missing.contains(behind) { misses(behind) }
        try copyRegisters(into: rebuild)
    }

    /// The entry at `index` behind `tree`, whose last leaf is `previous`: the one that hashes to what the archive's own tile or next entry
    /// says, or else the copy's. The archive's newest entry has no such witness; there the signed root decides.
    func entry(_ index: LeafIndex, after previous: LeafHash?, _ tree: RightEdge) -> RepairEntry? {
        let own = Set(own?.witnesses(index) ?? [])
        let found = sources.compactMap { source, isCopy -> RepairEntry? in
            guard let bytes = source.bytes("entry", "entry", index),
                let entry = try? Entry(parsing: bytes), entry.index == index,
                entry.previous == previous
            else { return nil }
            let leaf = LeafHash.of(entryBytes: bytes)
            return RepairEntry(
                bytes: bytes, leaf: leaf, filing: entry.filing, isCopy: isCopy,
                isOwn: !isCopy || own.contains(leaf))
        }
        if let witnessed = found.first(where: { own.contains($0.leaf) }) { return witnessed }
        guard own.isEmpty else {
            let copied = Set(copy?.witnesses(index) ?? [])
            return found.first { copied.contains($0.leaf) }
        }
        let signed = found.count > 1 ? found.first { isSigned($0.leaf, behind: tree) } : nil
        return signed ?? found.first
    }

    /// The texts that the entry commits to.
    private mutating func exhibit(
        _ bytes: [UInt8], _ index: LeafIndex
    ) throws -> Rebuild.Exhibit {
        let entry = try Entry(parsing: bytes)
        var exhibit = Rebuild.Exhibit(entry: bytes)
        exhibit.docketing = find("docketing", "docketing", index, entry.docketing)
        guard records.erased[index] == nil else { return exhibit }
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
            if filing.kind == .rotation, filing.filer == .operator,
                let note = exhibit.content.flatMap({ String(validating: $0, as: UTF8.self) })
            {
                rotations.append(FiledRotation(note: note, index: index))
            }
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
    private mutating func writeCheckpoint(
        _ size: TreeSize, isNewest: Bool = false, into rebuild: Rebuild
    ) throws {
        for (source, isCopy) in sources {
            guard let note = source.note(size), signs(note, rebuild.head) else { continue }
            if isCopy {
                took(
                    .row("note", key: Int64(clamping: size.value), subject: "checkpoint \(size)"),
                    fromCopy: true)
            }
            signedSizes.insert(size.value)
            return try rebuild.writeCheckpoint(note: note)
        }
        // The newest one's note may be with the mark only; older ones are missed by the audit. But what only the copy claims nobody misses.
        guard isNewest || own == nil || own?.hasCheckpoint(size) == true else { return }
        try rebuild.writeCheckpoint(note: nil)
    }
}
