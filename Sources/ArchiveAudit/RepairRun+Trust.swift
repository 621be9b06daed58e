// What of a copy may be believed. Everything in it may have been made by somebody: entries that name each other, tiles over them, rows
// of keys and notes by those keys. So an entry that only the copy has counts if
//
//     the archive's own tile or next entry has its leaf hash, or
//     it lies below a tree of this very root which a key of the archive has signed: the note of the archive, of the copy, or the mark
//
// and a key is the archive's if it is the first, if the archive's own log has its rotation, or if such a key has signed its own
// replacement. That a key was lost or compromised somebody says whom only the annex knows, so a copy is not believed it.
//
// Which key is the first the archive's database says. If it cannot, the copy's counts only if something of the archive knows it: one of
// its own notes is signed under it, its key file holds it, or this machine has its mark; a key that follows from it does as well, since each
// new key signs whose place it takes. Else somebody could bring a log under a key of his own. Only where the folder
// has neither database nor key file, and this machine no mark, is nothing left to ask, and the copy is the archive.
//
// Entries of the copy behind the last such tree are refused: a writer that opens the repaired archive would sign them.

import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// One entry, from whichever source.
struct RepairEntry {
    let bytes: [UInt8]
    let leaf: LeafHash
    /// The filing that it names.
    let filing: Digest
    let isCopy: Bool
    /// Whether the archive itself has it, or its leaf hash.
    let isOwn: Bool
}

/// Whom a repair believes.
struct RepairTrust {
    /// The keys that have signed for the archive, as far as it knows itself.
    var keys: [VerifierKey] = []
    /// The high-water mark, if one of these keys signed it.
    var mark: SignedCheckpoint?
    /// The largest tree that the archive itself has a signed note of.
    var signedSize = TreeSize(0)
}

extension RepairRun {
    /// How many entries may be taken, of `size`.
    mutating func survey(upTo size: UInt64) -> UInt64 {
        let claims = recordClaims()
        var named: [LeafIndex: Digest] = [:]
        let end = accepted(upTo: size) { index, entry in
            if claims[index] != nil { named[index] = entry.filing }
        }
        takeRecords(claims, named: named, end: end)
        return end
    }

    /// The end of the entries that may be taken; gives each entry of the chain, also those behind that end.
    private mutating func accepted(
        upTo size: UInt64, _ give: (LeafIndex, RepairEntry) -> Void
    ) -> UInt64 {
        let ownSize = LeafIndex(own?.size.value ?? size)
        var tree = RightEdge()
        var previous: LeafHash?
        var unproven: UInt64?
        for index in (0..<size).lazy.map({ LeafIndex($0) }) {
            guard let entry = entry(index, after: previous, tree) else {
                guard index >= ownSize else { return unproven ?? size }
                // The copy went on from another tree, as one does from before a declared restore.
                unproven = unproven ?? index.value
                break
            }
            give(index, entry)
            tree.append(entry.leaf)
            previous = entry.leaf
            if !entry.isOwn, unproven == nil { unproven = index.value }
            if unproven != nil, isSigned(tree) { unproven = nil }
        }
        if let unproven, let copied = copy?.size.value { report.refused = unproven..<copied }
        return unproven ?? size
    }

    /// Whether `note` is one of a key of the archive that signs this very tree.
    func signs(_ note: String, _ tree: Checkpoint) -> Bool {
        trust.keys.contains { (try? Checkpoint.open(note: note, with: $0))?.checkpoint == tree }
    }

    /// Whether a key of the archive has signed the tree of `leaf` behind `tree`.
    func isSigned(_ leaf: LeafHash, behind tree: RightEdge) -> Bool {
        var tree = tree
        tree.append(leaf)
        return isSigned(tree)
    }

