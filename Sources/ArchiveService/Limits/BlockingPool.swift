// Where work is done that blocks: SQLite, hashing, verification of signatures and bundles. Neither an event loop nor the threads of
// Swift's tasks may wait for a disk, so it goes to threads of its own, few of them, behind a queue of bounded length: who comes when
// it is full is refused at once, and told to come again.
//
// Invariants: `waiting` counts what is queued or running, and never exceeds the limit; what was accepted is run, even if its caller is
// cancelled, so nothing is left half-done.

import NIOPosix
import ServiceInterface
import Synchronization

/// A bounded number of threads for what blocks.
package final class BlockingPool: Sendable {
    private let threads: NIOThreadPool
    private let limit: Int
    private let count = Atomic<Int>(0)

    /// Starts `threads` threads; `limit` pieces of work wait or run at most.
    package init(threads: Int, limit: Int) {
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.limit = limit
        self.threads.start()
    }

    /// How many pieces of work wait or run.
    package var waiting: Int { count.load(ordering: .relaxed) }

    /// Runs `body` on a thread of the pool.
    /// - Throws: `Problem(.overloaded)` if the queue is full; else what `body` throws.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let before = count.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { count.wrappingSubtract(1, ordering: .relaxed) }
        guard before < limit else { throw Problem(.overloaded) }
        return try await withCheckedThrowingContinuation { continuation in
            threads.submit { state in
                switch state {
                case .active: continuation.resume(with: Result { try body() })
                case .cancelled: continuation.resume(throwing: Problem(.stopping))
                }
            }
        }
    }

    /// Ends the threads when they have done what they were given.
    package func stop() async throws { try await threads.shutdownGracefully() }
}
