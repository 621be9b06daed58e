// Looks through an agreement that parses for what its author did not mean. Each look is a function; none changes what the agreement says.

import EvidenceValues

struct AgreementReview {
    private let agreement: Agreement
    private let parameters: [String: SourcePlace]
    private let predicates: [Predicate]
    private let concluded: Set<String>
    private let used: Set<String>

    init(_ agreement: Agreement, parameters: [String: SourcePlace]) {
        self.agreement = agreement
        self.parameters = parameters
        predicates = agreement.predicates.values.sorted { $0.place < $1.place }
        concluded = Set(agreement.rules.map(\.head.predicate))
        let contraries = agreement.predicates.values.compactMap(\.contraryKey)
        used = Set(agreement.rules.flatMap(\.atoms).map(\.predicate)).union(contraries)
    }

    /// In the order of the text.
    var remarks: [AgreementRemark] {
        let all =
            unusedParameters + articles + sentences + sameSentences + unusedPredicates + unreachable
            + similarNames + repeatedRules
        return all.sorted {
            ($0.line, $0.column, $0.words) < ($1.line, $1.column, $1.words)
        }
    }

    private func remark(_ kind: AgreementRemark.Kind, _ place: SourcePlace) -> AgreementRemark {
        AgreementRemark(line: place.line, column: place.column, kind: kind)
    }

    // MARK: parameters and articles

    // Spec: agreement-9. The judge knows one parameter by himself.
    private var unusedParameters: [AgreementRemark] {
        let named = Set(agreement.rules.flatMap(\.parameters))
        return parameters.filter { !named.contains($0.key) && $0.key != Agreement.skewName }
            .map { remark(.unusedParameter($0.key), $0.value) }
    }

    // Spec: agreement-8.
    private var articles: [AgreementRemark] {
        let ruled = Set(agreement.rules.map(\.article))
        return agreement.articles.compactMap { article in
            let place = SourcePlace(line: article.line, column: 4)
            switch (ruled.contains(article.id), article.withoutRules != nil) {
            case (false, false): return remark(.articleWithoutRules(article.id), place)
            case (true, true): return remark(.articleWithRules(article.id), place)
            default: return nil
            }
        }
    }

    // MARK: sentences

    private var sentences: [AgreementRemark] {
        predicates.flatMap { predicate -> [AgreementRemark] in
            guard predicate.sentence.contains(where: { $0 != " " }) else {
                return [remark(.emptySentence(predicate.key), predicate.sentencePlace)]
            }
            let omitted = predicate.parameters.filter {
                !predicate.sentence.contains("{" + $0.name + "}")
            }
            return omitted.map {
                remark(
                    .omittedArgument(predicate: predicate.key, argument: $0.name),
                    predicate.sentencePlace)
            }
        }
    }

    private var sameSentences: [AgreementRemark] {
        var first: [String: Predicate] = [:]
        var found: [AgreementRemark] = []
        for predicate in predicates {
            // Names of arguments do not show.
            var sentence = predicate.sentence
            for (position, parameter) in predicate.parameters.enumerated() {
                sentence = sentence.replacing("{\(parameter.name)}", with: "{\(position)}")
            }
            if let other = first[sentence] {
                found.append(
                    remark(.sameSentence(predicate.key, as: other.key), predicate.sentencePlace))
            } else {
                first[sentence] = predicate
            }
        }
        return found
    }

    // MARK: predicates

    private var unusedPredicates: [AgreementRemark] {
        predicates.compactMap { predicate in
            let key = predicate.key
            let isUsed = used.contains(key)
            guard predicate.origin == nil else {
                return isUsed ? nil : remark(.unusedPredicate(key), predicate.place)
            }
            if concluded.contains(key) || BuiltIn.isReported(key) { return nil }
            return remark(isUsed ? .neverConcluded(key) : .unusedPredicate(key), predicate.place)
        }
    }

    // Spec: agreement-10.
    private var unreachable: [AgreementRemark] {
        let derived = predicates.filter { $0.origin == nil && concluded.contains($0.key) }
        var rulesOf: [String: [Rule]] = [:]
        for rule in agreement.rules { rulesOf[rule.head.predicate, default: []].append(rule) }
        var waiting = derived.filter { !$0.isHelper }.map(\.key)
        var reached = Set(waiting)
        while let next = waiting.popLast() {
            let atoms = (rulesOf[next] ?? []).flatMap(\.atoms).map(\.predicate)
            let contrary = agreement.predicates[next]?.contraryKey.map { [$0] } ?? []
            for key in atoms + contrary where reached.insert(key).inserted { waiting.append(key) }
        }
        return derived.filter { !reached.contains($0.key) }
            .map { remark(.unreachable($0.key), $0.place) }
    }

    private var similarNames: [AgreementRemark] {
        similar(Dictionary(predicates.map { ($0.name, $0.place) }, uniquingKeysWith: min))
            + similar(parameters)
    }

    private func similar(_ names: [String: SourcePlace]) -> [AgreementRemark] {
        var first: [String: String] = [:]
        var found: [AgreementRemark] = []
        for (name, place) in names.sorted(by: { $0.value < $1.value }) {
            let letters = name.lowercased().filter { $0 != "_" && $0 != "-" }
            if let other = first[letters] {
                found.append(remark(.similarName(name, to: other), place))
            } else {
                first[letters] = name
            }
        }
        return found
    }

    // MARK: rules

    private var repeatedRules: [AgreementRemark] {
        var seen: Set<String> = []
        return agreement.rules.compactMap { rule in
            let text =
                String(describing: rule.head) + String(describing: rule.conditions)
                + String(describing: rule.rebuttals) + String(describing: rule.burden)
            return seen.insert(text).inserted
                ? nil : remark(.repeatedRule(of: rule.head.predicate), rule.place)
        }
    }
}

extension Predicate {
    /// Whether it only helps other rules: by convention what claims use is written without `_`.
    package var isHelper: Bool { name.contains("_") }
}

extension Rule {
    /// The atoms that it rests on; built-in types are none.
    var atoms: [Atom] {
        let found = conditions.compactMap { condition -> Atom? in
            switch condition {
            case .atom(let atom, _): TermType(rawValue: atom.predicate) == nil ? atom : nil
            case .aggregate(_, _, of: _, let atom, like: _, provenBurden: _): atom
            case .comparison: nil
            }
        }
        return found + rebuttals.map(\.atom)
    }

    /// The parameters that it names.
    var parameters: [String] {
        var operands = head.arguments + atoms.flatMap(\.arguments) + (burden.map { [$0] } ?? [])
        for condition in conditions {
            switch condition {
            case .atom(let atom, let mode): operands += atom.arguments + mode.operands
            case .comparison(let left, _, let right, let mode):
                operands += left.operands + right.operands + mode.operands
            case .aggregate(_, _, of: _, _, like: _, let burden):
                if let burden { operands.append(burden) }
            }
        }
        return operands.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}

extension Mode {
    fileprivate var operands: [Operand] {
        if case .unproven(let burden) = self { [burden] } else { [] }
    }
}

extension Expression {
    fileprivate var operands: [Operand] {
        switch self {
        case .operand(let operand): [operand]
        case .sum(let left, let right), .difference(let left, let right),
            .minimum(let left, let right), .maximum(let left, let right):
            left.operands + right.operands
        }
    }
}
