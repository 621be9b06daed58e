// Status, title and remedy of each problem (RFC 9110 §15, RFC 6585).

extension ProblemCode {
    private struct Row {
        let status: Int
        let title: String
        let remedy: String

        init(_ status: Int, _ title: String, _ remedy: String) {
            self.status = status
            self.title = title
            self.remedy = remedy
        }
    }

    /// The status of the answer.
    package var status: Int { row.status }
    /// What the problem is, without this case's values.
    package var title: String { row.title }
    /// What to do about it.
    package var remedy: String { row.remedy }

    private var row: Row { requestRow ?? filingRow ?? serviceRow }

    private var requestRow: Row? {
        switch self {
        case .badRequest: Row(400, "The request cannot be read", "Compare it with /openapi.yaml.")
        case .badParameter:
            Row(400, "A parameter has no allowed value", "Compare it with /openapi.yaml.")
        case .badJSON:
            Row(400, "The body is not the JSON that is asked for", "Compare it with /openapi.yaml.")
        case .missingHeader: Row(400, "A header is missing", "The detail names it.")
        case .badHeader: Row(400, "A header has no allowed value", "The detail names it.")
        case .missingIdempotencyKey:
            Row(
                400, "Idempotency-Key is missing",
                "Send 8 to 128 visible characters that name this request; the same again on a retry."
            )
        case .truncated:
            Row(400, "The body ended before its Content-Length", "Send it again.")
        case .wrongDigest:
            Row(
                400, "The body has another digest than Content-Digest says",
                "Nothing was filed; send it again.")
        case .wrongSize:
            Row(
                400, "The body has another size than the filing says",
                "Nothing was filed; make the filing of the bytes that are sent.")
        case .unauthenticated:
            Row(
                401, "Nobody known is asking",
                "Send a token that is valid, or use a registered certificate.")
        case .forbidden:
            Row(403, "Your role does not allow this", "Ask the operator for the role.")
        case .notYourCertificate:
            Row(
                403, "The filing is signed with a certificate that is not registered as yours",
                "Sign with your own, or have the operator register the certificate.")
        case .notFound:
            Row(404, "There is nothing here", "What is not yours is not told apart from nothing.")
        case .methodNotAllowed:
            Row(405, "This cannot be done to this resource", "The header Allow names what can.")
        case .notAcceptable:
            Row(406, "There is no such representation", "Compare Accept with /openapi.yaml.")
        case .tooSlow: Row(408, "The request came too slowly", "Send it again, faster.")
        case .conflict: Row(409, "The state of the resource forbids this", "Read it again.")
        case .alreadyExists: Row(409, "It exists already", "Use it, or choose another name.")
        case .wrongState: Row(409, "The job is not in the state for this", "Read the job again.")
        case .erased:
            Row(410, "The exhibit was erased", "The record of its erasure says by whom and why.")
        case .lengthRequired:
            Row(411, "Content-Length is missing", "Send the size of the body before the body.")
        case .preconditionFailed: Row(412, "The resource has changed", "Read it again.")
        case .contentTooLarge:
            Row(413, "The body is larger than the limit", "The member `limit` says how many bytes.")
        case .uriTooLong: Row(414, "The request's target is too long", "Ask for less at once.")
        case .unsupportedMediaType:
            Row(415, "The body has no media type that is read here", "See /openapi.yaml.")
        case .rangeNotSatisfiable:
            Row(416, "The range is outside the content", "Content-Range says how large it is.")
        case .preconditionRequired: Row(428, "If-Match is missing", "Send the ETag that was read.")
        case .headersTooLarge: Row(431, "The headers are too large", "Send fewer or smaller ones.")
        default: nil
        }
    }

    private var filingRow: Row? {
        switch self {
        case .badFiling:
            Row(422, "The filing is no filing", "Make it as docs/formats/filing.md says.")
        case .badSignature:
            Row(
                422, "The filing's signature does not verify",
                "Sign the filing's very bytes, detached, with the certificate that it names.")
        case .wrongArchive:
            Row(422, "The filing is for another archive", "Name this archive's origin in it.")
        case .wrongMatter:
            Row(422, "The filing is for another matter", "Name the matter of the address in it.")
        case .operatorFiling:
            Row(
                422, "Nobody files as operator over HTTP", "Name your certificate in it, and sign.")
        case .reservedName:
            Row(
                422, "Only the archive itself uses this matter or kind",
                "Choose another matter, or file a copy of the kind `document`.")
        case .malformedExhibit:
            Row(
                422, "The content is not of the kind that the filing says",
                "File it as the kind `document`, or mend it.")
        case .idempotencyConflict:
            Row(
                422, "The Idempotency-Key was used for another request",
                "Use a new key for a new request.")
        case .unknownText:
            Row(422, "No text with this digest is known here", "Send the text itself.")
        case .badGrant:
            Row(422, "The grant does not hold together", "The detail says why.")
        case .badText:
            Row(422, "An agreement, annex or claims text has an error", "The detail says where.")
        case .badBundle:
            Row(422, "The body is no bundle", "See docs/formats/bundle.md.")
        case .inconsistentLog:
            Row(
                422, "The checkpoint does not continue what this witness has cosigned",
                "Keep the request: if its proof is right, the log was rewritten.")
        default: nil
        }
    }

    private var serviceRow: Row {
        switch self {
        case .tooManyRequests:
            Row(429, "Too many requests", "Wait as long as Retry-After says.")
        case .quotaExceeded:
            Row(429, "The quota is used up", "Wait, or ask the operator for a larger one.")
        case .overloaded:
            Row(503, "The service has too much to do", "Wait as long as Retry-After says.")
        case .readOnly:
            Row(
                503, "Nothing can be filed at the moment",
                "Everything can be read; ask again later, with the same Idempotency-Key.")
        case .insufficientStorage:
            Row(
                507, "The disk is full", "Nothing was filed; ask again later, with the same key.")
        case .stopping:
            Row(503, "The service is stopping", "Ask again, with the same Idempotency-Key.")
        case .damaged:
            Row(500, "The archive is damaged here", "The operator was alarmed.")
        default:
            Row(500, "The service failed", "Ask again; tell the operator the request's name.")
        }
    }
}
