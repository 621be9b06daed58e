// The types of a rule's variables and calculations, and that everything gets bound (docs/formats/rules.md, rules-9, rules-10, rules-12).

import EvidenceValues

extension RuleCompiler {
    // Variables that only calculations bind get their types from them.
    mutating func typeBindings(
        _ conditions: [CompiledCondition], of rule: Rule
    ) throws(AgreementError) {
        for _ in 0...conditions.count {
            for (index, condition) in conditions.enumerated() {
                begin(rule, index)
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
        for (index, condition) in conditions.enumerated() {
            begin(rule, index)
            try checkTypes(condition)
        }
    }

    private func unbound(_ slot: Int) -> AgreementError {
        let name = names[slot].hasPrefix("_") ? "_" : names[slot]
        return error(.unbound(variable: name), at: name)
    }

    func checkedTypes() throws(AgreementError) -> [TermType] {
        var checked: [TermType] = []
        for (slot, type) in types.enumerated() {
            guard let type else { throw unbound(slot) }
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
                throw error(
                    .wrongType(
                        of: names[aggregate.summand],
                        expected: aggregate.function == .sum ? "money" : "of a type with an order",
                        found: inside ? type?.rawValue ?? "of no type" : "not of the group"),
                    at: names[aggregate.summand])
            }
            if let like = aggregate.like, let type = types[like] {
                try require(.money, type, of: names[like])
            }
            // Spec: rules-12. What is possible of an open predicate is not a finite group.
            if predicates[aggregate.atom.predicate].isOpen && !aggregate.isProven {
                let name = predicates[aggregate.atom.predicate].name
                throw error(
                    .notAllowed(aggregate.function.rawValue + " without proven", predicate: name),
                    at: name)
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
            case (.instant, .span), (.interval, .span): return leftType
            case (.money, .money), (.span, .span): return leftType
            default:
                throw error(
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
    mutating func check(_ rule: CompiledRule, of source: Rule) throws(AgreementError) {
        for (slot, name) in names.enumerated() where isUsedOnce(slot) && !name.hasPrefix("_") {
            throw error(.usedOnce(variable: name), at: name)
        }
        let isClosed = !predicates[rule.head.predicate].isOpen
        for isPossible in isClosed ? [false, true] : [false] {
            var planner = Planner(rule: rule, predicates: predicates, isPossible: isPossible)
            planner.run()
            if let slot = planner.unboundSlot(in: rule) {
                throw unbound(slot)
            }
        }
        for (index, condition) in rule.conditions.enumerated() {
            begin(source, index)
            switch condition {
            case .atom(let atom, .not), .rebuttal(let atom, possibly: true):
                try checkDenied(atom, rule)
            default: break
            }
        }
    }

    // "No atom whatever" has a meaning only where absence has one.
    private func checkDenied(_ atom: CompiledAtom, _ rule: CompiledRule) throws(AgreementError) {
        let predicate = predicates[atom.predicate]
        let hasWildcard = atom.arguments.compactMap(\.slot).contains { rule.isAnonymous($0) }
        if predicate.isOpen && hasWildcard {
            throw error(.notAllowed("_ after not", predicate: predicate.name), at: "_")
        }
    }
}
