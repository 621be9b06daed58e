// The audit of third parties over all matters: takes up what each matter says, keeps what it knows of those in which nothing is new, and
// compares at the end. In memory are the notes, up to a fixed number, and beside them one matter.

import EvidenceModules
package import EvidenceValues
import TransparencyLog

/// An audit of third parties under way.
package struct PartyAudit: Sendable {
    private let reach: AuditReach
    private let roles: [ListedRole]
    private let terms: PartyTerms
    private let time: Instant
    /// What the audit before knew; nil where everything is examined.
    private let known: PartyRegister?
    private var register: PartyRegister
    private var examined = 0
    private var kept = 0
    private var forks: [PartyFinding] = []
    private var isFinished = false

    /// - Parameters:
    ///   - annex: the digest of the annex whose trust `roles` are of.
    ///   - known: what the audit before left; believed if it is of this log, annex and agreement, and the reach is not full.
    ///   - rootAt: the root of the log at a size.
    package init(
        of origin: ArchiveOrigin, head: (size: TreeSize, root: RootHash), annex: Digest,
        roles: [ListedRole], terms: PartyTerms, time: Instant, reach: AuditReach,
        known: PartyRegister? = nil, rootAt: (TreeSize) throws -> RootHash? = { _ in nil }
    ) {
        self.reach = reach
        self.roles = roles
        self.terms = terms
        self.time = time
        register = PartyRegister(
            origin: origin, annex: annex, agreement: terms.agreement, size: head.size,
            root: head.root)
        let isOurs =
            known.map { known in
                known.origin == origin && known.annex == annex
                    && known.agreement == terms.agreement && known.size <= head.size
                    && (try? rootAt(known.size)) == known.root
            } ?? false
        self.known = isOurs && reach != .full ? known : nil
    }

    /// Whether a matter whose newest entry is `newest` is to be examined; if not, what is known of it is kept.
    package mutating func wants(_ matter: MatterID, newest: LeafIndex?) -> Bool {
        guard let known, let newest, known.size.contains(newest) else { return true }
        let notes = known.notes[matter]
        if notes?.isUnsettled ?? false { return true }
        if case .slice(let number, let count) = reach, matter.turn(of: count) == number {
            return true
        }
        kept += 1
        if let notes { register.set(matter, notes) }
        return false
    }

    /// Takes up what a matter says.
    package mutating func take(_ evidence: PartyEvidence) {
        examined += 1
        register.set(
            evidence.matter, examineParties(evidence, roles: roles, terms: terms))
    }

    /// Keeps what was known of a matter that cannot be read; it is tried again next time.
    package mutating func skip(_ matter: MatterID) {
        var notes = known?.notes[matter] ?? PartyNotes()
        notes.isUnsettled = true
        register.set(matter, notes)
    }

    /// All matters were looked at: compares what can only be compared by reading again.
    package mutating func finish(_ read: @escaping LedgerForks.Reading) {
        forks = LedgerForks(read: read).findings(among: register.notes.values.flatMap(\.marks))
        isFinished = true
    }

    /// What was found, in all matters; nil if they were not all looked at.
    package func report() -> PartyReport? {
        guard isFinished else { return nil }
        let all = register.notes.values
        let found =
            all.flatMap(\.findings) + forks + PartyConflicts.findings(among: all.flatMap(\.marks))
            + all.flatMap(\.agenda).compactMap { $0.finding(at: time, ahead: terms.ahead) }
        return PartyReport(
            annex: register.annex, terms: terms, examined: examined, kept: kept,
            findings: PartyFinding.unique(found), omitted: register.omitted, register: register)
    }
}

extension MatterID {
    /// In which of `count` slices its turn is, from 1.
    fileprivate func turn(of count: UInt64) -> UInt64 {
        let head = Digest.sha256(text.utf8).bytes.prefix(8).reduce(0 as UInt64) {
            $0 << 8 | UInt64($1)
        }
        return count == 0 ? 0 : head % count + 1
    }
}
