// The duty towards one clock, an authority or a witness: to show it the newest checkpoint when there is something new, and to file what it answers,
// if that is what it must be. One step is one attempt; a loop elsewhere takes one after the other. Nobody who files waits for any of it.
//
// Invariants: what is filed was verified as an arbiter would, under the annex; a clock that fails is asked again after `Backoff`; each answer
// is filed once. If the process dies between answer and filing, the clock is asked again.

package import EvidenceValues

/// What all duties share.
package struct DutyOffice: Sendable {
    package let origin: ArchiveOrigin
    package let desk: any DutyDesk
    package let board: DutyBoard
    package let fetch: Fetch
    package let clock: @Sendable () -> Instant
    package let random: @Sendable (Int) -> [UInt8]

    package init(
        origin: ArchiveOrigin, desk: any DutyDesk, board: DutyBoard, fetch: @escaping Fetch,
        clock: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.origin = origin
        self.desk = desk
        self.board = board
        self.fetch = fetch
        self.clock = clock
        self.random = random
    }

    func filing(at now: Instant) -> TimeRecordFiling {
        TimeRecordFiling(origin, at: now, nonce: random(32))
    }
}

/// What one step did.
package enum DutyStep: Sendable, Hashable {
    /// There is nothing new.
    case nothingNew
    /// It is too early for another attempt.
    case waits(until: Instant)
    /// Filed, over a tree of this size.
    case filed(TreeSize)
    case failed(DutyFault)
}

/// The duty towards one clock.
package protocol ClockDuty: Sendable {
    var dutyClock: DutyClock { get }
    /// One attempt, if there is something new and it is time.
    func step() async -> DutyStep
}

/// A time at which something may be tried again, and a size up to which all was shown.
struct DutyProgress: Sendable {
    /// The size that the clock saw last; nil until the log was asked.
    var shown: TreeSize?
    var retry: Instant?
    /// When the clock was last shown anything; nil until the log was asked.
    var shownAt: Instant?

    /// A day: the archive's own entries are stamped so often.
    static let daily = TimeSpan(seconds: 86_400)

    /// Until when to wait, if that is to come. A clock that was set back makes nobody wait longer than the longest wait.
    func waits(at now: Instant) -> Instant? {
        guard let retry, now < retry,
            retry <= now.advanced(by: Backoff.wait(after: .max))
        else { return nil }
        return retry
    }
}
