// Checkpoints of a log (C2SP tlog-checkpoint), filed so that tokens over them can be filed too.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A checkpoint's note, filed by itself.
struct CheckpointModule: EvidenceModule {
    static let kind = ExhibitKind.checkpoint

    let note: String
    let checkpoint: Checkpoint

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        guard (try? CheckpointModule(decoding: content)) != nil else { return nil }
        return MediaType("text/plain")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        guard let note = String(validating: content, as: UTF8.self) else {
            throw MalformedEvidence(code: "LOG.CHECKPOINT_MALFORMED", words: "no checkpoint")
        }
        do throws(NoteError) {
            checkpoint = try Checkpoint(noteText: UnopenedNote(parsing: note).text)
        } catch {
            throw MalformedEvidence(code: "LOG.CHECKPOINT_MALFORMED", words: "no checkpoint")
        }
        self.note = note
    }

    var holdings: Holdings { Holdings(notes: [note]) }

    func bounds(of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader) {
        notes.commit(object, to: note, in: &graph)
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        let subject = exhibit.filing.content.text
        guard isSigned(by: evidence.log.archive) else {
            return Judgement(checks: [
                Check(
                    "LOG.CHECKPOINT_SIG", .indeterminate, .noSigningCertificateFound,
                    subject: subject,
                    "The checkpoint is not signed by the archive that the annex names for this log."
                )
            ])
        }
        let signed = Check(
            "LOG.CHECKPOINT_SIG", .passed, subject: subject,
            "The checkpoint is signed by the archive \(checkpoint.origin).")
        let notes = NoteReader(log: evidence.log, exhibits: [])
        if notes.entryCount(note) == nil {
            return Judgement(checks: [
                signed,
                Check(
                    "LOG.CONSISTENCY", .indeterminate, .noPOE, subject: subject,
                    "It is not proven that the checkpoint belongs to the log as it is now."),
            ])
        }
        return Judgement(checks: [signed])
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [String] {
        guard isSigned(by: evidence.log.archive), let archive = evidence.log.archive else {
            return ["anyone"]
        }
        return ["\(archive.party) (archive operator)"]
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        Description(
            summary: "Checkpoint of \(checkpoint.origin) at size \(checkpoint.size).",
            details: ["root \(checkpoint.root)"])
    }

    private func isSigned(by archive: TrustedArchive?) -> Bool {
        guard let archive, let key = try? VerifierKey(text: archive.verifierKey) else {
            return false
        }
        return (try? Checkpoint.open(note: note, with: key)) != nil
    }
}
