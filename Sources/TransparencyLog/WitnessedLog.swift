// What a witness keeps of one log, as a text (docs/formats/witness.md): the keys that it trusts for it, and the checkpoint that it
// cosigned last with both signatures, so that the file proves itself. Without the file the witness does not know the log, and
// cosigns nothing: to lose the file is not to forget a history.

package import EvidenceValues

/// A witness's state of one log.
package struct WitnessedLog: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-witnessed-log/v1"
    /// Keys of one log at most; a log has one, and a second while it changes it.
    package static let maximumKeys = 16
    /// Bytes at most: the keys, and a note.
    package static let maximumSize = 8192 + UnopenedNote.maximumSize

    package let origin: ArchiveOrigin
    /// Ed25519 keys whose name is the origin; at least one.
    package let keys: [VerifierKey]
    /// The note cosigned last; nil if none was.
    package let note: String?

    /// A log of which nothing was cosigned yet; nil unless all keys are different Ed25519 keys with one name that is an origin.
    package init?(keys: [VerifierKey]) { self.init(keys: keys, note: nil) }

    private init?(keys: [VerifierKey], note: String?) {
        guard (1...WitnessedLog.maximumKeys).contains(keys.count), let name = keys.first?.name,
            let origin = ArchiveOrigin(name), Set(keys).count == keys.count,
            keys.allSatisfy({
                $0.algorithm == .ed25519 && $0.name.utf8.elementsEqual(name.utf8)
            })
        else { return nil }
        self.origin = origin
        self.keys = keys
        self.note = note
    }

    /// The state that `bytes` are. The note's signatures are not checked yet: `verify` does. Spec: witness-2, witness-3
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let format = WitnessedLog.format
        guard bytes.count <= WitnessedLog.maximumSize else {
            throw FormatError(format: format, line: 1, reason: .tooLarge)
        }
        let (head, note) = try HashLines.divide(bytes, format: format)
        guard let first = head.first, first.utf8.elementsEqual(format.utf8) else {
            throw FormatError(format: format, line: 1, reason: .wrongFormat)
        }
        var keys: [VerifierKey] = []
        for (position, line) in head.enumerated().dropFirst() {
            guard line.utf8.starts(with: "key ".utf8) else {
                throw FormatError(format: format, line: position + 1, reason: .unexpectedField)
            }
            guard keys.count < WitnessedLog.maximumKeys else {
                throw FormatError(format: format, line: position + 1, reason: .tooMany)
            }
            guard let key = try? VerifierKey(text: String(line.dropFirst(4))) else {
                throw FormatError(format: format, line: position + 1, reason: .badValue)
            }
            keys.append(key)
        }
        let failure = FormatError(format: format, line: head.count + 2, reason: .badValue)
        guard let state = WitnessedLog(keys: keys, note: note.isEmpty ? nil : note) else {
            throw FormatError(format: format, line: 2, reason: .badValue)
        }
        guard note.isEmpty || state.statesCheckpoint else { throw failure }
        self = state
    }

    /// The one text.
    package var bytes: [UInt8] {
        let lines = keys.map { "key \($0.text)\n" }.joined()
        return Array("\(WitnessedLog.format)\n\(lines)\n\(note ?? "")".utf8)
    }

    /// The checkpoint cosigned last and when, after verifying the log's signature and that of `witness`; nil if none was.
    package func verify(
        by witness: VerifierKey
    ) throws(NoteError) -> (checkpoint: Checkpoint, time: Instant)? {
        guard let note else { return nil }
        let unopened = try UnopenedNote(parsing: note)
        _ = try unopened.open(with: keys)
        guard let time = try unopened.open(with: [witness]).signers.compactMap(\.time).max() else {
            throw NoteError.noKnownSignature
        }
        let checkpoint = try Checkpoint(noteText: unopened.text)
        guard checkpoint.origin == origin else {
            throw NoteError.wrongOrigin(found: checkpoint.origin.text, expected: origin.text)
        }
        return (checkpoint, time)
    }

    /// The state once `note`, whose signatures by `keys` verify, is cosigned: other signatures are left out.
    func after(_ note: UnopenedNote, cosignature line: String) -> WitnessedLog {
        var lines: [String] = []
        for signature in note.signatures
        where keys.contains(where: signature.names) && !lines.contains(signature.line) {
            lines.append(signature.line)
        }
        let stored = note.text + "\n" + lines.joined() + line
        guard let next = WitnessedLog(keys: keys, note: stored) else {
            preconditionFailure("the same keys")
        }
        return next
    }

    /// The same log trusted by other keys too; nil if they are of another log or too many.
    package func adding(_ key: VerifierKey) -> WitnessedLog? {
        WitnessedLog(keys: keys + [key], note: note)
    }

    /// The same log without `key`, and its note without that key's signature; nil if the log is not trusted by it, by no other key, or
    /// if none of the others opens the note. Spec: witness-10
    package func dropping(_ key: VerifierKey) -> WitnessedLog? {
        let rest = keys.filter { $0 != key }
        guard rest.count < keys.count, let bare = WitnessedLog(keys: rest) else { return nil }
        guard let note else { return bare }
        guard let unopened = try? UnopenedNote(parsing: note),
            (try? unopened.open(with: rest)) != nil
        else { return nil }
        let lines = unopened.signatures.filter { !$0.names(key) }.map(\.line)
        return WitnessedLog(keys: rest, note: unopened.text + "\n" + lines.joined())
    }

    private var statesCheckpoint: Bool {
        guard let note, let text = try? UnopenedNote(parsing: note).text,
            let checkpoint = try? Checkpoint(noteText: text)
        else { return false }
        return checkpoint.origin == origin
    }
}
