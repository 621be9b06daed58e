// What the dishonest player can make: he sees every message that is sent, signs with his own key whatever he likes from what he knows,
// and cannot do more. He is asked only for messages that somebody would take: what nobody accepts changes nothing.

import EvidenceModules
import EvidenceValues

struct Adversary {
    let vocabulary: Vocabulary
    let cast: Cast

    /// What he, or whoever has the network, may deliver of this form where these bindings hold.
    func candidates(_ shape: FormShape, within bindings: Bindings, sent: MessageSet) -> [Int] {
        candidates(shape, within: bindings, Knowledge(sent, self))
    }

    private func candidates(
        _ shape: FormShape, within bindings: Bindings, _ knowledge: Knowledge
    ) -> [Int] {
        var found = knowledge.sent.elements.filter { message in
            var trial = bindings
            return vocabulary.messages[message].form == shape.number
                && vocabulary.absorb(message, into: &trial)
        }
        for made in forged(shape, within: bindings, knowledge) where !found.contains(made) {
            found.append(made)
        }
        return found
    }

    /// Everything of the forms that he can make or has seen, where the parties are those of the cast.
    func everything(sent: MessageSet) -> MessageSet {
        let knowledge = Knowledge(sent, self)
        return MessageSet(
            cast.assignments.flatMap { players in
                var bindings = Bindings(vocabulary)
                for (role, party) in players {
                    bindings.values[vocabulary.field(.role(role))] =
                        vocabulary.number(of: .party(party))
                }
                return vocabulary.shapes.flatMap { candidates($0, within: bindings, knowledge) }
            })
    }

    private func forged(
        _ shape: FormShape, within bindings: Bindings, _ knowledge: Knowledge
    ) -> [Int] {
        guard let dishonest = cast.dishonest else { return [] }
        var bindings = bindings
        if !shape.form.isRaw {
            let sender = vocabulary.number(of: .party(dishonest))
            // He signs with his own key, so only as who he is.
            guard bindings.bind(vocabulary.senderFields[shape.number], sender) else { return [] }
        }
        var found: [Int] = []
        fill(shape, from: 0, bindings, [], knowledge) { contents in
            let message = SymbolicMessage(
                form: shape.number, sender: shape.form.isRaw ? nil : dishonest, contents: contents)
            let number = vocabulary.number(of: message)
            var trial = bindings
            if vocabulary.absorb(number, into: &trial) { found.append(number) }
        }
        return found
    }

    /// Tries all that he knows in the fields from this one on.
    private func fill(
        _ shape: FormShape, from place: Int, _ bindings: Bindings, _ contents: [UInt16],
        _ knowledge: Knowledge, _ body: ([UInt16]) -> Void
    ) {
        guard place < shape.fields.count else { return body(contents) }
        let field = shape.fields[place]
        for option in options(field, bindings, knowledge) {
            var next = bindings
            if shape.linkedFields.contains(field) {
                guard next.bind(field, option) else { continue }
                if case .message(let named) = vocabulary.symbols[Int(option)] {
                    guard vocabulary.absorb(named, into: &next) else { continue }
                }
                guard vocabulary.secretsFit(next) else { continue }
            }
            fill(shape, from: place + 1, next, contents + [option], knowledge, body)
        }
    }

    /// What he can write into a field.
    private func options(
        _ field: Int, _ bindings: Bindings, _ knowledge: Knowledge
    ) -> [UInt16] {
        let bound = bindings.values[field]
        switch vocabulary.fields[field] {
        case .role(let role):
            let players = Set(cast.assignments.compactMap { $0[role] }).sorted()
            return bound != 0 ? [bound] : number(players.map { .party($0) })
        case .commitment:
            return bound != 0 ? [bound] : knowledge.commitments
        case .opening:
            return bound != 0 ? knowledge.secrets.filter { $0 == bound } : knowledge.secrets
        case .value(let name):
            return bound != 0 ? [bound] : number(values(name, bindings))
        case .message(let name):
            guard let shape = vocabulary.shape(named: name) else { return [] }
            let messages = candidates(shape, within: bindings, knowledge)
            return number(messages.map { .message($0) })
        }
    }

    private func number(_ symbols: [Symbol]) -> [UInt16] {
        symbols.map { vocabulary.number(of: $0) }
    }

    /// The values of one deal go together: its text names it.
    private func values(_ name: String, _ bindings: Bindings) -> [Symbol] {
        if name == "decision" { return cast.dishonest == nil ? [] : [.count(1), .count(2)] }
        guard DealValues.names.contains(name) else { return [.blank] }
        let fixed = DealValues.deal(in: bindings, vocabulary)
        return (fixed.map { [$0] } ?? Array(0..<cast.deals)).map { .deal(name, $0) }
    }
}

/// What he learned from the messages that were sent.
private struct Knowledge {
    let sent: MessageSet
    /// Numbers of symbols, ascending: his own secrets, and those that somebody opened.
    let secrets: [UInt16]
    /// Likewise: his own commitments, and all that he saw.
    let commitments: [UInt16]

    init(_ sent: MessageSet, _ adversary: Adversary) {
        let vocabulary = adversary.vocabulary
        self.sent = sent
        let own = adversary.cast.dishonestSecrets
        var secrets = Set(own.map { vocabulary.number(of: .secret($0)) })
        var commitments = Set(own.map { vocabulary.number(of: .commitment($0)) })
        for message in sent.elements {
            for number in vocabulary.messages[message].contents {
                switch vocabulary.symbols[Int(number)] {
                case .secret: secrets.insert(number)
                case .commitment: commitments.insert(number)
                default: break
                }
            }
        }
        self.secrets = secrets.sorted()
        self.commitments = commitments.sorted()
    }
}

/// The values by which a message says which deal it is about.
enum DealValues {
    static let names: Set<String> = ["deal", "text"]

    static func deal(in bindings: Bindings, _ vocabulary: Vocabulary) -> Int? {
        for name in names {
            if case .deal(_, let deal)? = bindings.symbol(.value(name), vocabulary) { return deal }
        }
        return nil
    }
}
