// The exploration itself: every state that can be reached, each once, the nearest first, so that the sequence of steps to a violation is as
// short as any.

import EvidenceModules
import EvidenceValues

/// All that a cast can come to under a protocol.
struct Exploration {
    let vocabulary: Vocabulary
    let cast: Cast
    private(set) var states: [ExplorerState]
    /// For each state but the first, whence and how it was reached first.
    private(set) var origins: [(from: Int, event: Event)?] = [nil]
    /// For each state, the states after it.
    private(set) var nexts: [[Int]] = []
    /// States in which nothing more needs to happen.
    private(set) var ends: [Int] = []
    private(set) var transitions = 0

    /// Explores; refuses more than `limit` states.
    init(
        _ proto: ModelledProtocol, _ cast: Cast, limit: Int = 2_000_000
    ) throws(ExplorerError) {
        vocabulary = Vocabulary(proto)
        self.cast = cast
        let sessions = try SessionSteps(vocabulary, cast)
        let thirdParty = ThirdPartySteps(vocabulary, cast)
        states = [sessions.start()]
        var numbers = [states[0]: 0]
        var next = 0
        while next < states.count {
            var successors = try sessions.successors(of: states[next])
            successors += try thirdParty?.successors(of: states[next]) ?? []
            if !successors.contains(where: \.isForced) { ends.append(next) }
            var after: [Int] = []
            for successor in successors {
                transitions += 1
                if let known = numbers[successor.state] {
                    after.append(known)
                    continue
                }
                guard states.count < limit else { throw .tooManyStates(limit) }
                numbers[successor.state] = states.count
                after.append(states.count)
                states.append(successor.state)
                origins.append((from: next, event: successor.event))
            }
            nexts.append(after)
            next += 1
        }
    }

    /// The events that lead to a state, in order.
    func path(to state: Int) -> [Event] {
        var events: [Event] = []
        var at = state
        while let origin = origins[at] {
            events.append(origin.event)
            at = origin.from
        }
        return events.reversed()
    }
}
