// What if: the evaluation again, with something taken as proven that is not. Only the layers that what is supposed can change, and that
// the claims rest on, are run again; all others are shared.

import EvidenceValues

/// Something that evidence could still show.
struct Supposition: Hashable, Comparable {
    enum Content: Hashable {
        /// That an atom is so.
        case certain(predicate: Int, terms: [Term])
        /// That it is not so.
        case contrary(predicate: Int, terms: [Term])
        /// That the time of something lies in a narrower interval.
        case narrower(Interval, to: Interval)
    }

    let content: Content
    /// The statement, which orders them.
    let statement: String
    /// What has to be produced, in words.
    let sentence: String

    static func < (left: Self, right: Self) -> Bool { left.statement < right.statement }
    static func == (left: Self, right: Self) -> Bool { left.content == right.content }
    func hash(into hasher: inout Hasher) { hasher.combine(content) }

    /// Fewer first, then by their statements.
    static func precedes(_ left: Set<Supposition>, _ right: Set<Supposition>) -> Bool {
        if left.count != right.count { return left.count < right.count }
        return left.sorted().lexicographicallyPrecedes(right.sorted())
    }

    /// Whether they can all be so: no atom with its denial, no time before it is after.
    static func areConsistent(_ suppositions: Set<Supposition>) -> Bool {
        var narrowed: [Interval: Interval] = [:]
        for supposition in suppositions {
            switch supposition.content {
            case .certain: break
            case .contrary(let predicate, let terms):
                let other = Content.certain(predicate: predicate, terms: terms)
                if suppositions.contains(where: { $0.content == other }) { return false }
            case .narrower(let interval, let narrower):
                let both = (narrowed[interval] ?? interval).intersection(narrower)
                if both.isContradiction { return false }
                narrowed[interval] = both
            }
        }
        return true
    }
}

/// Which predicates rest on which, to know what a supposition can change.
struct Reach {
    /// By predicate: those whose rules speak of it.
    private let above: [Set<Int>]
    private let below: [Set<Int>]
    /// Those whose rules compare intervals.
    private let temporal: Set<Int>

    init(program: Program) {
        var above = [Set<Int>](repeating: [], count: program.predicates.count)
        var below = above
        var temporal: Set<Int> = []
        func add(_ predicate: Int, restsOn other: Int) {
            above[other].insert(predicate)
            below[predicate].insert(other)
        }
        for rule in program.rules {
            let head = rule.head.predicate
            for condition in rule.conditions {
                switch condition {
                case .atom(let atom, _), .rebuttal(let atom, _):
                    add(head, restsOn: atom.predicate)
                case .aggregate(let aggregate): add(head, restsOn: aggregate.atom.predicate)
                case .comparison(_, let comparator, _, _):
                    if [.before, .after, .within].contains(comparator) { temporal.insert(head) }
                case .domain: break
                }
            }
        }
        for (predicate, contrary) in program.contraries.enumerated() {
            if let contrary { add(predicate, restsOn: contrary) }
        }
        (self.above, self.below, self.temporal) = (above, below, temporal)
    }

    /// Everything that a claim on these predicates rests on.
    func cone(of predicates: Set<Int>) -> Set<Int> { Reach.closure(predicates, below) }

    /// Everything that the suppositions can change.
    func changed(by suppositions: some Sequence<Supposition>) -> Set<Int> {
        var first: Set<Int> = []
        for supposition in suppositions {
            switch supposition.content {
            case .certain(let predicate, _), .contrary(let predicate, _): first.insert(predicate)
            case .narrower: first.formUnion(temporal)
            }
        }
        return Reach.closure(first, above)
    }

    private static func closure(_ first: Set<Int>, _ edges: [Set<Int>]) -> Set<Int> {
        var found = first
        var open = Array(first)
        while let next = open.popLast() {
            for other in edges[next] where found.insert(other).inserted { open.append(other) }
        }
        return found
    }
}

