// Checkpoints, keys and consistency proofs as files on the command line, and the one question that they answer together: does this
// checkpoint continue that one? No archive is needed for that.

import DurableFiles
import EvidenceValues
package import TransparencyLog
import VerifyCommand

/// A checkpoint that was read, and whether a key that the user gave has signed it.
package struct CheckpointFile {
    package let checkpoint: Checkpoint
    package let note: String

    /// The checkpoint in a note, which one of `keys` must have signed; without keys it is only read.
    package init(note: String, from name: String, keys: [VerifierKey]) throws {
        var reason = NoteError.noKnownSignature
        do throws(NoteError) {
            let text = try UnopenedNote(parsing: note).text
            var checkpoint = keys.isEmpty ? try Checkpoint(noteText: text) : nil
            for key in keys where checkpoint == nil {
                do throws(NoteError) {
                    checkpoint = try Checkpoint.open(note: note, with: key).checkpoint
                } catch {
                    // What a wrong signature says is more than that another key's is missing.
                    if error != .noKnownSignature { reason = error }
                }
            }
            guard let checkpoint else { throw reason }
            self.checkpoint = checkpoint
            self.note = note
        } catch {
            throw Failure(
                "\(name): \(Failure.note(error).message)",
                hint: "the file was changed, or it is another archive's", status: ExitStatus.failed)
        }
    }

    /// The checkpoint in a file.
    package init(_ path: String, keys: [VerifierKey]) throws {
        let bytes = try DurableFile.read(path, limit: UnopenedNote.maximumSize)
        guard let note = String(validating: bytes, as: UTF8.self) else {
            throw Failure("\(path): this is no signed checkpoint", status: ExitStatus.failed)
        }
        try self.init(note: note, from: path, keys: keys)
    }
}

/// A verifier key on the command line.
package enum KeyFile {
    /// The key that is written there, or stands in the first line of the file that is named.
    package static func verifierKey(_ text: String) throws -> VerifierKey {
        if let key = try? VerifierKey(text: text) { return key }
        guard DurableFile.exists(text) else { throw NoteError.malformedKey }
        let bytes = try DurableFile.read(text, limit: 4096)
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? ""
        return try VerifierKey(text: String(line))
    }
}

/// A consistency proof in a file (docs/formats/checkpoint.md, checkpoint-6).
package struct ConsistencyProofFile {
    package let proof: ConsistencyProof
    /// The newer checkpoint, which the proof carries.
    package let newer: CheckpointFile
    private let path: String

    /// Reads the proof and opens its checkpoint with one of `keys`; without keys it is only read.
    package init(_ path: String, keys: [VerifierKey]) throws {
        let bytes = try DurableFile.read(path, limit: AddCheckpointRequest.maximumSize)
        let note: String
        do { (proof, note) = try ConsistencyProof.parse(bytes) } catch {
            let failure = Failure.format(error, in: path)
            throw Failure(failure.message, hint: failure.hint, status: ExitStatus.failed)
        }
        newer = try CheckpointFile(note: note, from: path, keys: keys)
        self.path = path
    }

    /// Checks that the newer checkpoint continues `older` and, if one is given, states the same as `other`.
    package func check(from older: Checkpoint, sameAs other: CheckpointFile?) throws {
        let new = newer.checkpoint
        guard older.origin == new.origin else {
            throw failure("the checkpoints are of \(older.origin) and of \(new.origin)")
        }
        if let other, other.checkpoint != new {
            throw failure("it is for another checkpoint, of size \(new.size)")
        }
        guard proof.from == older.size else {
            throw failure("it starts at size \(proof.from), not at \(older.size)")
        }
        do { try proof.check(from: older.root, to: new.root) } catch {
            throw failure("its hashes do not lead from one checkpoint to the other")
        }
    }

    private func failure(_ words: String) -> Failure {
        Failure(
            "\(path) proves nothing: \(words)",
            hint: "ask the archive for the proof between these two",
            status: ExitStatus.failed)
    }
}
