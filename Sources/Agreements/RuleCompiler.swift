// Checks one rule and makes it ready: every name declared, every argument of its declared type, every variable used twice and
// bound (docs/formats/rules.md, rules-5 to rules-10).

import EvidenceValues

struct RuleCompiler {
    let predicates: [Predicate]
    let numbers: [String: Int]
    let parameters: [String: [Term]]
    private(set) var constants: [Term] = []
    private var constantNumbers: [Term: Int] = [:]

    private var place = SourcePlace(line: 0, column: 0)
    private var slots: [String: Int] = [:]
    private var names: [String] = []
    private var types: [TermType?] = []
    private var uses: [Int] = []

    init(predicates: [Predicate], numbers: [String: Int], parameters: [String: [Term]]) {
        self.predicates = predicates
        self.numbers = numbers
        self.parameters = parameters
    }

    mutating func compile(_ rule: Rule) throws(AgreementError) -> CompiledRule {
        place = rule.place
        (slots, names, types, uses) = ([:], [], [], [])
        let head = try atom(rule.head)
        let predicate = predicates[head.predicate]
        guard predicate.origin == nil else {
            throw place.error(
                .notAllowed("rule for what is not derived", predicate: predicate.name))
        }
        var conditions: [CompiledCondition] = []
        for condition in rule.conditions { conditions.append(try compile(condition)) }
        for rebuttal in rule.rebuttals {
            conditions.append(.rebuttal(try atom(rebuttal.atom), possibly: rebuttal.possibly))
        }
        let burden = try rule.burden.map { operand throws(AgreementError) in
            try argument(operand, nil)
        }
        try typeBindings(conditions)
        var compiled = CompiledRule(
            head: head, conditions: grouped(conditions, head: head, burden: burden),
            isPresumption: rule.burden != nil, burden: burden, article: rule.article,
            slotNames: names, slotTypes: [], key: "")
        compiled.slotTypes = try checkedTypes()
        compiled.locals = Planner.locals(of: compiled)
        try check(compiled)
        compiled.key =
            rule.article + " " + String(describing: rule.head)
            + String(describing: rule.conditions) + String(describing: rule.rebuttals)
        return compiled
    }

    private mutating func compile(_ condition: Condition) throws(AgreementError)
        -> CompiledCondition
    {
        switch condition {
        case .atom(let source, let mode):
            if let type = TermType(rawValue: source.predicate) {
                guard source.arguments.count == 1, mode == .plain else {
                    throw place.error(.notAllowed("domain", predicate: source.predicate))
                }
                return .domain(type, try argument(source.arguments[0], type))
            }
            return .atom(try atom(source), try compile(mode))
        case .comparison(let left, let comparator, let right, let mode):
            return .comparison(
                try expression(left), comparator, try expression(right), try compile(mode))
        case .aggregate(let result, let function, let summand, let source, let like, let burden):
            let atom = try atom(source)
            return .aggregate(
                CompiledAggregate(
                    result: slot(result), function: function, summand: slot(summand), atom: atom,
                    group: [], like: like.map { slot($0) },
                    burden: try burden.map { operand throws(AgreementError) in
                        try argument(operand, nil)
                    }))
        }
    }

    private mutating func compile(_ mode: Mode) throws(AgreementError) -> CompiledMode {
        switch mode {
        case .plain: .plain
        case .not: .not
        case .unproven(let burden): .unproven(try argument(burden, nil))
        }
    }

    private mutating func atom(_ atom: Atom) throws(AgreementError) -> CompiledAtom {
        guard let number = numbers[atom.predicate] else {
            throw place.error(unknown(atom.predicate))
        }
        let parameters = predicates[number].parameters
        guard parameters.count == atom.arguments.count else {
            throw place.error(
                .wrongCount(
                    predicate: atom.predicate, expected: parameters.count,
                    found: atom.arguments.count))
        }
        var arguments: [Argument] = []
        for (parameter, operand) in zip(parameters, atom.arguments) {
            arguments.append(try argument(operand, parameter.type))
        }
        return CompiledAtom(predicate: number, arguments: arguments)
    }

    private func unknown(_ key: String) -> AgreementError.Reason {
        let name = String(key.prefix { $0 != " " })
        let forms = Shape.allCases.compactMap { numbers[$0.key(name)].map { predicates[$0].form } }
        return forms.isEmpty
            ? .unknown(kind: "predicate", name: name) : .otherShape(predicate: name, forms: forms)
    }

