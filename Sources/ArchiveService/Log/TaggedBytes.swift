// Bytes with the strong tag that their digest makes (RFC 9110 §8.8.3): who has them already is told so.

import EvidenceValues
import HTTPTypes
import Hummingbird
import NIOCore
import TransparencyLog

/// Bytes and their tag.
struct TaggedBytes: Sendable {
    let buffer: ByteBuffer
    /// With its quotation marks.
    let tag: String

    init(_ bytes: [UInt8]) {
        buffer = ByteBuffer(bytes: bytes)
        tag = "\"\(Digest.sha256(bytes).hex)\""
    }

    /// The answer to a request for them: 304 for who names the tag.
    func answer(_ request: Request, type: String, caching: String) -> Response {
        var headers: HTTPFields = [.eTag: tag, .cacheControl: caching]
        if isNamed(in: request.headers[values: .ifNoneMatch]) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = type
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }

    /// Weak tags match too (RFC 9110 §13.1.2).
    private func isNamed(in values: [String]) -> Bool {
        values.flatMap { $0.split(separator: ",") }.contains { value in
            let value = value.filter { $0 != " " && $0 != "\t" }
            return value == "*" || value == tag || value == "W/" + tag
        }
    }
}
