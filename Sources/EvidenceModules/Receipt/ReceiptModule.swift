// Receipts of an archive (docs/formats/receipt.md), filed as exhibits: the archive's word that something was filed. Its time is a
// statement of the operator and bounds nothing.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A receipt, filed by itself.
struct ReceiptModule: EvidenceModule {
    static let kind = ExhibitKind.receipt

    let receipt: Receipt

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        guard (try? Receipt(parsing: content)) != nil else { return nil }
        return MediaType("text/plain")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        do throws(FormatError) {
            receipt = try Receipt(parsing: content)
        } catch {
            throw MalformedEvidence(
                code: "LOG.RECEIPT_MALFORMED", words: "no receipt (line \(error.line))")
        }
    }

    var holdings: Holdings { Holdings(notes: [receipt.proof.checkpoint]) }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        graph.commit(object, to: .entry(receipt.entry.leafHash))
        graph.commit(object, to: .content(receipt.filing.digest))
        graph.commit(object, to: .content(receipt.docketing.digest))
        notes.commit(object, to: receipt.proof.checkpoint, in: &graph)
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        let subject = exhibit.filing.content.text
        let trust = evidence.policy.trust
        let own = evidence.log.keys.flatMap { $0.archive == receipt.filing.archive ? $0 : nil }
        let keys = own ?? trust.keyHistory(of: receipt.filing.archive, rotations: [])
        if let dated = try? keys.open(note: receipt.proof.checkpoint),
            let key = dated.signers.first?.key, (try? receipt.check(with: key)) != nil
        {
            if let doubt = doubt(dated, subject, evidence) { return Judgement(checks: [doubt]) }
            return Judgement(checks: [
                Check(
                    "LOG.INCLUSION", .passed, subject: subject,
                    "The receipt proves that entry \(receipt.entry.index) is in the log "
                        + "\(receipt.filing.archive).")
            ])
        }
        return Judgement(checks: [
            Check(
                "LOG.INCLUSION", .indeterminate, .noSigningCertificateFound, subject: subject,
                "No archive of the annex vouches for this receipt; it proves nothing.")
        ])
    }

    // A compromised key vouches for nothing by itself, unless its note belongs to the log as it is or is proven to be older.
    private func doubt(
        _ dated: DatedCheckpoint, _ subject: String, _ evidence: Evidence
    ) -> Check? {
        let note = receipt.proof.checkpoint
        let notes = NoteReader(log: evidence.log, exhibits: [], witnesses: evidence.witnesses)
        guard let since = dated.mustBeOlderThan, notes.entryCount(note) == nil,
            !evidence.isProven(note, before: since)
        else { return nil }
        return Check(
            "LOG.COMPROMISED", .indeterminate, .revokedNoPOE, subject: subject,
            "Since \(since) others may have had the key that signed the receipt, and nothing proves that "
                + "it is older.")
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        guard judgement.conclusion?.indication == .totalPassed else { return .anyone }
        let archive = evidence.policy.trust.archives.first {
            $0.origin == receipt.filing.archive
        }
        return Makers(archive.map { [.archiveOperator($0.party)] } ?? [])
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        Description(
            summary: "Receipt of \(receipt.filing.archive) for \(receipt.filing.name), matter "
                + "\(receipt.filing.matter), number \(receipt.docketing.number).",
            details: [
                "the operator states that it came at \(receipt.entry.received)",
                "content \(receipt.filing.content.text)",
            ])
    }
}
