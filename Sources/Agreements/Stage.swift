// Where the proceedings stand and what is due by when, if the agreement derives it: what is certain of `stage(word)`, of
// `deadline(party, word, instant)` and of `closing(instant)`. It is shown beside the findings and is no part of them: nobody claims it.

import EvidenceValues

extension Bench {
    /// The predicates that tell of the proceedings, with or without prepositions (`deadline by`).
    static let names: Set<String> = ["stage", "deadline", "closing"]

    /// What is certain of the stage of the proceedings, of deadlines and of the close of evidence, by statement.
    func procedure() -> [ProcedureStep] {
        var steps: [ProcedureStep] = []
        for (name, number) in explainer.evaluation.program.numbers
        where Bench.names.contains(String(name.prefix { $0 != " " })) {
            for row in explainer.evaluation.certain[number].rows {
                steps.append(
                    ProcedureStep(
                        statement: explainer.statement(number, row),
                        sentence: explainer.sentence(number, row)))
            }
        }
        return steps.sorted { ($0.statement, $0.sentence) < ($1.statement, $1.sentence) }
    }
}

/// A stage of the proceedings, or a deadline.
package struct ProcedureStep: Sendable, Hashable {
    /// `stage(answered)`.
    package let statement: String
    package let sentence: String

    package init(statement: String, sentence: String) {
        self.statement = statement
        self.sentence = sentence
    }
}
