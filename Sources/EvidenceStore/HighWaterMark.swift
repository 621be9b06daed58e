// How far the log once was, kept outside the archive's folder: the newest signed checkpoint, one file for each archive's key. An old
// copy of the folder put back in its place, or a log forked from one, is found here before anything more is signed.

package import EvidenceValues
import Foundation
package import TransparencyLog

/// The high-water mark of one archive on this machine.
package struct HighWaterMark {
    /// The file with the newest checkpoint's note.
    package let path: String
    private let key: VerifierKey
    private let surroundings: Surroundings

    /// The mark of the archive with this verifier key. The file is named by the SHA-256 of the vkey: an archive made anew under an
    /// old origin has another key, and is another log.
    package init(key: VerifierKey, surroundings: Surroundings) {
        self.key = key
        self.surroundings = surroundings
        path = surroundings.stateFolder + "/" + Digest.sha256(key.text.utf8).hex + ".checkpoint"
    }

    /// The checkpoint of the mark; nil if there is none yet.
    package func read() throws -> SignedCheckpoint? {
        let bytes = try PosixFile.contents(of: path, limit: UnopenedNote.maximumSize)
        guard let bytes else { return nil }
        guard let note = String(validating: bytes, as: UTF8.self),
            let signed = try? Checkpoint.open(note: note, with: key)
        else { throw StoreError.markDamaged(path: path) }
        return signed
    }

    /// Raises the mark to `checkpoint`.
    func write(_ checkpoint: SignedCheckpoint) throws {
        try PosixFile.makeFolders(surroundings.stateFolder)
        // One name, so that a process that dies leaves one file at most, and the next removes it.
        let temporary = path + ".new"
        if try PosixFile.size(of: temporary) != nil {
            try FileManager.default.removeItem(atPath: temporary)
        }
        do {
            let file = try PosixFile(creating: temporary, mode: 0o600)
            try file.write(Array(checkpoint.note.utf8))
            try file.synchronize()
            try surroundings.faults(.beforeMarkRename)
            try PosixFile.rename(temporary, to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        try PosixFile.synchronizeFolder(surroundings.stateFolder)
        try surroundings.faults(.afterMark)
    }

    /// Refuses an archive that is behind the mark or beside it.
    package func check(_ head: Checkpoint, rootAt: (TreeSize) throws -> RootHash) throws {
        guard let mark = try read()?.checkpoint else { return }
        guard head.size >= mark.size else {
            throw StoreError.olderThanMark(archive: head.size, mark: mark.size, path: path)
        }
        guard try rootAt(mark.size) == mark.root else {
            throw StoreError.forked(at: mark.size, path: path)
        }
    }
}
