// Conditions that range over every term of a type that is spoken of.

import EvidenceValues

extension Solver {
    // Spec: rules-13. What is possible of an open predicate ranges over every term of the type that is spoken of. Slots that nothing
    // else speaks of need one witness only.
    func enumerate(
        _ atom: CompiledAtom, _ codes: [Int32], _ body: Body
    ) throws(JudgeError) -> Bool {
        let free = freeSlots(atom, codes)
        let ready = free.filter { !plan.rule.calculated.contains($0.slot) }
        // Spec: rules-13. The atom comes again when calculations have given the others.
        if !ready.isEmpty && ready.count < free.count { return try range(ready[...], body) }
        let wanted = free.filter { !plan.rule.locals.contains($0.slot) }
        let other = free.filter { plan.rule.locals.contains($0.slot) }
        return try range(wanted[...]) { () throws(JudgeError) in
            var goesOn = true
            _ = try self.range(other[...]) { () throws(JudgeError) in
                _ = self.fill(codes)
                guard self.counts(atom.predicate) else { return true }
                goesOn = try body()
                return false
            }
            return goesOn
        }
    }

    // Each slot once, however often the atom has it.
    private func freeSlots(
        _ atom: CompiledAtom, _ codes: [Int32]
    ) -> [(slot: Int, type: TermType)] {
        var free: [(slot: Int, type: TermType)] = []
        let parameters = evaluation.program.predicates[atom.predicate].parameters
        for (code, parameter) in zip(codes, parameters) where code < 0 {
            let slot = Int(-1 - code)
            guard environment[slot] == nil, !free.contains(where: { $0.slot == slot }) else {
                continue
            }
            free.append((slot, parameter.type))
        }
        return free
    }

    // Gives the slots every combination of terms, one at a time, until `body` says false.
    private func range(
        _ slots: ArraySlice<(slot: Int, type: TermType)>, _ body: Body
    ) throws(JudgeError) -> Bool {
        guard let first = slots.first else { return try body() }
        for term in try (evaluation.domain[first.type] ?? []) + calculatedTerms(first.slot) {
            try evaluation.step(plan.rule, count: plan.cost)
            let mark = trail.count
            defer { unbind(to: mark) }
            guard bind(first.slot, to: term) else { continue }
            guard try range(slots.dropFirst(), body) else { return false }
        }
        return true
    }

    /// Gives the argument every term of its type, unless it has one.
    func range(
        _ type: TermType, _ argument: Argument, _ body: Body
    ) throws(JudgeError) -> Bool {
        if let term = evaluation.value(argument, environment) {
            // Spec: rules-9. What only a calculation made is no term of evidence, claims or agreement.
            return term < evaluation.spokenCount ? try body() : true
        }
        guard let slot = argument.slot else { return true }
        for term in evaluation.domain[type] ?? [] {
            try evaluation.step(plan.rule)
            let mark = trail.count
            defer { unbind(to: mark) }
            guard bind(slot, to: term) else { continue }
            guard try body() else { return false }
        }
        return true
    }

    /// Spec: rules-13. Whether the slots that would range, had nobody given them, have values that they range over.
    var isInRange: Bool {
        get throws(JudgeError) {
            for slot in plan.ranging {
                guard let term = environment[slot], term >= evaluation.spokenCount else { continue }
                guard try calculatedTerms(slot).contains(term) else { return false }
            }
            return true
        }
    }

    // A certain atom is possible, whatever made its terms.
    private func calculatedTerms(_ slot: Int) throws(JudgeError) -> [Int] {
        var found: [Int] = []
        for case .atom(let atom, .plain) in plan.rule.conditions
        where evaluation.program.predicates[atom.predicate].isOpen {
            for (position, argument) in atom.arguments.enumerated() where argument.slot == slot {
                found += try evaluation.calculatedTerms(of: atom.predicate, at: position)
                    .filter { !found.contains($0) }
            }
        }
        return found
    }
}
