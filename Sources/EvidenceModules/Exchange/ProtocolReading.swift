// Reading a description line by line (docs/formats/protocol.md). Each line declares one thing, by names that lines before it declared, so
// that nothing is recursive and reading is linear; whether what was declared makes sense together is `ProtocolCheck`'s.

import EvidenceValues

/// What has been read so far.
struct ProtocolReading {
    var name = ""
    var roles: [String] = []
    var thirdParty: String?
    var messages: [MessageForm] = []
    var proofs: [ProofForm] = []
    var faults: [FaultForm] = []
    var machines: [RoleMachine] = []
    /// The line on which a message, proof, fault or machine was declared, in their order.
    var messageLines: [Int] = []
    var proofLines: [Int] = []
    var faultLines: [Int] = []
    var machineLines: [Int] = []

    static let format = "docket-protocol/v1"
    // protocol-2: far above any protocol that was ever published; what is checked in pairs stays cheap.
    static let sizeLimit = 1 << 16
    static let roleLimit = 8
    static let messageLimit = 64
    static let atomLimit = 32
    static let formLimit = 64
    static let stepLimit = 128
    static let nameLimit = 32

    /// Reads all lines; they stand in the order of the kinds of things that they declare.
    init(_ text: String) throws(ProtocolError) {
        guard text.utf8.count <= ProtocolReading.sizeLimit else {
            throw ProtocolError(line: 0, reason: .limit)
        }
        guard text.utf8.allSatisfy({ $0 == 0x0A || (0x20..<0x7F).contains($0) }),
            text.hasSuffix("\n")
        else { throw ProtocolError(line: 0, reason: .notCanonical) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.first.map({ $0 == ProtocolReading.format }) == true else {
            throw ProtocolError(line: 1, reason: .badLine)
        }
        var last = 0
        for (line, number) in zip(lines, 1...).dropFirst() {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            do throws(ProtocolError.Reason) {
                let section = try read(words, line: line, number: number)
                guard section >= last, number != 2 || section == 0 else { throw .badLine }
                last = section
            } catch {
                throw ProtocolError(line: number, reason: error)
            }
        }
        guard last > 0 else { throw ProtocolError(line: lines.count, reason: .badLine) }
    }

    /// Reads a line and says to which section it belongs.
    private mutating func read(
        _ words: [Substring], line: Substring, number: Int
    ) throws(ProtocolError.Reason) -> Int {
        switch words[0] {
        case "protocol":
            guard words.count == 2, name.isEmpty else { throw .badLine }
            name = try ProtocolReading.plainName(words[1])
            return 0
        case "role":
            try readRole(words)
            return 1
        case "message", "raw":
            try readMessage(words)
            messageLines.append(number)
            return 2
        case "term":
            try readTerm(line.dropFirst(5))
            return 2
        case "proof":
            try readProof(words)
            proofLines.append(number)
            return 3
        case "fault":
            try readFault(words)
            faultLines.append(number)
            return 4
        case "machine":
            try beginMachine(words)
            machineLines.append(number)
            return 5
        case "step":
            try readStep(words)
            return 5
        case "end":
            try readEnd(words)
            return 5
        default: throw .badLine
        }
    }

    // `role NAME` or `role NAME third-party`
    private mutating func readRole(_ words: [Substring]) throws(ProtocolError.Reason) {
        guard (2...3).contains(words.count) else { throw .badLine }
        let name = try ProtocolReading.plainName(words[1])
        guard !roles.contains(name) else { throw .duplicate }
        guard roles.count < ProtocolReading.roleLimit else { throw .limit }
        roles.append(name)
        guard words.count == 3 else { return }
        guard words[2] == "third-party" else { throw .badLine }
        guard thirdParty == nil else { throw .duplicate }
        thirdParty = name
    }

    // `message NAME ACT SENDER RECEIVER` or `raw …`; `-` where there is no act or no receiver.
    private mutating func readMessage(_ words: [Substring]) throws(ProtocolError.Reason) {
        guard words.count == 5 else { throw .badLine }
        let name = try ProtocolReading.plainName(words[1])
        guard !messages.contains(where: { $0.name == name }) else { throw .duplicate }
        guard messages.count < ProtocolReading.messageLimit else { throw .limit }
        let act = MessageAct(rawValue: String(words[2]))
        guard act != nil || words[2] == "-" else { throw .badLine }
        let receiver = words[4] == "-" ? nil : try role(words[4])
        messages.append(
            MessageForm(
                name: name, sender: try role(words[3]), receiver: receiver, act: act,
                isRaw: words[0] == "raw", atoms: []))
    }

    // `term PREDICATE(ARGUMENT, …)`, which belongs to the message before.
    private mutating func readTerm(_ text: Substring) throws(ProtocolError.Reason) {
        guard let form = messages.last, !form.isRaw else { throw .badLine }
        guard form.atoms.count < ProtocolReading.atomLimit else { throw .limit }
        let atom = try AtomPattern(text, in: self)
        guard !form.atoms.contains(atom) else { throw .duplicate }
        messages[messages.count - 1] = MessageForm(
            name: form.name, sender: form.sender, receiver: form.receiver, act: form.act,
            isRaw: false, atoms: form.atoms + [atom])
    }

    // `proof NAME MEANING FROM TO MESSAGE …`
    private mutating func readProof(_ words: [Substring]) throws(ProtocolError.Reason) {
        guard words.count > 5, let meaning = ProofMeaning(rawValue: String(words[2])) else {
            throw .badLine
        }
        let name = try ProtocolReading.plainName(words[1])
        guard name != "none", !proofs.contains(where: { $0.name == name }) else {
            throw .duplicate
        }
        guard proofs.count < ProtocolReading.formLimit else { throw .limit }
        let messages = try messages(words[5...])
        guard Set(messages).count == messages.count else { throw .duplicate }
        proofs.append(
            ProofForm(
                name: name, meaning: meaning, from: try role(words[3]), to: try role(words[4]),
                messages: messages))
    }

    // `fault KIND ROLE MESSAGE …` or `fault KIND ROLE MESSAGE … opened ROLE`
    private mutating func readFault(_ words: [Substring]) throws(ProtocolError.Reason) {
        guard words.count > 3 else { throw .badLine }
        guard faults.count < ProtocolReading.formLimit else { throw .limit }
        let hasOpened = words.count > 5 && words[words.count - 2] == "opened"
        let fault = FaultForm(
            kind: try ProtocolReading.plainName(words[1]), role: try role(words[2]),
            messages: try messages(words[3..<(words.count - (hasOpened ? 2 : 0))]),
            opened: hasOpened ? try role(words[words.count - 1]) : nil)
        guard !faults.contains(fault) else { throw .duplicate }
        faults.append(fault)
    }

    // `machine ROLE STATE`
    private mutating func beginMachine(_ words: [Substring]) throws(ProtocolError.Reason) {
        guard words.count == 3 else { throw .badLine }
        let machine = RoleMachine(
            role: try role(words[1]), start: try ProtocolReading.plainName(words[2]), steps: [],
            ends: [:])
        guard !machines.contains(where: { $0.role == machine.role }) else { throw .duplicate }
        machines.append(machine)
    }

    // `step FROM TO begin|timeout [sends MESSAGE …]` or `step FROM TO receive MESSAGE [sends MESSAGE …]`
    private mutating func readStep(_ words: [Substring]) throws(ProtocolError.Reason) {
        guard let machine = machines.last, words.count > 3 else { throw .badLine }
        guard machine.steps.count < ProtocolReading.stepLimit else { throw .limit }
        let trigger: Trigger
        var rest = words.dropFirst(4)
        switch words[3] {
        case "begin": trigger = .begin
        case "timeout": trigger = .timeout
        case "receive":
            guard let word = rest.popFirst() else { throw .badLine }
            trigger = .receive(try message(word))
        default: throw .badLine
        }
        var sends: [String] = []
        if let word = rest.popFirst() {
            guard word == "sends", !rest.isEmpty else { throw .badLine }
            sends = try messages(rest)
        }
        let step = MachineStep(
            from: try ProtocolReading.plainName(words[1]), trigger: trigger, sends: sends,
            to: try ProtocolReading.plainName(words[2]))
        machines[machines.count - 1] = RoleMachine(
            role: machine.role, start: machine.start, steps: machine.steps + [step],
            ends: machine.ends)
    }

    // `end STATE PROOF` or `end STATE none`
    private mutating func readEnd(_ words: [Substring]) throws(ProtocolError.Reason) {
        guard let machine = machines.last, words.count == 3 else { throw .badLine }
        let state = try ProtocolReading.plainName(words[1])
        guard machine.ends[state] == nil else { throw .duplicate }
        let proof = String(words[2])
        guard proof == "none" || proofs.contains(where: { $0.name == proof }) else {
            throw .unknown
        }
        var ends = machine.ends
        ends[state] = proof
        machines[machines.count - 1] = RoleMachine(
            role: machine.role, start: machine.start, steps: machine.steps, ends: ends)
    }

    /// Spec: protocol-3
    static func plainName(_ word: Substring) throws(ProtocolError.Reason) -> String {
        guard Term.isPlainWord(word), word.utf8.count <= nameLimit else { throw .badName }
        return String(word)
    }

    func role(_ word: Substring) throws(ProtocolError.Reason) -> String {
        guard roles.contains(String(word)) else { throw .unknown }
        return String(word)
    }

    func message(_ word: Substring) throws(ProtocolError.Reason) -> String {
        guard messages.contains(where: { $0.name == word }) else { throw .unknown }
        return String(word)
    }

    private func messages(_ words: ArraySlice<Substring>) throws(ProtocolError.Reason) -> [String] {
        guard words.count <= ProtocolReading.messageLimit else { throw .limit }
        var names: [String] = []
        for word in words { names.append(try message(word)) }
        return names
    }
}
