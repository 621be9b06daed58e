// Cosignatures over checkpoints, and witnesses that lie or are down, or say that the archive does.

import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import ArchiveDuties

private struct Spoiled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fault: DutyFault
    let answer: @Sendable (FetchResponse) throws -> FetchResponse

    init(
        _ title: String, _ fault: DutyFault,
        _ answer: @escaping @Sendable (FetchResponse) throws -> FetchResponse
    ) { (testDescription, self.fault, self.answer) = (title, fault, answer) }
}

private let spoiled: [Spoiled] = [
    Spoiled("is down", .unreachable) { _ in throw Outside.Unreachable() },
    Spoiled("answers with a status", .refused) { _ in FetchResponse(status: 500) },
    Spoiled("does not know the log", .disowned) { _ in FetchResponse(status: 404) },
    Spoiled("knows another key", .disowned) { _ in FetchResponse(status: 403) },
    Spoiled("knows another log", .disowned) { _ in FetchResponse(status: 422) },
    Spoiled("has seen more than there is", .disowned) { _ in
        FetchResponse(status: 409, contentType: "text/x.tlog.size", body: Array("99\n".utf8))
    },
    Spoiled("says another size each time", .refused) { _ in
        FetchResponse(status: 409, contentType: "text/x.tlog.size", body: Array("0\n".utf8))
    },
    Spoiled("names a size that is none", .refused) { _ in
        FetchResponse(status: 409, contentType: "text/x.tlog.size", body: Array("-1\n".utf8))
    },
    Spoiled("answers with nothing", .malformed) { _ in FetchResponse(status: 200) },
    Spoiled("answers with a page", .malformed) { _ in
        FetchResponse(status: 200, body: Array("<html>".utf8))
    },
    Spoiled("signs falsely", .badSignature) { response in
        var words = String(decoding: response.body, as: UTF8.self).dropLast()
            .split(separator: " ").map(String.init)
        var bytes = required(Base64.decode(words[2]))
        bytes[40] ^= 1
        words[2] = Base64.encode(bytes)
        return FetchResponse(
            status: 200, body: Array((words.joined(separator: " ") + "\n").utf8))
    },
]

@Suite struct `Cosignatures of an archive` {
    @Test func `are over the newest checkpoint, tokens included, and are filed once`() async throws
    {
        let bench = try DutyBench()
        let entry = try await bench.file("offer")
        #expect(await bench.stamping.step() == .filed(TreeSize(1)))
        #expect(await bench.cosigning.step() == .filed(TreeSize(2)))
        #expect(await bench.cosigning.step() == .nothingNew)
        #expect(await bench.stamping.step() == .nothingNew)
        #expect(
            try bench.records() == [
                "docket.time.2026-03-05 TSA1-1.tst", "docket.time.2026-03-05 NORTHW-2.txt",
            ])
        let ladder = try bench.ladder(of: entry)
        #expect(ladder.witnessed.map(\.time) == [DutyBench.start])
        #expect(try bench.commit.use { try $0.newestCosignedSize() } == TreeSize(2))
        try await bench.file("order")
        #expect(await bench.cosigning.step() == .filed(TreeSize(4)))
    }

    @Test func `are asked from the size that the witness says`() async throws {
        let bench = try DutyBench()
        try await bench.file("offer")
        #expect(await bench.cosigning.step() == .filed(TreeSize(1)))
        try await bench.file("order")
        // Somebody else has shown it the newest checkpoint meanwhile.
        let other = DutyBench.cosigning(bench.office, bench.keys.north)
        #expect(await other.step() == .filed(TreeSize(3)))
        try await bench.file("bill")
        #expect(await bench.cosigning.step() == .filed(TreeSize(5)))
    }

    @Test(arguments: spoiled)
    fileprivate func `are not filed where the witness`(_ spoiled: Spoiled) async throws {
        let bench = try DutyBench()
        try await bench.file("offer")
        bench.spoilCosignatures(spoiled.answer)
        #expect(await bench.cosigning.step() == .failed(spoiled.fault))
        #expect(try bench.records() == [])
        #expect(try bench.commit.use { try $0.newestCosignedSize() } == nil)
        bench.spoilCosignatures { $0 }
        guard case .waits(let retry) = await bench.cosigning.step() else {
            Issue.record("it does not wait")
            return
        }
        bench.clock.now = retry
        #expect(await bench.cosigning.step() == .filed(TreeSize(1)))
        #expect(bench.office.board[bench.cosigning.dutyClock].fault == nil)
    }

    @Test func `with a time that cannot be are not filed`() async throws {
        for hours in [-1, 1] as [Int64] {
            let bench = try DutyBench()
            try await bench.file("offer")
            let keys = bench.keys
            let note = try bench.commit.use { try $0.checkpoint().note }
            let time = DutyBench.start.advanced(by: TimeSpan(seconds: 3600 * hours))
            bench.spoilCosignatures { _ in
                FetchResponse(
                    status: 200, body: Array(try keys.north.line(on: note, at: time).utf8))
            }
            #expect(await bench.cosigning.step() == .failed(.falseTime))
            #expect(try bench.records() == [])
        }
    }

    @Test func `are not filed where one time of several cannot be`() async throws {
        let bench = try DutyBench()
        try await bench.file("offer")
        let keys = bench.keys
        let note = try bench.commit.use { try $0.checkpoint().note }
        bench.spoilCosignatures { _ in
            let lines = try [DutyBench.start, at("2025-03-05T12:00:00Z")].map {
                try keys.north.line(on: note, at: $0)
            }
            return FetchResponse(status: 200, body: Array(lines.joined().utf8))
        }
        #expect(await bench.cosigning.step() == .failed(.falseTime))
        #expect(try bench.records() == [])
    }
}
