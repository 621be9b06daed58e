// The loop of one clock's duty, beside the server: a step, a rest, the next. Nothing here decides what a step does, and nobody waits for it.

package import ArchiveDuties
import EvidenceStore
import EvidenceValues
import Logging
import ServiceLifecycle

/// Runs one duty until the service stops.
package struct ClockService: Service {
    private let duty: any ClockDuty
    private let rest: Duration
    private let core: ServiceCore
    private let board: DutyBoard

    /// - Parameter rest: between two steps.
    package init(_ duty: any ClockDuty, rest: Duration, core: ServiceCore, board: DutyBoard) {
        self.duty = duty
        self.rest = rest
        self.core = core
        self.board = board
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                tell(await duty.step())
                do { try await Task.sleep(for: rest) } catch { return }
            }
        }
    }

    private func tell(_ step: DutyStep) {
        let clock = duty.dutyClock
        let labels = ["kind": clock.kind.rawValue, "party": clock.party.text]
        let standing = board[clock]
        switch step {
        case .nothingNew, .waits: break
        case .filed: core.metrics.count("docket_clock_answers_total", labels)
        case .failed(let fault):
            var detailed = labels
            detailed["fault"] = fault.rawValue
            core.metrics.count("docket_clock_faults_total", detailed)
            var logger = core.logger
            for (key, value) in detailed { logger[metadataKey: key] = "\(value)" }
            if fault.isAlarming {
                logger.error("a clock is false")
            } else {
                logger.warning("a clock does not answer")
            }
        }
        core.metrics.set("docket_clock_failures", labels, to: Double(standing.failures))
        core.metrics.set(
            "docket_clock_alarm", labels, to: standing.fault?.isAlarming == true ? 1 : 0)
        guard let last = standing.last else { return }
        core.metrics.set(
            "docket_clock_last_timestamp_seconds", labels,
            to: Double(last.time.milliseconds / 1000))
        core.metrics.set("docket_clock_last_size", labels, to: Double(last.size.value))
    }

    /// What the numbers mean.
    package static func describe(_ metrics: ServiceMetrics) {
        metrics.describe(
            "docket_clock_answers_total", "Time-stamps and cosignatures that were filed.")
        metrics.describe(
            "docket_clock_faults_total", "Attempts to get one that failed, by what was wrong.")
        metrics.describe("docket_clock_failures", "Attempts that failed since the last good one.")
        metrics.describe(
            "docket_clock_alarm", "Whether the last answer was false, and not merely missing.")
        metrics.describe(
            "docket_clock_last_timestamp_seconds", "The time that the last one states, since 1970.")
        metrics.describe("docket_clock_last_size", "The entries that the last one is over.")
    }
}
