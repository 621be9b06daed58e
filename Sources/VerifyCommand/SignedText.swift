// The agreement, the annex and the claims as a user brings them: read strictly, and what is wrong is said with its place, the same way
// whether a party takes out a bundle or an arbiter verifies one.

package import Agreements

/// A text that people sign, read strictly: what is wrong is said with its line and column.
package enum SignedText {
    /// The agreement in bytes that were read from `file`.
    package static func agreement(_ bytes: [UInt8], from file: String) throws -> Agreement {
        try read(bytes, file, "agreement") { text throws(AgreementError) in
            try Agreement(parsing: text)
        }
    }

    /// The annex in bytes that were read from `file`.
    package static func annex(_ bytes: [UInt8], from file: String) throws -> Annex {
        try read(bytes, file, "annex") { text throws(AgreementError) in try Annex(parsing: text) }
    }

    /// The claims in bytes that were read from `file`.
    package static func claims(_ bytes: [UInt8], from file: String) throws -> Claims {
        try read(bytes, file, "claims") { text throws(AgreementError) in try Claims(parsing: text) }
    }

    private static func read<Value>(
        _ bytes: [UInt8], _ file: String, _ what: String,
        _ parse: (String) throws(AgreementError) -> Value
    ) throws -> Value {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("\(file): the \(what) is no UTF-8", hint: "save it as UTF-8")
        }
        do { return try parse(text) } catch {
            throw Failure(
                "\(place(file, error)): the \(what) cannot be read: \(words(error.reason))",
                hint: hint(error.reason, what))
        }
    }

    private static func hint(_ reason: AgreementError.Reason, _ what: String) -> String {
        if case .hiddenCharacter = reason {
            return
                "nothing was done; it can make a text read otherwise than it is: get a clean copy"
        }
        return "nothing was done; docs/formats/\(what).md says how it is written"
    }

    private static func place(_ file: String, _ error: AgreementError) -> String {
        if error.line == 0 { return file }
        return error.column == 0 ? "\(file):\(error.line)" : "\(file):\(error.line):\(error.column)"
    }

    private static func words(_ reason: AgreementError.Reason) -> String {
        switch reason {
        case .hiddenCharacter(let scalar):
            "a hidden character, U+" + String(scalar.value, radix: 16, uppercase: true)
                + ", that a reader does not see"
        case .tooLarge(let what, let limit): "more than \(limit) \(what)"
        case .expected(let expected, let found): "expected \(expected), found \(found)"
        case .unknown(let kind, let name): "nothing declares the \(kind) \(name)"
        case .duplicate(let kind, let name): "the \(kind) \(name) is there twice"
        case .wrongCount(let predicate, let expected, let found):
            "\(predicate) has \(expected) arguments, not \(found)"
        case .wrongType(let what, let expected, let found): "\(what) is \(found), not \(expected)"
        case .unbound(let variable): "no condition binds \(variable)"
        case .usedOnce(let variable): "\(variable) stands only once; write _ if that is meant"
        case .cycle(let predicate): "\(predicate) depends on its own negation"
        case .notAllowed(let what, let predicate): "\(what) means nothing for \(predicate)"
        case .notCanonical: "it is not the one spelling of what it says"
        }
    }
}
