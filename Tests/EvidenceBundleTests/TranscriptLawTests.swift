// The judge of transcripts and the rules of seca-1.0 (R-21, R-22), given the same messages, find the same contracts and the same
// misconduct. They were written apart: the one as a program over sets of messages, the other as rules that a party may sign.
// DOCKET_TRANSCRIPTS=N tries more, DOCKET_SEED=N others.

import Agreements
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@Suite struct `Transcripts and the law` {
    private static let kinds = [
        "TTP1, double-decision", "TTP1, unsolicited-abort", "TTP1, bad-resolve",
        "TTP1, non-unique-resolve", "TTP1, log-fork", "FRUTA, abort-after-reveal",
    ]

    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    /// Where the two differ, in words.
    private static func differences(_ matter: RandomTranscript) throws -> [String] {
        let findings = judge(matter.runs, in: matter.context)
        let texts = [
            ("DB9", TranscriptSample.digest("DB9")), ("DB10", TranscriptSample.digest("DB10")),
        ]
        let claims =
            texts.map { "FRUTA claims contract(FRUTA, MARKT, \($0.0))" }
            + texts.map { "MARKT claims contract(MARKT, FRUTA, \($0.0))" }
            + kinds.map { "MARKT claims misconduct(\($0))" }
        let values = try TranscriptLaw(matter.runs, in: matter.context)
            .values(claims, documents: texts)
        var differences: [String] = []
        for (place, text) in texts.enumerated() {
            let own = zip(matter.runs, findings).filter { $0.0.text == text.1 }.map(\.1.contract)
            // Several exchanges on one text make one contract; an abort of one ends what is merely promised in another.
            let found: Standing =
                own.contains(.certain) ? .certain : own.contains(.contrary) ? .contrary : .possible
            for value in [values[place], values[place + 2]] where value != FindingValue(found) {
                differences.append("\(text.0): transcript \(found), law \(value)")
            }
        }
        let told = Set(findings.flatMap(\.misconduct).map { "\($0.party), \($0.kind)" })
        for (kind, value) in zip(kinds, values.dropFirst(4))
        where told.contains(kind) != (value == .proven) {
            differences.append("\(kind): transcript \(told.contains(kind)), law \(value)")
        }
        return differences
    }

    @Test func `they find the same on random transcripts`() throws {
        let first = UInt64(Self.number("DOCKET_SEED", 1))
        for seed in first..<(first + UInt64(Self.number("DOCKET_TRANSCRIPTS", 40))) {
            let matter = try #require(RandomTranscript(seed: seed))
            let differences = try Self.differences(matter)
            #expect(
                differences.isEmpty,
                "\(differences.joined(separator: "; ")): DOCKET_SEED=\(seed) DOCKET_TRANSCRIPTS=1")
        }
    }

    // A generator that never gets so far would agree with anything.
    @Test func `random transcripts come to every end`() throws {
        var reached: Set<String> = []
        for seed in UInt64(1)..<400 {
            let matter = try #require(RandomTranscript(seed: seed))
            for finding in judge(matter.runs, in: matter.context) {
                reached.insert(finding.contract.rawValue)
                reached.formUnion(finding.misconduct.map { "\($0.party), \($0.kind)" })
            }
        }
        #expect(reached.isSuperset(of: Self.kinds + ["certain", "possible", "contrary"]))
    }
}

extension FindingValue {
    fileprivate init(_ standing: Standing) {
        self =
            switch standing {
            case .certain: .proven
            case .contrary: .refuted
            case .possible: .undetermined
            }
    }
}
