// Room for what takes long or much: so many at once, and of one holder fewer, so that nobody takes all of it.

import ServiceInterface
import Synchronization

/// A bounded number of places; whoever finds none free for too long is told to come again.
final class Places: Sendable {
    private struct Taken {
        var count = 0
        var holders: [String: Int] = [:]
    }

    private let limit: Int
    private let ofOne: Int
    private let taken = Mutex(Taken())

    /// - Parameter ofOne: places that one holder has at most.
    init(_ limit: Int, ofOne: Int) { (self.limit, self.ofOne) = (limit, ofOne) }

    /// Does `body` in a place of `holder`.
    /// - Throws: `Problem(.overloaded)` if none is free in time.
    func holding<Value>(
        for holder: String, waiting: Duration, _ body: () async throws -> Value
    ) async throws -> Value {
        let end = ContinuousClock.now + waiting
        while !take(holder) {
            guard ContinuousClock.now < end else { throw Problem(.overloaded) }
            try await Task.sleep(for: .milliseconds(100))
        }
        defer { give(holder) }
        return try await body()
    }

    private func take(_ holder: String) -> Bool {
        taken.withLock { taken in
            let own = taken.holders[holder, default: 0]
            guard taken.count < limit, own < ofOne else { return false }
            taken.count += 1
            taken.holders[holder] = own + 1
            return true
        }
    }

    private func give(_ holder: String) {
        taken.withLock { taken in
            taken.count -= 1
            let own = taken.holders[holder, default: 1] - 1
            taken.holders[holder] = own > 0 ? own : nil
        }
    }
}

extension ServiceContext {
    /// Who takes a place: the principal, or where nobody is known the address.
    var holder: String {
        caller.principal.map { "principal \($0)" }
            ?? "address \(AccessMiddleware.network(address))"
    }
}