extension Evaluation {
    /// The evaluation with these supposed, for the predicates in `cone`; it may cost `limit` steps.
    func supposing(
        _ suppositions: Set<Supposition>, reach: Reach, cone: Set<Int>, limit: Int
    ) throws(JudgeError) -> Evaluation {
        let next = copy(limit: limit)
        let changed = reach.changed(by: suppositions).intersection(cone)
        for predicate in changed where program.predicates[predicate].origin == nil {
            let none = Relation(arity: program.predicates[predicate].parameters.count)
            (next.certain[predicate], next.possible[predicate]) = (none, none)
        }
        next.forget(changed)
        for supposition in suppositions.sorted() {
            switch supposition.content {
            case .certain(let predicate, let terms):
                let row = terms.map { next.terms.number($0) }
                next.certain[predicate].insert(row.map(Int32.init), rank: 0)
            case .contrary(let predicate, let terms):
                let row = terms.map { next.terms.number($0) }
                next.denied[predicate].insert(row.map(Int32.init), rank: 0)
            case .narrower(let interval, let narrower):
                let known = next.narrowed[interval] ?? interval
                next.narrowed[interval] = known.intersection(narrower)
            }
        }
        try next.run(again: changed)
        return next
    }
}

extension Explainer {
    /// Whether somebody could produce it: evidence, what a document states, or what an article declares as missing.
    func canBeProduced(_ number: Int) -> Bool {
        let predicate = predicate(number)
        guard predicate.origin == nil else { return predicate.origin != .annex }
        return predicate.isOpen
            && (predicate.missing != nil || evaluation.program.rulesOf[number].isEmpty)
    }

    /// That an atom is so, or is not.
    func supposition(_ number: Int, _ row: [Int], isSo: Bool) -> Supposition {
        let terms = row.map { evaluation.terms.terms[$0] }
        let statement = statement(number, row)
        guard isSo else {
            return Supposition(
                content: .contrary(predicate: number, terms: terms), statement: "not " + statement,
                sentence: "proof that it is not so that " + sentence(number, row))
        }
        let template = predicate(number).missing ?? "proof that " + predicate(number).sentence
        return Supposition(
            content: .certain(predicate: number, terms: terms), statement: statement,
            sentence: fill(template, number, row))
    }

    /// A supposition as a finding gives it.
    func evidence(_ supposition: Supposition) -> MissingEvidence {
        var producers: [String] = []
        switch supposition.content {
        case .narrower: producers = ["whoever holds a time-stamp or a record of it"]
        case .certain(let number, let terms), .contrary(let number, let terms):
            producers = predicate(number).producers.map { producer in
                switch producer {
                case .argument(let position): terms[position].text
                case .role(let role): role
                }
            }
        }
        return MissingEvidence(
            statement: supposition.statement, sentence: supposition.sentence, producers: producers)
    }
}

extension Evaluation {
    /// An interval and how it would have to be narrower for a comparison to be so, or not to be so; nil if it cannot be.
    func narrower(
        _ left: Term, _ comparator: Comparator, _ right: Term, isSo: Bool
    ) -> (of: Interval, interval: Interval)? {
        guard case .interval(let first) = left, !taken(first).isContradiction else { return nil }
        let wanted: Interval
        let tick = TimeSpan(milliseconds: Int64(clamping: Int128(skew.milliseconds) + 1))
        switch (comparator, right) {
        case (.before, .instant(let instant)):
            wanted =
                isSo ? Interval(hi: instant.advanced(by: tick.negated)) : Interval(lo: instant)
        case (.after, .instant(let instant)):
            wanted = isSo ? Interval(lo: instant.advanced(by: tick)) : Interval(hi: instant)
        case (.before, .interval(let other)), (.after, .interval(let other)):
            let other = taken(other)
            // Before, or not after; else the mirror.
            let hi = (comparator == .before) == isSo ? other.lo?.advanced(by: tick.negated) : nil
            let lo = (comparator == .before) == isSo ? nil : other.hi?.advanced(by: tick)
            wanted = Interval(lo: lo, hi: hi)
        case (.within, .span(let span)) where isSo:
            let known = taken(first)
            wanted = Interval(
                lo: known.lo == nil ? known.hi?.advanced(by: span.negated) : nil,
                hi: known.lo?.advanced(by: span))
        default: return nil
        }
        let narrower = taken(first).intersection(wanted)
        return narrower.isContradiction || wanted == Interval() ? nil : (first, wanted)
    }

    private func taken(_ interval: Interval) -> Interval { narrowed[interval] ?? interval }
}

extension TimeSpan {
    fileprivate var negated: TimeSpan {
        TimeSpan(milliseconds: milliseconds == .min ? .max : -milliseconds)
    }
}
