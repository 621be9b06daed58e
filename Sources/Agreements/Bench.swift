// Puts findings together: the value of a claim in Kleene's logic over its atoms, suprema of money, and what a reader wants to know of
// the derivation at a glance.

import EvidenceValues

struct Bench {
    let explainer: Explainer

    private var evaluation: Evaluation { explainer.evaluation }
    private var program: Program { evaluation.program }

    /// The answer to one atom.
    private struct Answer {
        var standing: Standing
        var derivation: Derivation
        var missing: [MissingEvidence] = []
        var provenSupremum: Money?
        var possibleSupremum: Money?
    }

    func find(_ claim: Claim) throws(JudgeError) -> Finding {
        let answer = try self.answer(claim.formula)
        let value: FindingValue =
            switch answer.standing {
            case .certain: .proven
            case .contrary: .refuted
            case .possible: .undetermined
            }
        var finding = Finding(
            claim: claim.name, claimant: claim.claimant, statement: claim.text,
            sentence: answer.derivation.sentence, value: value, reason: "",
            derivation: prune(answer.derivation))
        finding.provenSupremum = answer.provenSupremum
        finding.possibleSupremum = answer.possibleSupremum
        finding.burdens = burdens(finding.derivation)
        finding.articles = articles(finding.derivation)
        finding.exhibits = exhibits(finding.derivation)
        finding.missing = value == .undetermined ? unique(answer.missing) : []
        finding.reason = reason(finding)
        return finding
    }

    // MARK: formulas

    private func answer(_ formula: Formula) throws(JudgeError) -> Answer {
        switch formula {
        case .atom(let atom): return try answer(atom)
        case .not(let inner):
            let answer = try self.answer(inner)
            return compound(formula, answer.standing.negated, "it is not so that ", [answer])
        case .and(let left, let right):
            let answers = [try answer(left), try answer(right)]
            return compound(
                formula, min(answers[0].standing, answers[1].standing), " and ", answers)
        case .or(let left, let right):
            let answers = [try answer(left), try answer(right)]
            return compound(formula, max(answers[0].standing, answers[1].standing), " or ", answers)
        }
    }

    private func compound(
        _ formula: Formula, _ standing: Standing, _ word: String, _ answers: [Answer]
    ) -> Answer {
        let sentences = answers.map(\.derivation.sentence)
        let sentence = answers.count == 1 ? word + sentences[0] : sentences.joined(separator: word)
        return Answer(
            standing: standing,
            derivation: Derivation(
                statement: formula.text, sentence: sentence, standing: standing,
                basis: .calculation,
                steps: answers.map(\.derivation)),
            missing: answers.filter { $0.standing == .possible }.flatMap(\.missing))
    }

    private func answer(_ atom: ClaimedAtom) throws(JudgeError) -> Answer {
        guard let number = program.numbers[atom.predicate] else {
            // `Claims.check` has refused what is not declared.
            throw .claims(atom.place.error(.unknown(kind: "predicate", name: atom.predicate)))
        }
        let row = atom.terms.map { evaluation.terms.number($0) }
        if program.predicates[number].isSupremum { return try answerSupremum(number, row) }
        return Answer(
            standing: evaluation.standing(number, row),
            derivation: try explainer.explain(number, row),
            missing: try explainer.missing(number, row))
    }

    // MARK: suprema

    private func answerSupremum(_ number: Int, _ row: [Int]) throws(JudgeError) -> Answer {
        guard case .money(let claimed)? = row.last.map({ evaluation.terms.terms[$0] }) else {
            return Answer(
                standing: evaluation.standing(number, row),
                derivation: try explainer.explain(number, row))
        }
        let proven = largest(evaluation.certain[number].rows, row, claimed.currency)
        let filed = largest(evaluation.possible[number].rows, row, claimed.currency)
        let zero = Money(minorUnits: 0, currency: claimed.currency)
        let provenAmount = max(proven?.amount ?? zero, zero)
        let possibleAmount = max(filed?.amount ?? zero, provenAmount)
        let standing: Standing =
            claimed <= provenAmount ? .certain : claimed <= possibleAmount ? .possible : .contrary
        let shown = standing == .possible ? filed : proven ?? filed
        let derivation = try derivationOfSupremum(number, row, standing, shown?.row)
        let missing =
            standing == .possible
            ? try filed.map { filed throws(JudgeError) in
                try explainer.missing(number, filed.row)
            } : nil
        return Answer(
            standing: standing, derivation: derivation, missing: missing ?? [],
            provenSupremum: provenAmount, possibleSupremum: possibleAmount)
    }

