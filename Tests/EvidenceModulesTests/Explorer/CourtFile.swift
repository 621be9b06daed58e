// What the players can put on file at the end. Honest players file everything; the third party, if honest, files its log and what it was
// asked; the dishonest one files whatever part of what he has or can make serves him.

import EvidenceModules
import EvidenceValues

/// Who filed what.
struct CourtFile: Hashable {
    /// By who filed it.
    var messages: [PartyID: MessageSet] = [:]

    var all: MessageSet {
        messages.values.reduce(into: MessageSet()) { $0.formUnion($1) }
    }
}

extension Exploration {
    /// What the honest players file.
    func honestFiling(in state: ExplorerState) -> CourtFile {
        var filing = CourtFile()
        for (session, now) in zip(cast.sessions, state.sessions) {
            guard let player = session.player else { continue }
            filing.messages[player, default: MessageSet()].formUnion(now.held)
        }
        if cast.isThirdPartyHonest, cast.isThirdPartyHeard {
            var record = MessageSet()
            for request in state.handled.elements {
                record.formUnion(vocabulary.closure(of: request))
            }
            for message in state.sent.elements
            where vocabulary.messages[message].sender == cast.thirdParty {
                record.insert(message)
            }
            filing.messages[cast.thirdParty] = record
        }
        return filing
    }

    /// What may be on file: with nothing of the dishonest player, with all that he can file, and with parts of it. The parts are by form, since
    /// what proves something asks for messages of some forms: each form alone, each left out, or (`allParts`) every set of forms.
    func filings(
        in state: ExplorerState, everything: MessageSet, allParts: Bool
    ) -> [CourtFile] {
        let honest = honestFiling(in: state)
        guard let dishonest = cast.dishonest else { return [honest] }
        let forms = Set(everything.elements.map { vocabulary.messages[$0].form }).sorted()
        return parts(of: forms, all: allParts).map { chosen in
            var filing = honest
            filing.messages[dishonest] = everything.filter {
                chosen.contains(vocabulary.messages[$0].form)
            }
            return filing
        }
    }

    private func parts(of forms: [Int], all: Bool) -> [Set<Int>] {
        if all {
            return (0..<(1 << forms.count)).map { mask in
                Set(forms.indices.filter { mask & (1 << $0) != 0 }.map { forms[$0] })
            }
        }
        return [[], Set(forms)] + forms.map { [$0] } + forms.map { Set(forms).subtracting([$0]) }
    }
}
