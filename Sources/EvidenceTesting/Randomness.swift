// Randomness and time that repeat: properties and scenarios take these instead of the system's, so that a failure can be replayed.

package import EvidenceValues
import Synchronization

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same on every machine. Not for keys.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    /// What to print when a property fails.
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// The next `count` bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            var word = next()
            for _ in 0..<min(8, count - bytes.count) {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        return bytes
    }
}

/// A source of random bytes that repeats and may be shared between tasks.
package final class RepeatableBytes: Sendable {
    private let generator: Mutex<SplitMix64>

    package init(seed: UInt64) { generator = Mutex(SplitMix64(seed: seed)) }

    package func next(_ count: Int) -> [UInt8] { generator.withLock { $0.bytes(count) } }
}

/// A clock that stands still until it is set.
package final class ManualClock: Sendable {
    private let instant: Mutex<Instant>

    package init(_ instant: Instant) { self.instant = Mutex(instant) }

    package var now: Instant {
        get { instant.withLock { $0 } }
        set { instant.withLock { $0 = newValue } }
    }

    /// Moves on by `span`, backwards too.
    package func advance(by span: TimeSpan) {
        instant.withLock { $0 = $0.advanced(by: span) }
    }
}
