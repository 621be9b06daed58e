// An annex as a party uses it: the time-stamping authorities that it lists.

import Agreements
import EvidenceValues
import VerifyCommand

/// Reads annexes and the other texts that people sign.
enum AnnexFile {
    /// The authorities of the annex in a file.
    static func authorities(_ file: String) throws -> [TrustedTSA] {
        try SignedText.read(file, "annex") { text throws(AgreementError) in
            try Annex(parsing: text).trust.authorities
        }
    }
}

/// A text that people sign, read strictly: what is wrong is said with its line and column.
enum SignedText {
    /// What `parse` makes of the text in `file`.
    static func read<Value>(
        _ file: String, _ what: String, _ parse: (String) throws(AgreementError) -> Value
    ) throws -> Value {
        try read(try DurableFile.read(file), file, what, parse)
    }

    /// The same for bytes that were read from `file`.
    static func read<Value>(
        _ bytes: [UInt8], _ file: String, _ what: String,
        _ parse: (String) throws(AgreementError) -> Value
    ) throws -> Value {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("\(file): the \(what) is no UTF-8", hint: "save it as UTF-8")
        }
        do { return try parse(text) } catch {
            throw Failure(
                "\(place(file, error)): the \(what) cannot be read: \(words(error.reason))",
                hint: "nothing was written; see docs/formats/\(what).md")
        }
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
