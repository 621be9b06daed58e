// What an honest third party does: for each exchange, by the digest of its first message, it goes through the machine of its role. It takes
// a request that fits in itself, whoever brings it; once it replaced the signatures, it gives the same replacement to whoever asks; an abort it gives
// again with the same number where it would say the same.
//
// It is asked here only about first messages that an honest player sent or took, where answers name the first message: what it decides on
// others concerns nobody honest, and when it decides on one before an honest player knows it, the player could as well have known before.

import EvidenceModules
import EvidenceValues

struct ThirdPartySteps {
    let vocabulary: Vocabulary
    let cast: Cast
    let adversary: Adversary
    let machine: RoleMachine
    private let party: PartyID

    /// Nil where there is no third party, or where it is the dishonest player.
    init?(_ vocabulary: Vocabulary, _ cast: Cast) {
        guard let role = vocabulary.proto.thirdParty, cast.isThirdPartyHonest,
            let machine = vocabulary.proto.machine(of: role)
        else { return nil }
        self.vocabulary = vocabulary
        self.cast = cast
        self.machine = machine
        party = cast.thirdParty
        adversary = Adversary(vocabulary: vocabulary, cast: cast)
    }

    func successors(of state: ExplorerState) throws(ExplorerError) -> [Successor] {
        var found: [Successor] = []
        for root in roots(state) {
            let known = state.exchanges.first { $0.root == root }
            let now = known?.state ?? machine.start
            for step in machine.steps where step.from == now {
                guard case .receive(let name) = step.trigger else { continue }
                guard let shape = vocabulary.shape(named: name) else { throw .unknownMessage(name) }
                let asked = bindings(about: root)
                for request in adversary.candidates(shape, within: asked, sent: state.sent) {
                    let next = try decide(step, on: request, shape, root, known, in: state)
                    if let next { found.append(next) }
                }
            }
        }
        return found
    }

    /// First messages that honest players know; all that can be made, where an answer may fit several.
    private func roots(_ state: ExplorerState) -> [Int] {
        guard let root = vocabulary.proto.root else { return [] }
        let isNamed = vocabulary.proto.messages(.answer).allSatisfy {
            $0.references.contains(root.name)
        }
        if !isNamed {
            let all = Bindings(vocabulary)
            return adversary.candidates(vocabulary.shapes[0], within: all, sent: state.sent)
                .sorted()
        }
        let known = state.sessions.compactMap { $0.bindings.message(root.name, vocabulary) }
        return Set(known).sorted()
    }

    private func bindings(about root: Int) -> Bindings {
        var bindings = Bindings(vocabulary)
        bindings.values[vocabulary.field(.role(machine.role))] = vocabulary.number(
            of: .party(party))
        // A root of another third party does not fit, and then no request does.
        _ = vocabulary.absorb(root, into: &bindings)
        return bindings
    }

    private func decide(
        _ step: MachineStep, on request: Int, _ shape: FormShape, _ root: Int,
        _ known: ExchangeState?, in state: ExplorerState
    ) throws(ExplorerError) -> Successor? {
        var asked = bindings(about: root)
        guard vocabulary.absorb(request, into: &asked) else { return nil }
        if let known { asked = known.bindings.filled(from: asked) }
        asked.values[vocabulary.nameFields[shape.number]] = vocabulary.number(of: .message(request))
        var next = state
        var sends: [Int] = []
        for name in step.sends {
            guard let form = vocabulary.shape(named: name) else { throw .unknownMessage(name) }
            let token = try token(form, from: asked, root, log: next.log)
            sends.append(token)
            next.sent.insert(token)
            if state.pending.contains(request) {
                next.answers.insert(Answer(request: request, token: token))
            }
            if form.isDecision { next.log.insert(token) }
        }
        let before = known?.bindings ?? asked
        let isNew = step.to != known?.state
        next.exchanges.removeAll { $0.root == root }
        next.exchanges.append(
            ExchangeState(root: root, state: step.to, bindings: isNew ? asked : before))
        next.exchanges.sort { $0.root < $1.root }
        let isPending = state.pending.contains(request)
        guard isPending || next.log != state.log || next.exchanges != state.exchanges else {
            return nil
        }
        next.pending.remove(request)
        next.handled.insert(request)
        let isMade = !state.sent.contains(request)
        return Successor(
            event: .decide(request: request, made: isMade, sends: sends), state: next,
            isForced: isPending)
    }

    /// A token of this form, an earlier one if it says the same.
    private func token(
        _ form: FormShape, from bindings: Bindings, _ root: Int, log: MessageSet
    ) throws(ExplorerError) -> Int {
        let before = log.elements.filter { vocabulary.belongs($0, to: root) }
        for earlier in before where vocabulary.messages[earlier].form == form.number {
            var trial = Bindings(vocabulary)
            _ = vocabulary.absorb(earlier, into: &trial)
            let isSame = form.linkedFields.allSatisfy { trial.values[$0] == bindings.values[$0] }
            if isSame || form.form.act == .replacement { return earlier }
        }
        return try vocabulary.write(form, from: bindings, sender: party, decision: before.count + 1)
    }
}

extension FormShape {
    /// Whether it is a decision of the third party.
    var isDecision: Bool { form.act == .abort || form.act == .replacement }
}

extension Bindings {
    /// What is bound here, and beyond that what is bound there.
    func filled(from other: Bindings) -> Bindings {
        var filled = self
        for field in filled.values.indices where filled.values[field] == 0 {
            filled.values[field] = other.values[field]
        }
        return filled
    }
}
