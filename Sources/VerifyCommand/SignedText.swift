// The agreement, the annex and the claims as a user brings them: read strictly, and what is wrong is said with its place, the same way
// whether a party takes out a bundle or an arbiter verifies one.

package import Agreements
package import EvidenceBundle

/// A text that people sign, read strictly: what is wrong is said with its line and column.
package enum SignedText {
    /// The agreement in bytes that were read from `file`. With a memory it is not read again by whoever verifies with that.
    package static func agreement(
        _ bytes: [UInt8], from file: String, memory: VerificationMemory? = nil
    ) throws -> Agreement {
        try read(bytes, file, "agreement") { text throws(AgreementError) in
            if let memory { return try memory.agreement(parsing: text) }
            return try Agreement(parsing: text)
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
                "\(place(file, error)): the \(what) cannot be read: \(error.reason.words)",
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
}
