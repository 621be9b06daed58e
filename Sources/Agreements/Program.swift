// The rules made ready to run: names become numbers, variables become slots, every type is checked, every variable is bound by
// something finite, and the predicates are in layers so that nothing depends on its own negation (docs/formats/rules.md). An
// agreement that passes here gives an answer for all facts; what remains to fail are amounts and limits.

import EvidenceValues

/// A constant, a variable's slot or the moment of deliberation.
enum Argument: Sendable, Hashable {
    case slot(Int)
    /// An index into `Program.constants`.
    case constant(Int)
    case now
}

struct CompiledAtom: Sendable, Hashable {
    var predicate: Int
    var arguments: [Argument]
}

indirect enum CompiledExpression: Sendable, Hashable {
    case argument(Argument)
    /// A parameter with an amount for each currency.
    case amounts([Currency: Money])
    case sum(CompiledExpression, CompiledExpression)
    case difference(CompiledExpression, CompiledExpression)
    case minimum(CompiledExpression, CompiledExpression)
    case maximum(CompiledExpression, CompiledExpression)
}

enum CompiledMode: Sendable, Hashable {
    case plain, not
    case unproven(Argument)
}

struct CompiledAggregate: Sendable, Hashable {
    var result: Int
    var function: AggregateFunction
    var summand: Int
    var atom: CompiledAtom
    /// Slots of the atom that the rest of the rule speaks of.
    var group: [Int]
    var like: Int?
    var burden: Argument?
    var isProven: Bool { burden != nil }
}

enum CompiledCondition: Sendable, Hashable {
    case atom(CompiledAtom, CompiledMode)
    /// The built-in `instant(T)`: T is any term of its type that evidence, claims or agreement speak of.
    case domain(TermType, Argument)
    case comparison(CompiledExpression, Comparator, CompiledExpression, CompiledMode)
    case aggregate(CompiledAggregate)
    case rebuttal(CompiledAtom, possibly: Bool)
}

struct CompiledRule: Sendable, Hashable {
    var head: CompiledAtom
    var conditions: [CompiledCondition]
    var isPresumption: Bool
    var burden: Argument?
    var article: String
    var slotNames: [String]
    var slotTypes: [TermType]
    /// What orders rules among themselves wherever one must come first: never their place in the text.
    var key: String
    /// Slots that stand in one condition only, and neither in the head nor in a burden: what they are does not matter elsewhere.
    var locals: Set<Int> = []
    /// Slots to which an equation or an aggregate gives a value.
    var calculated: Set<Int> = []

    /// Anonymous slots match anything and are bound by nothing.
    func isAnonymous(_ slot: Int) -> Bool { slotNames[slot].hasPrefix("_") }
}

/// A node of the layers: a predicate's certain or possible atoms.
struct Layer: Sendable, Hashable {
    struct Node: Sendable, Hashable {
        var predicate: Int
        var isPossible: Bool
    }
    var nodes: [Node]
    var isRecursive: Bool
}

struct Program: Sendable, Hashable {
    /// By number, sorted by key.
    let predicates: [Predicate]
    /// By key.
    let numbers: [String: Int]
    /// By number: the contrary's number.
    let contraries: [Int?]
    let constants: [Term]
    let rules: [CompiledRule]
    /// By predicate: the indexes of its rules.
    let rulesOf: [[Int]]
    let layers: [Layer]

    /// Checks the rules and makes them ready; what is wrong is added to `errors`, and then the program is not to be run. `unread` are
    /// the names of declarations that have errors themselves.
    init(
        rules: [Rule], predicates declared: [String: Predicate], parameters: [String: [Term]],
        unread: Set<String> = [], errors: inout [AgreementError]
    ) {
        let predicates = declared.values.sorted { $0.key < $1.key }
        var numbers: [String: Int] = [:]
        for (number, predicate) in predicates.enumerated() { numbers[predicate.key] = number }
        for predicate in predicates {
            guard let error = Program.error(in: predicate, predicates, numbers, unread) else {
                continue
            }
            errors.append(error)
        }
        var compiler = RuleCompiler(
            predicates: predicates, numbers: numbers, parameters: parameters, unread: unread)
        var pairs: [(compiled: CompiledRule, rule: Rule)] = []
        for rule in rules where compiler.errors.count < SourceLimits.errors {
            if let compiled = compiler.compile(rule) { pairs.append((compiled, rule)) }
        }
        errors += compiler.errors
        // Spec: rules-14. The order of rules in the text means nothing, so it is forgotten here.
        let order = pairs.indices.sorted { pairs[$0].compiled.key < pairs[$1].compiled.key }
        let compiled = order.map { pairs[$0].compiled }
        var rulesOf = [[Int]](repeating: [], count: predicates.count)
        for (index, rule) in compiled.enumerated() { rulesOf[rule.head.predicate].append(index) }
        self.predicates = predicates
        self.numbers = numbers
        self.rules = compiled
        self.rulesOf = rulesOf
        constants = compiler.constants
        contraries = predicates.map { predicate in predicate.contraryKey.flatMap { numbers[$0] } }
        let layering = Layering(
            predicates: predicates, contraries: contraries, rules: compiled, rulesOf: rulesOf,
            sources: order.map { pairs[$0].rule })
        let found = layering.layers()
        layers = found.layers
        errors += found.cycles
    }

    /// A predicate of this name, whatever its shape.
    func predicate(named name: String) -> Predicate? {
        Shape.allCases.lazy.compactMap { numbers[$0.key(name)] }.first.map { predicates[$0] }
    }

    private static func error(
        in predicate: Predicate, _ predicates: [Predicate], _ numbers: [String: Int],
        _ unread: Set<String>
    ) -> AgreementError? {
        if predicate.isSupremum,
            predicate.isOpen || predicate.origin != nil || predicate.parameters.last?.type != .money
        {
            return predicate.place.error(.notAllowed("supremum", predicate: predicate.name))
        }
        guard let contrary = predicate.contraryKey else { return nil }
        guard let number = numbers[contrary] else {
            let name = predicate.contrary ?? ""
            return unread.contains(name)
                ? nil
                : predicate.contraryPlace.error(.unknown(kind: "predicate", name: contrary))
        }
        guard predicates[number].parameters.map(\.type) == predicate.parameters.map(\.type),
            contrary != predicate.key, !predicate.isSupremum
        else {
            return predicate.contraryPlace.error(
                .notAllowed("contrary", predicate: predicate.name))
        }
        return nil
    }
}
