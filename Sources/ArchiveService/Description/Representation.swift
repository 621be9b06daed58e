// Answers with bytes that have a strong validator, because their digest is known: conditional requests (RFC 9110 §13) and parts (§14).
// Large ones are files, read piece by piece on threads that may block, so that an answer of any size needs the memory of a piece.

package import DurableFiles
package import EvidenceValues
package import HTTPTypes
package import Hummingbird
package import ServiceInterface
import TransparencyLog

/// Something that is answered whole, in part, or not at all where the client has it.
package struct Representation: Sendable {
    /// Where its bytes are.
    package enum Source: Sendable {
        case bytes([UInt8])
        case file(RangedFile)
    }

    /// Bytes that are read of a file at once.
    package static let piece = 1 << 18

    package let source: Source
    package let digest: Digest
    package let mediaType: String
    package var headers: HTTPFields

    /// - Parameter isPublic: whether caches may keep it for an hour; nobody keeps what is private.
    package init(
        _ source: Source, digest: Digest, mediaType: String, isPublic: Bool = false,
        headers: HTTPFields = [:]
    ) {
        self.source = source
        self.digest = digest
        self.mediaType = mediaType
        self.headers = headers
        self.headers[.cacheControl] = isPublic ? "public, max-age=3600" : "no-store"
        self.headers[.xContentTypeOptions] = "nosniff"
    }

    /// Bytes in memory.
    package init(
        _ bytes: [UInt8], mediaType: String, isPublic: Bool = false, headers: HTTPFields = [:]
    ) {
        self.init(
            .bytes(bytes), digest: .sha256(bytes), mediaType: mediaType, isPublic: isPublic,
            headers: headers)
    }

    /// The strong validator.
    package var tag: String { "\"" + digest.text.dropFirst(Digest.prefix.count) + "\"" }

    private var count: Int {
        switch source {
        case .bytes(let bytes): bytes.count
        case .file(let file): file.count
        }
    }

    /// The answer to `request`, whole or not at all.
    package func response(to request: Request) -> Response {
        var headers = headers
        headers[.eTag] = tag
        guard case .bytes(let bytes) = source,
            !EntityTag.matches(request.headers[.ifNoneMatch], tag)
        else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = mediaType
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The answer to `request`, of which it may ask a part. Files are read on `pool`.
    package func download(_ request: Request, on pool: BlockingPool) throws(Problem) -> Response {
        var headers = headers
        headers[.eTag] = tag
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = mediaType
        headers[.acceptRanges] = "bytes"
        let asked = ByteRange(
            range: request.method == .get ? request.headers[.range] : nil,
            ifRange: request.headers[.ifRange], of: count, tag: tag)
        switch asked {
        case .unsatisfiable:
            throw Problem(.rangeNotSatisfiable, members: ["size": .integer(Int64(count))])
        case .whole:
            headers[.contentDigest] = ContentDigestField.format(digest)
            return Response(status: .ok, headers: headers, body: body(0..<count, pool))
        case .part(let range):
            headers[.contentRange] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)"
            return Response(status: .partialContent, headers: headers, body: body(range, pool))
        }
    }

    private func body(_ range: Range<Int>, _ pool: BlockingPool) -> ResponseBody {
        switch source {
        case .bytes(let bytes):
            return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes[range]))
        case .file(let file):
            return ResponseBody(contentLength: range.count) { writer in
                var position = range.lowerBound
                while position < range.upperBound {
                    let next = min(position + Representation.piece, range.upperBound)
                    let part = position..<next
                    let bytes = try await pool.patiently { try file.bytes(part) }
                    try await writer.write(ByteBuffer(bytes: bytes))
                    position = next
                }
                try await writer.finish(nil)
            }
        }
    }
}

extension BlockingPool {
    /// Runs `body` as `run` does, and where the queue is full, comes again until it is not: for work that was accepted already.
    package func patiently<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        while true {
            do { return try await run(body) } catch let problem as Problem
                where problem.code == .overloaded
            {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}

extension Request {
    /// Refuses a body that says that it is of another media type than one of `types`. One that says nothing is taken at its word.
    package func requireContentType(_ types: [String]) throws(Problem) {
        guard let field = headers[.contentType] else { return }
        let type = field.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard types.contains(type) else {
            throw Problem(
                .unsupportedMediaType,
                detail: "It is read as " + types.joined(separator: " or ") + ".")
        }
    }
}
