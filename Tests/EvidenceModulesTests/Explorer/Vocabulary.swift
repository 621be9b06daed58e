// What a protocol can say: its forms with their fields, and every symbol and message met so far, each with a number of its own, so that
// states of the explorer are short lists of numbers.

import EvidenceModules
import EvidenceValues

/// A form, its fields numbered.
struct FormShape: Sendable {
    let form: MessageForm
    let number: Int
    /// Each once, in the order of the form.
    let fields: [Int]
    /// The same without those that each message has of its own.
    let linkedFields: [Int]
}

/// What stands in which fields.
struct Saying: Sendable {
    let fields: [Int]
    let numbers: [UInt16]
}

/// The numbers of forms, fields, symbols and messages of one protocol. Not shared between explorations.
final class Vocabulary {
    let proto: ModelledProtocol
    private(set) var fields: [Field] = []
    private(set) var shapes: [FormShape] = []
    private(set) var symbols: [Symbol] = []
    private(set) var messages: [SymbolicMessage] = []
    private var fieldNumbers: [Field: Int] = [:]
    private var symbolNumbers: [Symbol: UInt16] = [:]
    private var messageNumbers: [SymbolicMessage: Int] = [:]
    private let formNumbers: [String: Int]
    /// For each role.
    private(set) var commitmentFields: [Int] = []
    private(set) var openingFields: [Int] = []
    /// For each message all that it says, with what it names; nil if it contradicts itself.
    private(set) var sayings: [Saying?] = []
    /// For each symbol the secret that it is, or is the digest of; -1 for others.
    private(set) var secretOf: [Int] = [-1]
    /// Whether a message is of a run: both numbers as one.
    var belongings: [Int: Bool] = [:]
    /// For each form, the field that names messages of that form, and the field of its sender.
    private(set) var nameFields: [Int] = []
    private(set) var senderFields: [Int] = []

    init(_ proto: ModelledProtocol) {
        self.proto = proto
        let numbered = proto.messages.enumerated().map { ($1.name, $0) }
        formNumbers = Dictionary(numbered) { first, _ in first }
        // Number 0 is no symbol: a field that is not bound.
        symbols = [.blank]
        for role in proto.roles {
            _ = field(.role(role))
            commitmentFields.append(field(.commitment(role)))
            openingFields.append(field(.opening(role)))
        }
        for form in proto.messages {
            nameFields.append(field(.message(form.name)))
            senderFields.append(field(.role(form.sender)))
        }
        // Fields that the explorer asks for even where no form has them.
        for name in ["deal", "text", "decision"] { _ = field(.value(name)) }
        for (number, form) in proto.messages.enumerated() {
            let patterns = form.isRaw ? [.opening(form.sender)] : form.patterns
            var own: [Int] = []
            for pattern in patterns.compactMap(Field.init).map({ self.field($0) })
            where !own.contains(pattern) {
                own.append(pattern)
            }
            shapes.append(
                FormShape(
                    form: form, number: number, fields: own,
                    linkedFields: own.filter { !isOwnValue($0) }))
        }
    }

    /// The number of a field.
    func field(_ field: Field) -> Int {
        if let number = fieldNumbers[field] { return number }
        fields.append(field)
        fieldNumbers[field] = fields.count - 1
        return fields.count - 1
    }

    /// The number of a symbol, from 1.
    func number(of symbol: Symbol) -> UInt16 {
        if let number = symbolNumbers[symbol] { return number }
        let number = UInt16(symbols.count)
        symbols.append(symbol)
        switch symbol {
        case .commitment(let secret), .secret(let secret): secretOf.append(secret)
        default: secretOf.append(-1)
        }
        symbolNumbers[symbol] = number
        return number
    }

    /// The number of a message, from 0.
    func number(of message: SymbolicMessage) -> Int {
        if let number = messageNumbers[message] { return number }
        let number = messages.count
        messages.append(message)
        messageNumbers[message] = number
        sayings.append(saying(of: message, number))
        return number
    }

    func shape(named name: String) -> FormShape? {
        formNumbers[name].map { shapes[$0] }
    }

    /// The number of a form.
    func form(named name: String) -> Int? { formNumbers[name] }

    func shape(of message: Int) -> FormShape { shapes[messages[message].form] }

    /// Whether offers name their deal.
    var namesDeals: Bool { shapes.first?.fields.contains(field(.value("deal"))) ?? false }

    /// The messages that this one names.
    func references(of message: Int) -> [Int] {
        messages[message].contents.compactMap { number in
            if case .message(let named) = symbols[Int(number)] { named } else { nil }
        }
    }

    /// It and all that it names, and what these name.
    func closure(of message: Int) -> MessageSet {
        var all = MessageSet([message])
        for named in references(of: message) { all.formUnion(closure(of: named)) }
        return all
    }

    /// What stands in a field of a message, if it has the field.
    func symbol(_ field: Field, in message: Int) -> Symbol? {
        let shape = shape(of: message)
        guard let number = fieldNumbers[field], let place = shape.fields.firstIndex(of: number)
        else { return nil }
        return symbols[Int(messages[message].contents[place])]
    }

    /// The secret that the message promises for a role.
    func opening(of role: String, promisedBy message: Int) -> UInt16? {
        guard case .commitment(let secret)? = symbol(.commitment(role), in: message) else {
            return nil
        }
        return number(of: .secret(secret))
    }

    /// All secrets that the message promises.
    func openings(of message: Int) -> [UInt16] {
        proto.roles.compactMap { opening(of: $0, promisedBy: message) }
    }

    /// Whether the message shows one of these secrets.
    func shows(_ secrets: [UInt16], in message: Int) -> Bool {
        messages[message].contents.contains { secrets.contains($0) }
    }

    private func saying(of message: SymbolicMessage, _ number: Int) -> Saying? {
        let shape = shapes[message.form]
        var said: [Int: UInt16] = [nameFields[message.form]: self.number(of: .message(number))]
        func say(_ field: Int, _ symbol: UInt16) -> Bool {
            let known = said[field]
            said[field] = symbol
            return known == nil || known == symbol
        }
        for (field, symbol) in zip(shape.fields, message.contents)
        where shape.linkedFields.contains(field) {
            guard say(field, symbol) else { return nil }
            guard case .message(let named) = symbols[Int(symbol)] else { continue }
            guard let inner = sayings[named],
                zip(inner.fields, inner.numbers).allSatisfy({ say($0, $1) })
            else { return nil }
        }
        if let sender = message.sender {
            let party = self.number(of: .party(sender))
            guard say(senderFields[message.form], party) else { return nil }
        }
        let fields = said.keys.sorted()
        return Saying(fields: fields, numbers: fields.compactMap { said[$0] })
    }

    private func isOwnValue(_ field: Int) -> Bool {
        if case .value(let name) = fields[field] {
            TermPattern.ownValues[name] != nil
        } else {
            false
        }
    }
}
