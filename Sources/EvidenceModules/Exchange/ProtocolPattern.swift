// How a description writes what a message states: an atom whose arguments are literals or patterns in braces.

import EvidenceValues

extension AtomPattern {
    // terms-5: a document's atom has no more.
    private static let argumentLimit = 8

    /// The pattern `PREDICATE(ARGUMENT, …)`, of what the reading knows. Spec: protocol-5
    init(_ text: Substring, in reading: ProtocolReading) throws(ProtocolError.Reason) {
        guard let parenthesis = text.firstIndex(of: "("), text.hasSuffix(")") else {
            throw .badPattern
        }
        let predicate = text[..<parenthesis]
        let inner = text[text.index(after: parenthesis)...].dropLast()
        guard StatedAtom.isPredicate(predicate), predicate != "message",
            let words = try? StatedAtom.split(inner),
            words.count <= AtomPattern.argumentLimit
        else { throw .badPattern }
        var arguments: [TermPattern] = []
        for word in words { arguments.append(try TermPattern(word, in: reading)) }
        self.init(predicate: String(predicate), arguments: arguments)
    }

    /// As a description writes it.
    var text: String { "\(predicate)(\(arguments.map(\.text).joined(separator: ", ")))" }
}

extension TermPattern {
    init(_ text: Substring, in reading: ProtocolReading) throws(ProtocolError.Reason) {
        guard text.hasPrefix("{") else {
            guard let term = Term(literal: text) else { throw .badPattern }
            self = .literal(term)
            return
        }
        guard text.hasSuffix("}") else { throw .badPattern }
        let words = text.dropFirst().dropLast().split(
            separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 2, words.count == (words[0] == "value" ? 3 : 2) else {
            throw .badPattern
        }
        switch words[0] {
        case "role": self = .role(try reading.role(words[1]))
        case "message":
            // Only those before: nothing refers to itself.
            guard reading.messages.dropLast().contains(where: { $0.name == words[1] }) else {
                throw .unknown
            }
            self = .message(String(words[1]))
        case "commitment": self = .commitment(try reading.role(words[1]))
        case "opening": self = .opening(try reading.role(words[1]))
        case "value":
            guard let type = TermType(rawValue: String(words[2])), type != .interval else {
                throw .badType
            }
            self = .value(try ProtocolReading.plainName(words[1]), type)
        default: throw .badPattern
        }
    }

    /// As a description writes it.
    var text: String {
        switch self {
        case .role(let role): "{role \(role)}"
        case .message(let message): "{message \(message)}"
        case .commitment(let role): "{commitment \(role)}"
        case .opening(let role): "{opening \(role)}"
        case .value(let name, let type): "{value \(name) \(type.rawValue)}"
        case .literal(let term): term.text
        }
    }

    /// The type of what it matches.
    var type: TermType {
        switch self {
        case .role: .party
        case .message, .commitment: .document
        case .opening: .word
        case .value(_, let type): type
        case .literal(let term): term.type
        }
    }
}
