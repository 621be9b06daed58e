// The text that orders rules is what Swift's reflection prints of them: findings were made under that order.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The text that orders rules` {
    static func printed(_ rule: Rule) -> String {
        rule.article + " " + String(describing: rule.head) + String(describing: rule.conditions)
            + String(describing: rule.rebuttals)
    }

    @Test(arguments: ["Policies/seca-1.0.md", "Policies/simple-sale.md"])
    func `is what reflection prints`(path: String) throws {
        let rules = try Agreement(parsing: PackageFiles.text(path)).rules
        #expect(rules.count > 10)
        for rule in rules { #expect(rule.orderingText == Self.printed(rule)) }
    }

    static let burden = Operand.variable("P")
    static let atom = Atom(
        predicate: "signed by",
        arguments: [
            .variable("P"), .now, .parameter("T_skew"), .constant(.word("two words")),
            .constant(.count(-3)),
        ])
    static let modes: [Mode] = [.plain, .not, .unproven(burden: burden)]
    static let comparators: [Comparator] = [
        .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual, .before, .after, .within,
    ]
    static let one = Expression.operand(.now)
    static let other = Expression.operand(.variable("A"))
    static let sums: [Expression] = [
        .sum(one, other), .difference(one, other), .minimum(one, other), .maximum(one, other),
    ]
    static let functions: [AggregateFunction] = [.sum, .min, .max]

    static var conditions: [Condition] {
        var conditions: [Condition] = modes.map { .atom(atom, $0) }
        for mode in modes {
            for comparator in comparators {
                conditions.append(.comparison(sums[0], comparator, other, mode))
            }
        }
        for sum in sums { conditions.append(.comparison(one, .less, sum, .plain)) }
        for function in functions {
            conditions.append(
                .aggregate(
                    result: "X", function, of: "M", atom, like: nil, provenBurden: burden))
            conditions.append(
                .aggregate(result: "X", function, of: "M", atom, like: "L", provenBurden: nil))
        }
        return conditions
    }

    @Test(arguments: conditions) func `is that for every form of condition`(_ condition: Condition)
        throws
    {
        let rule = Rule(
            head: Self.atom, conditions: [condition, condition],
            rebuttals: [true, false].map { Rebuttal(atom: Self.atom, possibly: $0) },
            burden: Self.burden, article: "R-04", place: SourcePlace(line: 1, column: 1))
        #expect(rule.orderingText == Self.printed(rule))
    }
}
