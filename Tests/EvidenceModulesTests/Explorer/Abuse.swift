// Whether a dishonest party can show others that it has the outcome in its hand (abuse-freeness: Garay, Jakobsson and MacKenzie, CRYPTO 1999):
// it can show what the honest party signed on the text, the honest party has not ended, and both a contract and an abort can still come
// of what the dishonest party and the network do.

import EvidenceModules
import EvidenceValues

extension EndCheck {
    /// The nearest state in which a dishonest party of the contract has that choice.
    func abuse() -> Violation? {
        guard cast.dishonest != nil, isThirdPartyHonest else { return nil }
        for number in cast.sessions.indices {
            let contract = reach { outcome(number, $0) == .contract }
            let abort = reach { outcome(number, $0) == .abort }
            for (place, state) in exploration.states.enumerated() {
                guard contract[place], abort[place], hasBegun(number, state),
                    outcome(number, state) == nil
                else { continue }
                let name = cast.sessions[number].name
                return Violation(
                    property: .abuseFree, state: place,
                    detail: "what \(name) signed can be shown, and both ends can still be reached")
            }
        }
        return nil
    }

    /// For each state, whether an end of this kind can be reached from it.
    private func reach(_ isWanted: (ExplorerState) -> Bool) -> [Bool] {
        var reached = [Bool](repeating: false, count: exploration.states.count)
        for end in exploration.ends where isWanted(exploration.states[end]) { reached[end] = true }
        var isChanging = true
        while isChanging {
            isChanging = false
            for state in exploration.states.indices.reversed() where !reached[state] {
                guard exploration.nexts[state].contains(where: { reached[$0] }) else { continue }
                reached[state] = true
                isChanging = true
            }
        }
        return reached
    }
}
