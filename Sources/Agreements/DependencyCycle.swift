// A cycle of predicates through a denial, a rebuttal, an aggregate or a contrary, as whoever wrote the rules has to see it: which
// predicate rests on which, and by which article.

import EvidenceValues

extension AgreementError {
    /// One step of a cycle: the predicate, how what comes before rests on it (`not`, `unproven`, `unless`, `sum of`, `contrary`, or
    /// nothing), and the article that says so; no article where a predicate rests on its declared contrary.
    package struct CycleStep: Sendable, Hashable {
        package let predicate: String
        package let link: String
        package let article: String?

        package init(_ predicate: String, link: String, article: String?) {
            (self.predicate, self.link, self.article) = (predicate, link, article)
        }
    }
}

/// The shortest way round, beginning with a denial.
struct DependencyCycle {
    let layering: Layering
    let edges: [[Layering.Edge]]
    /// Nodes that all depend on each other.
    let members: Set<Int>
    let from: Int
    let denied: Int

    /// The error, at the word that denies.
    var error: AgreementError {
        let nodes = [from] + way
        var steps: [AgreementError.CycleStep] = []
        for (index, (node, next)) in zip(nodes, nodes.dropFirst()).enumerated() {
            let isPositive = edges[node].contains(.init(target: next, isNegative: false))
            // A predicate's possible atoms rest on its certain ones: that is no step to tell.
            guard index == 0 || node / 2 != next / 2 || !isPositive else { continue }
            let isDenied = index == 0 || !isPositive
            let found = condition(from: node, to: .init(target: next, isNegative: isDenied))
            steps.append(step(name(next), found))
        }
        return place.error(.cycle(predicate: name(from), steps: steps))
    }

    private func step(
        _ name: String, _ found: (index: Int, part: Int)?
    ) -> AgreementError.CycleStep {
        guard let (index, part) = found else { return .init(name, link: "contrary", article: nil) }
        let rule = layering.rules[index]
        return .init(name, link: link(rule.conditions[part]), article: rule.article)
    }

    private func name(_ node: Int) -> String { layering.predicates[node / 2].key }

    private var place: SourcePlace {
        guard
            let (index, part) = condition(
                from: from, to: .init(target: denied, isNegative: true))
        else {
            return layering.predicates[from / 2].place
        }
        let rule = layering.sources[index]
        let start = rule.parts.indices.contains(part) ? rule.parts[part] : rule.place
        return rule.words.place(of: layering.predicates[denied / 2].name, from: start)
    }

    private func link(_ condition: CompiledCondition) -> String {
        switch condition {
        case .atom(_, .not): "not"
        case .atom(_, .unproven): "unproven"
        case .rebuttal: "unless"
        case .aggregate(let aggregate): aggregate.function.rawValue + " of"
        case .atom, .domain, .comparison: ""
        }
    }

    /// The first rule and condition by which one node rests on another.
    private func condition(
        from node: Int, to edge: Layering.Edge
    ) -> (index: Int, part: Int)? {
        for index in layering.rulesOf[node / 2] {
            for (part, condition) in layering.rules[index].conditions.enumerated() {
                let targets = layering.edges(of: condition, isPossible: node % 2 == 1)
                if targets.contains(edge) { return (index, part) }
            }
        }
        return nil
    }

    /// From the denied node back to the first one, breadth first.
    private var way: [Int] {
        var before: [Int: Int] = [denied: denied]
        var queue = [denied]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            for target in Set(edges[node].map(\.target)).sorted()
            where members.contains(target) && before[target] == nil {
                before[target] = node
                queue.append(target)
            }
        }
        var way: [Int] = []
        var node = from
        while node != denied, let previous = before[node] {
            way.append(node)
            node = previous
        }
        return [denied] + way.reversed()
    }
}
