// What a log sends to a witness (C2SP tlog-witness, "add-checkpoint"): the size that the witness is believed to have seen last, a
// consistency proof from there, and the checkpoint that it is asked to cosign. Between two archives of one log, the same text with a
// size that is not 0 is the proof that one checkpoint continues the other.

package import EvidenceValues

/// The body of an `add-checkpoint` request. Nobody has checked a signature or a hash in it.
package struct AddCheckpointRequest: Sendable, Hashable {
    /// The format's name in errors.
    package static let format = "old"
    /// Bytes of a request at most: 63 hashes and a note.
    package static let maximumSize = 65 * 64 + UnopenedNote.maximumSize

    package let old: TreeSize
    /// At most 63.
    package let hashes: [NodeHash]
    /// The newer checkpoint's note, byte for byte.
    package let note: String

    package init(old: TreeSize, hashes: [NodeHash], note: String) {
        self.old = old
        self.hashes = hashes
        self.note = note
    }

    /// The request that `bytes` are. The note has the form of a note; that its text is a checkpoint is not said. Spec: witness-5
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let format = AddCheckpointRequest.format
        guard bytes.count <= AddCheckpointRequest.maximumSize else {
            throw FormatError(format: format, line: 1, reason: .tooLarge)
        }
        let (head, note) = try HashLines.divide(bytes, format: format)
        guard let first = head.first, first.utf8.starts(with: "old ".utf8) else {
            throw FormatError(format: format, line: 1, reason: .wrongFormat)
        }
        guard let size = FieldText.number(String(first.dropFirst(4))) else {
            throw FormatError(format: format, line: 1, reason: .badValue)
        }
        hashes = try HashLines.read(
            head.dropFirst(), format: format, maximum: ProofLimits.maximumConsistencyLines)
        guard (try? UnopenedNote(parsing: note)) != nil else {
            throw FormatError(format: format, line: head.count + 2, reason: .badValue)
        }
        old = TreeSize(size)
        self.note = note
    }

    /// The one text.
    package var text: String { "old \(old.value)\n" + HashLines.text(hashes) + "\n" + note }
}
