// One connection of a client: sends bytes, reads an answer with a Content-Length, as little work as HTTP/1.1 allows, so that the machine's
// time is the service's.

import NIOCore
import NIOPosix

/// A connection that asks and waits.
struct Connection {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, does `body`, closes.
    static func open<Value: Sendable>(
        _ host: String, _ port: Int,
        _ body: @escaping @Sendable (inout Connection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Channel(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = Connection(
                outbound: outbound, inbound: inbound.makeAsyncIterator())
            return try await body(&connection)
        }
    }

    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var rest = ByteBuffer()

    private init(
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) {
        self.outbound = outbound
        self.inbound = inbound
    }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }
    func send(_ buffer: ByteBuffer) async throws { try await outbound.write(buffer) }

    /// The status and body of the next answer.
    mutating func answer() async throws -> (status: Int, body: ByteBuffer) {
        while true {
            if let answer = try parse() { return answer }
            guard var more = try await inbound.next(isolation: #isolation) else {
                throw LoadError.ended
            }
            rest.writeBuffer(&more)
        }
    }

    private mutating func parse() throws -> (status: Int, body: ByteBuffer)? {
        let view = rest.readableBytesView
        guard let end = view.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: view[..<end.lowerBound], as: UTF8.self)
        guard let status = Int(head.dropFirst(9).prefix(3)) else { throw LoadError.answer(0, head) }
        var size = 0
        for line in head.split(separator: "\r\n") {
            if line.lowercased().hasPrefix("content-length:") {
                size = Int(line.dropFirst(15).drop { $0 == " " }) ?? 0
            }
        }
        let headSize = view.distance(from: view.startIndex, to: end.upperBound)
        guard rest.readableBytes >= headSize + size else { return nil }
        rest.moveReaderIndex(forwardBy: headSize)
        let body = rest.readSlice(length: size) ?? ByteBuffer()
        rest.discardReadBytes()
        return (status, body)
    }
}
