// The real programs against a server in this process: `docket --server` runs docket-remote, and what comes back is checked.

import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Synchronization
import Testing
import TransparencyLog

@testable import RemoteClient

/// A user's folder, with his key and his state.
struct RemoteBench {
    let folder: TestFolder
    let party: TestParty

    init() throws {
        folder = try TestFolder()
        party = try TestParty("FRUTA")
        try write("F.pem", party.keyPEM)
        try write("F.crt", party.certificatePEM)
        try write("contract.md", "# Contract\n\nTen tonnes of bananas.\n")
    }

    static let signing = ["--key", "F.pem", "--cert", "F.crt"]

    func write(_ name: String, _ text: String) throws { try folder.write(name, Array(text.utf8)) }

    func read(_ name: String) throws -> String {
        String(decoding: try folder.read(name), as: UTF8.self)
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.path + "/" + name)
    }

    /// Runs `docket`; no archive of one's own is named.
    func docket(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> CommandResult {
        try CommandResult.run(
            try CommandResult.product("docket"), arguments, in: folder.path,
            environment: [
                "XDG_STATE_HOME": folder.path + "/state", "DOCKET_ARCHIVE": "",
                "DOCKET_SERVER": "",
            ].merging(environment) { $1 })
    }

    func docket(
        at server: MockServer, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> CommandResult {
        try docket(["--server", server.url] + arguments, environment: environment)
    }
}

@Suite struct `docket with a server` {
    private let bench: RemoteBench
    private let archive: TestArchive

    init() throws {
        bench = try RemoteBench()
        archive = try TestArchive()
    }

    private func filing(_ file: String = "contract.md") -> [String] {
        ["file", "--matter", "BAN-1"] + RemoteBench.signing + [file]
    }

    @Test func `files, and the receipt is good for docket receipt`() async throws {
        let archive = archive
        try await MockServer.script({ archive.answer($0) }).run { server in
            let filed = try bench.docket(at: server, filing())
            #expect(filed.status == 0, "\(filed.output)")
            #expect(filed.output.contains("is new; its archive's key is remembered"))
            let checked = try bench.docket([
                "receipt", "contract.md.receipt", "--content", "contract.md", "--key",
                archive.verifierKey.text,
            ])
            #expect(checked.status == 0, "\(checked.output)")
            // The key is known now, and the same again gives the same.
            let again = try bench.docket(at: server, filing())
            #expect(again.status == 0 && again.output.contains("filed before"), "\(again.output)")
            #expect(!again.output.contains("is new"))
            let sent = server.requests.last { $0.method == "POST" }
            let text = sent?.header("Docket-Filing").flatMap { field in
                Base64.decode(String(field.dropFirst().dropLast()))
            }
            #expect(try Filing(parsing: try required(text)).checkpoint != nil)
        }
    }

    @Test func `finds the server in the environment, too`() async throws {
        let archive = archive
        try await MockServer.script({ archive.answer($0) }).run { server in
            let environment = ["DOCKET_SERVER": server.url]
            let filed = try bench.docket(filing(), environment: environment)
            #expect(filed.status == 0, "\(filed.output)")
            let both = try bench.docket(
                filing(), environment: environment.merging(["DOCKET_ARCHIVE": "a"]) { $1 })
            #expect(both.status == 64, "\(both.output)")
            let own = try bench.docket(
                filing() + ["--archive", "nowhere"], environment: environment)
            #expect(own.output.contains("there is no archive in nowhere"), "\(own.output)")
            let offline = try bench.docket(
                ["receipt", "contract.md.receipt", "--key", archive.verifierKey.text],
                environment: environment)
            #expect(offline.status == 0, "\(offline.output)")
        }
    }

    @Test func `writes no receipt that proves nothing`() async throws {
        let (archive, forged) = (archive, try TestArchive(seed: 8))
        let isForged = Mutex(false)
        try await MockServer.script({ request in
            // Whoever has the server has not the archive's key.
            isForged.withLock { $0 } && request.method == "POST"
                ? forged.answer(request) : archive.answer(request)
        }).run { server in
            #expect(try bench.docket(at: server, filing()).status == 0)
            isForged.withLock { $0 = true }
            try bench.write("second.md", "Second.\n")
            let filed = try bench.docket(at: server, filing("second.md"))
            #expect(filed.status == 2, "\(filed.output)")
            #expect(filed.output.contains("receipt proves nothing"), "\(filed.output)")
            #expect(!bench.exists("second.md.receipt"))
        }
    }

    @Test func `files nothing whose receipt has the place of another's`() async throws {
        let archive = archive
        try await MockServer.script({ archive.answer($0) }).run { server in
            #expect(try bench.docket(at: server, filing()).status == 0)
            let receipt = try bench.read("contract.md.receipt")
            let count = server.requests.count
            let another = try TestParty("BANANEX")
            try bench.write("B.pem", another.keyPEM)
            try bench.write("B.crt", another.certificatePEM)
            let others = [
                filing() + ["--regarding", "answers:" + Digest.sha256("an offer".utf8).text],
                [
                    "file", "--matter", "BAN-1", "--key", "B.pem", "--cert", "B.crt", "contract.md",
                ],
            ]
            for other in others {
                let filed = try bench.docket(at: server, other)
                #expect(filed.status == 1, "\(filed.output)")
                #expect(filed.output.contains("is not the receipt of this filing"))
            }
            #expect(!server.requests.dropFirst(count).contains { $0.method == "POST" })
            #expect(try bench.read("contract.md.receipt") == receipt)
        }
    }

    @Test func `refuses a server that shows another archive`() async throws {
        let (archive, other) = (archive, try TestArchive(seed: 8))
        let isOther = Mutex(false)
        try await MockServer.script({ request in
            isOther.withLock { $0 } ? other.answer(request) : archive.answer(request)
        }).run { server in
            #expect(try bench.docket(at: server, ["checkpoint"]).status == 0)
            isOther.withLock { $0 = true }
            let count = server.requests.count
            let filed = try bench.docket(at: server, filing())
            #expect(filed.status == 2, "\(filed.output)")
            #expect(!server.requests.dropFirst(count).contains { $0.method == "POST" })
        }
    }

    @Test func `writes a content only if it is what was filed`() async throws {
        let archive = archive
        let isSpoilt = Mutex(false)
        try await MockServer.script({ request in
            var answer = archive.answer(request)
            if request.path.hasSuffix("/content"), isSpoilt.withLock({ $0 }) {
                answer?.body[0] ^= 1
            }
            return answer
        }).run { server in
            #expect(try bench.docket(at: server, filing()).status == 0)
            let show = ["show", "--matter", "BAN-1", "1", "--output"]
            #expect(try bench.docket(at: server, show + ["copy.md"]).status == 0)
            #expect(try bench.read("copy.md") == bench.read("contract.md"))
            isSpoilt.withLock { $0 = true }
            let spoilt = try bench.docket(at: server, show + ["spoilt.md"])
            #expect(spoilt.status == 2, "\(spoilt.output)")
            #expect(!bench.exists("spoilt.md"))
        }
    }

    @Test func `mirrors the log, and again what is new`() async throws {
        let archive = archive
        try await MockServer.script({ archive.answer($0) }).run { server in
            #expect(try bench.docket(at: server, filing()).status == 0)
            let export = ["export", "--tiles", "log"]
            let first = try bench.docket(at: server, export)
            #expect(first.status == 0, "\(first.output)")
            #expect(try bench.read("log/checkpoint") == archive.checkpoint().note)
            try bench.write("second.md", "Second.\n")
            #expect(try bench.docket(at: server, filing("second.md")).status == 0)
            let second = try bench.docket(at: server, export)
            #expect(second.status == 0, "\(second.output)")
            #expect(try bench.read("log/checkpoint") == archive.checkpoint().note)
        }
    }

    @Test(arguments: [
        ["file", "--matter", "BAN-1", "contract.md"], ["show", "--matter", "BAN-1", "0"],
        ["show", "--matter", "../x", "1"], ["list", "--matter", "a/b"], ["nonsense"],
        ["search", "--limit", "0"], ["search", "--digest", "x"],
        ["member", "add", "B", "P", "king"],
    ])
    func `says what is wrong before it asks anybody`(_ arguments: [String]) async throws {
        try await MockServer.script({ _ in nil }).run { server in
            let result = try bench.docket(at: server, arguments)
            #expect(result.status == 64, "\(result.output)")
            #expect(result.output.hasPrefix("docket: error: "), "\(result.output)")
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: ["http://archive.example", "ftp://127.0.0.1", "https://", "archive.example"])
    func `goes to no such place`(_ server: String) throws {
        let result = try bench.docket(["--server", server] + filing())
        #expect(result.status == 64, "\(result.output)")
        #expect(!result.output.contains("Fatal"))
    }

    @Test func `sends a token from a private file only`() async throws {
        let token = "dkt_" + String(repeating: "A", count: 43)
        try await MockServer.script({ _ in .json(#"{"principal":"FRUTA","roles":[]}"#) }).run {
            server in
            try bench.write("token", token + "\n")
            let path = bench.folder.path + "/token"
            let command = ["session", "--token-file", path]
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: path)
            let exposed = try bench.docket(at: server, command)
            #expect(exposed.status == 1 && server.requests.isEmpty, "\(exposed.output)")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: path)
            let known = try bench.docket(at: server, command)
            #expect(known.status == 0, "\(known.output)")
            #expect(server.requests.first?.header("Authorization") == "Bearer " + token)
            #expect(!known.output.contains(token))
            try bench.write("token", "password\n")
            #expect(try bench.docket(at: server, command).status == 1)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `keeps what evidence says off the terminal's controls`() async throws {
        let exhibit =
            #"{"exhibits":[{"state":"filed","index":1,"matter":"BAN-1","number":1,"received":"x","#
            + #""kind":"document","name":"a\u001b[2Jb\u202ec","filer":"operator"}],"next_cursor":null}"#
        try await MockServer.script({ _ in .json(exhibit) }).run { server in
            let listed = try bench.docket(at: server, ["list", "--matter", "BAN-1"])
            #expect(listed.status == 0)
            #expect(listed.output.contains("a⟨U+1B⟩[2Jb⟨U+202E⟩c"), "\(listed.output)")
        }
    }

    @Test func `asks for page after page, and never for ever`() async throws {
        let pages = #"{"exhibits":[],"next_cursor":"again"}"#
        try await MockServer.script({ _ in .json(pages) }).run { server in
            let listed = try bench.docket(at: server, ["list", "--matter", "BAN-1"])
            #expect(listed.status == 1, "\(listed.output)")
            #expect(server.requests.count == 2)
        }
    }

    @Test func `goes on behind a page in which nothing was found`() async throws {
        let exhibit =
            #"{"exhibits":[{"state":"filed","index":9000,"matter":"BAN-1","number":8999,"received":"x","#
            + #""kind":"document","name":"late.txt","filer":"operator"}],"next_cursor":null}"#
        try await MockServer.script({ request in
            .json(
                request.path.contains("cursor=4097")
                    ? exhibit : #"{"exhibits":[],"next_cursor":"4097"}"#)
        }).run { server in
            let listed = try bench.docket(at: server, ["list", "--matter", "BAN-1"])
            #expect(listed.status == 0, "\(listed.output)")
            #expect(listed.output.contains("late.txt"))
        }
    }
}

@Suite struct `docket with a queue` {
    private let bench: RemoteBench
    private let archive: TestArchive

    init() throws {
        bench = try RemoteBench()
        archive = try TestArchive()
    }

    private func enqueue(at url: String) throws -> CommandResult {
        try bench.docket(
            [
                "--server", url, "--archive-key", archive.verifierKey.text, "file", "--queue",
                "--matter", "BAN-1",
            ] + RemoteBench.signing + ["contract.md"])
    }

    @Test func `makes filings without a server, and sends them once later`() async throws {
        let archive = archive
        try await MockServer.script({ archive.answer($0) }).run { server in
            let queued = try enqueue(at: server.url)
            #expect(queued.status == 0, "\(queued.output)")
            #expect(server.requests.isEmpty)
            try bench.write("contract.md", "Something else by now.\n")
            let saved = bench.folder.path + "/saved"
            let queue = bench.folder.path + "/state/docket/remote/queue"
            try FileManager.default.copyItem(atPath: queue, toPath: saved)
            let sent = try bench.docket(at: server, ["queue", "send"])
            #expect(sent.status == 0, "\(sent.output)")
            let receipt = try bench.read("contract.md.receipt")
            #expect(try bench.docket(["queue", "list"]).output.contains("nothing waits"))
            // As if the process had died before it took the filing out of the queue.
            try FileManager.default.removeItem(atPath: queue)
            try FileManager.default.copyItem(atPath: saved, toPath: queue)
            let again = try bench.docket(at: server, ["queue", "send"])
            #expect(again.status == 0, "\(again.output)")
            #expect(try bench.read("contract.md.receipt") == receipt)
            #expect(try archive.checkpoint().checkpoint.size.value == 1)
            let filings = server.requests.filter { $0.method == "POST" }
            #expect(filings.count == 2)
            #expect(filings.first?.body == filings.last?.body)
            for name in ["Idempotency-Key", "Docket-Filing", "Docket-Filing-Signature"] {
                #expect(filings.first?.header(name) == filings.last?.header(name))
            }
        }
    }

    @Test func `keeps what the server refuses, and sends the rest`() async throws {
        let archive = archive
        let refused = Mutex(0)
        try await MockServer.script({ request in
            let isFirst =
                request.method == "POST"
                && refused.withLock { count in
                    count += 1
                    return count == 1
                }
            return isFirst ? .problem(413, "too-large") : archive.answer(request)
        }).run { server in
            #expect(try enqueue(at: server.url).status == 0)
            try bench.write("contract.md", "Second.\n")
            #expect(try enqueue(at: server.url).status == 0)
            let sent = try bench.docket(at: server, ["queue", "send"])
            #expect(sent.status == 1 && sent.output.contains("too-large"), "\(sent.output)")
            let left = try bench.docket(["queue", "list"])
            #expect(left.output.hasPrefix("1  "), "\(left.output)")
            #expect(!left.output.contains("\n2  "))
            #expect(try bench.docket(["queue", "drop", "2"]).status == 1)
            #expect(try bench.docket(["queue", "drop", "1"]).status == 0)
            #expect(try bench.docket(["queue", "list"]).output.contains("nothing waits"))
            #expect(bench.exists("contract.md"))
        }
    }

    @Test func `sends nothing to another server than it was queued for`() async throws {
        let archive = archive
        try await MockServer.script({ archive.answer($0) }).run { server in
            #expect(try enqueue(at: "https://other.example").status == 0)
            let sent = try bench.docket(at: server, ["queue", "send"])
            #expect(sent.output.contains("nothing waits for"), "\(sent.output)")
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `needs the archive's key`() throws {
        let queued = try bench.docket(
            ["--server", "https://archive.example", "file", "--queue", "--matter", "BAN-1"]
                + RemoteBench.signing + ["contract.md"])
        #expect(queued.status == 1 && queued.output.contains("--archive-key"), "\(queued.output)")
    }
}
