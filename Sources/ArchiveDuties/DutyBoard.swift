// What is known of the clocks that the archive asks: when each answered last and over what, and what is wrong with those that do not. It is
// for those who watch the archive, in figures and on the page; nothing is decided by it.

package import EvidenceValues
import Synchronization

/// What went wrong with a clock; the raw value stands in figures.
package enum DutyFault: String, Sendable, Hashable, CaseIterable {
    /// Nobody answered, or not in time.
    case unreachable
    /// It answered with a refusal or a status that is no answer.
    case refused
    /// What it answered is no token, or no cosignature.
    case malformed
    /// A token over something else, or with another nonce.
    case wrongAnswer = "wrong-answer"
    /// A signature that does not verify.
    case badSignature = "bad-signature"
    /// By nobody whom the annex trusts, or by somebody else than was asked.
    case untrusted
    /// A time that cannot be: after the answer came, or before it was asked for.
    case falseTime = "false-time"
    /// A witness says that this log is not the one that it knows, or has seen more of it than there is.
    case disowned
    /// It was good, and could not be filed.
    case notFiled = "not-filed"

    /// Whether the clock, or this archive, is false, and not merely out of reach.
    package var isAlarming: Bool {
        switch self {
        case .unreachable, .refused, .notFiled: false
        case .malformed, .wrongAnswer, .badSignature, .untrusted, .falseTime, .disowned: true
        }
    }
}

/// One clock.
package struct DutyClock: Sendable, Hashable, Comparable {
    package let kind: ExhibitKind
    package let party: PartyID

    package init(_ kind: ExhibitKind, _ party: PartyID) {
        self.kind = kind
        self.party = party
    }

    package static func < (left: DutyClock, right: DutyClock) -> Bool {
        (left.kind, left.party) < (right.kind, right.party)
    }
}

/// How one clock stands.
package struct DutyStanding: Sendable, Hashable {
    /// What was filed last: the time that the clock stated, and the size of the tree.
    package var last: (time: Instant, size: TreeSize)? {
        get { lastTime.flatMap { time in lastSize.map { (time, $0) } } }
        set { (lastTime, lastSize) = (newValue?.time, newValue?.size) }
    }
    private var lastTime: Instant?
    private var lastSize: TreeSize?
    /// How often it answered, and how often with what fault.
    package var answers = 0
    package var faults: [DutyFault: Int] = [:]
    /// The fault of the last attempt; nil if that was good, or there was none.
    package var fault: DutyFault?
    /// Attempts that failed since the last good one.
    package var failures = 0

    package init() {}
}

/// The standings of all clocks.
package final class DutyBoard: Sendable {
    private let standings: Mutex<[DutyClock: DutyStanding]>

    /// A board of these clocks.
    package init(_ clocks: [DutyClock]) {
        standings = Mutex(
            Dictionary(clocks.map { ($0, DutyStanding()) }, uniquingKeysWith: { first, _ in first })
        )
    }

    package subscript(clock: DutyClock) -> DutyStanding {
        standings.withLock { $0[clock] ?? DutyStanding() }
    }

    /// All, by kind and name.
    package var all: [(clock: DutyClock, standing: DutyStanding)] {
        standings.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    /// What the log says was filed last.
    package func recall(_ clock: DutyClock, time: Instant, size: TreeSize) {
        standings.withLock { $0[clock, default: DutyStanding()].last = (time, size) }
    }

    func good(_ clock: DutyClock, time: Instant, size: TreeSize) {
        standings.withLock { standings in
            standings[clock, default: DutyStanding()].last = (time, size)
            standings[clock]?.answers += 1
            standings[clock]?.fault = nil
            standings[clock]?.failures = 0
        }
    }

    func bad(_ clock: DutyClock, _ fault: DutyFault) {
        standings.withLock { standings in
            standings[clock, default: DutyStanding()].faults[fault, default: 0] += 1
            standings[clock]?.fault = fault
            standings[clock]?.failures += 1
        }
    }
}
