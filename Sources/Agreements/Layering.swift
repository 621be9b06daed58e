// The order in which predicates are evaluated. Each has two nodes, its certain and its possible atoms; an edge says what is needed
// first, and a negative edge says that it must be complete first. A cycle through a negative edge has no meaning and is refused
// (stratification: Apt, Blair, Walker 1988; here over the doubled program of certain and possible).

import EvidenceValues

struct Layering {
    let predicates: [Predicate]
    let contraries: [Int?]
    let rules: [CompiledRule]
    let rulesOf: [[Int]]
    /// The rules as they are written, for the places of errors.
    let sources: [Rule]

    struct Edge: Hashable {
        var target: Int
        var isNegative: Bool
    }

    /// Dependencies first, and an error for each set of predicates that depend on their own denial. Spec: rules-11.
    func layers() -> (layers: [Layer], cycles: [AgreementError]) {
        let edges = (0..<predicates.count * 2).map { Array(Set(self.edges(of: $0))) }
        let components = stronglyConnected(edges.map { $0.map(\.target).sorted() })
        var componentOf = [Int](repeating: 0, count: edges.count)
        for (number, nodes) in components.enumerated() {
            for node in nodes { componentOf[node] = number }
        }
        var layers: [Layer] = []
        var cycles: [AgreementError] = []
        for (number, nodes) in components.enumerated() {
            let inside = nodes.sorted().flatMap { node in
                edges[node].filter { componentOf[$0.target] == number }.map { (node, $0) }
            }
            let denials = inside.filter(\.1.isNegative).sorted {
                ($0.0, $0.1.target) < ($1.0, $1.1.target)
            }
            if let (node, edge) = denials.first {
                let cycle = DependencyCycle(
                    layering: self, edges: edges, members: Set(nodes), from: node,
                    denied: edge.target)
                // The same cycle may be there of what is certain and of what is possible.
                let error = cycle.error
                if !cycles.contains(error) { cycles.append(error) }
            }
            layers.append(
                Layer(
                    nodes: nodes.sorted().map {
                        Layer.Node(predicate: $0 / 2, isPossible: $0 % 2 == 1)
                    }, isRecursive: !inside.isEmpty))
        }
        return (layers, cycles)
    }

    private func certain(_ predicate: Int, negative: Bool = false) -> Edge {
        Edge(target: predicate * 2, isNegative: negative)
    }

    private func possible(_ predicate: Int, negative: Bool = false) -> Edge {
        Edge(target: predicate * 2 + 1, isNegative: negative)
    }

    private func edges(of node: Int) -> [Edge] {
        let (predicate, isPossible) = (node / 2, node % 2 == 1)
        var edges: [Edge] = []
        if isPossible {
            edges.append(certain(predicate))
            if let contrary = contraries[predicate] {
                edges.append(certain(contrary, negative: true))
            }
            if predicates[predicate].isOpen { return edges }
        }
        for rule in rulesOf[predicate] {
            for condition in rules[rule].conditions {
                edges += self.edges(of: condition, isPossible: isPossible)
            }
        }
        return edges
    }

    func edges(of condition: CompiledCondition, isPossible: Bool) -> [Edge] {
        switch condition {
        case .domain, .comparison: return []
        case .atom(let atom, .plain):
            return [isPossible ? possible(atom.predicate) : certain(atom.predicate)]
        case .atom(let atom, .unproven): return [certain(atom.predicate, negative: true)]
        case .atom(let atom, .not):
            if isPossible { return [certain(atom.predicate, negative: true)] }
            guard predicates[atom.predicate].isOpen else {
                return [possible(atom.predicate, negative: true)]
            }
            let contrary = contraries[atom.predicate].map { [certain($0)] } ?? []
            return contrary + [certain(atom.predicate, negative: true)]
        case .rebuttal(let atom, let possibly):
            if possibly && !isPossible { return [possible(atom.predicate, negative: true)] }
            return [certain(atom.predicate, negative: true)]
        case .aggregate(let aggregate):
            let predicate = aggregate.atom.predicate
            return aggregate.isProven || !isPossible
                ? [certain(predicate, negative: true)] : [possible(predicate, negative: true)]
        }
    }

    // Tarjan 1972; its recursion is bounded by the limit on predicates. Components come out dependencies first.
    private func stronglyConnected(_ targets: [[Int]]) -> [[Int]] {
        var search = Search(targets: targets)
        for node in targets.indices where search.number[node] == nil { search.visit(node) }
        return search.components
    }

    private struct Search {
        let targets: [[Int]]
        var number: [Int?]
        var low: [Int]
        var stack: [Int] = []
        var isOnStack: [Bool]
        var next = 0
        var components: [[Int]] = []

        init(targets: [[Int]]) {
            self.targets = targets
            number = [Int?](repeating: nil, count: targets.count)
            low = [Int](repeating: 0, count: targets.count)
            isOnStack = [Bool](repeating: false, count: targets.count)
        }

        mutating func visit(_ node: Int) {
            let own = next
            next += 1
            number[node] = own
            low[node] = own
            stack.append(node)
            isOnStack[node] = true
            for target in targets[node] {
                if let seen = number[target] {
                    if isOnStack[target] { low[node] = min(low[node], seen) }
                } else {
                    visit(target)
                    low[node] = min(low[node], low[target])
                }
            }
            guard low[node] == own else { return }
            var component: [Int] = []
            while let top = stack.popLast() {
                isOnStack[top] = false
                component.append(top)
                if top == node { break }
            }
            components.append(component)
        }
    }
}
