// Faults to plant in a description: checks that fields make, steps of machines, and steps that should not be there.

import EvidenceValues

@testable import EvidenceModules

extension ModelledProtocol {
    /// Without the atoms of a message that hold this pattern.
    mutating func remove(_ pattern: TermPattern, from name: String) {
        messages = messages.map { form in
            guard form.name == name else { return form }
            return MessageForm(
                name: form.name, sender: form.sender, receiver: form.receiver, act: form.act,
                isRaw: form.isRaw, atoms: form.atoms.filter { !$0.arguments.contains(pattern) })
        }
    }

    /// The same in all messages.
    mutating func remove(_ pattern: TermPattern) {
        for form in messages { remove(pattern, from: form.name) }
    }

    /// Without a message, wherever it is sent or proves anything.
    mutating func removeMessages(_ isRemoved: (MessageForm) -> Bool) {
        let names = Set(messages.filter(isRemoved).map(\.name))
        messages.removeAll(where: isRemoved)
        proofs.removeAll { !names.isDisjoint(with: $0.messages) }
        faults.removeAll { !names.isDisjoint(with: $0.messages) }
        machines = machines.map { machine in
            let steps = machine.steps.map { step in
                MachineStep(
                    from: step.from, trigger: step.trigger,
                    sends: step.sends.filter { !names.contains($0) }, to: step.to)
            }
            return RoleMachine(
                role: machine.role, start: machine.start, steps: steps, ends: machine.ends)
        }
    }

    /// With another step in place of what a player does in a state on a trigger; none takes the step away.
    mutating func replaceStep(
        of role: String, in state: String, on trigger: Trigger, by planted: PlantedStep? = nil
    ) {
        machines = machines.map { machine in
            guard machine.role == role else { return machine }
            var steps = machine.steps.filter { $0.from != state || $0.trigger != trigger }
            if let planted {
                steps.append(
                    MachineStep(
                        from: planted.from, trigger: planted.trigger, sends: planted.sends,
                        to: planted.to))
            }
            return RoleMachine(
                role: machine.role, start: machine.start, steps: steps, ends: machine.ends)
        }
    }
}

/// A step that the description does not have.
struct PlantedStep: Sendable {
    let from: String
    let trigger: Trigger
    let sends: [String]
    let to: String

    init(from: String, on trigger: Trigger, sends: [String] = [], to: String) {
        self.from = from
        self.trigger = trigger
        self.sends = sends
        self.to = to
    }
}
