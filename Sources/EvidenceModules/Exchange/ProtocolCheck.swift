// Whether what a description declares makes sense together (docs/formats/protocol.md, rules 4 to 9): the first message names whoever else
// matters, every other one says which run it belongs to, nobody opens what nobody promised, and a proof of a contract is one that the law
// knows. Machines are `MachineCheck`'s.

import EvidenceValues

/// The check of a description that was read.
struct ProtocolCheck {
    private let reading: ProtocolReading

    init(_ reading: ProtocolReading) { self.reading = reading }

    func check() throws(ProtocolError) {
        guard let root = reading.messages.first, reading.roles.count > 1 else {
            throw ProtocolError(line: 0, reason: .badLine)
        }
        guard !root.isRaw, root.openings.isEmpty else {
            throw ProtocolError(line: reading.messageLines[0], reason: .unlinked)
        }
        try checkTypes()
        for (form, line) in zip(reading.messages, reading.messageLines) {
            try at(line) { () throws(ProtocolError.Reason) in try check(form) }
        }
        try at(reading.messageLines[0]) { () throws(ProtocolError.Reason) in try checkKey() }
        for (proof, line) in zip(reading.proofs, reading.proofLines) {
            try at(line) { () throws(ProtocolError.Reason) in try check(proof) }
        }
        for (fault, line) in zip(reading.faults, reading.faultLines) {
            try at(line) { () throws(ProtocolError.Reason) in try check(fault) }
        }
        for (machine, line) in zip(reading.machines, reading.machineLines) {
            let check = MachineCheck(machine, messages: reading.messages)
            try at(line) { () throws(ProtocolError.Reason) in try check.check() }
        }
    }

    private func at(
        _ line: Int, _ body: () throws(ProtocolError.Reason) -> Void
    ) throws(ProtocolError) {
        do throws(ProtocolError.Reason) { try body() } catch {
            throw ProtocolError(line: line, reason: error)
        }
    }

    private func check(_ form: MessageForm) throws(ProtocolError.Reason) {
        guard form.sender != form.receiver, isOffice(form) else { throw .badLine }
        if form.isRaw {
            guard form.act == .opening, isCommitted(form.sender, before: form) else {
                throw .uncommitted
            }
            return
        }
        guard !form.atoms.isEmpty else { throw .badPattern }
        let linked = reading.messages.forms(reachableFrom: form)
        let promised = Set(linked.flatMap(\.commitments))
        // Whoever sends it makes the promise himself, unless he made it before.
        let made = Set(form.commitments).subtracting(promised)
        guard made.isSubset(of: [form.sender]), promised.isSuperset(of: form.openings),
            form.act != .opening || form.openings == [form.sender]
        else { throw .uncommitted }
    }

    // Only the third party decides, and only the others exchange. Spec: protocol-4
    private func isOffice(_ form: MessageForm) -> Bool {
        switch form.act {
        case .abort, .replacement, .submissionReceipt: form.sender == reading.thirdParty
        case .offer, .answer, .opening, .abortRequest, .resolveRequest:
            form.sender != reading.thirdParty
        default: true
        }
    }

    // Spec: protocol-6
    private func checkTypes() throws(ProtocolError) {
        var types = TermPattern.ownValues.merging(TermPattern.knownValues) { own, _ in own }
        for (form, line) in zip(reading.messages, reading.messageLines) {
            for case .value(let name, let type) in form.patterns {
                guard types[name, default: type] == type, !reading.roles.contains(name) else {
                    throw ProtocolError(line: line, reason: .badType)
                }
                types[name] = type
            }
        }
    }

    private func isCommitted(_ role: String, before form: MessageForm) -> Bool {
        reading.messages.prefix { $0.name != form.name }
            .contains { $0.sender == role && $0.commitments.contains(role) }
    }

    // Spec: protocol-7
    private func checkKey() throws(ProtocolError.Reason) {
        guard reading.messages.filter(\.isLoose).count > 1 else { return }
        guard
            reading.messages.key.contains(where: { name in
                !reading.roles.contains(name)
            })
        else { throw .unlinked }
    }