    // The largest derived amount carries the claimed one; if it is that very amount, its derivation is the claim's.
    private func derivationOfSupremum(
        _ number: Int, _ row: [Int], _ standing: Standing, _ shown: [Int]?
    ) throws(JudgeError) -> Derivation {
        if let shown, shown == row { return try explainer.explain(number, row) }
        var derivation = Derivation(
            statement: explainer.statement(number, row), sentence: explainer.sentence(number, row),
            standing: standing, basis: .calculation)
        if let shown {
            derivation.steps = [try explainer.explain(number, shown)]
        } else {
            let pattern: [Int?] = row.dropLast() + [nil]
            derivation.steps = try explainer.failures(number, pattern, .filed, depth: 0)
        }
        return derivation
    }

    private func largest(
        _ rows: [[Int]], _ claimed: [Int], _ currency: Currency
    ) -> (amount: Money, row: [Int])? {
        var best: (amount: Money, row: [Int])?
        for row in rows where row.dropLast() == claimed.dropLast() {
            guard case .money(let money)? = row.last.map({ evaluation.terms.terms[$0] }),
                money.currency == currency
            else { continue }
            if best.map({ $0.amount < money }) ?? true { best = (money, row) }
        }
        return best
    }

    // MARK: what else was found

    /// Every certain misconduct, claimed or not.
    func misconduct() throws(JudgeError) -> [Derivation] {
        guard let number = program.numbers["misconduct"] else { return [] }
        var found: [Derivation] = []
        for row in evaluation.certain[number].rows {
            found.append(prune(try explainer.explain(number, row)))
        }
        return found.sorted { $0.statement < $1.statement }
    }

    /// What is certain together with its contrary.
    func contradictions() -> [String] {
        var found: [String] = []
        for (number, contrary) in program.contraries.enumerated() {
            guard let contrary else { continue }
            for row in evaluation.certain[contrary].rows where evaluation.isCertain(number, row) {
                found.append(
                    explainer.sentence(number, row) + ", but also: "
                        + explainer.sentence(contrary, row))
            }
        }
        for (number, relation) in evaluation.denied.enumerated() {
            for row in relation.rows where evaluation.isCertain(number, row) {
                found.append(explainer.sentence(number, row) + ", but also the contrary")
            }
        }
        return found.sorted()
    }

    // MARK: at a glance

    private func burdens(_ derivation: Derivation) -> [String] {
        var found: [String] = []
        walk(derivation) { step in
            guard step.basis == .burden, step.reason != "refuted", let burden = step.burden else {
                return
            }
            let line = step.sentence + "; the burden of proof is on " + burden
            if !found.contains(line) { found.append(line) }
        }
        return found
    }

    private func articles(_ derivation: Derivation) -> [String] {
        var found: Set<String> = []
        walk(derivation) { if let article = $0.article { found.insert(article) } }
        return explainer.agreement.articles.map(\.id).filter(found.contains)
    }

    private func exhibits(_ derivation: Derivation) -> [LeafIndex] {
        var found: Set<LeafIndex> = []
        walk(derivation) { found.formUnion($0.exhibits) }
        return found.sorted()
    }

    private func walk(_ derivation: Derivation, _ visit: (Derivation) -> Void) {
        visit(derivation)
        for step in derivation.steps { walk(step, visit) }
    }

    // The same statement is explained once; a proof is a graph, and written out as a tree it could grow without bound.
    private func prune(_ derivation: Derivation) -> Derivation {
        var seen: Set<String> = []
        return prune(derivation, &seen)
    }

    private func prune(_ derivation: Derivation, _ seen: inout Set<String>) -> Derivation {
        var pruned = derivation
        pruned.steps = []
        guard derivation.steps.isEmpty || seen.insert(derivation.statement).inserted else {
            return pruned
        }
        for step in derivation.steps { pruned.steps.append(prune(step, &seen)) }
        return pruned
    }

    private func unique(_ missing: [MissingEvidence]) -> [MissingEvidence] {
        var seen: Set<String> = []
        return missing.filter { seen.insert($0.statement).inserted }
    }

    private func reason(_ finding: Finding) -> String {
        let sentence = finding.sentence
        switch finding.value {
        case .proven: return "It is proven that " + sentence + "."
        case .undetermined:
            let missing = finding.missing.map(\.sentence).joined(separator: "; ")
            let rest = missing.isEmpty ? "" : " Missing: " + missing + "."
            return "It is not known whether " + sentence + "." + rest
        case .refuted:
            if let supremum = finding.possibleSupremum {
                return "It is refuted that " + sentence + ": at most " + supremum.text + "."
            }
            let contrary = finding.derivation.steps.first
            let cause = contrary.map { ": " + $0.sentence } ?? ""
            let ground = contrary?.steps.first.map { ", since " + $0.sentence } ?? ""
            return "It is refuted that " + sentence + cause + ground + "."
        }
    }
}
