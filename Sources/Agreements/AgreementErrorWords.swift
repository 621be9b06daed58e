// What is wrong with a text that people sign, in words. Whoever wrote the text reads them beside its line and column, whether a
// command refuses the text or a verification reports it.

import EvidenceValues

extension AgreementError.Reason {
    /// What is wrong, as a part of a sentence.
    package var words: String {
        switch self {
        case .hiddenCharacter(let scalar):
            "a hidden character, U+" + String(scalar.value, radix: 16, uppercase: true)
                + ", that a reader does not see"
        case .tooLarge(let what, let limit): "more than \(limit) \(what)"
        case .expected(let expected, let found): "expected \(expected), found \(cut(found))"
        case .unknown(let kind, let name): "nothing declares the \(kind) \(cut(name))"
        case .duplicate(let kind, let name): "the \(kind) \(cut(name)) is there twice"
        case .reserved(let name): "\(name) is a word of the language and names nothing"
        case .builtIn(let name, let form): "\(name) is known to the judge, as \(form)"
        case .wrongCount(let predicate, let expected, let found):
            "\(cut(predicate)) has \(expected == 1 ? "1 argument" : "\(expected) arguments"), "
                + "not \(found)"
        case .otherShape(let predicate, let forms):
            "\(predicate) is not declared so, but as " + forms.joined(separator: " and ")
        case .wrongType(let what, let expected, let found):
            "\(cut(what)) is \(cut(found)), not \(expected)"
        case .unbound(let variable): "no condition binds \(cut(variable))"
        case .usedOnce(let variable): "\(cut(variable)) stands only once"
        case .cycle(let predicate, let steps):
            "\(predicate) rests on its own denial: \(predicate)" + steps.map(\.words).joined()
        case .notAllowed(let what, let predicate): "\(what) means nothing for \(predicate)"
        case .notCanonical: "it is not the one spelling of what it says"
        }
    }

    // What a hostile text holds may be as long as the text.
    private func cut(_ text: String) -> String {
        text.count > 80 ? text.prefix(80) + "…" : text
    }
}

extension AgreementError.Reason {
    /// What may help; `names` are those that could have been meant.
    package func hint(_ names: DeclaredNames) -> String? {
        switch self {
        case .unknown("predicate", let name):
            NearestName.of(name, in: names.predicates).map {
                "did you mean " + (names.forms[$0] ?? [$0]).joined(separator: " or ") + "?"
            } ?? "declare it in a predicates block, with its sentence"
        case .unknown("type", let name):
            NearestName.of(name, in: TermType.allCases.map(\.rawValue)).map {
                "did you mean \($0)?"
            } ?? "the types are " + TermType.allCases.map(\.rawValue).joined(separator: ", ")
        case .wrongCount(let predicate, _, _):
            names.forms[predicate].map { "it is declared as " + $0.joined(separator: " and ") }
        case .unbound(let variable):
            variable == "_"
                ? "a conclusion names what it is about"
                : NearestName.of(variable, in: names.parameters).map {
                    "did you mean the parameter \($0)?"
                }
                    ?? "it must stand in a condition without not or unproven, or in instant(T), party(P) …"
        case .usedOnce(let variable):
            NearestName.of(variable, in: names.parameters).map {
                "did you mean the parameter \($0)? write _ if anything will do"
            } ?? "write _ if anything will do"
        case .cycle:
            "what is denied or summed must be settled before: let one of them rest on evidence"
        case .notAllowed("rule for what is not derived", _):
            "declare it as derived, or conclude another predicate"
        case .notAllowed("_ after not", _):
            "after not, an open predicate needs its arguments; unproven allows _"
        case .expected(".", _): "every rule and every declaration ends with a full stop"
        case .expected, .hiddenCharacter, .tooLarge, .unknown, .duplicate, .reserved, .builtIn,
            .otherShape, .wrongType, .notAllowed, .notCanonical:
            nil
        }
    }
}

extension AgreementError.Reason {
    /// Whether a limit is passed: then the rest is not looked at.
    var isTooLarge: Bool {
        if case .tooLarge = self { true } else { false }
    }
}

extension AgreementError {
    /// Where and what: `line 3, column 7: expected a party, found 12`.
    package var words: String {
        if line == 0 { return reason.words }
        let place = column == 0 ? "line \(line)" : "line \(line), column \(column)"
        return place + ": " + reason.words
    }
}

extension JudgeError {
    /// Why the judge refuses, as a part of a sentence.
    package var words: String {
        switch self {
        case .claims(let error): error.words
        case .tooLarge(let article): "\(article) takes more steps than the judge goes"
        }
    }
}

extension AgreementError.CycleStep {
    /// ` → not accepted (R-23)`.
    var words: String {
        " → " + (link.isEmpty ? "" : link + " ") + predicate
            + (article.map { " (" + $0 + ")" } ?? "")
    }
}

extension AgreementRemark {
    /// What was noticed, as a part of a sentence.
    package var words: String {
        switch kind {
        case .unusedParameter(let name): "no rule uses the parameter \(name)"
        case .articleWithoutRules(let article): "\(article) has no rules and does not say why"
        case .articleWithRules(let article): "\(article) says that it has no rules, and has"
        case .emptySentence(let predicate): "\(predicate) has no sentence"
        case .omittedArgument(let predicate, let argument):
            "the sentence of \(predicate) does not name {\(argument)}"
        case .sameSentence(let predicate, let other): "\(predicate) reads like \(other)"
        case .unusedPredicate(let predicate): "no rule speaks of \(predicate)"
        case .neverConcluded(let predicate): "no rule concludes \(predicate)"
        case .unreachable(let predicate): "nothing that can be claimed rests on \(predicate)"
        case .similarName(let name, let other): "\(name) is hard to tell from \(other)"
        case .repeatedRule(let predicate): "this rule of \(predicate) is there twice"
        }
    }

    /// What may help.
    package var hint: String? {
        switch kind {
        case .articleWithoutRules:
            "add rules, or a line: Without rules: the verifier carries this article out …"
        case .articleWithRules: "take the line Without rules: away"
        case .omittedArgument: "two different statements will read alike"
        case .unreachable:
            "a name with _ helps other rules; what is claimed is written like createdAfter"
        case .unusedParameter, .emptySentence, .sameSentence, .unusedPredicate, .neverConcluded,
            .similarName, .repeatedRule:
            nil
        }
    }
}
