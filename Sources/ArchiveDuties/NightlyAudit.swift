// The audit of a night, as the service makes it: what is new and the next of thirty slices, within a budget, then the report filed. It reads beside
// whoever files; only the filing of the report goes through the one writer.

package import ArchiveAudit
package import EvidenceStore
package import EvidenceValues

/// One night's audit of an archive that is in service.
package struct NightlyAudit: Sendable {
    /// After so many nights every byte was read.
    package static let slices: UInt64 = 30
    /// How old the newest report may be before its absence is told: a day, and half of one for a long night.
    package static let maximumAge = TimeSpan(seconds: 36 * 3600)

    private let folder: String
    private let surroundings: Surroundings
    private let budget: Duration
    private let parties: [AuditParties]
    private let workers: Int

    /// - Parameter parties: what is looked at beside the archive itself; the first alone is filed with the report.
    package init(
        folder: String, surroundings: Surroundings, budget: Duration,
        parties: [AuditParties] = [], workers: Int = 1
    ) {
        self.folder = folder
        self.surroundings = surroundings
        self.budget = budget
        self.parties = parties
        self.workers = workers
    }

    /// Reads, for as long as the budget allows, and gives the report; blocks all the while.
    package func report(
        stopping isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws -> AuditReport {
        let memory = try AuditMemory(folder: folder, surroundings: surroundings)
        let end = ContinuousClock.now + budget
        let reach =
            AuditState.nextSlice(of: Self.slices, after: memory.state) ?? AuditReach.incremental
        let plan = AuditPlan(
            reach, state: memory.state, time: surroundings.clock(), maximumAge: Self.maximumAge,
            workers: workers, isOver: { ContinuousClock.now >= end || isStopped() })
        var report = audit(folder: folder, surroundings: surroundings, plan)
        guard let parties = parties.first, !isStopped() else { return report }
        parties.audit(
            opening: { try Archive.openReadOnly(at: folder, surroundings: surroundings) },
            memory.register(), into: &report)
        return report
    }

    /// Files the report, and keeps what the next audit goes on from.
    package func file(
        _ report: AuditReport, in archive: Archive,
        failed: (_ path: String, any Error) -> Void = { _, _ in }
    ) throws -> (report: AuditReport, outcome: AuditFilingOutcome) {
        var report = report
        let outcome = try AuditFiling.file(&report, in: archive)
        try AuditMemory(folder: folder, surroundings: surroundings)
            .write(report.state, report.parties?.register, failed: failed)
        return (report, outcome)
    }
}

/// When the audit of a night is due.
package struct AuditClock: Sendable, Hashable {
    /// Of a day, UTC.
    package let secondOfDay: Int64

    /// `hh:mm`; nil for anything else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == 0x3A,
            [0, 1, 3, 4].allSatisfy({ (0x30...0x39).contains(bytes[$0]) })
        else { return nil }
        func number(at place: Int) -> Int64 {
            Int64(bytes[place] - 0x30) * 10 + Int64(bytes[place + 1] - 0x30)
        }
        let (hour, minute) = (number(at: 0), number(at: 3))
        guard hour < 24, minute < 60 else { return nil }
        secondOfDay = hour * 3600 + minute * 60
    }

    /// The newest time at which it was due, at `now`.
    package func due(at now: Instant) -> Instant {
        let day: Int64 = 86_400_000
        let midnight = now.milliseconds - (now.milliseconds % day + day) % day
        let today = midnight + secondOfDay * 1000
        let due = today <= now.milliseconds ? today : today - day
        return now.advanced(by: TimeSpan(milliseconds: due - now.milliseconds))
    }

    /// Whether it is due at `now`, the last report being of `last`. One that was missed is made up for at once.
    package func isDue(at now: Instant, last: Instant?) -> Bool {
        guard let last else { return true }
        // A clock that was set back far makes a report of the future: then the night counts again.
        return last < due(at: now) || last > now.advanced(by: NightlyAudit.maximumAge)
    }
}
