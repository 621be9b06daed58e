// The bytes of an exhibit, whole or a part, in pieces that are read when the connection takes them. No browser shows or runs them in the
// service's name: they come as an attachment, not to be guessed at, in a sandbox.
//
// The whole is hashed on the way; if it is not what was filed, the answer is cut off before its end, so that nobody takes it for whole.

import EvidenceStore
import EvidenceValues
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceInterface
import TransparencyLog

/// An answer with an exhibit's content.
struct ContentAnswer: Sendable {
    /// Bytes that are read at once.
    private static let pieceSize = 262_144

    let exhibit: StoredExhibit
    let core: ServiceCore
    /// The request's name.
    let instance: String

    func response(to request: Request) -> Response {
        let tag = ExhibitRoutes.tag(exhibit.content)
        var headers = headers(tag)
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(
                status: .notModified,
                headers: [.eTag: tag, .cacheControl: headers[.cacheControl] ?? ""])
        }
        let size = Int(clamping: exhibit.filing.size)
        let range = ByteRange(
            range: request.headers[.range], ifRange: request.headers[.ifRange], of: size, tag: tag)
        switch range {
        case .whole:
            headers[.contentDigest] = ContentDigestField.format(exhibit.content)
            return Response(status: .ok, headers: headers, body: body(0..<size, isWhole: true))
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
            return Response(
                status: .partialContent, headers: headers, body: body(part, isWhole: false))
        case .unsatisfiable:
            return unsatisfiable(size)
        }
    }

    private func unsatisfiable(_ size: Int) -> Response {
        var response = problemResponse(Problem(.rangeNotSatisfiable), instance: instance)
        response.headers[.contentRange] = "bytes */\(size)"
        return response
    }

    private func headers(_ tag: String) -> HTTPFields {
        var headers: HTTPFields = [
            .contentType: exhibit.filing.mediaType.text, .eTag: tag, .acceptRanges: "bytes",
            .cacheControl: "private, no-cache",
            .contentDisposition: ContentAnswer.disposition(exhibit.filing.name.text),
        ]
        headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        headers[.xContentTypeOptions] = "nosniff"
        return headers
    }

    /// RFC 6266 and 8187: the name in UTF-8, every byte escaped that is not plainly safe.
    static func disposition(_ name: String) -> String {
        let safe = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._".utf8)
        let escaped = name.utf8.map { byte in
            safe.contains(byte)
                ? String(Character(Unicode.Scalar(byte)))
                : "%" + Hexadecimal.encode([byte]).uppercased()
        }
        return "attachment; filename*=UTF-8''" + escaped.joined()
    }

    private func body(_ range: Range<Int>, isWhole: Bool) -> ResponseBody {
        ResponseBody(contentLength: range.count) { [self] writer in
            var measure = ContentMeasure()
            var offset = range.lowerBound
            while offset < range.upperBound {
                let count = min(ContentAnswer.pieceSize, range.upperBound - offset)
                let piece = try await read(offset, count)
                guard piece.count == count else { throw Problem(.damaged) }
                if isWhole { measure.add(piece) }
                offset += count
                let isSound =
                    !isWhole || offset < range.upperBound || measure.digest == exhibit.content
                guard isSound else { throw Problem(.damaged) }
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
    }

    private func read(_ offset: Int, _ count: Int) async throws -> [UInt8] {
        try await core.readers.read { [exhibit] archive in
            try archive.range(of: exhibit, offset: UInt64(offset), count: count)
        }
    }
}
