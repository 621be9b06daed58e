// A description as the one text of what it says (docs/formats/protocol.md).

import EvidenceValues

extension ExchangeProtocol {
    /// Reads a description; it must be the one text of what it says. Spec: protocol-1
    package init(parsing text: String) throws(ProtocolError) {
        let reading = try ProtocolReading(text)
        try ProtocolCheck(reading).check()
        self.init(reading)
        guard self.text.utf8.elementsEqual(text.utf8) else {
            let own = self.text.split(separator: "\n", omittingEmptySubsequences: false)
            let given = text.split(separator: "\n", omittingEmptySubsequences: false)
            let line = zip(own, given).prefix { $0.utf8.elementsEqual($1.utf8) }.count + 1
            throw ProtocolError(line: line, reason: .notCanonical)
        }
    }

    /// The one text.
    package var text: String {
        var lines = [ProtocolReading.format, "protocol \(name)"]
        lines += roles.map { $0 == thirdParty ? "role \($0) third-party" : "role \($0)" }
        lines += messages.flatMap(\.lines)
        lines += proofs.map { proof in
            (["proof", proof.name, proof.meaning.rawValue, proof.from, proof.to] + proof.messages)
                .joined(separator: " ")
        }
        lines += faults.map { fault in
            (["fault", fault.kind, fault.role] + fault.messages
                + (fault.opened.map { ["opened", $0] } ?? [])).joined(separator: " ")
        }
        lines += machines.flatMap(\.lines)
        return lines.map { $0 + "\n" }.joined()
    }
}

extension MessageForm {
    fileprivate var lines: [String] {
        let head = [isRaw ? "raw" : "message", name, act?.rawValue ?? "-", sender, receiver ?? "-"]
        return [head.joined(separator: " ")] + atoms.map { "term " + $0.text }
    }
}

extension RoleMachine {
    fileprivate var lines: [String] {
        ["machine \(role) \(start)"] + steps.map(\.line)
            + ends.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "end \($0.key) \($0.value)" }
    }
}

extension MachineStep {
    fileprivate var line: String {
        let words =
            switch trigger {
            case .begin: ["begin"]
            case .timeout: ["timeout"]
            case .receive(let message): ["receive", message]
            }
        return (["step", from, to] + words + (sends.isEmpty ? [] : ["sends"] + sends))
            .joined(separator: " ")
    }
}
