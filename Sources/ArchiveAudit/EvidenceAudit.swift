// The audit of evidence: whether what was filed would still convince somebody who trusts an annex. A signature whose algorithm has
// ended or whose certificate was revoked since is no damage, and an archive holds forgeries too, so all of it is warnings. They tell
// in time what should be stamped anew:
//
//     EVIDENCE.FAILED         warning: an exhibit's signature or time-stamp is provably wrong
//     EVIDENCE.INDETERMINATE  warning: whether it holds cannot be decided (any more)
//     EVIDENCE.UNREADABLE     warning: its matter could not be read, or is too large to be validated here
//     EVIDENCE.OMITTED        warning: how many warnings more there are
//     EVIDENCE.CHECKPOINT     failed: no key that the annex trusts has signed the newest checkpoint, so nothing that is filed now would count
//
// One matter is in memory at a time, beside what the archive filed about itself that others rest on; both up to `mostBytes`.

import EvidenceModules
package import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// Validates each exhibit under `trust` as at `time`, matter by matter, each with the archive's own checkpoints and time-stamps. A
/// matter with its contents may have `mostBytes`.
package func auditEvidence(
    of archive: Archive, trust: PinnedTrust, at time: Instant, skew: TimeSpan,
    mostBytes: UInt64 = 256 << 20
) -> [Check] {
    var nobody: PartyAudit?
    return auditEvidence(
        of: archive, trust: trust, at: time, skew: skew, mostBytes: mostBytes, parties: &nobody)
}

/// The same; `parties` is told what each matter shows, and says which matters need not be read again.
package func auditEvidence(
    of archive: Archive, trust: PinnedTrust, at time: Instant, skew: TimeSpan,
    mostBytes: UInt64 = 256 << 20, parties: inout PartyAudit?
) -> [Check] {
    do {
        var audit = try EvidenceAudit(
            archive, trust: trust, time: time, skew: skew, mostBytes: mostBytes)
        try audit.checkCheckpoint()
        try audit.validateAll(&parties)
        return audit.checks
    } catch {
        return [
            Check(
                "EVIDENCE.UNREADABLE", .warning, subject: archive.origin.text,
                "The exhibits could not be validated: \(error).")
        ]
    }
}

private struct EvidenceAudit {
    /// A matter is larger than may be in memory.
    struct TooLarge: Error {}

    /// The most bytes of an exhibit that are validated; as many as a bundle's verifier reads.
    private static let most: UInt64 = 64 << 20
    /// What an exhibit takes beside its bytes.
    private static let overhead: UInt64 = 4096
    /// Matters whose names are read at once.
    private static let page = 1000

    let archive: Archive
    let trust: PinnedTrust
    let time: Instant
    let skew: TimeSpan
    let mostBytes: UInt64
    /// What the archive filed about itself that other exhibits rest on.
    private let own: [FiledExhibit]
    private let keys: KeyHistory
    private let checkpoint: SignedCheckpoint?
    private var times: TimeRecords
    private var validated = 0
    private var warned = 0
    private var alarms: [Check] = []
    private var warnings: [Check] = []

    init(
        _ archive: Archive, trust: PinnedTrust, time: Instant, skew: TimeSpan, mostBytes: UInt64
    ) throws {
        self.archive = archive
        self.trust = trust
        self.time = time
        self.skew = skew
        self.mostBytes = mostBytes
        own = try Self.exhibits(of: .archive, in: archive, mostBytes: mostBytes) {
            ![.audit, .erasure, .hold, .release, .restore].contains($0.filing.kind)
        }
        keys = trust.keyHistory(of: archive.origin, rotations: Self.rotations(among: own))
        // The newest tree may not be signed yet; then it is the newest that is.
        checkpoint = try? archive.checkpoint()
        times = try TimeRecords(of: archive, below: archive.head().size)
    }

    /// What was found.
    var checks: [Check] {
        let sentence =
            "\(validated - warned) of \(validated) exhibits that can be validated hold "
            + "under the annex as at \(time)."
        var checks = [Check("EVIDENCE.VALIDATED", .passed, subject: archive.origin.text, sentence)]
        checks += alarms + warnings
        guard warned > warnings.count else { return checks }
        checks.append(
            Check(
                "EVIDENCE.OMITTED", .warning, subject: archive.origin.text,
                "There are \(warned - warnings.count) warnings more."))
        return checks
    }

    /// Whether somebody who trusts the annex would believe the newest checkpoint.
    mutating func checkCheckpoint() throws {
        guard try archive.head().size.value > 0 else { return }
        guard let checkpoint else {
            return warn(
                Check(
                    "EVIDENCE.UNREADABLE", .warning, subject: archive.origin.text,
                    "The newest checkpoint cannot be read."))
        }
        do { _ = try keys.open(note: checkpoint.note) } catch {
            let size = checkpoint.checkpoint.size
            alarms.append(
                Check(
                    "EVIDENCE.CHECKPOINT", .failed, subject: "checkpoint \(size)",
                    "No key that the annex trusts for \(archive.origin) has signed it: \(error)."))
        }
    }

