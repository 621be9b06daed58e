// What is asked again, when, and what never is.

import EvidenceValues
import ServiceInterface
import Synchronization
import Testing

@testable import RemoteClient

/// An archive behind `server`, whose client keeps the times that it would have waited.
func client(
    _ server: MockServer, waits: Waits = Waits(), token: String? = nil
) throws -> (archive: RemoteArchive, transport: RemoteTransport) {
    let transport = RemoteTransport(
        try ServerAddress(server.url), token: token.flatMap { .init(text: $0) },
        tls: try RemoteTLS.configuration(authorities: nil, identity: nil))
    let archive = RemoteArchive(
        transport, sleep: { wait in waits.all.withLock { $0.append(wait) } }, spread: { 1 })
    return (archive, transport)
}

/// Waits that were asked for.
final class Waits: Sendable {
    let all = Mutex<[Duration]>([])
    var count: Int { all.withLock { $0.count } }
}

@Suite struct `Asking again` {
    /// Answers that fail so often, then one that does not.
    private func failing(
        _ times: Int, _ failure: MockServer.Answer?
    ) -> @Sendable (MockServer.Request) -> MockServer.Answer? {
        let left = Mutex(times)
        return { _ in
            let isFailing = left.withLock { count in
                count -= 1
                return count >= 0
            }
            return isFailing ? failure : .json(#"{"ok":true}"#)
        }
    }

    @Test(arguments: [429, 502, 503, 504])
    func `helps where the server cannot now`(_ status: Int) async throws {
        try await MockServer.script(failing(3, .problem(status, "busy"))).run { server in
            let waits = Waits()
            let (archive, transport) = try client(server, waits: waits)
            let value = try await archive.json(RemoteRequest("GET", "/x"))
            #expect(value["ok"]?.flag == true)
            #expect(server.requests.count == 4)
            #expect(
                waits.all.withLock { $0 }
                    == [.milliseconds(250), .milliseconds(500), .milliseconds(1000)])
            await transport.close()
        }
    }

    @Test func `helps where the connection broke`() async throws {
        try await MockServer.script(failing(1, nil)).run { server in
            let (archive, transport) = try client(server)
            _ = try await archive.json(RemoteRequest("GET", "/x"))
            #expect(server.requests.count == 2)
            await transport.close()
        }
    }

    @Test func `waits as long as the server says`() async throws {
        let answer = MockServer.Answer.problem(503, "busy", [("Retry-After", "7")])
        try await MockServer.script(failing(1, answer)).run { server in
            let waits = Waits()
            let (archive, transport) = try client(server, waits: waits)
            _ = try await archive.send(RemoteRequest("GET", "/x"))
            #expect(waits.all.withLock { $0 } == [.seconds(7)])
            await transport.close()
        }
    }

    @Test func `ends after some tries, with what the server said last`() async throws {
        try await MockServer.script({ _ in .problem(503, "full") }).run { server in
            let waits = Waits()
            let (archive, transport) = try client(server, waits: waits)
            let error = await #expect(throws: RemoteError.self) {
                try await archive.send(RemoteRequest("GET", "/x"))
            }
            #expect(server.requests.count == RetryPolicy().attempts)
            guard case .problem(let problem)? = error else { throw CancellationError() }
            #expect(problem.code == "full")
            await transport.close()
        }
    }

    @Test(arguments: [
        (400, false), (401, false), (403, false), (404, false), (409, false), (410, false),
        (413, false), (422, false), (500, false), (507, false),
    ])
    func `does not help where the server refused`(_ status: Int, _: Bool) async throws {
        try await MockServer.script({ _ in .problem(status, "no") }).run { server in
            let (archive, transport) = try client(server)
            await #expect(throws: RemoteError.self) {
                try await archive.send(RemoteRequest("GET", "/x"))
            }
            #expect(server.requests.count == 1)
            await transport.close()
        }
    }

    @Test(arguments: [nil, 503] as [Int?])
    func `is not done with what could happen twice`(_ status: Int?) async throws {
        try await MockServer.script({ _ in status.map { .problem($0, "busy") } }).run { server in
            let (archive, transport) = try client(server)
            await #expect(throws: RemoteError.self) {
                try await archive.send(RemoteRequest("POST", "/v1/tokens"))
            }
            #expect(server.requests.count == 1)
            await transport.close()
        }
    }

    @Test func `waits at least half of what doubles, and never too long`() {
        let policy = RetryPolicy()
        #expect(policy.wait(after: 1, asked: nil, spread: 0) == .milliseconds(125))
        #expect(policy.wait(after: 3, asked: nil, spread: 1) == .seconds(1))
        #expect(policy.wait(after: policy.attempts, asked: nil, spread: 0) == nil)
        #expect(policy.wait(after: 1, asked: .seconds(31), spread: 0) == nil)
        #expect(RetryPolicy.never.wait(after: 1, asked: nil, spread: 0) == nil)
    }
}