    // Spec: protocol-9
    private func check(_ proof: ProofForm) throws(ProtocolError.Reason) {
        guard proof.meaning == .contract else {
            // A secret in a file is nobody's statement.
            guard isStatement(proof.messages) else { throw .badProof }
            return
        }
        // Whatever else is of the run leads to the one offer, and so to one text.
        guard reading.messages.filter(\.isLoose).count == 1 else { throw .badProof }
        let forms = proof.messages.compactMap { name in
            reading.messages.first { $0.name == name }
        }
        guard let offer = forms.first(where: { $0.act == .offer }),
            let answer = forms.first(where: { $0.act == .answer }),
            offer.name == reading.messages.first?.name, answer.references == [offer.name],
            offer.sender == proof.from, answer.sender == proof.to, offer.sender != answer.sender,
            offer.names("text"), offer.names(offer.sender), offer.names(answer.sender),
            reading.thirdParty.map({ offer.names($0) }) == true
        else { throw .badProof }
        let rest = forms.filter { $0 != offer && $0 != answer }
        let both = Set([offer.name, answer.name])
        if rest.count == 1, rest[0].act == .replacement {
            guard both.isSubset(of: rest[0].references) else { throw .badProof }
            return
        }
        guard rest.count == 2, rest.allSatisfy({ $0.act == .opening }),
            Set(rest.map(\.sender)) == [offer.sender, answer.sender],
            offer.commitments.contains(offer.sender), answer.commitments.contains(answer.sender),
            rest.allSatisfy({ form in
                form.isRaw || form.openings == [form.sender] && both.isSubset(of: form.references)
            }),
            rest[0].isRaw == rest[1].isRaw
        else { throw .badProof }
    }

    private func isStatement(_ names: [String]) -> Bool {
        reading.messages.contains { !$0.isRaw && names.contains($0.name) }
    }

    private func check(_ fault: FaultForm) throws(ProtocolError.Reason) {
        guard
            Dictionary(grouping: fault.messages, by: \.self).allSatisfy({ $0.value.count <= 2 }),
            isStatement(fault.messages)
        else { throw .badProof }
        guard let opened = fault.opened else { return }
        let named = reading.messages.filter { fault.messages.contains($0.name) }
        guard
            named.contains(where: { form in
                (reading.messages.forms(reachableFrom: form) + [form]).contains {
                    $0.sender == opened && $0.commitments.contains(opened)
                }
            })
        else { throw .badProof }
    }
}

extension MessageForm {
    /// The roles whose commitments it names.
    var commitments: [String] {
        patterns.compactMap { if case .commitment(let role) = $0 { role } else { nil } }
    }

    /// The roles whose secrets it shows.
    var openings: [String] {
        patterns.compactMap { if case .opening(let role) = $0 { role } else { nil } }
    }

    /// Whether it names no other message, and so only says by its values to which run it belongs.
    var isLoose: Bool { !isRaw && references.isEmpty }

    /// The roles and values, but its own, that it states.
    var stated: Set<String> {
        Set(
            patterns.compactMap { pattern in
                switch pattern {
                case .role(let role): role
                case .value(let name, _): TermPattern.ownValues[name] == nil ? name : nil
                case .message, .commitment, .opening, .literal: nil
                }
            })
    }

    /// Whether it states this role or value.
    func names(_ name: String) -> Bool { stated.contains(name) }
}

extension [MessageForm] {
    /// The forms that this one names, and those that they name.
    func forms(reachableFrom form: MessageForm) -> [MessageForm] {
        var waiting = Set(form.references)
        // Names only lead back, so one pass from the end finds all.
        return reversed().filter { candidate in
            guard waiting.contains(candidate.name) else { return false }
            waiting.formUnion(candidate.references)
            return true
        }
    }

    /// What tells one run from another where messages do not name each other: what all loose messages state.
    var key: Set<String> {
        let loose = filter(\.isLoose)
        guard loose.count > 1, let first = loose.first else { return [] }
        return loose.dropFirst().reduce(first.stated) { $0.intersection($1.stated) }
    }
}
