// Bounds for one connection that HTTP itself has not: a request's head must come in time, a body must keep coming, an answer must be taken.
// Who does less holds a socket and no more; he is told 408 if nothing was answered yet, and the connection ends.
//
// Who is answered before his body ended is read a little further, so that he gets to see the answer, and then cut off.
//
// What does not come because we do not read is not the client's fault: only time with a read outstanding counts. Two handlers share one
// state: one sees bytes, in front of everything, also of TLS; the other sees messages.

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// What a connection may take.
struct ConnectionLimits: Sendable {
    /// For the handshake and the head of a request.
    let head: TimeAmount
    /// For an answer that is not taken.
    let idle: TimeAmount
    /// Bytes per second of a body.
    let bodyRate: Int
    /// How long a body may be slower, and how often it is looked at.
    static let bodyWindow = TimeAmount.seconds(10)
    /// How long, and how many bytes, of a body that was answered already are read and thrown away.
    static let drainTime = TimeAmount.seconds(5)
    static let drainBytes = 16_777_216
}

/// Ends a connection that is too slow. It lives on its event loop.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Phase { case resting, head, body, draining, answering }

    private let limits: ConnectionLimits
    private var phase = Phase.resting
    private var timer: Scheduled<Void>?
    private var writeTimer: Scheduled<Void>?
    private var bodyBytes = 0
    private var readIsOutstanding = false
    /// Heads of requests that came, and answers that ended: a client may send the next request before it has the answer.
    private var requests = 0
    private var answers = 0
    private var hasBegunAnswer = false

    init(_ limits: ConnectionLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        // A new connection has as long for its first head as any, the handshake included.
        expectHead(context)
        let front = FirstByteObserver { [weak self] in self?.firstByte(context) }
        try? context.pipeline.syncOperations.addHandler(front, position: .first)
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        readIsOutstanding = true
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        readIsOutstanding = false
        context.fireChannelReadComplete()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            phase = .body
            requests += 1
            watchBody(context)
            // In the middle of another answer it would be taken for a part of that.
            if head.headerFields[.expect]?.lowercased() == "100-continue", answers + 1 == requests,
                !hasBegunAnswer
            {
                let go = HTTPResponse(status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
            }
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            if phase == .draining, bodyBytes > ConnectionLimits.drainBytes {
                return context.close(promise: nil)
            }
        case .end:
            cancelTimer()
            phase = answers == requests ? .resting : .answering
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: hasBegunAnswer = true
        case .body: break
        case .end:
            hasBegunAnswer = false
            answers += 1
            if answers == requests { rest(context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writeTimer?.cancel()
        writeTimer = nil
        if !context.channel.isWritable {
            writeTimer = schedule(limits.idle, context) { context.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    /// All that was asked is answered.
    private func rest(_ context: ChannelHandlerContext) {
        guard phase == .body else {
            phase = .resting
            return
        }
        phase = .draining
        bodyBytes = 0
        cancelTimer()
        timer = schedule(ConnectionLimits.drainTime, context) { context.close(promise: nil) }
    }

    private func firstByte(_ context: ChannelHandlerContext) {
        if phase == .resting { expectHead(context) }
    }

    private func expectHead(_ context: ChannelHandlerContext) {
        phase = .head
        cancelTimer()
        timer = schedule(limits.head, context) { self.end(context) }
    }

    private func watchBody(_ context: ChannelHandlerContext) {
        cancelTimer()
        bodyBytes = 0
        timer = schedule(ConnectionLimits.bodyWindow, context) { self.lookAtBody(context) }
    }

    private func lookAtBody(_ context: ChannelHandlerContext) {
        guard phase == .body else { return }
        let least = limits.bodyRate * Int(ConnectionLimits.bodyWindow.nanoseconds / 1_000_000_000)
        if readIsOutstanding, bodyBytes < least { return end(context) }
        watchBody(context)
    }

    /// Tells the client that it is too slow, where that can still be said.
    private func end(_ context: ChannelHandlerContext) {
        cancel()
        guard !hasBegunAnswer, answers + (phase == .body ? 1 : 0) == requests else {
            return context.close(promise: nil)
        }
        let head = HTTPResponse(
            status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    private func schedule(
        _ time: TimeAmount, _ context: ChannelHandlerContext, _ body: @escaping () -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: time, body)
    }

    private func cancelTimer() {
        timer?.cancel()
        timer = nil
    }

    private func cancel() {
        cancelTimer()
        writeTimer?.cancel()
        writeTimer = nil
    }
}

/// Says when bytes come, before anything has been made of them.
private final class FirstByteObserver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let observe: () -> Void

    init(_ observe: @escaping () -> Void) { self.observe = observe }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        observe()
        context.fireChannelRead(data)
    }
}
