// Texts that people sign, as they come over HTTP: read strictly, and what is wrong is said with its place.

package import Agreements
import EvidenceValues
import ServiceInterface

/// Reads agreements, annexes and claims.
package enum SignedTexts {
    /// The agreement that `bytes` are.
    package static func agreement(_ bytes: [UInt8]) throws -> Agreement {
        try read(bytes, "agreement") { text throws(AgreementError) in try Agreement(parsing: text) }
    }

    /// The annex that `bytes` are.
    package static func annex(_ bytes: [UInt8]) throws -> Annex {
        try read(bytes, "annex") { text throws(AgreementError) in try Annex(parsing: text) }
    }

    /// The claims that `bytes` are.
    package static func claims(_ bytes: [UInt8]) throws -> Claims {
        try read(bytes, "claims") { text throws(AgreementError) in try Claims(parsing: text) }
    }

    private static func read<Value>(
        _ bytes: [UInt8], _ what: String, _ parse: (String) throws(AgreementError) -> Value
    ) throws -> Value {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(
                .badText, detail: "It is no UTF-8.", members: ["text": .string(what)])
        }
        do { return try parse(text) } catch {
            throw Problem(
                .badText, detail: "\(error.reason.words).",
                members: [
                    "text": .string(what), "line": .integer(Int64(error.line)),
                    "column": .integer(Int64(error.column)),
                ])
        }
    }
}
