// Answers as bytes: JSON in its canonical form, texts, and problems.

package import EvidenceValues
package import HTTPTypes
package import Hummingbird
package import ServiceInterface

extension HTTPField.Name {
    /// A name that is written in this program, as it is written.
    package static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("bad field name \(name)")
        }
        return name
    }

    package static let docketFiling = known(HeaderName.filing)
    package static let docketFilingSignature = known(HeaderName.filingSignature)
    package static let docketAlreadyFiled = known(HeaderName.alreadyFiled)
    package static let contentDigest = known(HeaderName.contentDigest)
    package static let idempotencyKey = known(HeaderName.idempotencyKey)
    /// RFC 8288.
    package static let link = known("Link")
    package static let requestID = known(HeaderName.requestID)
}

/// `value` as an answer. Nothing that depends on who asks is kept by caches.
package func jsonResponse(
    _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
) -> Response {
    bytesResponse(
        CanonicalJSON.encode(value), type: "application/json", status: status, headers: headers)
}

/// `text` as an answer.
package func textResponse(
    _ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
) -> Response {
    bytesResponse(
        Array(text.utf8), type: "text/plain; charset=utf-8", status: status, headers: headers)
}

/// `bytes` as an answer of a media type.
package func bytesResponse(
    _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
) -> Response {
    var headers = headers
    headers[.contentType] = type
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    return Response(
        status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
}

/// A problem as an answer (RFC 9457).
package func problemResponse(_ problem: Problem, instance: String) -> Response {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    if let seconds = problem.retryAfter { headers[.retryAfter] = String(seconds) }
    if problem.code == .unauthenticated { headers[.wwwAuthenticate] = "Bearer realm=\"docket\"" }
    return bytesResponse(
        CanonicalJSON.encode(problem.json(instance: instance)), type: "application/problem+json",
        status: HTTPResponse.Status(code: problem.code.status), headers: headers)
}

extension Request {
    /// Bytes of a JSON body at most: requests hold names, digests and claims, no evidence.
    package static let maximumJSON = 1_048_576

    /// The JSON object that the body is.
    package func jsonObject() async throws -> [String: JSONValue] {
        let buffer = try await body(limit: Request.maximumJSON)
        do {
            guard case .object(let members) = try JSONValue(parsing: buffer) else {
                throw Problem(.badJSON, detail: "The body is no object.")
            }
            return members
        } catch let error as JSONReadingError {
            throw Problem(.badJSON, detail: "\(error)")
        }
    }

    /// The body, whole in memory, `limit` bytes at most.
    package func body(limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem(.contentTooLarge, members: ["limit": .integer(Int64(limit))])
        }
        for try await buffer in body {
            bytes.append(contentsOf: buffer.readableBytesView)
            guard bytes.count <= limit else {
                throw Problem(.contentTooLarge, members: ["limit": .integer(Int64(limit))])
            }
        }
        return bytes
    }
}