    // `type` is nil where any type will do: for who bears a burden.
    private mutating func argument(
        _ operand: Operand, _ type: TermType?
    ) throws(AgreementError) -> Argument {
        switch operand {
        case .variable(let name):
            let slot = slot(name)
            if let type { try give(slot, type) }
            return .slot(slot)
        case .now:
            try require(type, .instant, of: "now")
            return .now
        case .constant(let term):
            try require(type, term.type, of: term.text)
            return .constant(constant(term))
        case .parameter(let name):
            guard let terms = parameters[name], terms.count == 1, let term = terms.first else {
                throw place.error(.notAllowed("amount in several currencies", predicate: name))
            }
            try require(type, term.type, of: name)
            return .constant(constant(term))
        }
    }

    private mutating func constant(_ term: Term) -> Int {
        if let number = constantNumbers[term] { return number }
        constants.append(term)
        constantNumbers[term] = constants.count - 1
        return constants.count - 1
    }

    private mutating func slot(_ name: String) -> Int {
        if let slot = slots[name] {
            uses[slot] += 1
            return slot
        }
        slots[name] = names.count
        names.append(name)
        types.append(nil)
        uses.append(1)
        return names.count - 1
    }

    private mutating func give(_ slot: Int, _ type: TermType) throws(AgreementError) {
        try require(types[slot], type, of: names[slot])
        types[slot] = type
    }

    private func require(
        _ expected: TermType?, _ found: TermType, of what: String
    ) throws(AgreementError) {
        guard expected == nil || expected == found else {
            throw place.error(
                .wrongType(
                    of: what, expected: expected?.rawValue ?? "", found: found.rawValue))
        }
    }

    private mutating func expression(
        _ source: Expression
    ) throws(AgreementError) -> CompiledExpression {
        switch source {
        case .operand(.parameter(let name)):
            guard let terms = parameters[name], terms.count > 1 else { break }
            var amounts: [Currency: Money] = [:]
            for case .money(let money) in terms { amounts[money.currency] = money }
            return .amounts(amounts)
        case .operand: break
        case .sum(let left, let right):
            return .sum(try expression(left), try expression(right))
        case .difference(let left, let right):
            return .difference(try expression(left), try expression(right))
        case .minimum(let left, let right):
            return .minimum(try expression(left), try expression(right))
        case .maximum(let left, let right):
            return .maximum(try expression(left), try expression(right))
        }
        guard case .operand(let operand) = source else { return .amounts([:]) }
        return .argument(try argument(operand, nil))
    }

    // Which slots of an aggregate's atom the rest of the rule speaks of.
    private func grouped(
        _ conditions: [CompiledCondition], head: CompiledAtom, burden: Argument?
    ) -> [CompiledCondition] {
        conditions.map { condition in
            guard case .aggregate(var aggregate) = condition else { return condition }
            let inside = aggregate.atom.arguments.compactMap(\.slot)
            aggregate.group = Array(Set(inside)).sorted().filter { slot in
                let within =
                    inside.count { $0 == slot } + (slot == aggregate.summand ? 1 : 0)
                    + (slot == aggregate.like ? 1 : 0)
                return slot != aggregate.summand && uses[slot] > within
            }
            return .aggregate(aggregate)
        }
    }

    // Variables that only calculations bind get their types from them.
    private mutating func typeBindings(_ conditions: [CompiledCondition]) throws(AgreementError) {
        for _ in 0...conditions.count {
            for condition in conditions {
                switch condition {
                case .comparison(let left, .equal, let right, _):
                    if case .argument(.slot(let slot)) = left, let type = try self.type(right) {
                        try give(slot, type)
                    }
                    if case .argument(.slot(let slot)) = right, let type = try self.type(left) {
                        try give(slot, type)
                    }
                case .aggregate(let aggregate):
                    if let type = types[aggregate.summand] { try give(aggregate.result, type) }
                default: break
                }
            }
        }
        for condition in conditions { try checkTypes(condition) }
    }

    private func checkedTypes() throws(AgreementError) -> [TermType] {
        var checked: [TermType] = []
        for (slot, type) in types.enumerated() {
            guard let type else { throw place.error(.unbound(variable: names[slot])) }
            checked.append(type)
        }
        return checked
    }

