// Which messages of a run belong together: they name the same messages before them, and give the same values under the same names, each by
// itself and by all that it names. A proof takes one message of each form that its description lists. Whatever does not fit its run is
// left out. Signed messages come before others, and what was proven to be made first comes first, so that a limit cuts off the
// rest: nobody pushes out with papers of his own what another signed before.

import EvidenceValues

/// The messages of a run, and what each says with all that it names.
struct MessageSets {
    /// By the names of forms: the one message, or the value.
    private struct Known {
        var messages: [String: Digest] = [:]
        var values: [String: Term] = [:]

        /// Takes over what `other` knows; false if the two contradict each other.
        mutating func merge(_ other: Known) -> Bool {
            messages.agrees(with: other.messages) && values.agrees(with: other.values)
        }
    }

    /// Messages that belong together, in the order in which a description lists them, with all that they say.
    struct Found {
        let messages: [ExchangeMessage]
        let values: [String: Term]
    }

    // No honest run has a hundredth of it.
    static let limit = 1024

    private let forms: [String: [ExchangeMessage]]
    private var known: [Digest: Known] = [:]

    init(_ run: ExchangeRun) {
        let sound = run.messages.filter { $0.faults.isEmpty }
        let ranked = sound.enumerated().sorted {
            ($1.element.signature, $0.offset) < ($0.element.signature, $1.offset)
        }
        forms = Dictionary(grouping: ranked.map(\.element), by: \.form.name)
        // A form names only forms before it, and a run's messages stand in the order of their forms.
        for message in sound {
            var all = Known(
                messages: [message.form.name: message.document],
                values: message.values.filter { TermPattern.ownValues[$0.key] == nil })
            var fits = true
            for named in message.references.values {
                guard let other = known[named] else { continue }
                fits = all.merge(other) && fits
            }
            if fits { known[message.document] = all }
        }
    }

    /// All choices of one message for each name, two where a name stands twice; at most `limit`, and whether there were more.
    func all(_ names: [String]) -> (found: [Found], isCut: Bool) {
        var partial: [(chosen: [ExchangeMessage], known: Known)] = [([], Known())]
        var isCut = false
        // What names most comes last in a description; taken first, it leaves no choice for what it names.
        for name in Set(names).sorted(by: later) {
            let isPair = names.count { $0 == name } > 1
            var next: [(chosen: [ExchangeMessage], known: Known)] = []
            for (chosen, known) in partial {
                let choices = isPair ? pairs(name) : singles(name, known)
                for choice in choices where next.count <= MessageSets.limit {
                    guard let merged = merge(choice, into: known) else { continue }
                    next.append((chosen + choice, merged))
                }
            }
            isCut = isCut || next.count > MessageSets.limit
            partial = Array(next.prefix(MessageSets.limit))
        }
        let found = partial.map { chosen, known in
            Found(messages: names.ordering(chosen), values: known.values)
        }
        return (found, isCut)
    }

    private func later(_ left: String, _ right: String) -> Bool {
        let (left, right) = (forms[left]?.first, forms[right]?.first)
        guard let left, let right else { return right == nil && left != nil }
        let (first, second) = (left.form.references.count, right.form.references.count)
        return first == second ? left.form.name < right.form.name : first > second
    }

    private func singles(_ name: String, _ known: Known) -> [[ExchangeMessage]] {
        let candidates = forms[name] ?? []
        guard let digest = known.messages[name] else { return candidates.map { [$0] } }
        return candidates.filter { $0.document == digest }.map { [$0] }
    }

    // Two of one form that say different things: of each group of equal ones with each of another.
    private func pairs(_ name: String) -> [[ExchangeMessage]] {
        var groups: [[ExchangeMessage]] = []
        var places: [Said: Int] = [:]
        for message in forms[name] ?? [] {
            let said = Said(message)
            if let place = places[said] {
                groups[place].append(message)
            } else {
                places[said] = groups.count
                groups.append([message])
            }
        }
        var pairs: [[ExchangeMessage]] = []
        for (place, group) in groups.enumerated() {
            for other in groups.dropFirst(place + 1) {
                for first in group {
                    for second in other {
                        pairs.append([first, second])
                        if pairs.count > MessageSets.limit { return pairs }
                    }
                }
            }
        }
        return pairs
    }

    /// What a message says that is not its own alone.
    private struct Said: Hashable {
        let values: [String: Term]
        let references: [String: Digest]
        let commitments: [String: Digest]

        init(_ message: ExchangeMessage) {
            values = message.values.filter { TermPattern.ownValues[$0.key] == nil }
            references = message.references
            commitments = message.commitments
        }
    }

    private func merge(_ choice: [ExchangeMessage], into known: Known) -> Known? {
        var merged = known
        for message in choice {
            guard let own = self.known[message.document] else { return nil }
            // Two of a pair contradict each other by what they are; each has to fit the rest.
            var single = known
            guard single.merge(own) else { return nil }
            if choice.count == 1 { merged = single }
        }
        return merged
    }
}

extension [String: Digest] {
    fileprivate mutating func agrees(with other: Self) -> Bool {
        for (name, digest) in other {
            guard self[name, default: digest] == digest else { return false }
            self[name] = digest
        }
        return true
    }
}

extension [String: Term] {
    fileprivate mutating func agrees(with other: Self) -> Bool {
        for (name, term) in other {
            guard self[name, default: term] == term else { return false }
            self[name] = term
        }
        return true
    }
}

extension [String] {
    /// The messages in the order in which their forms are listed here.
    fileprivate func ordering(_ messages: [ExchangeMessage]) -> [ExchangeMessage] {
        var named = Set<String>()
        return filter { named.insert($0).inserted }.flatMap { name in
            messages.filter { $0.form.name == name }
        }
    }
}