    private func isSigned(_ tree: RightEdge) -> Bool {
        let checkpoint = Checkpoint(origin: origin, size: tree.size, root: tree.root)
        return trust.mark?.checkpoint == checkpoint
            || sources.contains { $0.source.note(tree.size).map { signs($0, checkpoint) } ?? false }
    }

    /// Finds the keys of the archive, and what they signed.
    /// - Throws: `.unknownKey` if the first key is the copy's word alone.
    mutating func findTrust(folder: String) throws(RepairError) {
        var keys =
            own == nil
            ? try keysOfCopy(folder)
            : KeyHistory.ofArchive(origin, first: key, rotations: filedRotations(of: own))
                .periods.map(\.key)
        for filed in filedRotations(of: copy) {
            guard let rotation = try? SignedRotation(parsing: filed.note).rotation,
                rotation.archive == origin, rotation.reason.oldKeySigns,
                keys.contains(rotation.old), !keys.contains(rotation.new)
            else { continue }
            keys.append(rotation.new)
        }
        trust.keys = keys
        trust.mark = try? HighWaterMark(key: key, keys: keys, surroundings: surroundings).read()
        let newest = ownCheckpoint(under: keys)
        trust.signedSize = newest?.size ?? TreeSize(0)
        guard let own, own.identity == nil, newest == nil, trust.mark == nil else { return }
        guard keyFiles(folder).contains(where: keys.contains) else {
            throw .unknownKey(key.text)
        }
    }

    /// The keys of the copy, where nothing can be read of the archive's own database: up to the newest that its key file or mark knows.
    private func keysOfCopy(_ folder: String) throws(RepairError) -> [VerifierKey] {
        let keys = KeyHistory.ofArchive(origin, first: key, rotations: filedRotations(of: copy))
            .periods.map(\.key)
        let files = keyFiles(folder)
        let known = keys.lastIndex { files.contains($0) || hasMark(signedBy: $0) }
        if let known { return Array(keys[...known]) }
        let names = ["docket.sqlite"] + KeyFileReading.names
        guard
            !names.contains(where: { FileManager.default.fileExists(atPath: folder + "/" + $0) }),
            !hasMark
        else { throw .unknownKey(key.text) }
        return keys
    }

    /// The keys in the archive's folder.
    private func keyFiles(_ folder: String) -> [VerifierKey] {
        KeyFileReading.names.compactMap {
            if case .key(let key) = KeyFileReading($0, in: folder) { key } else { nil }
        }
    }

    /// Whether this machine has a mark of the archive, whoever signed it.
    private var hasMark: Bool {
        // One that cannot be opened throws, and is there.
        do { return try HighWaterMark(key: key, surroundings: surroundings).read() != nil } catch {
            return true
        }
    }

    private func hasMark(signedBy signer: VerifierKey) -> Bool {
        let mark = HighWaterMark(key: key, keys: [signer], surroundings: surroundings)
        return (try? mark.read()) != nil
    }

    /// The newest checkpoint that the archive itself has a note of by one of `keys`.
    private func ownCheckpoint(under keys: [VerifierKey]) -> Checkpoint? {
        var newest: Checkpoint?
        own?.rows("SELECT size, note FROM note ORDER BY size DESC") { row in
            guard newest == nil else { return }
            let note = row.text(1)
            newest =
                keys.lazy.compactMap { try? Checkpoint.open(note: note, with: $0) }.first?
                .checkpoint
        }
        return newest
    }

    /// The rotations in the log of `source`, in its order, whoever signed them.
    private func filedRotations(of source: RepairSource?) -> [FiledRotation] {
        var rotations: [FiledRotation] = []
        guard let source else { return [] }
        try? source.scan.filings(in: 0..<source.size.value) { index, text in
            guard let filing = try? FilingFields(parsing: text), filing.kind == .rotation,
                let bytes = source.bytes("content", "bytes", index),
                let note = String(validating: bytes, as: UTF8.self)
            else { return }
            rotations.append(FiledRotation(note: note, index: index))
        }
        return rotations
    }
}
