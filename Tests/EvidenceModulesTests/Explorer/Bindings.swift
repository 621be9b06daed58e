// What a player, or a judge, knows of a run: for each field, what stands in it. A message fits when nothing that it says, or that the
// messages say which it names, differs from what is bound: that is every check of an honest player, and all of them come from the forms.
// So a form that loses a field loses the check.

import EvidenceModules
import EvidenceValues

/// For each field of a vocabulary the number of a symbol; 0 is none yet.
struct Bindings: Hashable, Sendable {
    var values: [UInt16]

    init(_ vocabulary: Vocabulary) { values = Array(repeating: 0, count: vocabulary.fields.count) }

    /// The symbol in a field.
    func symbol(_ field: Field, _ vocabulary: Vocabulary) -> Symbol? {
        let number = values[vocabulary.field(field)]
        return number == 0 ? nil : vocabulary.symbols[Int(number)]
    }

    /// The message of this name.
    func message(_ name: String, _ vocabulary: Vocabulary) -> Int? {
        if case .message(let number)? = symbol(.message(name), vocabulary) { number } else { nil }
    }

    /// Binds the field, or tells that it is bound otherwise.
    mutating func bind(_ field: Int, _ number: UInt16) -> Bool {
        if values[field] == 0 { values[field] = number }
        return values[field] == number
    }
}

extension Vocabulary {
    /// Takes over what the message says, if it fits. After a refusal the bindings are of no use.
    func absorb(_ message: Int, into bindings: inout Bindings) -> Bool {
        guard let said = sayings[message] else { return false }
        // Plain loops: tests are built without optimisation, and this runs a million times.
        var place = 0
        while place < said.fields.count {
            let field = said.fields[place]
            let number = said.numbers[place]
            let bound = bindings.values[field]
            if bound == 0 {
                bindings.values[field] = number
            } else if bound != number {
                return false
            }
            place += 1
        }
        return secretsFit(bindings)
    }

    /// No secret differs from what was promised.
    func secretsFit(_ bindings: Bindings) -> Bool {
        var role = 0
        while role < commitmentFields.count {
            let promised = bindings.values[commitmentFields[role]]
            let shown = bindings.values[openingFields[role]]
            if promised != 0, shown != 0, secretOf[Int(promised)] != secretOf[Int(shown)] {
                return false
            }
            role += 1
        }
        return true
    }

    /// Whether the message is of the run that begins with `root`.
    func belongs(_ message: Int, to root: Int) -> Bool {
        let pair = root << 16 | message
        if let known = belongings[pair] { return known }
        var trial = Bindings(self)
        let belongs = absorb(root, into: &trial) && absorb(message, into: &trial)
        belongings[pair] = belongs
        return belongs
    }
}
