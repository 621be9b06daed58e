// How far the log once was, kept outside the archive's folder: the newest signed checkpoint, one file for each archive's key. An old
// copy of the folder put back in its place, or a log forked from one, is found here before anything more is signed.
//
// The file has two slots of 4096 bytes, each a note padded with NUL. They are written in turn by one `pwrite` each, so a write that
// is torn leaves the other. After each batch nothing waits for the disk: a process that is killed leaves what it wrote to the
// system. The disk gets it about once a second, and when the archive is closed; a power cut may set the mark back by that second,
// never ahead, because it is written when the database has been synced.

package import EvidenceValues
import Foundation
package import TransparencyLog

/// The high-water mark of one archive on this machine.
package struct HighWaterMark {
    /// Bytes of a slot: a block of the disk, and more than any checkpoint with one signature needs.
    static let slotSize = 4096

    /// The file with the newest checkpoint's note.
    package let path: String
    private let keys: [VerifierKey]

    /// The mark of the archive whose first verifier key is `key`; its notes verify with one of `keys`. The file is named by the
    /// SHA-256 of the vkey: an archive made anew under an old origin has another key, and is another log.
    package init(key: VerifierKey, keys: [VerifierKey]? = nil, surroundings: Surroundings) {
        self.keys = keys ?? [key]
        path = surroundings.stateFolder + "/" + Digest.sha256(key.text.utf8).hex + ".checkpoint"
    }

    /// The checkpoint of the mark; nil if there is none yet.
    package func read() throws -> SignedCheckpoint? { try newest()?.signed }

    /// Refuses an archive that is behind the mark or beside it.
    package func check(_ head: Checkpoint, rootAt: (TreeSize) throws -> RootHash) throws {
        let mark: Checkpoint?
        do { mark = try read()?.checkpoint } catch StoreError.markDamaged {
            // A copy from before a rotation does not know the key that signed the mark.
            guard let size = try claimedSize(origin: head.origin), size > head.size else {
                throw StoreError.markDamaged(path: path)
            }
            throw StoreError.olderThanMark(archive: head.size, mark: size, path: path)
        }
        guard let mark else { return }
        guard head.size >= mark.size else {
            throw StoreError.olderThanMark(archive: head.size, mark: mark.size, path: path)
        }
        guard try rootAt(mark.size) == mark.root else {
            throw StoreError.forked(at: mark.size, path: path)
        }
    }

    /// The newest slot that verifies, and its number.
    func newest() throws -> (signed: SignedCheckpoint, slot: Int)? {
        guard let slots = try slots() else { return nil }
        let found = slots.enumerated().compactMap { slot, bytes in
            open(bytes).map { (signed: $0, slot: slot) }
        }
        guard let newest = found.max(by: { $0.signed.checkpoint.size < $1.signed.checkpoint.size })
        else { throw StoreError.markDamaged(path: path) }
        return newest
    }

    /// The larger size that a slot names, whoever signed it; nil if none is a note of this origin.
    private func claimedSize(origin: ArchiveOrigin) throws -> TreeSize? {
        try slots()?.compactMap { slot in
            guard let note = HighWaterMark.note(in: slot),
                let text = try? UnopenedNote(parsing: note).text,
                let checkpoint = try? Checkpoint(noteText: text), checkpoint.origin == origin
            else { return nil }
            return checkpoint.size
        }.max()
    }

    private func slots() throws -> [ArraySlice<UInt8>]? {
        let (size, path) = (HighWaterMark.slotSize, path)
        return try PosixFile.contents(of: path, limit: 2 * size)
            .map { [$0.prefix(size), $0.dropFirst(size)] }
    }

    private static func note(in slot: ArraySlice<UInt8>) -> String? {
        let text = slot.prefix { $0 != 0 }
        guard slot[text.endIndex...].allSatisfy({ $0 == 0 }) else { return nil }
        return String(validating: text, as: UTF8.self)
    }

    private func open(_ slot: ArraySlice<UInt8>) -> SignedCheckpoint? {
        guard let note = HighWaterMark.note(in: slot) else { return nil }
        return keys.lazy.compactMap { try? Checkpoint.open(note: note, with: $0) }.first
    }
}

/// Raises the mark while an archive is open to file.
final class MarkWriter {
    /// How long the disk may be behind.
    static let patience = TimeSpan(seconds: 1)

    private let file: PosixFile
    private let surroundings: Surroundings
    private var slot: Int
    private var synced: Instant
    private var isSynced = true

    /// Opens the file of `mark`, or makes it with `first` in it.
    init(_ mark: HighWaterMark, first: SignedCheckpoint, surroundings: Surroundings) throws {
        let newest = try mark.newest()
        if newest == nil { try MarkWriter.make(mark.path, first, surroundings) }
        file = try PosixFile(updating: mark.path)
        slot = newest?.slot ?? 0
        self.surroundings = surroundings
        synced = surroundings.clock()
        if let size = newest?.signed.checkpoint.size, size < first.checkpoint.size {
            try write(first)
        }
    }

    /// Raises the mark to `signed`.
    func write(_ signed: SignedCheckpoint) throws {
        try surroundings.faults(.beforeMark)
        slot = 1 - slot
        try file.write(
            try MarkWriter.slotBytes(signed, file.path), at: slot * HighWaterMark.slotSize)
        isSynced = false
        let now = surroundings.clock()
        // A clock that was set back must not keep it from the disk.
        if now < synced || now >= synced.advanced(by: MarkWriter.patience) {
            try synchronize()
            synced = now
        }
        try surroundings.faults(.afterMark)
    }

    /// Waits until the disk has it.
    func synchronize() throws {
        guard !isSynced else { return }
        try file.synchronize()
        isSynced = true
    }

    /// Makes the file under another name first, so that no process that dies leaves a mark that cannot be read.
    static func make(
        _ path: String, _ first: SignedCheckpoint, _ surroundings: Surroundings
    ) throws {
        try PosixFile.makeFolders(surroundings.stateFolder)
        let temporary = path + ".new"
        try PosixFile.remove(temporary)
        let file = try PosixFile(creating: temporary, mode: 0o600)
        try file.write(try slotBytes(first, path))
        try file.synchronize()
        try PosixFile.rename(temporary, to: path)
        try PosixFile.synchronizeFolder(surroundings.stateFolder)
    }

    private static func slotBytes(
        _ signed: SignedCheckpoint, _ path: String
    ) throws(StoreError) -> [UInt8] {
        let bytes = Array(signed.note.utf8)
        guard bytes.count < HighWaterMark.slotSize else {
            throw StoreError.markDamaged(path: path)
        }
        return bytes + [UInt8](repeating: 0, count: HighWaterMark.slotSize - bytes.count)
    }
}
