// A restore that is declared (docs/formats/erasure.md). An archive that is behind its mark does not open; whoever put an older copy back
// on purpose says so, and that becomes the next entry, which names the tree that was left behind. Only then the mark is lowered.
//
// A copy from before a rotation does not know the key that signed the mark. It may be all there is, so it can be declared too: the mark
// is the operator's own file, and what it says is his statement, as the whole record is. Such a copy goes on under its own key.
//
// If the process dies between the two, the newest entry is a record that names the very mark, and opening lowers it. A fork, two
// roots of one size, is refused whatever is declared.

import EvidenceValues
package import TransparencyLog

extension Archive {
    /// Declares that the archive in `folder`, which is behind its mark, was restored on purpose, and gives the record's receipt.
    /// - Throws: `.notOlder` if it is not behind its mark; `.forked` if it is another log.
    package static func declareRestore(
        at folder: String, warrant: Warrant, surroundings: Surroundings
    ) throws -> FiledReceipt {
        let archive = try Archive(
            folder: folder, surroundings: surroundings, blobs: nil, use: .restoring)
        if let filed = try archive.unfinishedRestore() {
            try archive.close()
            try open(at: folder, surroundings: surroundings).close()
            return filed
        }
        let left = try archive.markLeftBehind()
        let restored = try archive.read { try $0.head() }
        guard let restore = Restore(left: left, restored: restored, warrant: warrant) else {
            throw StoreError.notOlder(size: restored.size)
        }
        let filed = try archive.record(.restore, restore.bytes, in: .archive) { _, _ in }
        // Opening again finds the record and lowers the mark.
        try archive.close()
        try open(at: folder, surroundings: surroundings).close()
        return filed
    }

    /// The answer to a declaration that was recorded by a process which died before it lowered the mark; nil if there is none.
    private func unfinishedRestore() throws -> FiledReceipt? {
        let head = try read { try $0.head() }
        guard (try? peek({ try isLowered(head, $0) })) == true else { return nil }
        return FiledReceipt(
            receipt: try receipt(of: LeafIndex(head.size.value - 1)), wasAlreadyFiled: true)
    }

    /// The mark that the archive is behind.
    private func markLeftBehind() throws -> Checkpoint {
        let head = try read { try $0.head() }
        guard let left = try mark.claimed(by: origin) else {
            throw StoreError.notOlder(size: head.size)
        }
        do {
            try peek { ledger in try mark.check(head) { try root(of: $0, ledger) } }
        } catch StoreError.olderThanMark {
            return left
        }
        throw StoreError.notOlder(size: head.size)
    }

    /// Compares the archive with its mark, and refuses it if it is behind or beside it. True if that is so because of a restore that its newest
    /// entry declares: then the mark is to be lowered.
    func isLowered(_ head: Checkpoint, _ ledger: Ledger) throws -> Bool {
        do {
            try mark.check(head) { try root(of: $0, ledger) }
            return false
        } catch let error as StoreError {
            guard let left = try? mark.claimed(by: origin),
                try declaredRestore(head, ledger)?.left == left
            else { throw error }
            return true
        }
    }

    /// The restore that the newest entry declares; nil if it declares none.
    private func declaredRestore(_ head: Checkpoint, _ ledger: Ledger) throws -> Restore? {
        guard head.size.value > 0 else { return nil }
        let index = LeafIndex(head.size.value - 1)
        guard let exhibit = try? ledger.exhibit(at: index), exhibit.filing.kind == .restore,
            let bytes = try ledger.content(at: index),
            Digest.sha256(bytes) == exhibit.filing.content,
            let restore = try? Restore(parsing: bytes), restore.restored.size.value == index.value,
            try root(of: restore.restored.size, ledger) == restore.restored.root
        else { return nil }
        return restore
    }
}
