// A path of the exploration as a person reads it: one line for each step.

import EvidenceModules
import EvidenceValues

extension Exploration {
    /// The step in words.
    func line(_ event: Event, _ names: inout MessageNames) -> String {
        switch event {
        case .begin(let session, let sends):
            return "\(cast.sessions[session].name) begins\(names.sent(sends))"
        case .timeout(let session, let sends):
            return "\(cast.sessions[session].name) waits no longer\(names.sent(sends))"
        case .receive(let session, let message, let made, let sends):
            let whence = whence(made)
            let what = names.text(message)
            return "\(cast.sessions[session].name) receives \(what)\(whence)\(names.sent(sends))"
        case .decide(let request, let made, let sends):
            let what = names.text(request)
            return "T receives \(what)\(whence(made))\(names.sent(sends))"
        }
    }

    private func whence(_ made: Bool) -> String {
        made ? ", made by the dishonest \(cast.dishonest?.text ?? "nobody")" : ""
    }
}

/// Short names of messages: `me2`, and `me2'` for another of the same form; what a message names, and its secrets, in brackets where it first
/// occurs.
struct MessageNames {
    private let vocabulary: Vocabulary
    private var ranks: [Int: Int] = [:]
    private var counts: [Int: Int] = [:]

    init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    mutating func sent(_ messages: [Int]) -> String {
        if messages.isEmpty { return "" }
        return ", sends " + messages.map { text($0) }.joined(separator: " and ")
    }

    mutating func texts(_ messages: [Int]) -> String {
        messages.map { text($0) }.joined(separator: ", ")
    }

    mutating func text(_ message: Int) -> String {
        let isNew = ranks[message] == nil
        let name = name(message)
        guard isNew else { return name }
        let shape = vocabulary.shape(of: message)
        var parts: [String] = []
        for number in vocabulary.messages[message].contents {
            switch vocabulary.symbols[Int(number)] {
            case .message(let named): parts.append(self.name(named))
            case .commitment(let secret): parts.append("h(N\(secret))")
            case .secret(let secret): parts.append("N\(secret)")
            case .deal(let name, let deal) where name == "text": parts.append("text \(deal + 1)")
            case .count(let count): parts.append("no. \(count)")
            default: break
            }
        }
        if shape.form.isRaw { return parts.joined() }
        return "\(name)(\(parts.joined(separator: ", ")))"
    }

    private mutating func name(_ message: Int) -> String {
        let form = vocabulary.messages[message].form
        let rank = ranks[message] ?? counts[form, default: 0]
        if ranks[message] == nil {
            ranks[message] = rank
            counts[form] = rank + 1
        }
        return vocabulary.shapes[form].form.name + String(repeating: "'", count: rank)
    }
}
