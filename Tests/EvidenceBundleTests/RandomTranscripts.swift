// Random transcripts of asw-2 and both forms of asw-1: messages missing, doubled, not fitting, perhaps or not signed, aborts and replacements in both orders by
// numbers and by bounds that overlap, keys that had ended, secrets shown by this or that party, two exchanges on one text.

import EvidenceModules
import EvidenceTesting
import EvidenceValues

/// A matter of one or two exchanges.
struct RandomTranscript {
    let runs: [ExchangeRun]
    let context: TranscriptContext
    let seed: UInt64

    static let parties = [
        ("originator", PartyID("FRUTA")), ("responder", PartyID("MARKT")), ("ttp", PartyID("TTP1")),
    ]

    init?(seed: UInt64) {
        let protocols = ["asw-2", "asw-2", "asw-1", "asw-1-hash"]
        guard let proto = BuiltInProtocols.all[protocols[Int(seed % 4)]],
            let now = Instant(text: "2026-05-04T12:00:00Z"),
            let third = PartyID("TTP1"), let other = PartyID("TTP2")
        else { return nil }
        self.seed = seed
        var random = SplitMix64(seed: seed)
        var context = TranscriptContext(
            listed: random.hit(9, of: 10) ? [third, other] : [other], skew: TimeSpan(seconds: 60),
            now: now)
        if random.hit(1, of: 2) {
            context.heldOut = Set(
                [PartyID(random.hit(1, of: 2) ? "FRUTA" : "MARKT")].compactMap(\.self))
        }
        var runs: [ExchangeRun] = []
        for number in 0..<(random.hit(1, of: 4) ? 2 : 1) {
            var sample = TranscriptSample(
                proto,
                parties: Dictionary(
                    Self.parties.compactMap { role, party in party.map { (role, $0) } },
                    uniquingKeysWith: { one, _ in one }),
                text: TranscriptSample.digest(random.hit(3, of: 4) ? "DB9" : "DB10"),
                name: "run \(number)")
            Self.fill(&sample, &random, &context)
            sample.settle()
            runs.append(sample.run)
        }
        // Certificates end, too: what is not proven to have existed before is not certainly in time.
        for message in runs.flatMap(\.messages) where context.ended[message.document] == nil {
            context.ended[message.document] = TranscriptLaw.certificatesEnd
        }
        self.runs = runs
        self.context = context
    }

    private static func fill(
        _ sample: inout TranscriptSample, _ random: inout SplitMix64,
        _ context: inout TranscriptContext
    ) {
        // Most runs are nearly complete, so that what is wrong with them matters.
        let wanted = random.hit(1, of: 2) ? 9 : 6
        let soundness = random.hit(1, of: 2) ? 19 : 7
        func put(_ form: String, as id: String? = nil, about: [String: String] = [:]) {
            // Without a first message there is no run.
            guard form == "me1" || random.hit(wanted, of: 10) else { return }
            let isSound =
                ["me1", "n-o", "n-r"].contains(form) || random.hit(soundness, of: soundness + 1)
            let isSigned = random.hit(soundness, of: soundness + 1)
            let faults: [LinkFault] = [
                .missing("ma1"), .foreign("ma1"), .foreign("me2"), .missing("me2"),
                .value("deal"), .commitment("responder"),
            ]
            sample.add(
                form, as: id, about: about,
                signature: isSigned ? .certain : random.pick([.possible, .contrary]),
                made: interval(&random), faults: isSound ? [] : [random.pick(faults)])
            let id = id ?? form
            let act = sample.proto.message(form)?.act
            let numbers = sample.proto.name == "asw-2" && (act == .abort || act == .replacement)
            if numbers, random.hit(2, of: 3) {
                let before = random.hit(1, of: 4) ? sample.digest(of: "replacement") : nil
                sample.number(id, Int64(random.next() % 4), previous: before)
            }
            if random.hit(1, of: 20) {
                context.ended[sample.digest(of: id)] = time(&random)
            }
        }
        put("me1")
        put("me2")
        let isTwice = random.hit(1, of: 3)
        if isTwice { put("me2", as: "me2b") }
        for form in sample.proto.messages(.opening).map(\.name) {
            put(form)
            if isTwice { put(form, as: form + "b", about: ["me2": "me2b"]) }
        }
        if random.hit(3, of: 5) {
            put("ma1")
            put("abort")
            if random.hit(1, of: 3) { put("abort-reply") }
        }
        if random.hit(3, of: 5) {
            put("mrr")
            put("replacement")
            if isTwice { put("replacement", as: "second", about: ["me2": "me2b"]) }
            if random.hit(1, of: 4) { put("replacement", as: "again") }
        }
        if (sample["m3"] ?? sample["n-o"]) != nil {
            sample.openings["originator"] = [
                random.pick([PartyID("FRUTA"), PartyID("MARKT"), nil])
            ]
        }
    }

    private static func time(_ random: inout SplitMix64) -> Instant {
        let start = Int64(1_770_112_800_000)  // 2026-02-03T10:00:00Z
        guard let time = Instant(milliseconds: start + Int64(random.next() % 8) * 600_000) else {
            preconditionFailure("a time of 2026 is no instant")
        }
        return time
    }

    private static func interval(_ random: inout SplitMix64) -> Interval {
        let (one, other) = (time(&random), time(&random))
        let late = TimeSpan(seconds: 86_400)
        switch random.next() % 6 {
        case 0: return Interval(lo: min(one, other), hi: nil)
        case 1: return Interval(lo: nil, hi: max(one, other))
        case 2: return Interval(lo: min(one, other), hi: max(one, other).advanced(by: late))
        default: return Interval(lo: min(one, other), hi: max(one, other))
        }
    }
}

extension SplitMix64 {
    /// True in `count` of so many cases.
    mutating func hit(_ count: Int, of all: Int) -> Bool { Int(next() % UInt64(all)) < count }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }
}
