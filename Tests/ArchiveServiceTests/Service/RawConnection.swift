// A connection that sends what the test wants, HTTP or not, and reads what comes.

import Foundation
import NIOCore
import NIOPosix

/// An answer as it came.
struct RawAnswer: Sendable {
    var status = 0
    /// By lower-case name.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }
    /// Of a problem.
    var code: String? {
        let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        return object?["code"] as? String
    }
}

/// A TCP connection to loopback.
struct RawConnection {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, does `body`, and closes. It ends after `seconds` whatever happens.
    static func open<Value: Sendable>(
        _ port: Int, seconds: Int64 = 30,
        _ body: @escaping @Sendable (inout RawConnection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Channel(wrappingChannelSynchronously: channel)
                }
            }
        let watchdog = channel.channel.eventLoop.scheduleTask(in: .seconds(seconds)) {
            channel.channel.close(promise: nil)
        }
        defer { watchdog.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(
                outbound: outbound, inbound: inbound.makeAsyncIterator())
            return try await body(&connection)
        }
    }

    /// One request and its answer on a connection of its own.
    static func ask(
        _ port: Int, _ head: [String], _ body: [UInt8] = []
    ) async throws -> RawAnswer {
        try await open(port) { connection in
            try await connection.send(head, body)
            return try await connection.answer()
        }
    }

    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var rest: [UInt8] = []

    init(
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) {
        self.outbound = outbound
        self.inbound = inbound
    }

    func send(_ head: [String], _ body: [UInt8] = []) async throws {
        try await send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// The next answer; status 0 if the connection ended instead.
    mutating func answer() async throws -> RawAnswer {
        let mark = Array("\r\n\r\n".utf8)
        var end = rest.firstRange(of: mark)
        while end == nil {
            guard try await more() else { return RawAnswer() }
            end = rest.firstRange(of: mark)
        }
        guard let end else { return RawAnswer() }
        let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        rest.removeSubrange(..<end.upperBound)
        var answer = RawAnswer()
        answer.status = Int(lines[0].split(separator: " ")[1]) ?? 0
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        if answer.status == 100 { return try await self.answer() }
        let size = answer.headers["content-length"].flatMap { Int($0) } ?? 0
        while rest.count < size { guard try await more() else { break } }
        answer.body = Array(rest.prefix(size))
        rest.removeFirst(min(size, rest.count))
        return answer
    }

    /// Whether the other side ends the connection without saying more.
    mutating func ends() async throws -> Bool {
        while let buffer = try await inbound.next(isolation: #isolation) {
            rest += Array(buffer.readableBytesView)
        }
        return rest.isEmpty
    }

    private mutating func more() async throws -> Bool {
        guard let buffer = try await inbound.next(isolation: #isolation) else { return false }
        rest += Array(buffer.readableBytesView)
        return true
    }
}

extension RunningService {
    /// The head of a request to file.
    func head(
        _ filing: [UInt8], _ signature: [UInt8], digest: String, size: Int, key: String,
        token: String? = nil, matter: String = "BAN-1"
    ) -> [String] {
        [
            "POST /v1/matters/\(matter)/exhibits HTTP/1.1", "Host: localhost",
            "Authorization: Bearer \(token ?? party.token)", "Content-Length: \(size)",
            "Content-Digest: sha-256=:\(digest):", "Idempotency-Key: \(key)",
            "Docket-Filing: :\(Data(filing).base64EncodedString()):",
            "Docket-Filing-Signature: :\(Data(signature).base64EncodedString()):",
        ]
    }

    /// The head of a request to read.
    func get(_ path: String, token: String? = nil, _ more: [String] = []) -> [String] {
        [
            "GET \(path) HTTP/1.1", "Host: localhost",
            "Authorization: Bearer \(token ?? party.token)",
        ] + more
    }
}
