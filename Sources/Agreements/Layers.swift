// Layer by layer, each to its least fixed point, semi-naively: after the first round a rule runs only with a condition that ranges over
// what was new in the round before.

import EvidenceValues

extension Evaluation {
    func run(_ layer: Layer) throws(JudgeError) {
        let nodes = layer.nodes.filter { derives($0) }
        var found: [Layer.Node: Relation] = [:]
        for node in nodes {
            var heads = Relation(arity: certain[node.predicate].arity)
            for rule in program.rulesOf[node.predicate] {
                try self.heads(of: rule, isPossible: node.isPossible, into: &heads)
            }
            found[node] = heads
        }
        var delta = insert(found, nodes)
        guard layer.isRecursive else { return }
        while delta.values.contains(where: { !$0.isEmpty }) {
            var found: [Layer.Node: Relation] = [:]
            for node in nodes { found[node] = try again(node, delta) }
            delta = insert(found, nodes)
        }
    }

    private func derives(_ node: Layer.Node) -> Bool {
        !isOnDemand[node.predicate]
            && !(node.isPossible && program.predicates[node.predicate].isOpen)
    }

    // A new atom needs a condition that was new in the last round.
    private func again(
        _ node: Layer.Node, _ delta: [Layer.Node: Range<Int>]
    ) throws(JudgeError) -> Relation {
        var found = Relation(arity: certain[node.predicate].arity)
        for index in program.rulesOf[node.predicate] {
            let rule = program.rules[index]
            try step(rule, count: rule.conditions.count)
            for (position, condition) in rule.conditions.enumerated() {
                guard case .atom(let atom, .plain) = condition,
                    let rows = delta[
                        Layer.Node(predicate: atom.predicate, isPossible: node.isPossible)],
                    !rows.isEmpty
                else { continue }
                try heads(
                    of: index, isPossible: node.isPossible, delta: (position, rows), into: &found)
            }
        }
        return found
    }

    // Rounds are synchronous: what one finds is there from the next on.
    private func insert(
        _ found: [Layer.Node: Relation], _ nodes: [Layer.Node]
    ) -> [Layer.Node: Range<Int>] {
        var delta: [Layer.Node: Range<Int>] = [:]
        for node in nodes {
            guard let rows = found[node] else { continue }
            delta[node] = insert(rows, node.predicate, isPossible: node.isPossible)
        }
        endRound()
        return delta
    }
}
