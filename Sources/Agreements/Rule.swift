// Rules as they are written: a head, conditions, and for presumptions what rebuts them. Meaning is in docs/formats/rules.md; the
// parser makes these values, the checker types them, the evaluation runs them.

package import EvidenceValues

/// What stands as an argument or in a calculation.
package enum Operand: Sendable, Hashable {
    case variable(String)
    case constant(Term)
    /// A parameter of the agreement, by name; one of money has an amount for each currency.
    case parameter(String)
    /// The moment of deliberation.
    case now
}

/// A predicate with arguments.
package struct Atom: Sendable, Hashable {
    /// The predicate's key: `signed by` for `signed(P, D, by T)`.
    package var predicate: String
    package var arguments: [Operand]
}

/// A calculation.
package indirect enum Expression: Sendable, Hashable {
    case operand(Operand)
    case sum(Expression, Expression)
    case difference(Expression, Expression)
    case minimum(Expression, Expression)
    case maximum(Expression, Expression)
}

/// How two values are compared.
package enum Comparator: String, Sendable, Hashable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// Intervals, in three values (time calculus).
    case before, after
    /// How narrowly the time of something is proven: whether an interval is no wider than a span, in three values.
    case within
}

/// What is made of a group of facts.
package enum AggregateFunction: String, Sendable, Hashable {
    case sum, min, max
}

/// How a condition asks: that it is so, that it is not so, or that it is not proven, at somebody's burden.
package enum Mode: Sendable, Hashable {
    case plain
    case not
    case unproven(burden: Operand)
}

/// One condition of a rule.
package enum Condition: Sendable, Hashable {
    case atom(Atom, Mode)
    case comparison(Expression, Comparator, Expression, Mode)
    /// `X = sum M of atom in A`: `provenBurden` is set where only proven facts count, at that burden.
    case aggregate(
        result: String, AggregateFunction, of: String, Atom, like: String?, provenBurden: Operand?)
}

/// What rebuts a presumption.
package struct Rebuttal: Sendable, Hashable {
    package var atom: Atom
    /// Already its possibility rebuts.
    package var possibly: Bool
}

/// A rule of an article.
package struct Rule: Sendable, Hashable {
    package var head: Atom
    package var conditions: [Condition]
    /// Empty unless it is a presumption.
    package var rebuttals: [Rebuttal]
    /// Who has to prove the rebuttal; nil unless it is a presumption.
    package var burden: Operand?
    /// `R-04`.
    package var article: String
    let place: SourcePlace
    /// Where the conditions and then the rebuttals begin.
    var parts: [SourcePlace] = []
    /// Where its words stand.
    var words = WordPlaces()
}
