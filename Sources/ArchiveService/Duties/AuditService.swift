// The nightly audit beside the server: on a thread of its own, since it reads for hours; its report goes through the one writer. A night that was
// missed, because nothing ran, is made up for at the next start.

import ArchiveAudit
package import ArchiveDuties
import EvidenceStore
import EvidenceValues
import Logging
import ServiceLifecycle
import Synchronization
import TransparencyLog

/// Audits each night.
package final class AuditService: Service {
    /// How often it is asked whether an audit is due.
    private static let rest = Duration.seconds(30)
    /// After an audit that could not be made or filed.
    private static let patience = TimeSpan(seconds: 1800)

    private let core: ServiceCore
    private let clock: AuditClock
    private let night: NightlyAudit
    private let rest: Duration
    private let isStopped = Atomic<Bool>(false)
    private let notBefore = Mutex<Instant?>(nil)
    /// Whether the last audit of this process is not in the log: then the newest report there is not the last word. Nobody else files one
    /// while the service has the archive.
    private let isUnfiled = Atomic<Bool>(false)

    package init(
        _ core: ServiceCore, at clock: AuditClock, parties: [AuditParties],
        rest: Duration? = nil
    ) {
        self.core = core
        self.clock = clock
        self.rest = rest ?? Self.rest
        night = NightlyAudit(
            folder: core.config.archive, surroundings: core.surroundings,
            budget: .seconds(core.config.audit.budget), parties: parties)
    }

    package func run() async throws {
        let thread = BlockingPool(threads: 1, limit: 2)
        await withGracefulShutdownHandler {
            while !isStopped.load(ordering: .relaxed), !Task.isCancelled {
                await step(thread)
                // A stop must not wait for the rest.
                _ = try? await cancelWhenGracefulShutdown { [rest] in
                    try await Task.sleep(for: rest)
                }
            }
        } onGracefulShutdown: {
            self.isStopped.store(true, ordering: .relaxed)
        }
        try await thread.stop()
    }

    /// One look at the clock, and an audit if it is time.
    func step(_ thread: BlockingPool) async {
        do {
            let now = core.clock()
            let (folder, entries) = (core.config.archive, try await entries())
            let last = try await thread.run { try LastReport.read(ArchiveScan(folder: folder)) }
            tell(last, at: now)
            if let wait = notBefore.withLock({ $0 }), now < wait,
                wait <= now.advanced(by: Self.patience)
            {
                return
            }
            guard entries > 0, clock.isDue(at: now, last: last?.received) else { return }
            try await audit(thread)
        } catch {
            notBefore.withLock { $0 = core.clock().advanced(by: Self.patience) }
            core.metrics.count("docket_audit_failures_total")
            core.logger.error(
                "the audit could not be made", metadata: ["error": "\(type(of: error))"])
        }
    }

    /// An archive without entries owes no audit.
    private func entries() async throws -> UInt64 {
        try await core.readers.read { try $0.head().size.value }
    }

    private func audit(_ thread: BlockingPool) async throws {
        let start = ContinuousClock.now
        let (night, core) = (night, core)
        let found = try await thread.run {
            try night.report(stopping: { self.isStopped.load(ordering: .relaxed) })
        }
        guard !isStopped.load(ordering: .relaxed) else { return }
        isUnfiled.store(true, ordering: .relaxed)
        core.metrics.set("docket_audit_clean", to: found.isClean ? 1 : 0)
        let logger = core.logger
        let (report, outcome) = try await thread.run {
            try core.commit.use { archive in
                try night.file(found, in: archive) { _, _ in
                    logger.warning("the place where the next audit goes on could not be kept")
                }
            }
        }
        isUnfiled.store(outcome == .forbidden, ordering: .relaxed)
        // One that may not be filed is made again after a while: it is the alarm.
        if outcome == .forbidden {
            notBefore.withLock { $0 = core.clock().advanced(by: Self.patience) }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        tell(report, outcome, seconds: seconds)
    }

    private func tell(_ last: LastReport?, at now: Instant) {
        let limit = now.advanced(
            by: TimeSpan(milliseconds: -NightlyAudit.maximumAge.milliseconds))
        core.metrics.set(
            "docket_audit_late", to: (last.map { $0.received < limit } ?? true) ? 1 : 0)
        guard let last else { return }
        core.metrics.set(
            "docket_audit_timestamp_seconds", to: Double(last.received.milliseconds / 1000))
        guard !isUnfiled.load(ordering: .relaxed) else { return }
        core.metrics.set("docket_audit_clean", to: last.isClean ? 1 : 0)
    }

    private func tell(
        _ report: AuditReport, _ outcome: AuditFilingOutcome, seconds: Double
    ) {
        core.metrics.set("docket_audit_clean", to: report.isClean ? 1 : 0)
        core.metrics.set("docket_audit_complete", to: report.isComplete ? 1 : 0)
        core.metrics.set("docket_audit_filed", to: outcome == .forbidden ? 0 : 1)
        core.metrics.set("docket_audit_duration_seconds", to: seconds)
        for code in FaultCode.allCases {
            let count = report.faults.count { $0.code == code && $0.outcome == .failed }
            core.metrics.set("docket_audit_faults", ["code": code.rawValue], to: Double(count))
        }
        if let parties = report.parties {
            core.metrics.set("docket_audit_misconduct_new", to: Double(parties.filed.count))
        }
        if report.evidence.contains(where: { $0.code == "EVIDENCE.UNREADABLE" }) {
            core.logger.warning("audited: not all exhibits could be validated")
        }
        if report.isClean {
            core.logger.info("audited: clean")
        } else {
            core.logger.critical("audited: the archive is damaged")
        }
    }

    /// What the numbers mean.
    package static func describe(_ metrics: ServiceMetrics) {
        metrics.describe("docket_audit_late", "Whether the newest report in the log is too old.")
        metrics.describe(
            "docket_audit_timestamp_seconds", "When the newest report was filed, since 1970.")
        metrics.describe("docket_audit_clean", "Whether the last audit found nothing wrong.")
        metrics.describe(
            "docket_audit_complete", "Whether the last audit read all that it was to read.")
        metrics.describe("docket_audit_filed", "Whether the last report is in the log.")
        metrics.describe("docket_audit_duration_seconds", "How long the last audit took.")
        metrics.describe("docket_audit_faults", "What the last audit found wrong, by code.")
        metrics.describe(
            "docket_audit_misconduct_new",
            "What the last audit found against third parties for the first time.")
        metrics.describe("docket_audit_failures_total", "Audits that could not be made or filed.")
    }
}
