// Puts findings together: the value of a claim in Kleene's logic over its atoms, suprema of money, and what a reader wants to know of
// the derivation at a glance.

import EvidenceValues

struct Bench {
    let explainer: Explainer
    let settling: Settling

    private var evaluation: Evaluation { explainer.evaluation }
    private var program: Program { evaluation.program }

    /// The answer to one atom.
    private struct Answer {
        var standing: Standing
        var derivation: Derivation
        /// What follows "because".
        var ground: String
        var missing: [Gap] = []
        var provenSupremum: Money?
        var possibleSupremum: Money?
    }

    func find(_ claim: Claim) throws(JudgeError) -> Finding {
        explainer.begin()
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
        if value == .undetermined {
            (finding.missing, finding.isMissingCut) = settling.settle(claim.formula)
            if finding.missing.isEmpty {
                finding.open = unique(answer.missing.map(\.evidence), by: \.statement)
            }
        }
        finding.reason = reason(finding, answer.ground)
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
        // The parts that decide: for "not" the only one, else those that stand as the whole does.
        let deciding = answers.count == 1 ? answers : answers.filter { $0.standing == standing }
        return Answer(
            standing: standing,
            derivation: Derivation(
                statement: formula.text, sentence: sentence, standing: standing,
                basis: .calculation,
                steps: answers.map(\.derivation)),
            ground: unique(deciding.map(\.ground), by: { $0 }).joined(separator: ", and because "),
            missing: answers.filter { $0.standing == .possible }.flatMap(\.missing))
    }

    private func answer(_ atom: ClaimedAtom) throws(JudgeError) -> Answer {
        guard let number = program.numbers[atom.key] else {
            // `Claims.check` has refused what is not declared.
            throw .claims(atom.place.error(.unknown(kind: "predicate", name: atom.predicate)))
        }
        let row = atom.terms.map { evaluation.terms.number($0) }
        explainer.beginStatement()
        try demand(number, row)
        if program.predicates[number].isSupremum { return try answerSupremum(number, row) }
        return answer(
            evaluation.standing(number, row), try explainer.explain(number, row),
            try explainer.missing(number, row))
    }

    private func answer(
        _ standing: Standing, _ derivation: Derivation, _ missing: [Gap] = []
    ) -> Answer {
        Answer(
            standing: standing, derivation: derivation,
            ground: standing == .possible
                ? ground(missing, of: derivation.sentence) : grounds.ground(derivation),
            missing: missing)
    }

    private var grounds: Grounds { Grounds(program: program) }

    private func ground(_ missing: [Gap], of claim: String) -> String {
        let grounds = unique(missing.map { $0.ground(of: claim) }, by: { $0 })
        return grounds.isEmpty ? "nothing on file decides it" : Grounds.joined(grounds)
    }

    // Of a largest amount every atom is wanted, whatever the amount.
    private func demand(_ number: Int, _ row: [Int]) throws(JudgeError) {
        guard evaluation.isOnDemand[number] else { return }
        let isSupremum = program.predicates[number].isSupremum
        try evaluation.demand(
            number, row.map(Int32.init), mask: 1 << (isSupremum ? row.count - 1 : row.count) - 1,
            isPossible: true)
    }

    // MARK: suprema

    private func answerSupremum(_ number: Int, _ row: [Int]) throws(JudgeError) -> Answer {
        guard case .money(let claimed)? = row.last.map({ evaluation.terms.terms[$0] }) else {
            return answer(
                evaluation.standing(number, row), try explainer.explain(number, row))
        }
        let proven = largest(number, isPossible: false, row, claimed.currency)
        let filed = largest(number, isPossible: true, row, claimed.currency)
        let zero = Money(minorUnits: 0, currency: claimed.currency)
        let provenAmount = max(proven?.amount ?? zero, zero)
        let possibleAmount = max(filed?.amount ?? zero, provenAmount)
        let standing: Standing =
            claimed <= provenAmount ? .certain : claimed <= possibleAmount ? .possible : .contrary
        let shown = standing == .possible ? filed : proven ?? filed
        let derivation = try derivationOfSupremum(number, row, standing, shown?.row)
        var missing: [Gap] = []
        if standing == .possible, let filed { missing = try explainer.missing(number, filed.row) }
        var answer = answer(standing, derivation, missing)
        answer.provenSupremum = provenAmount
        answer.possibleSupremum = possibleAmount
        // What carries the claim, or limits it, is another amount than the claimed one: its derivation is the only step.
        let isSame = shown?.row == row
        let ground =
            standing == .possible || isSame || shown == nil
            ? answer.ground : grounds.ground(derivation.steps[0])
        switch standing {
        case .certain: answer.ground = isSame ? ground : "\(provenAmount) is proven: " + ground
        case .contrary: answer.ground = "at most \(possibleAmount) is possible: " + ground
        case .possible:
            answer.ground =
                "\(provenAmount) is proven and \(possibleAmount) is possible: " + ground
        }
        return answer
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
        _ number: Int, isPossible: Bool, _ claimed: [Int], _ currency: Currency
    ) -> (amount: Money, row: [Int])? {
        var best: (amount: Money, row: [Int])?
        for row in evaluation.rows(
            number, isPossible: isPossible, matching: claimed.dropLast() + [nil])
        {
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
            explainer.begin()
            explainer.beginStatement()
            found.append(prune(try explainer.explain(number, row)))
        }
        return found.sorted { $0.statement < $1.statement }
    }

    /// What is certain together with its contrary. Spec: rules-16. Where statements are evaluated only as they are asked for, the claimed
    /// ones alone, so that the answer does not depend on what was asked on the way.
    func contradictions(claimed: [ClaimedAtom]) -> [String] {
        var found: Set<String> = []
        for (number, contrary) in program.contraries.enumerated() {
            guard let contrary else { continue }
            var rows = evaluation.certain[contrary].rows
            if evaluation.isOnDemand[number] {
                rows = claimed.filter { [number, contrary].contains(program.numbers[$0.key]) }
                    .map { $0.terms.map { evaluation.terms.number($0) } }
                    .filter { evaluation.isCertain(contrary, $0) }
            }
            for row in rows where evaluation.isCertain(number, row) {
                found.insert(
                    explainer.sentence(number, row) + ", but also: "
                        + explainer.sentence(contrary, row))
            }
        }
        for (number, relation) in evaluation.denied.enumerated() {
            for row in relation.rows where evaluation.isCertain(number, row) {
                found.insert(explainer.sentence(number, row) + ", but also the contrary")
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

    private func unique<Value>(_ values: [Value], by key: (Value) -> String) -> [Value] {
        var seen: Set<String> = []
        return values.filter { seen.insert(key($0)).inserted }
    }

    private func reason(_ finding: Finding, _ ground: String) -> String {
        let answer =
            switch finding.value {
            case .proven: "It is proven that "
            case .refuted: "It is refuted that "
            case .undetermined: "It is not known whether "
            }
        return answer + finding.sentence + ", because " + ground + "."
    }
}
