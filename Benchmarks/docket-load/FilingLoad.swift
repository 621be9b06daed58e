// Many clients file, each the next filing when it has the receipt of its last.

import EvidenceValues
import Foundation
import ServiceInterface
import Synchronization
import TransparencyLog

/// `filings`.
struct FilingLoad: Sendable {
    private let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws {
        let preparation = try Preparation(options)
        guard let origin = ArchiveOrigin(try options.text("origin")) else {
            throw LoadError.usage("origin=…")
        }
        let filings = try preparation.filings(
            options.number("count"), size: options.number("size", 2_048), origin: origin)
        let (host, port) = (try options.text("host", "127.0.0.1"), try options.number("port"))
        let token = String(decoding: try options.bytes(of: "token"), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let requests = filings.map {
            $0.request(host: host, token: token, matter: preparation.matter)
        }
        let journal =
            try options.text("acknowledged", "").isEmpty
            ? nil : Journal(path: options.text("acknowledged"))
        let tickets = Tickets()
        let timings = Timings()
        let start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<((try? options.number("clients", 64)) ?? 64) {
                group.addTask {
                    // A service that was killed ends all connections; what was acknowledged stands in the journal.
                    try? await Connection.open(host, port) { connection in
                        while true {
                            let number = tickets.take()
                            guard number < requests.count else { return }
                            let begin = ContinuousClock.now
                            try await connection.send(requests[number])
                            let (status, _) = try await connection.answer()
                            guard status == 201 || status == 200 else {
                                timings.fail(status)
                                continue
                            }
                            timings.add(ContinuousClock.now - begin)
                            journal?.note(filings[number].filing.digest.text)
                        }
                    }
                }
            }
        }
        try timings.report("service_filings", elapsed: ContinuousClock.now - start)
    }
}

/// What was acknowledged, a line each, written before the next request.
final class Journal: Sendable {
    private let file: Mutex<FileHandle>

    init(path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        file = Mutex(handle)
    }

    func note(_ text: String) { file.withLock { $0.write(Data((text + "\n").utf8)) } }
}
