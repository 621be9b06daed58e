// What honest players do: the steps of their machines, and the checks that the forms of the messages demand.
//
// A player takes a message of its run: nothing in it may differ from what the player knows. Only of a replacement it is the first message
// and the player's own part that must fit, for the other side may have given the third party another answer than the player.

import EvidenceModules
import EvidenceValues

struct SessionSteps {
    let vocabulary: Vocabulary
    let cast: Cast
    let adversary: Adversary
    let machines: [RoleMachine]
    /// For each session the fields that it holds to whatever others say.
    private let firmFields: [Set<Int>]

    init(_ vocabulary: Vocabulary, _ cast: Cast) throws(ExplorerError) {
        self.vocabulary = vocabulary
        self.cast = cast
        adversary = Adversary(vocabulary: vocabulary, cast: cast)
        var machines: [RoleMachine] = []
        for session in cast.sessions {
            guard let machine = vocabulary.proto.machine(of: session.role)
            else { throw .unknownRole(session.role) }
            machines.append(machine)
        }
        self.machines = machines
        firmFields = cast.sessions.map { SessionSteps.firmFields(of: $0.role, vocabulary) }
    }

    /// Nobody has begun.
    func start() -> ExplorerState {
        let sessions = cast.sessions.indices.map { number in
            SessionState(state: machines[number].start, bindings: initialBindings(number))
        }
        return ExplorerState(sessions: sessions)
    }

    /// All steps of all sessions.
    func successors(of state: ExplorerState) throws(ExplorerError) -> [Successor] {
        var found: [Successor] = []
        for session in cast.sessions.indices {
            for step in machines[session].steps where step.from == state.sessions[session].state {
                switch step.trigger {
                case .begin:
                    let bindings = state.sessions[session].bindings
                    if isRepeated(bindings, session, in: state) { continue }
                    let (next, sends) = try take(step, session, bindings, [], in: state)
                    let event = Event.begin(session: session, sends: sends)
                    found.append(Successor(event: event, state: next, isForced: false))
                case .timeout:
                    let bindings = state.sessions[session].bindings
                    let (next, sends) = try take(step, session, bindings, [], in: state)
                    let event = Event.timeout(session: session, sends: sends)
                    found.append(Successor(event: event, state: next, isForced: true))
                case .receive(let name):
                    found += try receipts(of: name, step, session, in: state)
                }
            }
        }
        return found
    }

    private func receipts(
        of name: String, _ step: MachineStep, _ session: Int, in state: ExplorerState
    ) throws(ExplorerError) -> [Successor] {
        guard let shape = vocabulary.shape(named: name) else { throw .unknownMessage(name) }
        let own = state.sessions[session].bindings
        let isReplacement = shape.form.act == .replacement && cast.takesAnyAnswer
        let base = isReplacement ? firm(own, session) : own
        var found: [Successor] = []
        for message in adversary.candidates(shape, within: base, sent: state.sent) {
            var bindings = base
            guard vocabulary.absorb(message, into: &bindings) else { continue }
            if isReplacement {
                bindings = own
                bindings.values[vocabulary.nameFields[shape.number]] =
                    vocabulary.number(of: .message(message))
            }
            if shape.form.act == .offer, isRepeated(bindings, session, in: state) { continue }
            let (next, sends) = try take(step, session, bindings, [message], in: state)
            let isMade = !state.sent.contains(message)
            found.append(
                Successor(
                    event: .receive(session: session, message: message, made: isMade, sends: sends),
                    state: next, isForced: isAnswer(message, to: session, in: state)))
        }
        return found
    }

    /// Whether an honest third party sent it for a request of this session: then it arrives.
    private func isAnswer(_ message: Int, to session: Int, in state: ExplorerState) -> Bool {
        state.answers.contains {
            $0.token == message && state.sessions[session].held.contains($0.request)
        }
    }

