// A server in this process that answers what a test says, over loopback, on a port of the system's choice.

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP/1.1 server.
final class MockServer: Sendable {
    struct Request: Sendable {
        let method: String
        /// With the query.
        let path: String
        let headers: HTTPHeaders
        let body: [UInt8]

        func header(_ name: String) -> String? { headers.first(name: name) }
    }

    struct Answer: Sendable {
        var status: Int
        var headers: [(String, String)] = []
        var body: [UInt8] = []

        init(_ status: Int, _ body: [UInt8] = [], headers: [(String, String)] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }

        static func json(_ text: String, status: Int = 200) -> Answer {
            Answer(status, Array(text.utf8), headers: [("Content-Type", "application/json")])
        }

        static func problem(
            _ status: Int, _ code: String, _ headers: [(String, String)] = []
        ) -> Answer {
            Answer(
                status,
                Array(
                    #"{"type":"/problems/\#(code)","title":"no","status":\#(status),"code":"\#(code)"}"#
                        .utf8),
                headers: headers + [("Content-Type", "application/problem+json")])
        }
    }

    private let channel: any Channel
    private let seen: Seen

    /// What was asked, in order.
    var requests: [Request] { seen.requests.withLock { $0 } }
    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    fileprivate final class Seen: Sendable { let requests = Mutex<[Request]>([]) }

    /// Starts to answer; where there is no answer, the connection is closed without one.
    init(_ answer: @escaping @Sendable (Request) -> Answer?) async throws {
        let seen = Seen()
        self.seen = seen
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(seen, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    func stop() async throws { try await channel.close().get() }

    /// What a server answers, before there is one.
    static func script(_ answer: @escaping @Sendable (Request) -> Answer?) -> Script {
        Script(answer: answer)
    }

    struct Script {
        let answer: @Sendable (Request) -> Answer?

        /// Does `body` with a server that answers so.
        func run(_ body: (MockServer) async throws -> Void) async throws {
            let server = try await MockServer(answer)
            do { try await body(server) } catch {
                try await server.stop()
                throw error
            }
            try await server.stop()
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let seen: Seen
        private let answer: @Sendable (Request) -> Answer?
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ seen: Seen, _ answer: @escaping @Sendable (Request) -> Answer?) {
            self.seen = seen
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = []
            case .body(let piece): body += piece.readableBytesView
            case .end: respond(context)
            }
        }

        private func respond(_ context: ChannelHandlerContext) {
            guard let head else { return }
            let request = Request(
                method: head.method.rawValue, path: head.uri, headers: head.headers, body: body)
            seen.requests.withLock { $0.append(request) }
            guard let answer = answer(request) else {
                context.close(promise: nil)
                return
            }
            var headers = HTTPHeaders(answer.headers)
            headers.add(name: "Content-Length", value: "\(answer.body.count)")
            let response = HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
