// Messages as the explorer sees them: symbols in fields, no bytes. Signatures cannot be forged, digests do not collide and secrets cannot
// be guessed (the model of Dolev and Yao, IEEE Transactions on Information Theory 29, 1983); so a message is fully said by its form, its
// sender and what stands in its fields.

import EvidenceModules
import EvidenceValues

/// What may stand in a field.
enum Symbol: Hashable, Sendable {
    case party(PartyID)
    /// The digest of the secret of this number.
    case commitment(Int)
    case secret(Int)
    /// The digest of the message of this number.
    case message(Int)
    /// What the deal of this number says under a name: its text, its word.
    case deal(String, Int)
    /// The number of a decision.
    case count(Int)
    /// What the model leaves open, equal everywhere: times, keys, the agreement.
    case blank
}

/// A field of a message, by the pattern that it fills.
enum Field: Hashable, Sendable {
    case role(String)
    case message(String)
    case commitment(String)
    case opening(String)
    case value(String)

    init?(_ pattern: TermPattern) {
        switch pattern {
        case .role(let role): self = .role(role)
        case .message(let name): self = .message(name)
        case .commitment(let role): self = .commitment(role)
        case .opening(let role): self = .opening(role)
        case .value(let name, _): self = .value(name)
        case .literal: return nil
        }
    }
}

/// A message: what stands in the fields of its form, in their order, as numbers of symbols.
struct SymbolicMessage: Hashable, Sendable {
    let form: Int
    /// The player who signed it; nil for a bare secret.
    let sender: PartyID?
    let contents: [UInt16]
}

/// A set of messages by their numbers, which hashes fast because it is short and sorted.
struct MessageSet: Hashable, Sendable {
    private(set) var numbers: [UInt16] = []

    init(_ numbers: some Sequence<Int> = []) {
        self.numbers = Set(numbers).map { UInt16($0) }.sorted()
    }

    var elements: [Int] { numbers.map { Int($0) } }

    func contains(_ message: Int) -> Bool { numbers.contains(UInt16(message)) }

    mutating func insert(_ message: Int) {
        let number = UInt16(message)
        guard let place = numbers.firstIndex(where: { $0 >= number }) else {
            return numbers.append(number)
        }
        if numbers[place] != number { numbers.insert(number, at: place) }
    }

    mutating func remove(_ message: Int) { numbers.removeAll { $0 == UInt16(message) } }

    mutating func formUnion(_ other: MessageSet) {
        for message in other.elements { insert(message) }
    }

    func filter(_ isIncluded: (Int) -> Bool) -> MessageSet {
        var kept = self
        kept.numbers = numbers.filter { isIncluded(Int($0)) }
        return kept
    }
}
