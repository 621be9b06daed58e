// Commands are one thread that does one thing after the other; what the network does meanwhile is waited for here and nowhere else.

import Dispatch
import Synchronization

/// What a wait is for, handed from one thread to the other.
private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
}

/// Runs `body` and waits for it. Only the command's own thread calls this, so no thread of the pool is ever kept.
func waiting<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value
{
    let outcome = Outcome<Value>()
    let done = DispatchSemaphore(value: 0)
    Task {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        outcome.result.withLock { $0 = result }
        done.signal()
    }
    done.wait()
    guard let result = outcome.result.withLock({ $0 }) else {
        preconditionFailure("signalled before there was a result")
    }
    return try result.get()
}
