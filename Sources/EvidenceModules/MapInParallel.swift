// The same work for many values, on all cores. Results stand in the order of the values and each is a function of its own value, so what
// comes out does not depend on the threads.

import Dispatch
import Synchronization

/// What `work` makes of each value, in their order. Few values are not worth the threads.
package func mapInParallel<Value: Sendable, Result: Sendable>(
    _ values: [Value], _ work: @Sendable (Value) -> Result
) -> [Result] {
    // Values differ in what they cost, so there are more pieces than cores.
    let count = min(values.count / 8, 64)
    guard count > 1 else { return values.map(work) }
    let pieces = Mutex<[Int: [Result]]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { number in
        let range = values.count * number / count..<values.count * (number + 1) / count
        let piece = values[range].map(work)
        pieces.withLock { $0[number] = piece }
    }
    let found = pieces.withLock { $0 }
    return (0..<count).flatMap { found[$0] ?? [] }
}
