// What only shows between several transcripts: one text twice, one deal with two texts, numbers that do not fit (X12, X13, X15).

import EvidenceTesting
import EvidenceValues
import Testing

@testable import EvidenceModules

@Suite struct `Transcripts beside each other` {
    private typealias Sample = TranscriptSample

    private static func judged(_ samples: [TranscriptSample]) -> [TranscriptFinding] {
        judge(
            samples.map(\.run),
            in: TranscriptContext(
                listed: [Sample.parties["ttp"]!], skew: TimeSpan(seconds: 60),
                now: Instant(text: "2026-05-04T12:00:00Z")!))
    }

    static func twice() throws -> [TranscriptFinding] {
        judged([try Sample.complete(), try Sample.complete(name: "again")])
    }

    @Test func `two exchanges on one text are one contract`() throws {
        let found = try Self.twice()
        #expect(found.map(\.codes) == [["X12"], []])
        #expect(found.map(\.contract) == [.certain, .certain])
        let apart = Self.judged([try .complete(), try .of("me1", "me2", name: "again")])
        #expect(apart.map(\.codes) == [[], ["X04"]])
    }

    @Test func `one exchange with two answers, both open, is one contract`() throws {
        var sample = try Sample.complete()
        sample.add("me2", as: "me2b")
        sample.add("m3", as: "m3b", about: ["me2": "me2b"])
        sample.add("m4", as: "m4b", about: ["me2": "me2b"])
        #expect(Self.judged([sample]).map(\.codes) == [["X12"]])
    }

    static func twoTexts() throws -> [TranscriptFinding] {
        var samples = [try Sample.complete(), try Sample.complete(text: "DB10", name: "other")]
        for index in samples.indices {
            guard let offer = samples[index]["me1"] else { continue }
            var values = offer.values
            values["deal"] = .word("BAN-1")
            samples[index].add(
                ExchangeMessage(
                    of: offer.form, document: offer.document, sender: offer.sender,
                    values: values, commitments: offer.commitments), as: "me1")
        }
        return judged(samples)
    }

    @Test func `two texts of one deal are told`() throws {
        #expect(try Self.twoTexts().map(\.codes) == [["X13"], []])
        let apart = Self.judged([
            try .complete(), try .complete(text: "DB10", name: "other"),
        ])
        #expect(apart.allSatisfy { $0.codes.isEmpty })
    }

    static func divided() throws -> [TranscriptFinding] {
        var samples = [
            try Sample.of("me1", "me2", "replacement"),
            try Sample.of("me1", "me2", "replacement", text: "DB10", name: "other"),
        ]
        samples[0].number("replacement", 41)
        samples[1].number("replacement", 41)
        return judged(samples)
    }

    @Test func `decisions whose numbers do not fit convict their maker`() throws {
        let found = try Self.divided()
        #expect(found.map(\.codes) == [["X15"], []])
        #expect(found[0].misconduct == [.init(PartyID("TTP1")!, "log-fork")])
        var samples = [
            try Sample.of("me1", "me2", "replacement"),
            try Sample.of("me1", "me2", "replacement", text: "DB10", name: "other"),
        ]
        samples[0].number("replacement", 41)
        samples[1].number("replacement", 42)
        #expect(Self.judged(samples).map(\.codes) == [["X15"], []])
        samples[1].number("replacement", 42, previous: samples[0].digest(of: "replacement"))
        #expect(Self.judged(samples).map(\.codes) == [[], []])
        // A number that is not on file is no gap.
        samples[1].number("replacement", 57)
        #expect(Self.judged(samples).map(\.codes) == [[], []])
        samples[1].number("replacement", .max)
        samples[0].number("replacement", .min)
        #expect(Self.judged(samples).map(\.codes) == [[], []])
    }
}
