// An archive behind a server: what may be asked of it. Each verb is one request, repeated where that is safe; whatever proves something
// is checked with the archive's keys before it is handed on.

package import EvidenceValues
import ServiceInterface

/// An archive's server.
package struct RemoteArchive: Sendable {
    package let address: ServerAddress
    private let transport: RemoteTransport
    private let retry: RetryPolicy
    /// Waits, and a number from 0 to 1 at random: given, so that tests need neither time nor chance.
    private let sleep: @Sendable (Duration) async throws -> Void
    private let spread: @Sendable () -> Double

    package init(
        _ transport: RemoteTransport, retry: RetryPolicy = RetryPolicy(),
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        spread: @escaping @Sendable () -> Double
    ) {
        address = transport.address
        self.transport = transport
        self.retry = retry
        self.sleep = sleep
        self.spread = spread
    }

    /// Sends a request; an answer that is no success is thrown as the problem that it tells.
    package func send(_ request: RemoteRequest) async throws -> RemoteAnswer {
        try await repeating(request) {
            try Self.requireSuccess(try await transport.send(request))
        }
    }

    /// The bytes of `range` of what is at `path`, and how many there are in all. Whoever takes something large takes it so, piece by
    /// piece: each can be asked for again, and none needs more memory than the range has.
    /// - Parameter tag: the ETag that the first piece came with; another one means that it changed.
    package func piece(
        of path: String, _ range: Range<Int>, tag: String?
    ) async throws -> RemotePiece {
        precondition(!range.isEmpty, "a piece of nothing")
        var request = RemoteRequest("GET", path)
        request.limit = range.count
        request.headers = [("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
        if let tag { request.headers.append(("If-Range", tag)) }
        let answer = try await send(request)
        if answer.status == 200, range.lowerBound == 0 {
            return RemotePiece(answer, total: answer.body.count)
        }
        guard answer.status == 206,
            let total = RemotePiece.total(
                answer.head.field("Content-Range"), from: range.lowerBound),
            answer.body.count == min(range.count, total - range.lowerBound),
            tag == nil || answer.head.field("ETag") == tag
        else { throw RemoteError.strange(what: "\(path) gave another range") }
        return RemotePiece(answer, total: total)
    }

    /// A JSON document of the server.
    package func json(_ request: RemoteRequest) async throws -> JSONValue {
        let answer = try await send(request)
        guard let value = JSONValue(answer: answer.body) else {
            throw RemoteError.strange(what: "\(request.path) gave no JSON")
        }
        return value
    }

    private static func requireSuccess(_ answer: RemoteAnswer) throws(RemoteError) -> RemoteAnswer {
        guard (200..<300).contains(answer.status) else { throw .problem(RemoteProblem(answer)) }
        return answer
    }

    private func repeating<Value>(
        _ request: RemoteRequest, _ body: () async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do { return try await body() } catch let error as RemoteError {
                var asked: Duration?
                if case .problem(let problem) = error { asked = problem.retryAfter }
                guard request.isRepeatable, RetryPolicy.mayHelp(error),
                    let wait = retry.wait(after: attempt, asked: asked, spread: spread())
                else { throw error }
                try await sleep(wait)
                attempt += 1
            }
        }
    }
}

/// Some of something large.
package struct RemotePiece: Sendable {
    package let bytes: [UInt8]
    /// The size of the whole.
    package let total: Int
    /// The ETag of the whole.
    package let tag: String?

    init(_ answer: RemoteAnswer, total: Int) {
        bytes = answer.body
        self.total = total
        tag = answer.head.field("ETag")
    }

    /// The size in `bytes A-B/TOTAL` (RFC 9110 §14.4), if it begins at `start`.
    static func total(_ field: String?, from start: Int) -> Int? {
        guard let field, field.hasPrefix("bytes \(start)-"),
            let total = field.split(separator: "/").last.flatMap({ Int($0) }), total > start
        else { return nil }
        return total
    }
}