    private func checkTypes(_ condition: CompiledCondition) throws(AgreementError) {
        switch condition {
        case .comparison(let left, let comparator, let right, _):
            let (leftType, rightType) = (try type(left), try type(right))
            guard let leftType, let rightType else { return }
            if comparator == .before || comparator == .after {
                try require(.interval, leftType, of: comparator.rawValue)
                if rightType != .instant {
                    try require(.interval, rightType, of: comparator.rawValue)
                }
            } else if comparator == .within {
                try require(.interval, leftType, of: comparator.rawValue)
                try require(.span, rightType, of: comparator.rawValue)
            } else if leftType == .money, isZero(right) {
                return
            } else {
                try require(leftType, rightType, of: comparator.rawValue)
            }
        case .aggregate(let aggregate):
            let type = types[aggregate.summand]
            let inside = aggregate.atom.arguments.contains(.slot(aggregate.summand))
            let orders: Set<TermType> = [.money, .instant, .span, .count]
            guard inside, let type,
                type == .money || (aggregate.function != .sum && orders.contains(type))
            else {
                throw place.error(
                    .wrongType(
                        of: names[aggregate.summand], expected: "money",
                        found: type?.rawValue ?? "nothing of the group"))
            }
            if let like = aggregate.like, let type = types[like] {
                try require(.money, type, of: names[like])
            }
            // Spec: rules-12. What is possible of an open predicate is not a finite group.
            if predicates[aggregate.atom.predicate].isOpen && !aggregate.isProven {
                throw place.error(
                    .notAllowed(
                        aggregate.function.rawValue,
                        predicate: predicates[aggregate.atom.predicate].name))
            }
        default: break
        }
    }

    /// Whether it is the number 0, with which money of any currency may be compared.
    private func isZero(_ expression: CompiledExpression) -> Bool {
        guard case .argument(.constant(let number)) = expression else { return false }
        return constants[number] == .count(0)
    }

    // Nil while a variable's type is not known yet.
    private func type(_ expression: CompiledExpression) throws(AgreementError) -> TermType? {
        switch expression {
        case .amounts: return .money
        case .argument(.slot(let slot)): return types[slot]
        case .argument(.constant(let number)): return constants[number].type
        case .argument(.now): return .instant
        case .sum(let left, let right), .difference(let left, let right):
            let (leftType, rightType) = (try type(left), try type(right))
            guard let leftType, let rightType else { return nil }
            switch (leftType, rightType) {
            case (.instant, .span): return .instant
            case (.money, .money), (.span, .span): return leftType
            default:
                throw place.error(
                    .wrongType(
                        of: "sum", expected: leftType == .instant ? "span" : leftType.rawValue,
                        found: rightType.rawValue))
            }
        case .minimum(let left, let right), .maximum(let left, let right):
            let (leftType, rightType) = (try type(left), try type(right))
            if let leftType, let rightType { try require(leftType, rightType, of: "min or max") }
            return leftType ?? rightType
        }
    }

    // Spec: rules-9, rules-10. Both evaluations must find an order in which everything gets bound.
    private func check(_ rule: CompiledRule) throws(AgreementError) {
        for (slot, name) in names.enumerated() where uses[slot] == 1 && !name.hasPrefix("_") {
            throw place.error(.usedOnce(variable: name))
        }
        let isClosed = !predicates[rule.head.predicate].isOpen
        for isPossible in isClosed ? [false, true] : [false] {
            var planner = Planner(rule: rule, predicates: predicates, isPossible: isPossible)
            planner.run()
            if let slot = planner.unboundSlot(in: rule) {
                throw place.error(.unbound(variable: names[slot]))
            }
        }
        for case .atom(let atom, .not) in rule.conditions {
            try checkDenied(atom, rule)
        }
        for case .rebuttal(let atom, possibly: true) in rule.conditions {
            try checkDenied(atom, rule)
        }
    }

    // "No atom whatever" has a meaning only where absence has one.
    private func checkDenied(_ atom: CompiledAtom, _ rule: CompiledRule) throws(AgreementError) {
        let predicate = predicates[atom.predicate]
        let hasWildcard = atom.arguments.compactMap(\.slot).contains { rule.isAnonymous($0) }
        if predicate.isOpen && hasWildcard {
            throw place.error(.notAllowed("_ after not", predicate: predicate.name))
        }
    }
}

extension Argument {
    var slot: Int? {
        if case .slot(let slot) = self { slot } else { nil }
    }
}
