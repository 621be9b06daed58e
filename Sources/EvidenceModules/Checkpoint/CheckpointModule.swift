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

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        notes.commit(object, to: note, in: &graph)
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        let subject = exhibit.filing.content.text
        guard let dated = try? evidence.log.keys?.open(note: note) else {
            return Judgement(
                checks: [
                    Check(
                        "LOG.CHECKPOINT_SIG", .indeterminate, .noSigningCertificateFound,
                        subject: subject,
                        "The checkpoint is not signed by the archive that the annex names for this log."
                    )
                ] + cosignatureChecks(subject, evidence))
        }
        var checks = [
            Check(
                "LOG.CHECKPOINT_SIG", .passed, subject: subject,
                "The checkpoint is signed by the archive \(checkpoint.origin).")
        ]
        let notes = NoteReader(log: evidence.log, exhibits: [], witnesses: evidence.witnesses)
        if notes.entryCount(note) == nil {
            checks.append(unproven(dated, subject, evidence))
        }
        return Judgement(checks: checks + cosignatureChecks(subject, evidence))
    }

    // Why it does not count: it is no state of this log, or anyone may have signed it.
    private func unproven(
        _ dated: DatedCheckpoint, _ subject: String, _ evidence: Evidence
    ) -> Check {
        if let since = dated.mustBeOlderThan, !evidence.isProven(note, before: since) {
            return Check(
                "LOG.COMPROMISED", .indeterminate, .revokedNoPOE, subject: subject,
                "Since \(since) others may have had the key that signed the checkpoint, and nothing "
                    + "proves that it is older.")
        }
        return Check(
            "LOG.CONSISTENCY", .indeterminate, .noPOE, subject: subject,
            "It is not proven that the checkpoint belongs to the log as it is now.")
    }

    private func cosignatureChecks(_ subject: String, _ evidence: Evidence) -> [Check] {
        guard let found = evidence.witnesses.cosignatures(on: note) else { return [] }
        return found.verified.map { cosignature in
            evidence.clocks.cosignatures.contains(cosignature)
                ? Check(
                    "WITNESS.COSIGNATURE", .passed, subject: subject,
                    "The witness \(cosignature.witness.party) cosigned the checkpoint at "
                        + "\(cosignature.time).")
                : Check(
                    "WITNESS.COSIGNATURE", .warning, subject: subject,
                    "A cosignature in the name of the witness \(cosignature.witness.party) says nothing: "
                        + "its key is compromised, or its time has not come.")
        }
            + found.forged.map { witness in
                Check(
                    "WITNESS.SIGNATURE", .failed, .sigCryptoFailure, subject: subject,
                    "A cosignature in the name of the witness \(witness.party) was not made with its key."
                )
            }
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        guard let dated = try? evidence.log.keys?.open(note: note),
            let archive = evidence.log.archive
        else { return .anyone }
        return evidence.makers(of: note, signed: dated, by: archive.party)
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let cosigned = evidence.witnesses.cosignatures(on: note)?.verified ?? []
        return Description(
            summary: "Checkpoint of \(checkpoint.origin) at size \(checkpoint.size).",
            details: ["root \(checkpoint.root)"]
                + cosigned.map { "cosigned by \($0.witness.party) at \($0.time)" })
    }
}

/// A checkpoint's note with what witnesses signed on it, as the archive files it (C2SP tlog-cosignature).
struct CosignatureModule: EvidenceModule {
    static let kind = ExhibitKind.cosignature

    private let checkpoint: CheckpointModule

    /// It is a checkpoint's note; only the kind of the filing tells.
    static func recognise(name: String, content: [UInt8]) -> MediaType? { nil }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        checkpoint = try CheckpointModule(decoding: content)
    }

    var holdings: Holdings { checkpoint.holdings }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        checkpoint.bounds(of: object, into: &graph, notes: notes, known: known)
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        checkpoint.validate(exhibit, in: evidence)
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers { checkpoint.makers(exhibit, judgement, in: evidence) }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        checkpoint.describe(judgement, in: evidence)
    }
}
