// Whether a state machine can be run to an end (docs/formats/protocol.md, rule 10): its player sends only what is its own, waits only for
// what others may send it, never has two steps to choose from, does not run in circles by itself, and can stop from wherever it is.

import EvidenceValues

/// The check of one machine.
struct MachineCheck {
    private let machine: RoleMachine
    private let messages: [String: MessageForm]

    init(_ machine: RoleMachine, messages: [MessageForm]) {
        self.machine = machine
        self.messages = Dictionary(messages.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Spec: protocol-10
    func check() throws(ProtocolError.Reason) {
        let states = Set(machine.steps.map(\.to)).union([machine.start])
        let choices = Set(machine.steps.map { Choice(state: $0.from, trigger: $0.trigger) })
        guard machine.steps.allSatisfy({ states.contains($0.from) }),
            states.isSuperset(of: machine.ends.keys), choices.count == machine.steps.count,
            machine.steps.allSatisfy(isOwn)
        else { throw .badMachine }
        var stopping = Set(machine.ends.keys)
        // Each round adds a state at least, or nothing more can be added.
        for _ in states {
            stopping.formUnion(machine.steps.filter { stopping.contains($0.to) }.map(\.from))
        }
        guard stopping.isSuperset(of: states), !circles() else { throw .badMachine }
    }

    private struct Choice: Hashable {
        let state: String
        let trigger: Trigger
    }

    private func isOwn(_ step: MachineStep) -> Bool {
        guard step.sends.allSatisfy({ messages[$0]?.sender == machine.role }) else { return false }
        switch step.trigger {
        case .begin: return step.from == machine.start
        case .timeout: return true
        case .receive(let name):
            guard let form = messages[name], form.sender != machine.role else { return false }
            return form.receiver == nil || form.receiver == machine.role
        }
    }

    /// Whether it comes back to a state by its own steps alone: then it would send without end.
    private func circles() -> Bool {
        let own = machine.steps.filter { step in
            if case .receive = step.trigger { false } else { true }
        }
        var open = own
        while true {
            // A step whose end begins no further one is on no circle.
            let begins = Set(open.map(\.from))
            let rest = open.filter { begins.contains($0.to) }
            if rest.count == open.count { return !rest.isEmpty }
            open = rest
        }
    }
}
