// How the duties reach authorities and witnesses: AsyncHTTPClient, since FoundationNetworking holds a whole answer before anybody can say that it is
// too long, and brings its own copy of curl. Bounds are kept here: the whole exchange within the patience, an answer no longer than asked for.

package import ArchiveDuties
import AsyncHTTPClient
import EvidenceValues
import NIOCore
import NIOHTTP1
import Synchronization

/// A client for the world outside.
package final class OutgoingHTTP: Sendable {
    /// It did not come in time.
    struct TimedOut: Error {}

    /// Redirections that are followed; an authority may have moved.
    private static let mostRedirections = 3

    private enum State {
        case unused
        case open(HTTPClient)
        case closed
    }

    private let state = Mutex(State.unused)

    package init() {}

    /// A client that nobody shut down would end the process (in a debug build), and hide the error for which nobody did.
    deinit {
        if case .open(let client) = state.withLock({ $0 }) { client.shutdown { _ in } }
    }

    /// The client as the duties know it.
    package var fetch: Fetch {
        { request in
            let client = try self.client()
            return try await withThrowingTaskGroup(of: FetchResponse.self) { group in
                group.addTask { try await Self.fetch(request, client) }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(request.patience.milliseconds))
                    throw TimedOut()
                }
                defer { group.cancelAll() }
                guard let response = try await group.next() else { throw TimedOut() }
                return response
            }
        }
    }

    private func client() throws -> HTTPClient {
        try state.withLock { state in
            switch state {
            case .open(let client): return client
            case .closed: throw CancellationError()
            case .unused:
                var configuration = HTTPClient.Configuration(
                    redirectConfiguration: .follow(
                        max: Self.mostRedirections, allowCycles: false))
                configuration.httpVersion = .http1Only
                let client = HTTPClient(
                    eventLoopGroupProvider: .singleton, configuration: configuration)
                state = .open(client)
                return client
            }
        }
    }

    private static func fetch(
        _ request: FetchRequest, _ client: HTTPClient
    ) async throws -> FetchResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers.add(name: "User-Agent", value: "docketd")
        if let type = request.contentType {
            outgoing.headers.add(name: "Content-Type", value: type)
        }
        if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        let response = try await client.execute(
            outgoing, timeout: .milliseconds(max(1, request.patience.milliseconds)))
        let body = try await response.body.collect(upTo: request.limit)
        return FetchResponse(
            status: Int(response.status.code),
            contentType: response.headers.first(name: "Content-Type"),
            body: Array(body.readableBytesView))
    }

    package func close() async throws {
        let client: HTTPClient? = state.withLock { state in
            defer { state = .closed }
            if case .open(let client) = state { return client }
            return nil
        }
        try await client?.shutdown()
    }
}
