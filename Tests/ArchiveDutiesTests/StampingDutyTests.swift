// Time-stamps over checkpoints, and authorities that lie, are late or down.

import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import ArchiveDuties

/// An authority that does not do what it must.
private struct Spoiled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fault: DutyFault
    let answer: @Sendable (HostileKeys, ReadQuery, Instant) throws -> FetchResponse

    init(
        _ title: String, _ fault: DutyFault,
        _ answer: @escaping @Sendable (HostileKeys, ReadQuery, Instant) throws -> FetchResponse
    ) { (testDescription, self.fault, self.answer) = (title, fault, answer) }
}

private func token(
    _ keys: HostileKeys, _ query: ReadQuery, at time: Instant,
    _ change: (inout TimeStampOptions) -> Void = { _ in }
) throws -> FetchResponse {
    var options = TimeStampOptions()
    options.nonce = query.nonce
    change(&options)
    let token = try keys.timeStamping.token(imprint: query.imprint, at: time, options: options)
    return FetchResponse(status: 200, body: keys.timeStamping.response(with: token))
}

private let spoiled: [Spoiled] = [
    Spoiled("is down", .unreachable) { _, _, _ in throw Outside.Unreachable() },
    Spoiled("answers with a status", .refused) { _, _, _ in FetchResponse(status: 503) },
    Spoiled("refuses", .refused) { _, _, _ in
        FetchResponse(status: 200, body: [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02])
    },
    Spoiled("answers with a page", .malformed) { _, _, _ in
        FetchResponse(status: 200, body: Array("<html>".utf8))
    },
    Spoiled("answers with nothing", .malformed) { _, _, _ in FetchResponse(status: 200) },
    Spoiled("cuts its answer", .malformed) { keys, query, now in
        let whole = try token(keys, query, at: now)
        return FetchResponse(status: 200, body: whole.body.dropLast(3))
    },
    Spoiled("stamps something else", .wrongAnswer) { keys, query, now in
        var options = TimeStampOptions()
        options.nonce = query.nonce
        let token = try keys.timeStamping.token(
            imprint: Digest.sha256([1]).bytes, at: now, options: options)
        return FetchResponse(status: 200, body: keys.timeStamping.response(with: token))
    },
    Spoiled("answers with another nonce", .wrongAnswer) { keys, query, now in
        try token(keys, query, at: now) { $0.nonce = [1] + query.nonce.dropFirst() }
    },
    Spoiled("answers without a nonce", .wrongAnswer) { keys, query, now in
        try token(keys, query, at: now) { $0.nonce = nil }
    },
    Spoiled("signs falsely", .badSignature) { keys, query, now in
        try token(keys, query, at: now) { $0.signature.signatureIsBroken = true }
    },
    Spoiled("leaves its certificate out", .badSignature) { keys, query, now in
        try token(keys, query, at: now) { $0.signature.hasCertificates = false }
    },
    Spoiled("is a stranger of the same name", .untrusted) { keys, query, now in
        var options = TimeStampOptions()
        options.nonce = query.nonce
        let token = try keys.strangeTimeStamping.token(
            imprint: query.imprint, at: now, options: options)
        return FetchResponse(status: 200, body: keys.timeStamping.response(with: token))
    },
    Spoiled("is an hour ahead", .falseTime) { keys, query, now in
        try token(keys, query, at: now.advanced(by: TimeSpan(seconds: 3600)))
    },
    Spoiled("is an hour behind", .falseTime) { keys, query, now in
        try token(keys, query, at: now.advanced(by: TimeSpan(seconds: -3600)))
    },
]

