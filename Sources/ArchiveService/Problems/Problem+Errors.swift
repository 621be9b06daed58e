// One table from what the libraries throw to what is said over HTTP. A refusal by the store is the caller's affair; anything else is ours,
// and then the answer says nothing but that.

import EvidenceStore
import EvidenceValues
import Hummingbird
import ServiceAccess
package import ServiceInterface
import TransparencyLog

extension Problem {
    /// What is said of `error`.
    package init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as AccessError: self = Problem.access(error)
        case let error as StoreError: self = Problem.store(error)
        case let error as HTTPError: self = Problem.http(error)
        case let error as FormatError:
            self.init(.badFiling, detail: "Line \(error.line): \(error.reason.rawValue).")
        case is CancellationError: self.init(.stopping)
        default: self.init(.internalError)
        }
    }

    private static func store(_ error: StoreError) -> Problem {
        switch error {
        case .wrongArchive(_, let expected):
            Problem(.wrongArchive, members: ["archive": .string(expected.text)])
        case .wrongContent: Problem(.wrongDigest)
        case .wrongSize: Problem(.wrongSize)
        case .wrongFilingBytes, .signatureUnexpected: Problem(.badFiling)
        case .signatureMissing, .signatureTooLarge: Problem(.badSignature)
        case .badIdempotencyKey: Problem(.missingIdempotencyKey)
        case .idempotencyConflict: Problem(.idempotencyConflict)
        case .reservedKind: Problem(.reservedName)
        case .noSuchEntry, .noSuchSize, .noSuchMatter: Problem(.notFound)
        case .erased: Problem(.erased)
        case .spaceLow, .diskFull: Problem(.insufficientStorage)
        case .clockBehind, .missingKey, .needsReindex: Problem(.readOnly)
        case .readOnly: Problem(.stopping)
        case .batchTooLarge: Problem(.overloaded)
        case .damaged, .noSuchContent, .forked, .olderThanMark, .markDamaged, .conflict:
            Problem(.damaged)
        default: Problem(.internalError)
        }
    }

    private static func http(_ error: HTTPError) -> Problem {
        switch error.status.code {
        case 404: Problem(.notFound)
        case 405: Problem(.methodNotAllowed)
        case 413: Problem(.contentTooLarge)
        case 408: Problem(.tooSlow)
        case 400..<500: Problem(.badRequest)
        default: Problem(.internalError)
        }
    }

    /// What the log may say of an error: its type, and of the store's the case without its values.
    static func kind(of error: any Error) -> String {
        let name = "\(type(of: error))"
        guard error is StoreError else { return name }
        return name + "." + "\(error)".prefix { $0 != "(" }
    }
}
