// HTTP as far as the client needs it: one request, one answer, bodies in pieces. Redirects are not followed, because a token must go
// to no other server; nothing is decompressed and no proxy of the environment is asked. AsyncHTTPClient and not FoundationNetworking:
// that one keeps whole uploads in memory on Linux, and can present no client certificate there.

import AsyncHTTPClient
package import DurableFiles
import NIOCore
import NIOHTTP1
package import NIOSSL
package import ServiceInterface

/// What is asked of the server.
package struct RemoteRequest: Sendable {
    /// What is sent with it.
    package enum Body: Sendable {
        case nothing
        case bytes([UInt8], type: String)
        /// A file, from its beginning to its end.
        case file(RangedFile, type: String)
    }

    package var method: String
    /// Path and query.
    package var path: String
    package var headers: [(name: String, value: String)] = []
    package var body = Body.nothing
    /// Whether it may be sent again where nothing was heard.
    package var isRepeatable: Bool
    /// Bytes of the answer at most.
    package var limit = 16 * 1_048_576

    package init(_ method: String, _ path: String, isRepeatable: Bool? = nil) {
        self.method = method
        self.path = path
        self.isRepeatable = isRepeatable ?? (method == "GET")
    }
}

/// The head of what the server answered.
package struct AnswerHead: Sendable {
    package let status: Int
    let fields: HTTPHeaders

    /// The first field of this name.
    package func field(_ name: String) -> String? { fields.first(name: name) }
}

/// What the server answered.
package struct RemoteAnswer: Sendable {
    package let head: AnswerHead
    package let body: [UInt8]
    package var status: Int { head.status }
}

/// The connections to one server.
package final class RemoteTransport: Sendable {
    let address: ServerAddress
    private let client: HTTPClient
    private let token: BearerToken?

    /// Nothing is heard of a server for so long: a verification or a large filing may take minutes.
    private static let patience = TimeAmount.minutes(5)

    /// - Parameters:
    ///   - token: what `Authorization` carries; nil for none.
    ///   - tls: who is trusted, and who we are.
    package init(_ address: ServerAddress, token: BearerToken?, tls: TLSConfiguration) {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: Self.patience, write: .minutes(1)))
        configuration.httpVersion = .http1Only
        self.address = address
        self.token = token
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// A client that nobody shut down would end the process (in a debug build), and hide the error for which nobody did.
    deinit { client.shutdown { _ in } }

    /// Ends the connections.
    package func close() async { try? await client.shutdown() }

    /// Sends a request and gathers the answer.
    package func send(_ request: RemoteRequest) async throws(RemoteError) -> RemoteAnswer {
        let response = try await execute(request)
        return RemoteAnswer(
            head: AnswerHead(status: Int(response.status.code), fields: response.headers),
            body: try await Self.gather(response, limit: request.limit))
    }

    private func execute(
        _ request: RemoteRequest
    ) async throws(RemoteError) -> HTTPClientResponse {
        var message = HTTPClientRequest(url: address.url(request.path))
        message.method = HTTPMethod(rawValue: request.method)
        for header in request.headers {
            message.headers.add(name: header.name, value: header.value)
        }
        message.headers.add(name: "User-Agent", value: "docket-remote")
        if let token {
            message.headers.add(name: "Authorization", value: "Bearer " + token.text)
        }
        switch request.body {
        case .nothing: break
        case .bytes(let bytes, let type):
            message.headers.add(name: "Content-Type", value: type)
            message.body = .bytes(bytes)
        case .file(let file, let type):
            message.headers.add(name: "Content-Type", value: type)
            message.body = .stream(FilePieces(file), length: .known(Int64(file.count)))
        }
        let ready = message
        return try await Self.mapping {
            try await self.client.execute(ready, deadline: .distantFuture)
        }
    }

    private static func gather(
        _ response: HTTPClientResponse, limit: Int
    ) async throws(RemoteError) -> [UInt8] {
        try await mapping {
            var bytes: [UInt8] = []
            for try await piece in response.body {
                guard bytes.count + piece.readableBytes <= limit else {
                    throw RemoteError.tooLarge(limit: limit)
                }
                bytes += piece.readableBytesView
            }
            return bytes
        }
    }

    /// Says in our words why nothing came.
    private static func mapping<Value>(
        _ body: () async throws -> Value
    ) async throws(RemoteError) -> Value {
        do { return try await body() } catch let error as RemoteError {
            throw error
        } catch let error as FileFailure {
            throw .unreachable(reason: "\(error)")
        } catch let error as NIOSSLError {
            throw .untrusted(reason: "\(error)")
        } catch let error as NIOSSLExtraError {
            throw .untrusted(reason: "\(error)")
        } catch let error as BoringSSLError {
            throw .untrusted(reason: "\(error)")
        } catch {
            throw .unreachable(reason: "\(error)")
        }
    }
}

/// A file in pieces, read as the connection takes them: memory is one piece, whatever the size.
struct FilePieces: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    private let file: RangedFile

    /// Few system calls, little memory.
    private static let size = 1 << 18

    init(_ file: RangedFile) { self.file = file }

    func makeAsyncIterator() -> Iterator { Iterator(file: file) }

    struct Iterator: AsyncIteratorProtocol {
        let file: RangedFile
        private var position = 0

        init(file: RangedFile) { self.file = file }

        mutating func next() async throws -> ByteBuffer? {
            guard position < file.count else { return nil }
            let end = Swift.min(file.count, position + FilePieces.size)
            defer { position = end }
            return ByteBuffer(bytes: try file.bytes(position..<end))
        }
    }
}
