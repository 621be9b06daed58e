// What is wrong with a text that people sign, in words. Whoever wrote the text reads them beside its line and column, whether a
// command refuses the text or a verification reports it.

extension AgreementError.Reason {
    /// What is wrong, as a part of a sentence.
    package var words: String {
        switch self {
        case .hiddenCharacter(let scalar):
            "a hidden character, U+" + String(scalar.value, radix: 16, uppercase: true)
                + ", that a reader does not see"
        case .tooLarge(let what, let limit): "more than \(limit) \(what)"
        case .expected(let expected, let found): "expected \(expected), found \(found)"
        case .unknown(let kind, let name): "nothing declares the \(kind) \(name)"
        case .duplicate(let kind, let name): "the \(kind) \(name) is there twice"
        case .reserved(let name): "\(name) is a word of the language and names nothing"
        case .builtIn(let name, let form): "\(name) is known to the judge and declared as \(form)"
        case .wrongCount(let predicate, let expected, let found):
            "\(predicate) has \(expected) arguments, not \(found)"
        case .otherShape(let predicate, let forms):
            "\(predicate) is not declared so, but as " + forms.joined(separator: " and ")
        case .wrongType(let what, let expected, let found): "\(what) is \(found), not \(expected)"
        case .unbound(let variable): "no condition binds \(variable)"
        case .usedOnce(let variable): "\(variable) stands only once; write _ if that is meant"
        case .cycle(let predicate, let steps):
            "\(predicate) rests on its own denial: " + predicate
                + steps.map(\.words).joined()
        case .notAllowed(let what, let predicate): "\(what) means nothing for \(predicate)"
        case .notCanonical: "it is not the one spelling of what it says"
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
