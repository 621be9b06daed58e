// The one table of problems: code → status, title, remedy. A code is never given another meaning.

/// A kind of problem; the raw value is its code on the wire.
package enum ProblemCode: String, Sendable, Hashable, CaseIterable {
    // The request cannot be read.
    case badRequest = "bad-request"
    case badParameter = "bad-parameter"
    case badJSON = "bad-json"
    case missingHeader = "missing-header"
    case badHeader = "bad-header"
    case missingIdempotencyKey = "missing-idempotency-key"
    case truncated = "truncated"
    case wrongDigest = "wrong-digest"
    case wrongSize = "wrong-size"
    // Who asks.
    case unauthenticated = "unauthenticated"
    case forbidden = "forbidden"
    case notYourCertificate = "not-your-certificate"
    // What is asked for.
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case tooSlow = "too-slow"
    case conflict = "conflict"
    case alreadyExists = "already-exists"
    case wrongState = "wrong-state"
    case erased = "erased"
    case lengthRequired = "length-required"
    case preconditionFailed = "precondition-failed"
    case contentTooLarge = "content-too-large"
    case uriTooLong = "uri-too-long"
    case unsupportedMediaType = "unsupported-media-type"
    case rangeNotSatisfiable = "range-not-satisfiable"
    case preconditionRequired = "precondition-required"
    case headersTooLarge = "headers-too-large"
    // What is filed.
    case badFiling = "bad-filing"
    case badSignature = "bad-signature"
    case wrongArchive = "wrong-archive"
    case wrongMatter = "wrong-matter"
    case operatorFiling = "operator-filing"
    case reservedName = "reserved-name"
    case malformedExhibit = "malformed-exhibit"
    case idempotencyConflict = "idempotency-conflict"
    case unknownText = "unknown-text"
    case badText = "bad-text"
    case badBundle = "bad-bundle"
    case inconsistentLog = "inconsistent-log"
    // Who is let in.
    case badGrant = "bad-grant"
    // How much.
    case tooManyRequests = "too-many-requests"
    case quotaExceeded = "quota-exceeded"
    // The service.
    case internalError = "internal-error"
    case overloaded = "overloaded"
    case readOnly = "read-only"
    case insufficientStorage = "insufficient-storage"
    case damaged = "damaged"
    case stopping = "stopping"

    /// Seconds after which asking again may help; nil where it will not.
    var retryAfter: Int? {
        switch self {
        case .overloaded, .stopping: 1
        case .readOnly, .insufficientStorage: 60
        case .tooManyRequests: 1
        case .quotaExceeded: 3_600
        default: nil
        }
    }
}