@Suite struct `What the server answers` {
    private static let token = "dkt_" + String(repeating: "A", count: 43)

    @Test func `is not followed to another place, so a token goes nowhere else`() async throws {
        try await MockServer.script({ _ in .json("{}") }).run { other in
            let elsewhere = other.url
            try await MockServer.script({ _ in
                MockServer.Answer(307, headers: [("Location", elsewhere + "/x")])
            }).run { server in
                let (archive, transport) = try client(server, token: Self.token)
                await #expect(throws: RemoteError.self) {
                    try await archive.send(RemoteRequest("GET", "/x"))
                }
                #expect(other.requests.isEmpty)
                #expect(
                    server.requests.first?.header("Authorization") == "Bearer " + Self.token)
                await transport.close()
            }
        }
    }

    @Test func `is refused where it is larger than it can be`() async throws {
        try await MockServer.script({ _ in .init(200, [UInt8](repeating: 0x20, count: 1001)) }).run
        {
            server in
            let (archive, transport) = try client(server)
            var request = RemoteRequest("GET", "/x")
            request.limit = 1000
            await #expect(throws: RemoteError.tooLarge(limit: 1000)) {
                try await archive.send(request)
            }
            await transport.close()
        }
    }

    @Test func `tells a problem with all that it has`() async throws {
        let body =
            #"{"code":"no-such-matter","title":"t","detail":"d","remedy":"r","status":404,"instance":"i","new":[1]}"#
        try await MockServer.script({ _ in
            .init(
                404, Array(body.utf8),
                headers: [("Content-Type", "application/problem+json"), ("Request-Id", "q1")])
        }).run { server in
            let (archive, transport) = try client(server)
            await #expect(
                throws: RemoteError.problem(
                    RemoteProblem(
                        status: 404, code: "no-such-matter", title: "t", detail: "d", remedy: "r",
                        request: "q1"))
            ) { try await archive.send(RemoteRequest("GET", "/x")) }
            await transport.close()
        }
    }

    @Test(arguments: ["", "<html>", "{", #"{"code":5}"#])
    func `is a problem whatever the body says`(_ body: String) async throws {
        try await MockServer.script({ _ in .init(404, Array(body.utf8)) }).run { server in
            let (archive, transport) = try client(server)
            await #expect(
                throws: RemoteError.problem(
                    RemoteProblem(status: 404, code: "", title: "", detail: ""))
            ) { try await archive.send(RemoteRequest("GET", "/x")) }
            await transport.close()
        }
    }

    @Test func `that nobody gives is no answer`() async throws {
        let server = try await MockServer { _ in nil }
        let (archive, transport) = try client(server)
        try await server.stop()
        let error = await #expect(throws: RemoteError.self) {
            try await archive.send(RemoteRequest("GET", "/x"))
        }
        #expect(error?.isUncertain == true)
        await transport.close()
    }

    /// What goes wrong with a piece: status, Content-Range, bytes, ETag.
    @Test(arguments: [
        (206, "bytes 4-7/9", 4, "\"e\"", true), (206, "bytes 4-7/9", 3, "\"e\"", false),
        (206, "bytes 0-3/9", 4, "\"e\"", false), (206, "bytes 4-7/4", 4, "\"e\"", false),
        (206, "bytes 4-7/*", 4, "\"e\"", false), (206, "", 4, "\"e\"", false),
        (206, "bytes 4-7/9", 4, "\"f\"", false), (200, "bytes 4-7/9", 4, "\"e\"", false),
    ])
    func `with a piece is the piece that was asked for`(
        _ status: Int, _ range: String, _ size: Int, _ tag: String, _ isGood: Bool
    ) async throws {
        try await MockServer.script({ _ in
            .init(
                status, [UInt8](repeating: 1, count: size),
                headers: [("Content-Range", range), ("ETag", tag)])
        }).run { server in
            let (archive, transport) = try client(server)
            let piece = try? await archive.piece(of: "/x", 4..<8, tag: "\"e\"")
            #expect((piece?.total == 9) == isGood)
            #expect(server.requests.first?.header("Range") == "bytes=4-7")
            #expect(server.requests.first?.header("If-Range") == "\"e\"")
            await transport.close()
        }
    }
}
