// Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log, signed as a note. Docket's archives write no extension lines
// and sign with a key whose name is the origin; other logs' extension lines are kept, since they are part of what is signed.

package import EvidenceValues

/// What a log says of itself at one moment. Nobody has checked a signature on it; `SignedCheckpoint` says that somebody has.
package struct Checkpoint: Sendable, Hashable {
    package let origin: ArchiveOrigin
    package let size: TreeSize
    package let root: RootHash
    /// Lines behind the root, without line feeds, none empty. Docket gives them no meaning.
    package let extensions: [String]

    package init(origin: ArchiveOrigin, size: TreeSize, root: RootHash) {
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// The checkpoint that a note's text is. Spec: checkpoint-2
    package init(noteText: String) throws(NoteError) {
        let lines = noteText.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count >= 4, lines.last == "", !lines.dropLast().contains(""),
            let origin = ArchiveOrigin(lines[0]), let size = FieldText.number(lines[1]),
            let hash = Base64.decode(lines[2]).flatMap({ Digest(bytes: $0) })
        else { throw NoteError.malformedCheckpoint }
        self.origin = origin
        self.size = TreeSize(size)
        root = RootHash(hash)
        extensions = Array(lines[3..<(lines.count - 1)])
        guard size > 0 || root == .empty else { throw NoteError.wrongEmptyRoot }
    }

    /// The note's text.
    package var text: String {
        let lines = [origin.text, String(size.value), Base64.encode(root.digest.bytes)]
        return (lines + extensions).map { $0 + "\n" }.joined()
    }

    /// Opens a checkpoint's note with the key of its log: the key's signature verifies, and its name is the origin.
    package static func open(
        note: String, with key: VerifierKey
    ) throws(NoteError) -> SignedCheckpoint {
        try signed(UnopenedNote(parsing: note).open(with: [key]), note: note, by: key)
    }

    /// The checkpoint of a note that was opened, among others with the key of its log.
    static func signed(
        _ opened: OpenedNote, note: String, by key: VerifierKey
    ) throws(NoteError) -> SignedCheckpoint {
        guard opened.signers.contains(where: { $0.key == key }) else { throw .noKnownSignature }
        let checkpoint = try Checkpoint(noteText: opened.text)
        // Spec: checkpoint-4
        guard checkpoint.origin.text.utf8.elementsEqual(key.name.utf8) else {
            throw NoteError.wrongOrigin(found: checkpoint.origin.text, expected: key.name)
        }
        return SignedCheckpoint(checkpoint: checkpoint, note: note)
    }

    /// Signs this checkpoint; the signer's name must be the origin. It is signed twice and compared: a signature that a fault in memory
    /// or processor spoilt could not only fail but give the key away.
    package func sign(with signer: NoteSigner) throws(NoteError) -> SignedCheckpoint {
        guard signer.verifierKey.name.utf8.elementsEqual(origin.text.utf8) else {
            throw NoteError.wrongOrigin(found: origin.text, expected: signer.verifierKey.name)
        }
        guard size.value > 0 || root == .empty else { throw NoteError.wrongEmptyRoot }
        let note = try signer.sign(text)
        guard try signer.sign(text) == note else {
            throw NoteError.badSignature(
                name: signer.verifierKey.name, keyID: signer.verifierKey.keyID)
        }
        return SignedCheckpoint(checkpoint: self, note: note)
    }
}

/// A checkpoint whose signature by the log's key was verified, or just made. Only `Checkpoint.open` and `sign` make one.
package struct SignedCheckpoint: Sendable, Hashable {
    package let checkpoint: Checkpoint
    /// The whole note, byte for byte.
    package let note: String

    fileprivate init(checkpoint: Checkpoint, note: String) {
        self.checkpoint = checkpoint
        self.note = note
    }
}
