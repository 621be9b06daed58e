// Checks one rule and makes it ready: every name declared, every argument of its declared type, every variable used twice and
// bound (docs/formats/rules.md, rules-5 to rules-10). It collects the errors of independent conditions, each at the word it is about.

import EvidenceValues

struct RuleCompiler {
    let predicates: [Predicate]
    let numbers: [String: Int]
    let parameters: [String: [Term]]
    /// Names whose declarations could not be read: their uses are no errors.
    let unread: Set<String>
    private(set) var constants: [Term] = []
    private(set) var errors: [AgreementError] = []
    private var constantNumbers: [Term: Int] = [:]

    /// Where the part that is checked begins, and where the words of the rule stand.
    private var place = SourcePlace(line: 0, column: 0)
    private var words = WordPlaces()
    private var slots: [String: Int] = [:]
    private(set) var names: [String] = []
    var types: [TermType?] = []
    private var uses: [Int] = []
    private var mistyped: Set<String> = []

    init(
        predicates: [Predicate], numbers: [String: Int], parameters: [String: [Term]],
        unread: Set<String> = []
    ) {
        self.predicates = predicates
        self.numbers = numbers
        self.parameters = parameters
        self.unread = unread
    }

    /// The rule made ready; nil if it has errors, which are added to `errors`.
    mutating func compile(_ rule: Rule) -> CompiledRule? {
        (place, words) = (rule.place, rule.words)
        (slots, names, types, uses, mistyped) = ([:], [], [], [], [])
        let before = errors.count
        guard let (head, conditions) = parts(of: rule) else {
            // Uses of what could not be read: that error is told already.
            return nil
        }
        guard errors.count == before else { return nil }
        do {
            return try compiled(rule, head, conditions)
        } catch {
            errors.append(error)
            return nil
        }
    }

    /// Head and conditions; errors of one do not hide those of the next. Nil if a part could not be read.
    private mutating func parts(of rule: Rule) -> (CompiledAtom, [CompiledCondition])? {
        var head: CompiledAtom?
        var conditions: [CompiledCondition] = []
        collect { compiler throws(AgreementError) in head = try compiler.head(rule.head) }
        for (index, condition) in rule.conditions.enumerated() {
            begin(rule, index)
            collect { compiler throws(AgreementError) in
                conditions.append(try compiler.compile(condition))
            }
        }
        for (index, rebuttal) in rule.rebuttals.enumerated() {
            begin(rule, rule.conditions.count + index)
            collect { compiler throws(AgreementError) in
                conditions.append(
                    .rebuttal(try compiler.atom(rebuttal.atom), possibly: rebuttal.possibly))
            }
        }
        guard let head, conditions.count == rule.conditions.count + rule.rebuttals.count else {
            return nil
        }
        return (head, conditions)
    }

    private mutating func compiled(
        _ rule: Rule, _ head: CompiledAtom, _ conditions: [CompiledCondition]
    ) throws(AgreementError) -> CompiledRule {
        let burden = try rule.burden.map { operand throws(AgreementError) in
            try argument(operand, nil)
        }
        try typeBindings(conditions, of: rule)
        place = rule.place
        var compiled = CompiledRule(
            head: head, conditions: grouped(conditions, head: head, burden: burden),
            isPresumption: rule.burden != nil, burden: burden, article: rule.article,
            slotNames: names, slotTypes: [], key: "")
        compiled.slotTypes = try checkedTypes()
        compiled.locals = Planner.locals(of: compiled)
        compiled.calculated = Planner.calculated(in: compiled)
        try check(compiled, of: rule)
        compiled.key = rule.orderingText
        return compiled
    }

    private mutating func collect(
        _ part: (inout RuleCompiler) throws(AgreementError) -> Void
    ) {
        do {
            try part(&self)
        } catch {
            if case .unknown(_, let name) = error.reason, unread.contains(name) { return }
            // A variable of two types is one error, wherever it stands.
            if case .wrongType(let name, _, _) = error.reason, !mistyped.insert(name).inserted {
                return
            }
            errors.append(error)
        }
    }

    /// Whatever is checked next is the part of this number.
    mutating func begin(_ rule: Rule, _ part: Int) {
        place = rule.parts.indices.contains(part) ? rule.parts[part] : rule.place
    }

    /// The error at the word it is about, or at the part that is checked.
    func error(_ reason: AgreementError.Reason, at word: String? = nil) -> AgreementError {
        guard let word else { return place.error(reason) }
        return words.place(of: word.hasPrefix("_") ? "_" : word, from: place).error(reason)
    }

    private mutating func head(_ source: Atom) throws(AgreementError) -> CompiledAtom {
        let head = try atom(source)
        let predicate = predicates[head.predicate]
        guard predicate.origin == nil else {
            throw error(
                .notAllowed("rule for what is not derived", predicate: predicate.name),
                at: predicate.name)
        }
        return head
    }

    private mutating func compile(_ condition: Condition) throws(AgreementError)
        -> CompiledCondition
    {
        switch condition {
        case .atom(let source, let mode):
            if let type = TermType(rawValue: source.predicate) {
                guard source.arguments.count == 1, mode == .plain else {
                    throw error(
                        .notAllowed("anything but one argument", predicate: source.predicate),
                        at: source.predicate)
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
            throw error(unknown(atom.predicate), at: RuleCompiler.name(of: atom.predicate))
        }
        let parameters = predicates[number].parameters
        guard parameters.count == atom.arguments.count else {
            let name = RuleCompiler.name(of: atom.predicate)
            throw error(
                .wrongCount(
                    predicate: name, expected: parameters.count, found: atom.arguments.count),
                at: name)
        }
        var arguments: [Argument] = []
        for (parameter, operand) in zip(parameters, atom.arguments) {
            arguments.append(try argument(operand, parameter.type))
        }
        return CompiledAtom(predicate: number, arguments: arguments)
    }

    private static func name(of key: String) -> String { String(key.prefix { $0 != " " }) }

    private func unknown(_ key: String) -> AgreementError.Reason {
        let name = RuleCompiler.name(of: key)
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
                throw error(
                    .notAllowed(
                        "a parameter with several currencies outside a calculation", predicate: name
                    ), at: name)
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

    mutating func give(_ slot: Int, _ type: TermType) throws(AgreementError) {
        try require(types[slot], type, of: names[slot])
        types[slot] = type
    }

    func require(
        _ expected: TermType?, _ found: TermType, of what: String
    ) throws(AgreementError) {
        guard let expected, expected != found else { return }
        throw error(
            .wrongType(of: what, expected: expected.rawValue, found: found.rawValue), at: what)
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

    func isUsedOnce(_ slot: Int) -> Bool { uses[slot] == 1 }

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
}

extension Argument {
    var slot: Int? {
        if case .slot(let slot) = self { slot } else { nil }
    }
}
