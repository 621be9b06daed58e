// Work in units that do not depend on each other, on several threads, their results taken in order: so the report does not depend on
// the threads. At most a few units are ahead of the one that is waited for, so memory is bounded however unequal they are.

import Dispatch
import Synchronization

/// Does the units `units` and gives `take` their results, in order, on the caller's thread.
/// - Parameters:
///   - isOver: asked before a unit begins; those that have begun are finished.
///   - makeWorker: makes what one thread works with; called once on each.
/// - Returns: the first unit that was not done; the end of `units` if all were.
/// - Throws: what `makeWorker` throws on all threads; then nothing was done.
package func inParallel<Result: Sendable>(
    _ units: Range<UInt64>, workers: Int, isOver: @escaping @Sendable () -> Bool,
    makeWorker: @escaping @Sendable () throws -> (UInt64) -> Result,
    take: (UInt64, Result) -> Void
) throws -> UInt64 {
    guard !units.isEmpty else { return units.upperBound }
    let count = max(1, min(workers, Int(clamping: units.count)))
    guard count > 1 else {
        return try inSequence(units, isOver: isOver, makeWorker: makeWorker, take: take)
    }
    let crew = Crew<Result>(units, limit: count * 4)
    for _ in 0..<count {
        DispatchQueue.global().async { crew.work(isOver: isOver, makeWorker: makeWorker) }
    }
    var next = units.lowerBound
    while let result = crew.await(next, workers: count) {
        take(next, result)
        next += 1
    }
    if let failure = crew.failure, next == units.lowerBound { throw failure }
    return next
}

private func inSequence<Result>(
    _ units: Range<UInt64>, isOver: () -> Bool, makeWorker: () throws -> (UInt64) -> Result,
    take: (UInt64, Result) -> Void
) throws -> UInt64 {
    let work = try makeWorker()
    for unit in units {
        if isOver() { return unit }
        take(unit, work(unit))
    }
    return units.upperBound
}

/// The threads of one run.
private final class Crew<Result: Sendable>: Sendable {
    private struct State {
        var next: UInt64
        var results: [UInt64: Result] = [:]
        var finished = 0
        var failure: (any Error)?
    }

    private let end: UInt64
    private let state: Mutex<State>
    /// One for each unit that may be ahead.
    private let places: DispatchSemaphore
    /// Signalled when a result is there or a thread has ended.
    private let news = DispatchSemaphore(value: 0)

    init(_ units: Range<UInt64>, limit: Int) {
        end = units.upperBound
        state = Mutex(State(next: units.lowerBound))
        places = DispatchSemaphore(value: limit)
    }

    var failure: (any Error)? { state.withLock { $0.failure } }

    func work(isOver: () -> Bool, makeWorker: () throws -> (UInt64) -> Result) {
        do {
            let work = try makeWorker()
            while true {
                // Whoever has a place takes the lowest unit, so the one that is waited for always has one.
                places.wait()
                guard !isOver(), let unit = claim() else { break }
                let result = work(unit)
                state.withLock { $0.results[unit] = result }
                news.signal()
            }
        } catch {
            state.withLock { $0.failure = error }
        }
        places.signal()
        state.withLock { $0.finished += 1 }
        news.signal()
    }

    /// The result of `unit`, once it is there; nil if no thread will do it.
    func await(_ unit: UInt64, workers: Int) -> Result? {
        while true {
            let (result, isDone) = state.withLock { state in
                (state.results.removeValue(forKey: unit), state.finished == workers)
            }
            if let result {
                places.signal()
                return result
            }
            if isDone { return nil }
            news.wait()
        }
    }

    private func claim() -> UInt64? {
        state.withLock { state in
            guard state.next < end else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }
}
