// Two cores for one batch: while one thread writes to the database, what needs no database is computed on another. Only values go in
// and come out, so nothing is shared.

import Dispatch
import Synchronization

/// A value that another thread computes.
final class Beside<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    /// A value that somebody will give.
    init() {}

    /// Begins to compute `work` on `queue`, behind what waits there. A queue of its own has a thread even when all others are busy.
    init(on queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Value) {
        queue.async { self.give(work) }
    }

    /// Computes `work` here, and gives what comes of it. Called once.
    func give(_ work: () throws -> Value) {
        let value = Result { try work() }
        result.withLock { $0 = value }
        isDone.signal()
    }

    /// The value, when it is there. Called once.
    func value() throws -> Value {
        isDone.wait()
        guard let result = result.withLock({ $0.take() }) else {
            preconditionFailure("the value was taken before")
        }
        return try result.get()
    }
}
