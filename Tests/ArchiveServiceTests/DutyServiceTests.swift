// The status and the duties of a service, over its router, and over loopback with a witness in another language.

import ArchiveDuties
import Cryptography
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceInterface
import Synchronization
import Testing
import TransparencyLog

@testable import ArchiveService

@Suite struct `The status of a service` {
    private static func auditor() -> Caller {
        Caller(principal: PrincipalID("eve"), everywhere: [.auditor])
    }

    @Test func `names no matter, and says what clocks do`() async throws {
        let silent: Fetch = { _ in throw CancellationError() }
        let service = try DutyService(
            fetch: silent,
            configure: { config, folder in
                let keys = try HostileKeys.shared.get()
                config.agreements = [
                    .init(annex: try DutyService.annex(folder, keys, witness: keys.north.trusted))
                ]
                config.timeStamps.authorities = [.init(name: "TSA1", url: "http://127.0.0.1:9/")]
            })
        try await service.file("document")
        try await service.use { client in
            let answer = try await client.execute(uri: "/v1/status", method: .get)
            #expect(answer.status == .ok && !answer.text.contains("BAN-1"))
            let status = answer.object
            #expect(status["origin"] == .string(service.keys.origin.text))
            #expect(status["audit"] == .null)
            guard case .array(let stamps)? = status["time_stamps"] else {
                Issue.record("no list")
                return
            }
            #expect(
                stamps == [
                    .object([
                        "name": .string("TSA1"), "state": .string("waiting"), "last_time": .null,
                        "last_tree_size": .null,
                    ])
                ])
        }
    }

    @Test func `has the audits for auditors only, page by page`() async throws {
        var service = try DutyService()
        try await service.file("document")
        let audit = AuditService(
            service.core, at: try #require(AuditClock("02:30")), parties: [])
        let thread = BlockingPool(threads: 1, limit: 1)
        for night in 1...3 {
            await audit.step(thread)
            #expect(service.core.metrics.value("docket_audit_clean") == 1, "\(night)")
            // Once a night.
            await audit.step(thread)
            service.clock.advance(by: TimeSpan(seconds: 86_400))
        }
        try await thread.stop()
        service.caller = Self.auditor()
        try await service.use { client in
            let all = try await client.execute(uri: "/v1/audits", method: .get)
            guard case .array(let audits)? = all.object["audits"] else {
                Issue.record("no list: \(all.text)")
                return
            }
            #expect(audits.count == 3 && all.object["next_cursor"] == .null)
            let first = try await client.execute(uri: "/v1/audits?limit=2", method: .get)
            guard case .string(let cursor)? = first.object["next_cursor"] else {
                Issue.record("no cursor: \(first.text)")
                return
            }
            #expect(first.headers[.link]?.contains("cursor=\(cursor)") == true)
            let second = try await client.execute(
                uri: "/v1/audits?limit=2&cursor=\(cursor)", method: .get)
            #expect(second.object["audits"] == .array(Array(audits.dropFirst(2))))
            for bad in ["limit=0", "limit=1001", "limit=x", "cursor=-1", "cursor=x"] {
                let refused = try await client.execute(uri: "/v1/audits?\(bad)", method: .get)
                #expect(refused.status == .badRequest, "\(bad)")
            }
            let latest = try await client.execute(uri: "/v1/audits/latest", method: .get)
            #expect(latest.object["format"] == .string("docket-audit/v1"))
            let status = try await client.execute(uri: "/v1/status", method: .get)
            #expect(status.object["audit"] == audits.first)
        }
    }

    @Test func `keeps audits and ladders from who may not see them`() async throws {
        var service = try DutyService()
        try await service.file("document")
        service.caller = Caller(
            principal: PrincipalID("bob"),
            matters: [try #require(MatterID("OTHER")): [.party]])
        try await service.use { client in
            for path in ["/v1/audits", "/v1/audits/latest"] {
                #expect(try await client.execute(uri: path, method: .get).status == .forbidden)
            }
            let own = try await client.execute(
                uri: "/v1/matters/OTHER/exhibits/1/ladder", method: .get)
            let others = try await client.execute(
                uri: "/v1/matters/BAN-1/exhibits/1/ladder", method: .get)
            let none = try await client.execute(
                uri: "/v1/matters/NONE/exhibits/1/ladder", method: .get)
            #expect([own, others, none].map(\.status) == [.notFound, .notFound, .notFound])
            #expect(others.anonymous == none.anonymous)
        }
    }
}

@Suite struct `The audits of a service` {
    /// Lets SQLite do this beside the service, and gives what it prints.
    private func sqlite(_ sql: String, _ service: DutyService) throws -> String {
        let result = try CommandResult.run(
            "sqlite3", [service.core.config.archive + "/docket.sqlite", sql],
            in: service.folder.path)
        try #require(result.status == 0, "\(result.output)")
        return result.output
    }

    @Test func `call the archive damaged until a report can be filed again`() async throws {
        let service = try DutyService()
        try await service.file("document")
        let audit = AuditService(
            service.core, at: try #require(AuditClock("02:30")), parties: [])
        let thread = BlockingPool(threads: 1, limit: 1)
        func step(after seconds: Int64) async -> [Double?] {
            service.clock.advance(by: TimeSpan(seconds: seconds))
            await audit.step(thread)
            return ["docket_audit_clean", "docket_audit_filed"].map {
                service.core.metrics.value($0)
            }
        }
        #expect(await step(after: 0) == [1, 1])
        let triggers = "FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry';"
        let makes = try sqlite("SELECT sql || ';' " + triggers, service)
        _ = try sqlite(
            sqlite("SELECT 'DROP TRIGGER ' || name || ';' " + triggers, service), service)
        #expect(await step(after: 86_400) == [0, 0])
        // The newest report in the log is still the clean one of the day before.
        #expect(await step(after: 30) == [0, 0])
        _ = try sqlite(makes, service)
        #expect(await step(after: 30) == [0, 0])
        #expect(await step(after: 1800) == [1, 1])
        #expect(await step(after: 30) == [1, 1])
        try await thread.stop()
        try await service.core.close()
    }
}

@Suite struct `Clocks of a service` {
    /// Starts the witness in Python, and stops it.
    private final class PythonWitness {
        let process = Process()
        let input = Pipe()
        let url: String
        let key: String

        init(log: VerifierKey) throws {
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [
                "python3", PublicVectors.root.appending(path: "Tests/Tools/witness.py").path,
                "--log", log.text,
            ]
            process.standardOutput = output
            process.standardInput = input
            try process.run()
            var line: [UInt8] = []
            while line.last != 0x0A {
                let more = try output.fileHandleForReading.read(upToCount: 1) ?? Data()
                guard !more.isEmpty else { break }
                line += Array(more)
            }
            let words = String(decoding: line.dropLast(), as: UTF8.self).split(separator: " ")
            url = String(try #require(words.first))
            key = String(try #require(words.last))
        }

        /// It ends when nothing more can come.
        func stop() {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }

        deinit { if process.isRunning { stop() } }
    }

    @Test func `a witness in another language cosigns the log over HTTP`() async throws {
        let keys = try HostileKeys.shared.get()
        let python = try PythonWitness(log: keys.archive.verifierKey)
        let outgoing = OutgoingHTTP()
        let service = try DutyService(
            fetch: outgoing.fetch,
            configure: { config, folder in
                let trusted = TrustedWitness(
                    party: try #require(PartyID("PYTHON")), name: "python", verifierKey: python.key)
                config.agreements = [
                    .init(annex: try DutyService.annex(folder, keys, witness: trusted))
                ]
                config.witnesses.peers = [
                    .init(name: "python", url: python.url + "/", key: python.key)
                ]
            })
        // Its clock is the real one.
        let now = Int64(Date().timeIntervalSince1970)
        service.clock.now = try #require(Instant(seconds: now))
        let entry = try await service.file("document")
        let office = DutyOffice(
            origin: service.core.origin, desk: service.core, board: service.duties.board,
            fetch: outgoing.fetch, clock: service.core.clock, random: service.core.random)
        let duty = CosigningDuty(office, try #require(service.duties.roster.witnesses.first))
        #expect(await duty.step() == .filed(TreeSize(1)))
        #expect(await duty.step() == .nothingNew)
        try await service.file("another")
        #expect(await duty.step() == .filed(TreeSize(3)))
        let trust = service.duties.roster.witnessTrust
        let ladder = try await service.core.readers.read {
            try Ladder(of: entry, in: $0, witnesses: trust)
        }
        #expect(ladder.witnessed.map(\.party.text) == ["PYTHON"] && ladder.step == .witnessed)
        let published = try await service.core.readers.read { archive in
            try archive.note(at: TreeSize(1)).map {
                try $0 + archive.cosignatures(at: TreeSize(1)).joined()
            }
        }
        #expect(published?.contains("— witness.example/py ") == true)
        // Down: told, and nobody waits for it.
        try await service.file("a third")
        python.stop()
        #expect(await duty.step() == .failed(.unreachable))
        try await outgoing.close()
        try await service.core.close()
    }

    @Test func `answers that are too long or too late are none`() async throws {
        let router = Router()
        router.post("/long") { _, _ in String(repeating: "x", count: 4096) }
        router.post("/late") { _, _ in
            try await Task.sleep(for: .seconds(5))
            return "late"
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        let outgoing = OutgoingHTTP()
        try await application.test(.live) { client in
            let port = try #require(client.port)
            func fetch(
                _ path: String, limit: Int, patience: Int64 = 60_000
            ) async throws -> FetchResponse {
                try await outgoing.fetch(
                    FetchRequest(
                        .post, "http://127.0.0.1:\(port)/\(path)", body: [1],
                        patience: TimeSpan(milliseconds: patience), limit: limit))
            }
            #expect(try await fetch("long", limit: 4096).body.count == 4096)
            await #expect(throws: (any Error).self) { try await fetch("long", limit: 4095) }
            // It would be answered in the end.
            await #expect(throws: (any Error).self) {
                try await fetch("late", limit: 4096, patience: 500)
            }
        }
        await #expect(throws: (any Error).self) {
            try await outgoing.fetch(
                FetchRequest(
                    .get, "http://127.0.0.1:9/", patience: TimeSpan(milliseconds: 500), limit: 9))
        }
        try await outgoing.close()
    }

    @Test func `are of an annex that belongs to its agreement`() throws {
        let (folder, keys) = (try TestFolder(), try HostileKeys.shared.get())
        let annex = try DutyService.annex(folder.path, keys, witness: keys.north.trusted)
        var path: String { folder.path + "/agreement.md" }
        func roster(_ agreement: String) throws -> DutyRoster {
            try Data(agreement.utf8).write(to: URL(filePath: path))
            var config = ServiceConfiguration()
            config.agreements = [.init(agreement: path, annex: annex)]
            return try DutyRoster(config, origin: keys.origin)
        }
        let agreement = try HostileWorld().agreement
        #expect(try roster(agreement).parties.count == 1)
        #expect(throws: DutyRoster.Fault.otherAgreement(path: annex)) {
            try roster(agreement.replacing("T_skew = 1min", with: "T_skew = 2min"))
        }
        #expect(throws: DutyRoster.Fault.badAgreement(path: path)) { try roster("none\n") }
    }

    @Test func `that no annex lists are refused at the start`() throws {
        #expect(throws: DutyRoster.Fault.unknownAuthority("TSA1")) {
            try DutyService(configure: { config, _ in
                config.timeStamps.authorities = [.init(name: "TSA1", url: "http://127.0.0.1:9/")]
            })
        }
        #expect(throws: DutyRoster.Fault.unknownWitness("w")) {
            try DutyService(configure: { config, _ in
                config.witnesses.peers = [.init(name: "w", url: "http://127.0.0.1:9", key: "w")]
            })
        }
        #expect(throws: DutyRoster.Fault.badTime("25:00")) {
            try DutyService(configure: { config, _ in config.audit.at = "25:00" })
        }
    }
}