@Suite struct `Time-stamps of an archive` {
    @Test func `are over a checkpoint with what was filed, and are filed once`() async throws {
        let bench = try DutyBench()
        #expect(await bench.stamping.step() == .nothingNew)
        let entry = try await bench.file("offer")
        try await bench.file("order")
        #expect(await bench.stamping.step() == .filed(TreeSize(2)))
        #expect(try bench.records() == ["docket.time.2026-03-05 TSA1-2.tst"])
        // Its own record is nothing new.
        #expect(await bench.stamping.step() == .nothingNew)
        let ladder = try bench.ladder(of: entry)
        #expect(ladder.step == .timeStamped && ladder.timeStamped.map(\.size.value) == [2])
        #expect(ladder.timeStamped.first?.time == DutyBench.start)
        try await bench.file("bill")
        #expect(await bench.stamping.step() == .filed(TreeSize(4)))
        let standing = bench.office.board[bench.stamping.dutyClock]
        #expect(standing.answers == 2 && standing.fault == nil)
        #expect(standing.last?.size == TreeSize(4))
    }

    @Test func `come once a day over what the archive filed itself`() async throws {
        let bench = try DutyBench()
        try await bench.file("offer")
        #expect(await bench.stamping.step() == .filed(TreeSize(1)))
        bench.clock.advance(by: TimeSpan(seconds: 86_399))
        #expect(await bench.stamping.step() == .nothingNew)
        bench.clock.advance(by: TimeSpan(seconds: 1))
        #expect(await bench.stamping.step() == .filed(TreeSize(2)))
        #expect(try bench.records().last == "docket.time.2026-03-06 TSA1-2.tst")
    }

    @Test func `go on after a restart where the log says`() async throws {
        let bench = try DutyBench()
        try await bench.file("offer")
        _ = await bench.stamping.step()
        let again = DutyBench.stamping(bench.office, bench.trust)
        #expect(await again.step() == .nothingNew)
        #expect(bench.office.board[again.dutyClock].last?.size == TreeSize(1))
        try await bench.file("order")
        #expect(await again.step() == .filed(TreeSize(3)))
    }

    @Test(arguments: spoiled)
    fileprivate func `are not filed where the authority`(_ spoiled: Spoiled) async throws {
        let bench = try DutyBench()
        let keys = bench.keys
        bench.spoil { try spoiled.answer(keys, $0, $1) }
        let entry = try await bench.file("offer")
        #expect(await bench.stamping.step() == .failed(spoiled.fault))
        #expect(try bench.records() == [] && bench.ladder(of: entry).step == .logged)
        let standing = bench.office.board[bench.stamping.dutyClock]
        #expect(standing.fault == spoiled.fault && standing.faults == [spoiled.fault: 1])
        // It is asked again after a while, and not before.
        bench.spoil { try Outside.answer(by: keys.timeStamping, $0, at: $1) }
        guard case .waits(let retry) = await bench.stamping.step() else {
            Issue.record("it does not wait")
            return
        }
        bench.clock.now = retry
        #expect(await bench.stamping.step() == .filed(TreeSize(1)))
        #expect(bench.office.board[bench.stamping.dutyClock].fault == nil)
    }

    @Test func `wait longer after each failure, ten minutes at most`() async throws {
        let bench = try DutyBench()
        bench.spoil { _, _ in throw Outside.Unreachable() }
        try await bench.file("offer")
        var waits: [Int64] = []
        for _ in 0..<10 {
            #expect(await bench.stamping.step() == .failed(.unreachable))
            guard case .waits(let retry) = await bench.stamping.step() else { break }
            waits.append((retry.milliseconds - bench.clock.now.milliseconds) / 1000)
            bench.clock.now = retry
        }
        #expect(waits == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600])
        #expect(bench.outside.asked == 10)
    }

    @Test func `go on when this machine's clock was set back`() async throws {
        let bench = try DutyBench()
        bench.spoil { _, _ in throw Outside.Unreachable() }
        try await bench.file("offer")
        #expect(await bench.stamping.step() == .failed(.unreachable))
        // The next attempt would be in an hour, by the clock that is now right.
        bench.clock.advance(by: TimeSpan(seconds: -3600))
        #expect(await bench.stamping.step() == .failed(.unreachable))
    }
}
