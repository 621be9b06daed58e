// Reads of what is static, connections that rest, and one upload that is larger than memory should be.

import EvidenceValues
import Foundation
import NIOCore
import ServiceInterface
import TransparencyLog

/// `reads`.
struct ReadLoad: Sendable {
    private let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws {
        let (host, port) = (try options.text("host", "127.0.0.1"), try options.number("port"))
        let request = Array(
            "GET \(try options.text("path")) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
        let tickets = Tickets()
        let count = try options.number("count")
        let timings = Timings()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<(try options.number("clients", 16)) {
                group.addTask {
                    try await Connection.open(host, port) { connection in
                        while tickets.take() < count {
                            let begin = ContinuousClock.now
                            try await connection.send(request)
                            let (status, _) = try await connection.answer()
                            guard status == 200 else {
                                timings.fail(status)
                                continue
                            }
                            timings.add(ContinuousClock.now - begin)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        try timings.report("service_reads", elapsed: ContinuousClock.now - start)
    }
}

/// `idle`.
struct IdleLoad: Sendable {
    private let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws {
        let (host, port) = (try options.text("host", "127.0.0.1"), try options.number("port"))
        let seconds = try options.number("seconds", 10)
        let request = Array("GET /healthz HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
        let timings = Timings()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<(try options.number("clients", 1_000)) {
                group.addTask {
                    try await Connection.open(host, port) { connection in
                        let begin = ContinuousClock.now
                        try await connection.send(request)
                        let (status, _) = try await connection.answer()
                        if status == 200 {
                            timings.add(ContinuousClock.now - begin)
                        } else {
                            timings.fail(status)
                        }
                        try await Task.sleep(for: .seconds(seconds))
                    }
                }
            }
            try await group.waitForAll()
        }
        try timings.report("idle_connections", elapsed: ContinuousClock.now - start)
    }
}

/// `upload`.
struct UploadLoad: Sendable {
    private static let pieceSize = 1_048_576
    private let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws {
        let preparation = try Preparation(options)
        guard let origin = ArchiveOrigin(try options.text("origin")) else {
            throw LoadError.usage("origin=…")
        }
        let size = try options.number("size")
        let (filing, signature) = try preparation.filing(
            0, origin: origin, digest: digest(size), size: size)
        let (host, port) = (try options.text("host", "127.0.0.1"), try options.number("port"))
        let token = String(decoding: try options.bytes(of: "token"), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let head = PreparedFiling(filing: filing, signature: signature, content: [])
            .request(host: host, token: token, matter: preparation.matter)
        let timings = Timings()
        let start = ContinuousClock.now
        try await Connection.open(host, port) { connection in
            try await connection.send(head)
            for number in 0..<((size + Self.pieceSize - 1) / Self.pieceSize) {
                try await connection.send(Self.piece(number, of: size))
            }
            let (status, body) = try await connection.answer()
            guard status == 201 else { throw LoadError.answer(status, String(buffer: body)) }
            timings.add(ContinuousClock.now - start)
        }
        try timings.report(
            "upload", elapsed: ContinuousClock.now - start, more: ["bytes": size])
    }

    private func digest(_ size: Int) -> Digest {
        var hasher = Hasher256()
        for number in 0..<((size + Self.pieceSize - 1) / Self.pieceSize) {
            hasher.update(Self.piece(number, of: size))
        }
        return hasher.finalize()
    }

    /// A piece of the content: its number, and then one byte again and again.
    private static func piece(_ number: Int, of size: Int) -> [UInt8] {
        let count = min(pieceSize, size - number * pieceSize)
        var piece = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count)
        let mark = Array("\(number)".utf8)
        for (place, byte) in mark.enumerated() where place < count { piece[place] = byte }
        return piece
    }
}
