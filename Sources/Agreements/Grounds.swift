// The heart of a derivation, as the part of a sentence that follows "because". A derivation goes down to every certificate; a reader
// first wants the one step that decides. So: the conditions of the rule that gave the answer, without those that only read what a
// document or the annex says, and without calculations; one step further down where there is only one such condition. What cannot be
// proven or excluded is told by what is missing (`Missing.swift`).

import EvidenceValues

/// Finds the grounds of answers in their derivations.
struct Grounds {
    /// More clauses than this nobody reads in one sentence; the derivation has them all.
    private static let clauses = 4

    let program: Program

    /// Why a certain or contrary statement stands as it does.
    func ground(_ derivation: Derivation) -> String {
        let contrary = derivation.standing == .contrary
        switch derivation.basis {
        case .evidence:
            return contrary ? "the evidence shows the contrary" : "the evidence shows it"
        case .stated: return "a document states it"
        case .annex: return "the annex says so"
        case .rule, .presumption, .burden, .absent, .calculation:
            if contrary, derivation.basis == .rule, let step = derivation.steps.first {
                return ground(step)
            }
            let text = contrary ? failure(derivation) : reasons(derivation)
            return text ?? "nothing on file shows it"
        }
    }

    /// Clauses as one: `a`, `a and b`, `a, b and c`; further ones are left to the derivation.
    static func joined(_ clauses: [String]) -> String {
        let shown = clauses.prefix(Grounds.clauses)
        guard let last = shown.last, clauses.count > 1 else { return clauses.first ?? "" }
        if shown.count < clauses.count { return shown.joined(separator: ", ") + " and more" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: what holds

    private func reasons(_ derivation: Derivation) -> String? {
        let steps = telling(derivation)
        guard !steps.isEmpty else { return nil }
        let text = clauses(steps) + cited(derivation.article)
        guard steps.count == 1, [.rule, .presumption].contains(steps[0].basis) else { return text }
        let deeper = telling(steps[0]).filter { $0.basis != .calculation || isOrderInTime($0) }
        guard !deeper.isEmpty else { return text }
        let article = steps[0].article == derivation.article ? nil : steps[0].article
        return text + ", since " + clauses(deeper) + cited(article)
    }

    private func clauses(_ steps: [Derivation]) -> String {
        var clauses: [String] = []
        for step in steps {
            let burden = step.burden.map { " (the burden of proof was on " + $0 + ")" } ?? ""
            let clause = step.sentence + (step.basis == .burden ? burden : "")
            if !clauses.contains(clause) { clauses.append(clause) }
        }
        return Grounds.joined(clauses)
    }

    private func cited(_ article: String?) -> String { article.map { " (" + $0 + ")" } ?? "" }

    /// The conditions that tell most: what articles and burdens decide, else the evidence, else whatever there is.
    private func telling(_ derivation: Derivation) -> [Derivation] {
        // What a sum or a largest amount is taken of stands for it.
        let steps = derivation.steps.flatMap {
            $0.basis == .calculation && !$0.steps.isEmpty ? $0.steps : [$0]
        }
        let kinds: [(Derivation) -> Bool] = [
            { isDecision($0) },
            { isOrderInTime($0) },
            { $0.basis == .evidence && predicate(of: $0)?.isOpen == true },
            { [.evidence, .stated, .rule, .presumption].contains($0.basis) },
            { $0.basis == .annex },
            { $0.basis != .burden },
        ]
        guard let isKind = kinds.first(where: { steps.contains(where: $0) }) else { return [] }
        let found = steps.filter(isKind)
        // That something is not proven only decides together with what was.
        return found.allSatisfy { $0.basis == .burden }
            ? steps.filter { $0.basis == .evidence } + found : found
    }

    private func isDecision(_ step: Derivation) -> Bool {
        switch step.basis {
        case .rule, .presumption: !isReading(step)
        // A comparison is no statement that a reader knows the words of.
        case .burden: step.reason != "refuted" && predicate(of: step) != nil
        case .evidence, .stated, .annex, .absent, .calculation: false
        }
    }

    // That what was made in an interval came before or after a time; it says more than the evidence that it compares.
    private func isOrderInTime(_ step: Derivation) -> Bool {
        step.basis == .calculation && step.steps.isEmpty && step.sentence.hasPrefix("the time ")
    }

    /// Whether the step only says what the text of a document or of the annex says.
    private func isReading(_ step: Derivation) -> Bool {
        switch step.basis {
        case .stated, .annex: true
        case .calculation: step.steps.allSatisfy(isReading)
        case .rule: !step.steps.isEmpty && step.steps.allSatisfy(isReading)
        case .presumption, .evidence, .burden, .absent: false
        }
    }

    // MARK: what fails

    private func failure(_ derivation: Derivation) -> String? {
        let steps = failing(derivation)
        guard let first = steps.first else { return nil }
        let article = steps.allSatisfy { $0.article == first.article } ? first.article : nil
        let text = Grounds.joined(steps.map(denied)) + cited(article)
        guard steps.count == 1, let deeper = deeperFailure(first) else { return text }
        return text + ", since " + deeper
    }

    /// What lies beneath the only condition that fails: the proof of its contrary where there is one, else what is missing for it,
    /// unless that is a list of all that might have been.
    private func deeperFailure(_ step: Derivation) -> String? {
        guard step.basis == .absent else { return nil }
        if let certain = certain(in: step.steps) {
            guard certain.sentence == step.sentence else { return certain.sentence }
            let reasons = telling(certain)
            return reasons.isEmpty ? nil : clauses(reasons)
        }
        // With `_` for an argument it would only say that something of a kind is not there.
        let deeper = failing(step).filter {
            !$0.statement.contains("(_") && !$0.statement.contains(" _")
        }
        return deeper.isEmpty || deeper.count > 2 ? nil : Grounds.joined(deeper.map(denied))
    }

    private func certain(in steps: [Derivation]) -> Derivation? {
        for step in steps {
            if step.standing == .certain, [.rule, .presumption].contains(step.basis) {
                return step
            }
            if let found = certain(in: step.steps) { return found }
        }
        return nil
    }

    private func failing(_ derivation: Derivation) -> [Derivation] {
        var seen: Set<String> = []
        let steps = derivation.steps.filter { seen.insert($0.sentence).inserted }
        let words = steps.filter { predicate(of: $0) != nil }
        return words.isEmpty ? steps : words
    }

    /// A condition that fails, as a clause. What is absent says so by itself.
    private func denied(_ step: Derivation) -> String {
        if predicate(of: step) == nil { return "it is not so that " + step.sentence }
        if step.basis == .absent && step.sentence.hasPrefix("nothing shows that ") {
            return step.sentence
        }
        guard !step.statement.hasPrefix("not ") else { return step.sentence }
        switch step.standing {
        case .certain: return step.sentence
        case .possible: return "it is not certain that " + step.sentence
        case .contrary: return "it is not so that " + step.sentence
        }
    }

    /// The predicate that a step's statement, or what it denies, is of; nil for calculations.
    private func predicate(of step: Derivation) -> Predicate? {
        var name = step.statement.prefix { $0 != "(" }
        for word in ["not ", "unproven "] where name.hasPrefix(word) {
            name.removeFirst(word.count)
        }
        return program.predicate(named: String(name))
    }
}
