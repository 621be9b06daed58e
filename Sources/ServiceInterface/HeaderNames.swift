// The names of Docket's own header fields, and of those that standards define but libraries do not.

/// Header fields by name.
package enum HeaderName {
    /// The filing's text as a byte sequence.
    package static let filing = "Docket-Filing"
    /// The filer's detached CMS over it as a byte sequence.
    package static let filingSignature = "Docket-Filing-Signature"
    /// `?1` if the filing was there before.
    package static let alreadyFiled = "Docket-Already-Filed"
    /// RFC 9530.
    package static let contentDigest = "Content-Digest"
    /// draft-ietf-httpapi-idempotency-key-header.
    package static let idempotencyKey = "Idempotency-Key"
    /// The name of the request in the service's log.
    package static let requestID = "Request-Id"
    package static let retryAfter = "Retry-After"
}
