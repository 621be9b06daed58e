// What a dishonest third party cannot do unnoticed. It can be unfair: one player then ends with what it should not. But what it did is on file with
// its own signature, or with its receipt for a request that it never decided.
//
// A third party that does not even give receipts leaves nothing that could be filed; whoever asked it has then only the proof that it sent
// (docs/exchange-model.md).

import EvidenceModules
import EvidenceValues

extension EndCheck {
    func accountable(_ state: ExplorerState) -> [(Property, String)] {
        guard let third = vocabulary.proto.thirdParty else { return [] }
        return silent(state, third) + unasked(state) + doubleDecisions(state)
    }

    /// Who waits for it holds a receipt: with it, either its silence is proven, or it decided, and what it decided is on file.
    private func silent(_ state: ExplorerState, _ third: String) -> [(Property, String)] {
        cast.sessions.indices.compactMap { number in
            let session = state.sessions[number]
            guard hasBegun(number, state), outcome(number, state) == nil,
                let root = root(session), let player = cast.sessions[number].player
            else { return nil }
            var filing = exploration.honestFiling(in: state)
            let requests = session.held.elements.filter {
                vocabulary.shape(of: $0).form.receiver == third
            }
            for request in requests {
                for receipt in receipts(for: request, state) {
                    filing.messages[player, default: MessageSet()].insert(receipt)
                }
            }
            let finding = finding(filing, root)
            let isDecided = filing.all.elements.contains { vocabulary.shape(of: $0).isDecision }
            let isBlamed = finding.misconduct.contains { $0.party == cast.thirdParty }
            let name = cast.sessions[number].name
            return isBlamed || isDecided ? nil : (.accountable, "\(name) waits for an answer")
        }
    }

    /// The receipts that the third party owes for a request.
    private func receipts(for request: Int, _ state: ExplorerState) -> [Int] {
        let adversary = Adversary(vocabulary: vocabulary, cast: cast)
        return vocabulary.shapes.filter { $0.form.act == .submissionReceipt }.flatMap { shape in
            adversary.candidates(shape, within: Bindings(vocabulary), sent: state.sent)
                .filter { vocabulary.references(of: $0).contains(request) }
        }
    }

    /// Nobody honest takes an abort that the originator, who is honest, did not ask for.
    private func unasked(_ state: ExplorerState) -> [(Property, String)] {
        let held = state.sessions.reduce(into: MessageSet()) { $0.formUnion($1.held) }
        return cast.sessions.indices.compactMap { number in
            guard outcome(number, state) == .abort, let root = root(state.sessions[number]),
                !held.elements.contains(where: {
                    vocabulary.shape(of: $0).form.act == .abortRequest
                        && vocabulary.belongs($0, to: root)
                })
            else { return nil }
            return (
                .accountable, "\(cast.sessions[number].name) holds an abort that nobody asked for"
            )
        }
    }

    /// Two honest players with contrary decisions can prove it together, and tell which decision came first, unless the third party gave both
    /// one number, which is a misconduct of its own.
    private func doubleDecisions(_ state: ExplorerState) -> [(Property, String)] {
        let filing = exploration.honestFiling(in: state)
        var found: [(Property, String)] = []
        for root in roots(filing.all) {
            let outcomes = cast.sessions.indices.filter { self.root(state.sessions[$0]) == root }
                .compactMap { outcome($0, state) }
            guard outcomes.contains(.contract), outcomes.contains(.abort) else { continue }
            let finding = finding(filing, root)
            if !finding.misconduct.contains(where: { $0.party == cast.thirdParty }) {
                found.append((.accountable, "one holds a contract, one an abort"))
            }
            let isForked = finding.misconduct.contains { $0.kind == "log-fork" }
            if finding.contract == .possible, !isForked {
                found.append((.settled, "the order of its decisions is open"))
            }
        }
        return found
    }
}