    /// Sends what the step says, and goes where it leads.
    private func take(
        _ step: MachineStep, _ session: Int, _ bindings: Bindings, _ received: [Int],
        in state: ExplorerState
    ) throws(ExplorerError) -> (ExplorerState, [Int]) {
        var next = state
        var own = state.sessions[session]
        own.state = step.to
        own.bindings = bindings
        for message in received { own.held.formUnion(vocabulary.closure(of: message)) }
        var sends: [Int] = []
        for name in step.sends {
            guard let shape = vocabulary.shape(named: name) else { throw .unknownMessage(name) }
            let sender = cast.sessions[session].player
            let message = try vocabulary.write(shape, from: own.bindings, sender: sender)
            own.bindings.values[vocabulary.nameFields[shape.number]] =
                vocabulary.number(of: .message(message))
            own.held.formUnion(vocabulary.closure(of: message))
            next.sent.insert(message)
            let third = vocabulary.proto.thirdParty
            if let third, shape.form.receiver == third, cast.isThirdPartyHonest {
                next.pending.insert(message)
            }
            sends.append(message)
        }
        next.sessions[session] = own
        return (next, sends)
    }

    /// Whether the player takes part in this deal already, and so refuses to begin, or to answer.
    private func isRepeated(
        _ bindings: Bindings, _ session: Int, in state: ExplorerState
    ) -> Bool {
        guard cast.isOncePerDeal, vocabulary.namesDeals else { return false }
        let deal = bindings.symbol(.value("deal"), vocabulary)
        return cast.sessions.indices.contains { other in
            other != session && cast.sessions[other].player == cast.sessions[session].player
                && state.sessions[other].state != machines[other].start
                && state.sessions[other].bindings.symbol(.value("deal"), vocabulary) == deal
        }
    }

    private func initialBindings(_ number: Int) -> Bindings {
        var bindings = Bindings(vocabulary)
        let session = cast.sessions[number]
        func set(_ field: Field, _ symbol: Symbol) {
            bindings.values[vocabulary.field(field)] = vocabulary.number(of: symbol)
        }
        for (role, party) in session.players { set(.role(role), .party(party)) }
        set(.commitment(session.role), .commitment(number))
        set(.opening(session.role), .secret(number))
        if let deal = session.deal {
            for case .value(let name) in vocabulary.fields where DealValues.names.contains(name) {
                set(.value(name), .deal(name, deal))
            }
        }
        return bindings
    }

    private func firm(_ bindings: Bindings, _ session: Int) -> Bindings {
        var firm = bindings
        for field in firm.values.indices where !firmFields[session].contains(field) {
            firm.values[field] = 0
        }
        return firm
    }

    private static func firmFields(of role: String, _ vocabulary: Vocabulary) -> Set<Int> {
        var firm = Set(vocabulary.shapes.first?.fields ?? [])
        for (number, form) in vocabulary.proto.messages.enumerated()
        where number == 0 || form.sender == role {
            firm.insert(vocabulary.nameFields[number])
        }
        for case .role(let name) in vocabulary.fields { firm.insert(vocabulary.field(.role(name))) }
        firm.insert(vocabulary.field(.commitment(role)))
        firm.insert(vocabulary.field(.opening(role)))
        return firm
    }
}

extension Vocabulary {
    /// The message of this form that says what is bound. Values that no deal gives are blank.
    func write(
        _ shape: FormShape, from bindings: Bindings, sender: PartyID?, decision: Int? = nil
    ) throws(ExplorerError) -> Int {
        var contents: [UInt16] = []
        for field in shape.fields {
            let bound = bindings.values[field]
            if shape.linkedFields.contains(field), bound != 0 {
                contents.append(bound)
            } else if case .value("decision") = fields[field], let decision {
                contents.append(number(of: .count(decision)))
            } else if case .value(let name) = fields[field], !DealValues.names.contains(name) {
                contents.append(number(of: .blank))
            } else {
                throw .unbound(message: shape.form.name, field: fields[field])
            }
        }
        return number(
            of: SymbolicMessage(
                form: shape.number, sender: shape.form.isRaw ? nil : sender, contents: contents))
    }
}
