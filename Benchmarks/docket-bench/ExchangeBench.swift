// Times the judging of transcripts of exchanges for `Benchmarks/run`: so many messages of asw-2, as they are once documents and signatures
// have been read. One exchange in which everything was sent a thousand times, or as many complete exchanges as there are messages for.

import EvidenceModules
import EvidenceValues
import Foundation

/// Transcripts, ready to be judged.
struct ExchangeBench {
    /// How the messages are spread.
    enum Shape: String {
        /// All of one exchange: many answers, each opened, replaced and aborted.
        case one
        /// Five to an exchange.
        case many
    }

    private let runs: [ExchangeRun]
    private let context: TranscriptContext

    init(shape: String, count: Int) throws {
        guard let shape = Shape(rawValue: shape), let proto = BuiltInProtocols.all["asw-2"],
            let originator = PartyID("FRUTA"), let responder = PartyID("MARKT"),
            let third = PartyID("TTP1"), let now = Instant(text: "2099-01-01T00:00:00Z")
        else { throw BenchError.badName }
        let parties = ["originator": originator, "responder": responder, "ttp": third]
        context = TranscriptContext(listed: [third], skew: TimeSpan(seconds: 60), now: now)
        switch shape {
        case .one: runs = [Self.run(proto, parties, answers: max(1, count / 5), name: 0)]
        case .many:
            runs = (0..<max(1, count / 5)).map { Self.run(proto, parties, answers: 1, name: $0) }
        }
    }

    /// A run with so many answers, and four messages for each: both openings, a replacement and an abort.
    private static func run(
        _ proto: ExchangeProtocol, _ parties: [String: PartyID], answers: Int, name: Int
    ) -> ExchangeRun {
        let root = digest(name, 0, "me1")
        var messages: [ExchangeMessage] = []
        func add(
            _ form: String, _ number: Int, answer: Int? = nil, commitments: [String: Digest] = [:],
            opened: [String: Digest] = [:], decision: Int64? = nil
        ) {
            guard let form = proto.message(form) else { return }
            var references = ["me1": root]
            if let answer { references["me2"] = digest(name, answer, "me2") }
            var message = ExchangeMessage(
                of: form, document: digest(name, number, form.name),
                sender: parties[form.sender], references: references, commitments: commitments,
                opened: opened, made: made(number))
            if let decision {
                message.decision = DecisionNumber(number: decision, previous: root)
            }
            messages.append(message)
        }
        add("me1", 0, commitments: ["originator": digest(name, 0, "secret")])
        for answer in 0..<answers {
            let secret = digest(name, answer, "secret of an answer")
            add("me2", answer, commitments: ["responder": secret])
            add("m3", answer, answer: answer, opened: ["originator": digest(name, 0, "secret")])
            add("m4", answer, answer: answer, opened: ["responder": secret])
            add("replacement", answer, answer: answer, decision: Int64(2 * answer + 1))
            add("abort", answer, decision: Int64(2 * answer + 2))
        }
        return ExchangeRun(
            root: root, proto: proto, parties: parties, text: digest(name, 0, "text"),
            messages: messages, openings: [:])
    }

    private static func digest(_ run: Int, _ number: Int, _ what: String) -> Digest {
        var bytes = [UInt8](repeating: 0, count: 32)
        for (place, byte) in what.utf8.prefix(16).enumerated() { bytes[16 + place] = byte }
        for place in 0..<8 {
            bytes[place] = UInt8(truncatingIfNeeded: run >> (8 * place))
            bytes[8 + place] = UInt8(truncatingIfNeeded: number >> (8 * place))
        }
        guard let digest = Digest(bytes: bytes) else {
            preconditionFailure("32 bytes are no digest")
        }
        return digest
    }

    private static func made(_ number: Int) -> Interval {
        let start = Int64(1_800_000_000_000) + Int64(number) * 1000
        return Interval(
            lo: Instant(milliseconds: start), hi: Instant(milliseconds: start + 3_600_000))
    }

    /// Judges once, and tells once; the line says how many codes were found, so that a transcript that went wrong is seen.
    func run() {
        let count = runs.reduce(0) { $0 + $1.messages.count }
        var judging = Timing(what: "judge transcripts", count: count)
        var findings: [TranscriptFinding] = []
        judging.add { findings = judge(runs, in: context) }
        judging.report([
            ("memory", Kernel.peakMemory),
            ("codes", Double(findings.reduce(0) { $0 + $1.observations.count })),
            ("contracts", Double(findings.count { $0.contract == .certain })),
        ])
        var telling = Timing(what: "tell transcripts", count: count)
        var records: [ExchangeRecord] = []
        telling.add { records = exchangeRecords(of: runs, in: context) }
        telling.report([("proofs", Double(records.reduce(0) { $0 + $1.proofs.count }))])
    }
}
