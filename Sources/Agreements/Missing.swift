// What would settle an undetermined atom: the conditions of its best derivation that nothing on file decides, down to the atoms that
// somebody could still produce.

import EvidenceValues

extension Explainer {
    /// What is missing for a possible atom; nothing for others.
    func missing(_ number: Int, _ row: [Int]) throws(JudgeError) -> [MissingEvidence] {
        var visited: Set<[Int]> = []
        return try missing(number, row, &visited)
    }

    private func missing(
        _ number: Int, _ row: [Int], _ visited: inout Set<[Int]>
    ) throws(JudgeError) -> [MissingEvidence] {
        guard evaluation.standing(number, row) == .possible,
            visited.insert([number] + row).inserted
        else { return [] }
        guard evaluation.support[number][row] == nil, let solution = try best(number, row) else {
            return [leaf(number, row)]
        }
        var found: [MissingEvidence] = []
        for condition in solution.rule.conditions
        where try standing(condition, solution.rule, solution.environment) == .possible {
            found += try missing(condition, solution, &visited)
        }
        return found.isEmpty ? [leaf(number, row)] : found
    }

    private func missing(
        _ condition: CompiledCondition, _ solution: Solution, _ visited: inout Set<[Int]>
    ) throws(JudgeError) -> [MissingEvidence] {
        switch condition {
        case .atom(let atom, .plain):
            let row = pattern(atom, solution.environment).compactMap(\.self)
            guard row.count == atom.arguments.count else { return [] }
            return try missing(atom.predicate, row, &visited)
        case .aggregate(let aggregate):
            var found: [MissingEvidence] = []
            for row in try rows(aggregate, solution.environment) {
                found += try missing(aggregate.atom.predicate, row, &visited)
            }
            return found
        case .atom, .comparison:
            let steps = try step(condition, solution, depth: 0)
            return steps.map {
                MissingEvidence(
                    statement: $0.statement, sentence: "proof that " + $0.sentence,
                    producers: ["whoever holds a time-stamp or a record of it"])
            }
        case .domain, .rebuttal: return []
        }
    }

    private func leaf(_ number: Int, _ row: [Int]) -> MissingEvidence {
        let predicate = predicate(number)
        let reason = evaluation.support[number][row]?.compactMap(\.reason).min()
        let template = predicate.missing ?? "proof that " + predicate.sentence
        let producers = predicate.producers.map { producer in
            switch producer {
            case .argument(let position): evaluation.terms.terms[row[position]].text
            case .role(let role): role
            }
        }
        return MissingEvidence(
            statement: statement(number, row),
            sentence: fill(template, number, row) + (reason.map { " (" + $0 + ")" } ?? ""),
            producers: producers)
    }
}
