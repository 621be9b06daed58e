// What would settle an undetermined atom: the conditions of its best derivation that nothing on file decides, down to the atoms that
// somebody could still produce.

import EvidenceValues

/// What is open, and what would settle it.
struct Gap: Hashable {
    var evidence: MissingEvidence
    /// The statement that is open, in words.
    var sentence: String
    /// How it is open, to stand before the sentence.
    var how: String
    /// A reason code to stand behind it.
    var code = ""

    /// The same as a ground for not knowing whether `claim` is so: `it is not on file whether MARKT signed DB1`.
    func ground(of claim: String) -> String {
        sentence == claim
            ? "what would settle it is not on file: " + evidence.sentence
            : how + sentence + code
    }
}

/// How far what is missing has been looked for.
private struct GapSearch {
    /// As many atoms tell one solution from another; beyond them both count as equally doubtful.
    static let counted = 100

    var visited: Set<[Int]> = []
    /// After how many atoms counting ends; what is to be told is looked for to the end.
    var limit: Int?
}

extension Explainer {
    /// What is missing for a possible atom; nothing for others.
    func missing(_ number: Int, _ row: [Int]) throws(JudgeError) -> [Gap] {
        var search = GapSearch()
        return try missing(number, row, &search, depth: 0)
    }

    /// How much is missing for a solution, counted as far as it takes to compare it with another.
    func countOfGaps(_ solution: Solution) throws(JudgeError) -> Int {
        var search = GapSearch(limit: GapSearch.counted)
        return Set(try missing(solution, &search, depth: 0)).count
    }

    private func missing(
        _ number: Int, _ row: [Int], _ search: inout GapSearch, depth: Int
    ) throws(JudgeError) -> [Gap] {
        guard evaluation.standing(number, row) == .possible,
            search.visited.insert([number] + row).inserted
        else { return [] }
        guard depth < Explainer.maximumDepth, evaluation.support[number][row] == nil,
            search.visited.count < search.limit ?? .max,
            // Counting asks no count of what lies beneath, so that it ends.
            let solution = search.limit == nil
                ? try best(number, row) : try candidates(number, row).first
        else {
            return [leaf(number, row)]
        }
        let found = try missing(solution, &search, depth: depth)
        return found.isEmpty ? [leaf(number, row)] : found
    }

    private func missing(
        _ solution: Solution, _ search: inout GapSearch, depth: Int
    ) throws(JudgeError) -> [Gap] {
        var found: [Gap] = []
        for condition in solution.rule.conditions
        where try standing(condition, solution.rule, solution.environment) == .possible {
            found += try missing(condition, solution, &search, depth: depth + 1)
        }
        return found
    }

    private func missing(
        _ condition: CompiledCondition, _ solution: Solution, _ search: inout GapSearch,
        depth: Int
    ) throws(JudgeError) -> [Gap] {
        switch condition {
        case .atom(let atom, .plain):
            let row = pattern(atom, solution.environment).compactMap(\.self)
            guard row.count == atom.arguments.count else { return [] }
            return try missing(atom.predicate, row, &search, depth: depth)
        case .aggregate(let aggregate):
            var found: [Gap] = []
            for row in try rows(aggregate, solution.rule, solution.environment) {
                found += try missing(aggregate.atom.predicate, row, &search, depth: depth)
            }
            return found
        case .atom(let atom, .not):
            let words = sentence(atom.predicate, pattern(atom, solution.environment))
            return try step(condition, solution, depth: 0).map {
                Gap(
                    evidence: MissingEvidence(
                        statement: $0.statement, sentence: "proof that " + $0.sentence,
                        producers: ["whoever holds a time-stamp or a record of it"]),
                    sentence: words, how: "it is not certain whether ")
            }
        case .atom, .comparison:
            let steps = try step(condition, solution, depth: 0)
            return steps.map {
                Gap(
                    evidence: MissingEvidence(
                        statement: $0.statement, sentence: "proof that " + $0.sentence,
                        producers: ["whoever holds a time-stamp or a record of it"]),
                    sentence: $0.sentence, how: "it is not proven whether ")
            }
        case .domain, .rebuttal: return []
        }
    }

    private func leaf(_ number: Int, _ row: [Int]) -> Gap {
        let predicate = predicate(number)
        let reason = evaluation.support[number][row]?.compactMap(\.reason).min()
        let template = predicate.missing ?? "proof that " + predicate.sentence
        let producers = predicate.producers.map { producer in
            switch producer {
            case .argument(let position): evaluation.terms.terms[row[position]].text
            case .role(let role): role
            }
        }
        let code = reason.map { " (" + $0 + ")" } ?? ""
        let isFiled = evaluation.support[number][row] != nil
        return Gap(
            evidence: MissingEvidence(
                statement: statement(number, row),
                sentence: fill(template, number, row) + code, producers: producers),
            sentence: sentence(number, row),
            how: isFiled ? "it is not certain that " : "it is not on file whether ", code: code)
    }
}
