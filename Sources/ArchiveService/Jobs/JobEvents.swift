// A job as server-sent events (WHATWG HTML §9.2): an event for each change that is seen, looked at four times a second, with the job as its
// data and the change as its ID. A client that comes again with `Last-Event-ID` is told where the job is now, if that is elsewhere.

import EvidenceValues
import HTTPTypes
import Hummingbird
import ServiceInterface
import ServiceLifecycle

/// The events of one job.
struct JobEvents: Sendable {
    /// How long a stream lasts, so that none outlives its client's rights for long.
    private static let lifetime = Duration.seconds(600)
    /// How often the job is looked at.
    private static let interval = Duration.milliseconds(250)
    /// Looks without news after which a comment keeps proxies from closing the connection: 15 seconds.
    private static let quiet = 60

    private let desk: JobDesk
    private let id: JobID
    private let end = ContinuousClock.now + lifetime
    private var told: Int64?
    private var isOver = false

    private init(desk: JobDesk, id: JobID, behind last: Int64?) {
        self.desk = desk
        self.id = id
        told = last
    }

    /// The stream as an answer to `request`.
    static func response(to request: Request, of job: Job, _ desk: JobDesk) -> Response {
        let last = request.headers[.lastEventID].flatMap { Int64($0) }
        let id = job.id
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
            ],
            body: ResponseBody { writer in
                var events = JobEvents(desk: desk, id: id, behind: last)
                while let event = try await events.next() {
                    try await writer.write(ByteBuffer(string: event))
                }
                try await writer.finish(nil)
            })
    }

    /// The next event or comment, when there is one; nil at the end of the stream.
    private mutating func next() async throws -> String? {
        var silent = 0
        while !isOver, ContinuousClock.now < end, !Task.isShuttingDownGracefully,
            let job = desk.job(id)
        {
            isOver = job.state.isOver
            if job.change != told {
                told = job.change
                return JobEvents.event(job)
            }
            if isOver { return nil }
            silent += 1
            if silent >= JobEvents.quiet { return ":\n\n" }
            try await Task.sleep(for: JobEvents.interval)
        }
        return nil
    }

    /// Canonical JSON has no line feed, so the data is one line.
    private static func event(_ job: Job) -> String {
        let data = String(decoding: CanonicalJSON.encode(job.json), as: UTF8.self)
        return "id: \(job.change)\nevent: job\ndata: \(data)\n\n"
    }
}

extension HTTPField.Name {
    static let lastEventID = known("Last-Event-ID")
}
