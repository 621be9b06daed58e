// The audit of evidence: whether what was filed would still convince somebody who trusts an annex. A signature whose algorithm has
// ended or whose certificate was revoked since is no damage, and an archive holds forgeries too, so all of it is warnings. They tell
// in time what should be stamped anew:
//
//     EVIDENCE.FAILED         warning: an exhibit's signature or time-stamp is provably wrong
//     EVIDENCE.INDETERMINATE  warning: whether it holds cannot be decided (any more)
//     EVIDENCE.UNREADABLE     warning: its matter could not be read
//
// One matter is in memory at a time.

import EvidenceModules
package import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// Validates each exhibit under `trust` as at `time`, matter by matter, each with the archive's own checkpoints and time-stamps.
package func auditEvidence(
    of archive: Archive, trust: PinnedTrust, at time: Instant, skew: TimeSpan
) -> [Check] {
    do {
        let audit = try EvidenceAudit(archive, trust: trust, time: time, skew: skew)
        var validated = 0
        var warnings: [Check] = []
        for matter in audit.matters {
            for record in try audit.records(of: matter) where record.indication != nil {
                validated += 1
                if let warning = EvidenceAudit.warning(record) { warnings.append(warning) }
            }
        }
        let sentence =
            "\(validated - warnings.count) of \(validated) exhibits that can be validated hold "
            + "under the annex as at \(time)."
        return [
            Check("EVIDENCE.VALIDATED", .passed, subject: archive.origin.text, sentence)
        ] + warnings
    } catch {
        return [
            Check(
                "EVIDENCE.UNREADABLE", .warning, subject: archive.origin.text,
                "The exhibits could not be validated: \(error).")
        ]
    }
}

private struct EvidenceAudit {
    /// The most bytes of an exhibit that are validated; as many as a bundle's verifier reads.
    private static let most: UInt64 = 64 << 20

    let archive: Archive
    let trust: PinnedTrust
    let time: Instant
    let skew: TimeSpan
    private let stored: [MatterID: [StoredExhibit]]
    private let checkpoint: SignedCheckpoint?

    init(_ archive: Archive, trust: PinnedTrust, time: Instant, skew: TimeSpan) throws {
        self.archive = archive
        self.trust = trust
        self.time = time
        self.skew = skew
        stored = Dictionary(grouping: try archive.entries(), by: \.docketing.matter)
        // The newest tree may not be signed yet; then nothing is bounded by the log.
        checkpoint = try? archive.checkpoint()
    }

    var matters: [MatterID] { stored.keys.sorted { $0.text < $1.text } }

    /// The exhibits of the matter, validated.
    func records(of matter: MatterID) throws -> [ExhibitRecord] {
        let own = matter == .archive ? [] : stored[.archive] ?? []
        let exhibits = try ((stored[matter] ?? []) + own)
            .sorted { $0.entry.index < $1.entry.index }.map(filed)
        let assessment = assess(
            exhibits, log: try context(of: exhibits), trust: trust, validationTime: time,
            skew: skew)
        return assessment.exhibits.filter { $0.matter == matter }
    }

    private func filed(_ exhibit: StoredExhibit) throws -> FiledExhibit {
        FiledExhibit(
            entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
            filingSignature: exhibit.filingSignature,
            content: exhibit.filing.size <= Self.most ? try archive.content(of: exhibit) : nil)
    }

    /// The log as the annex trusts it, with the earlier checkpoints that are its own.
    private func context(of exhibits: [FiledExhibit]) throws -> LogContext {
        let keys = trust.keyHistory(of: archive.origin, rotations: rotations(among: exhibits))
        guard let checkpoint, let signer = try? keys.open(note: checkpoint.note).signers.first
        else { return LogContext(archive: nil, checkpoint: nil, keys: keys) }
        let candidates = trust.archives.filter { $0.origin == archive.origin }
        // An archive whose key changed may be listed once for each key.
        let listed =
            candidates.first { $0.verifierKey == signer.key.text } ?? candidates.first
        var consistent: [TreeSize: RootHash] = [:]
        for note in embeddedCheckpoints(in: exhibits) {
            guard let old = try? keys.openStatement(note: note).signed.checkpoint,
                old.size.value > 0, old.size < checkpoint.checkpoint.size,
                try archive.rootHash(at: old.size) == old.root
            else { continue }
            consistent[old.size] = old.root
        }
        return LogContext(
            archive: listed, checkpoint: checkpoint, consistent: consistent, keys: keys)
    }

    private func rotations(among exhibits: [FiledExhibit]) -> [FiledRotation] {
        exhibits.filter { $0.filing.kind == .rotation }.compactMap { exhibit in
            exhibit.content.flatMap { String(validating: $0, as: UTF8.self) }
                .map { FiledRotation(note: $0, index: exhibit.entry.index) }
        }
    }

    static func warning(_ record: ExhibitRecord) -> Check? {
        let reason = record.subIndication.map { " (\($0.rawValue))" } ?? ""
        let subject = "entry \(record.index)"
        let what = "\(record.name), a \(record.kind.rawValue) in \(record.matter),"
        return switch record.indication {
        case .totalFailed:
            Check(
                "EVIDENCE.FAILED", .warning, record.subIndication, subject: subject,
                "\(what) is provably wrong\(reason).")
        case .indeterminate:
            Check(
                "EVIDENCE.INDETERMINATE", .warning, record.subIndication, subject: subject,
                "\(what) cannot be decided\(reason).")
        case .totalPassed, nil: nil
        }
    }
}
