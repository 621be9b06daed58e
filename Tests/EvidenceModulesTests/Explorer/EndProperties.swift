// The properties of ends where the third party is honest, and of findings at any end.

import EvidenceModules
import EvidenceValues

extension EndCheck {
    /// Whoever began has ended, with a contract or an abort.
    func timely(_ state: ExplorerState) -> [(Property, String)] {
        cast.sessions.indices.compactMap { number in
            guard hasBegun(number, state), outcome(number, state) == nil else { return nil }
            let now = state.sessions[number].state
            return (.timely, "\(cast.sessions[number].name) remains in the state \(now)")
        }
    }

    /// The third party gave its abort to this session, and not to another one.
    func answered(_ state: ExplorerState) -> [(Property, String)] {
        var asked = MessageSet()
        for request in state.handled.elements { asked.formUnion(vocabulary.closure(of: request)) }
        return cast.sessions.indices.compactMap { number in
            let session = state.sessions[number]
            let own = vocabulary.proto.messages.first { $0.sender == cast.sessions[number].role }
            guard outcome(number, state) == .abort, let own,
                let first = session.bindings.message(own.name, vocabulary), !asked.contains(first)
            else { return nil }
            let name = cast.sessions[number].name
            return (.answered, "the third party never heard of \(name)'s \(own.name)")
        }
    }

    /// Nobody honest has both.
    func consistent(_ state: ExplorerState) -> [(Property, String)] {
        let filing = exploration.honestFiling(in: state)
        return cast.players.compactMap { player in
            let held = filing.messages[player] ?? MessageSet()
            let both = roots(held).contains { root in
                !proofs(.contract, root, in: held).isEmpty
                    && held.elements.contains { isAbort($0, of: root) }
            }
            return both ? (.consistent, "the honest \(player)") : nil
        }
    }

    /// A finding neither binds nor blames who is honest and did not agree, and never fails who ended well.
    func findingsAreRight(_ filing: CourtFile, _ state: ExplorerState) -> [(Property, String)] {
        var found: [(Property, String)] = []
        for root in roots(filing.all) {
            let finding = finding(filing, root)
            if finding.contract == .certain {
                for role in vocabulary.proto.roles where role != vocabulary.proto.thirdParty {
                    guard let party = party(role, root), cast.isHonest(party),
                        !agreed(party, root, state)
                    else { continue }
                    found.append((.fair, "the honest \(party) did not agree"))
                }
            }
            for misconduct in finding.misconduct where cast.isHonest(misconduct.party) {
                found.append((.innocent, "\(misconduct.kind) of \(misconduct.party)"))
            }
            found += endsAreProven(finding, root, state)
        }
        return found
    }

    /// Whether a session of the party ended with the contract of this exchange; under a dishonest third party, whether it took part.
    private func agreed(_ party: PartyID, _ root: Int, _ state: ExplorerState) -> Bool {
        cast.sessions(of: party).contains { number in
            self.root(state.sessions[number]) == root
                && (isThirdPartyHonest
                    ? outcome(number, state) == .contract : hasBegun(number, state))
        }
    }

    private func endsAreProven(
        _ finding: TableFinding, _ root: Int, _ state: ExplorerState
    ) -> [(Property, String)] {
        guard isThirdPartyHonest else { return [] }
        return cast.sessions.indices.compactMap { number in
            guard self.root(state.sessions[number]) == root else { return nil }
            let name = cast.sessions[number].name
            if outcome(number, state) == .contract, finding.contract != .certain {
                return (.proven, "the contract of \(name) is \(finding.contract.rawValue)")
            }
            if outcome(number, state) == .abort, finding.contract != .contrary,
                !endedWithContract(besides: number, root, state)
            {
                return (.proven, "the abort of \(name): a contract is \(finding.contract.rawValue)")
            }
            return nil
        }
    }

    /// Whether another session of the same exchange ended with its contract.
    private func endedWithContract(besides number: Int, _ root: Int, _ state: ExplorerState) -> Bool
    {
        cast.sessions.indices.contains { other in
            other != number && self.root(state.sessions[other]) == root
                && outcome(other, state) == .contract
        }
    }

    /// Nobody is bound more often than it took part. Contracts are told apart by their deal, or where messages name none by the messages.
    func once(_ filing: CourtFile, _ state: ExplorerState, _ end: Int) -> [Violation] {
        var contracts: [Symbol?: [[Symbol]: [Int]]] = [:]
        for root in roots(filing.all) {
            for proof in proofs(.contract, root, in: filing.all) {
                let text = proof.symbol(.value("text"), vocabulary)
                contracts[text, default: [:]][identity(of: proof, root)] = messages(of: proof)
            }
        }
        var found: [Violation] = []
        for (text, identities) in contracts {
            for player in cast.players {
                let times = cast.sessions(of: player).count { number in
                    hasBegun(number, state)
                        && state.sessions[number].bindings.symbol(.value("text"), vocabulary)
                            == text
                }
                if times < identities.count {
                    found.append(
                        Violation(
                            property: .once, state: end,
                            detail: "\(player) took part \(times), \(identities.count) are proven",
                            proofs: identities.values.sorted { $0.lexicographicallyPrecedes($1) }))
                }
            }
        }
        return found
    }

    private func identity(of proof: Bindings, _ root: Int) -> [Symbol] {
        if vocabulary.namesDeals { return [proof.symbol(.value("deal"), vocabulary) ?? .blank] }
        let answers = vocabulary.proto.messages(.answer).map {
            proof.symbol(.message($0.name), vocabulary) ?? .blank
        }
        return [.message(root)] + answers
    }

    private func messages(of proof: Bindings) -> [Int] {
        vocabulary.proto.messages.compactMap { proof.message($0.name, vocabulary) }
    }

    /// A dishonest originator who has an abort of an exchange that the responder could complete is found out.
    func named(_ state: ExplorerState) -> [(Property, String)] {
        guard let dishonest = cast.dishonest, isThirdPartyHonest,
            let originator = vocabulary.proto.root?.sender
        else { return [] }
        let filing = exploration.honestFiling(in: state)
        return cast.sessions.indices.compactMap { number in
            let session = state.sessions[number]
            guard outcome(number, state) == .contract, let root = root(session),
                party(originator, root) == dishonest,
                vocabulary.proto.messages(.opening).contains(where: {
                    $0.sender == originator && session.bindings.message($0.name, vocabulary) != nil
                }),
                state.log.elements.contains(where: { isAbort($0, of: root) }),
                finding(filing, root).misconduct.isEmpty
            else { return nil }
            return (.named, "the dishonest \(dishonest) is not found out")
        }
    }

    private func isAbort(_ token: Int, of root: Int) -> Bool {
        vocabulary.shape(of: token).form.act == .abort
            && vocabulary.closure(of: token).contains(root)
    }
}