    /// Validates one matter after the other.
    mutating func validateAll(_ parties: inout PartyAudit?) throws {
        let newest = parties == nil ? nil : try NewestEntries(of: archive)
        var name = ""
        while true {
            let matters = try archive.matters(behind: name, limit: Self.page)
            guard let last = matters.last else { break }
            for matter in matters {
                if let newest,
                    let isWanted = parties?.wants(matter, newest: newest.entry(of: matter)),
                    !isWanted
                {
                    continue
                }
                validate(matter, &parties)
            }
            name = last.text
        }
        parties?.finish { [archive] in try LedgerLines.read($0, at: $1, in: archive) }
    }

    private mutating func validate(_ matter: MatterID, _ parties: inout PartyAudit?) {
        do {
            let (exhibits, log) = try exhibits(of: matter)
            let assessment = assess(
                exhibits, log: log, trust: trust, validationTime: time, skew: skew)
            for record in assessment.exhibits
            where record.matter == matter && record.indication != nil {
                validated += 1
                if let warning = Self.warning(record) { warn(warning) }
            }
            guard parties != nil else { return }
            parties?.take(
                PartyEvidence(
                    matter: matter, facts: assessment.facts, exhibits: assessment.exhibits,
                    ledgers: Self.ledgers(among: exhibits)))
        } catch {
            parties?.skip(matter)
            let why = error is TooLarge ? "has more than \(mostBytes) bytes" : "\(error)"
            alarms.append(
                Check(
                    "EVIDENCE.UNREADABLE", .warning, subject: matter.text,
                    "The matter could not be validated: \(why)."))
        }
    }

    private mutating func warn(_ check: Check) {
        warned += 1
        if warnings.count < FaultList.limit { warnings.append(check) }
    }

    /// The exhibits of the matter and the archive's own, with what the annex says of the log that they are in.
    private mutating func exhibits(
        of matter: MatterID
    ) throws -> ([FiledExhibit], LogContext) {
        let filed = try Self.exhibits(of: matter, in: archive, mostBytes: mostBytes) { _ in true }
        let times = matter.isTime ? [] : try timeRecords(bounding: filed)
        let exhibits = (filed + (matter == .archive ? [] : own) + times)
            .sorted { $0.entry.index < $1.entry.index }
        return (exhibits, try context(of: exhibits))
    }

    /// The time-stamps and cosignatures that a bundle of these exhibits would bring.
    private mutating func timeRecords(
        bounding filed: [FiledExhibit]
    ) throws -> [FiledExhibit] {
        guard !times.isEmpty else { return [] }
        let sizes = embeddedCheckpoints(in: filed).compactMap { note in
            try? Checkpoint(noteText: UnopenedNote(parsing: note).text)
        }.filter { $0.origin == archive.origin }.map(\.size)
        return try times.bounding(filed.map(\.entry), sizes: Set(sizes)).map { stored in
            FiledExhibit(
                entry: stored.entry, filing: stored.filing, docketing: stored.docketing,
                filingSignature: nil, content: try archive.content(of: stored))
        }
    }

    private static func ledgers(among exhibits: [FiledExhibit]) -> [Digest: [UInt8]] {
        Dictionary(
            exhibits.filter { $0.filing.kind == .ledger }
                .compactMap { exhibit in exhibit.content.map { (exhibit.filing.content, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The exhibits of a matter with their contents, those that `isWanted` says.
    private static func exhibits(
        of matter: MatterID, in archive: Archive, mostBytes: UInt64,
        _ isWanted: (StoredExhibit) -> Bool
    ) throws -> [FiledExhibit] {
        var stored: [StoredExhibit] = []
        var bytes: UInt64 = 0
        try archive.eachExhibit(of: matter) { exhibit in
            guard isWanted(exhibit) else { return }
            let texts = exhibit.filingBytes.count + (exhibit.filingSignature?.count ?? 0)
            bytes += overhead + UInt64(texts)
            if exhibit.filing.size <= most { bytes += exhibit.filing.size }
            guard bytes <= mostBytes else { throw TooLarge() }
            stored.append(exhibit)
        }
        return try stored.map { exhibit in
            FiledExhibit(
                entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                filingSignature: exhibit.filingSignature,
                content: exhibit.filing.size <= most ? try archive.content(of: exhibit) : nil)
        }
    }

    /// The log as the annex trusts it, with the earlier checkpoints that are its own.
    private func context(of exhibits: [FiledExhibit]) throws -> LogContext {
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

    private static func rotations(among exhibits: [FiledExhibit]) -> [FiledRotation] {
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
