// Each code of broken transcripts, by a run of asw-2 that has what it names and by one that has not (background §4.2.2).

import EvidenceTesting
import EvidenceValues
import Testing

@testable import EvidenceModules

extension TranscriptSample {
    static let parties = [
        "originator": PartyID("FRUTA")!, "responder": PartyID("MARKT")!, "ttp": PartyID("TTP1")!,
    ]

    static func time(_ text: String) -> Instant { Instant(text: "2026-02-03T\(text):00Z")! }

    static func made(_ lo: String?, _ hi: String?) -> Interval {
        Interval(lo: lo.map(time), hi: hi.map(time))
    }

    /// A run with these messages of asw-2.
    static func of(_ forms: String..., text: String = "DB9", name: String = "") throws -> Self {
        let proto = try #require(BuiltInProtocols.all["asw-2"])
        var sample = TranscriptSample(
            proto, parties: parties, text: digest(text), name: name)
        for form in forms { sample.add(form) }
        return sample
    }

    /// The complete exchange, its secrets filed by the other side.
    static func complete(text: String = "DB9", name: String = "") throws -> Self {
        var sample = try of("me1", "me2", "m3", "m4", text: text, name: name)
        sample.openings = [
            "originator": [parties["responder"]], "responder": [parties["originator"]],
        ]
        return sample
    }

    var judged: TranscriptFinding { judged() }

    func judged(_ change: (inout TranscriptContext) -> Void = { _ in }) -> TranscriptFinding {
        var context = TranscriptContext(
            listed: [Self.parties["ttp"]!, PartyID("TTP2")!], skew: TimeSpan(seconds: 60),
            now: Instant(text: "2026-05-04T12:00:00Z")!)
        change(&context)
        return judge(run, in: context)
    }
}

/// A broken transcript: the codes that name what is wrong with it, what comes of it, and whose misconduct it shows.
struct BrokenTranscript: CustomTestStringConvertible {
    let testDescription: String
    let codes: Set<String>
    let contract: Standing
    let misconduct: Set<String>
    let finding: TranscriptFinding

    init(
        _ name: String, _ codes: Set<String>, _ contract: Standing,
        _ finding: TranscriptFinding, _ misconduct: Set<String> = []
    ) {
        testDescription = name
        self.codes = codes
        self.contract = contract
        self.misconduct = misconduct
        self.finding = finding
    }
}

@Suite struct `Codes of transcripts` {
    private typealias Sample = TranscriptSample

    @Test(arguments: try promises() + decisions() + requests() + times() + keys())
    func `a broken transcript is named by its codes`(_ broken: BrokenTranscript) {
        #expect(broken.finding.codes == broken.codes)
        #expect(broken.finding.contract == broken.contract)
        #expect(
            Set(broken.finding.misconduct.map { "\($0.party) \($0.kind)" }) == broken.misconduct)
    }

    @Test func `every code is broken by a case`() throws {
        let cases =
            try Self.promises() + Self.decisions() + Self.requests() + Self.times()
            + Self.keys()
        var named = cases.reduce(into: Set<String>()) { $0.formUnion($1.codes) }
        typealias Compared = `Transcripts beside each other`
        for findings in [
            try Compared.twice(), try Compared.twoTexts(), try Compared.divided(),
        ] {
            for finding in findings { named.formUnion(finding.codes) }
        }
        #expect(named == Set(TranscriptCode.allCases.map(\.rawValue)))
        #expect(named.count == 20)
    }

    @Test func `a complete exchange has no code`() throws {
        let finding = try Sample.complete().judged
        #expect(finding.codes.isEmpty && finding.contract == .certain)
        var replaced = try Sample.of("me1", "me2", "mrr", "replacement")
        replaced.number("replacement", 41)
        #expect(replaced.judged.codes.isEmpty && replaced.judged.contract == .certain)
    }

    static func promises() throws -> [BrokenTranscript] {
        var unsigned = try Sample.complete()
        unsigned.add("me1", signature: .contrary)
        var foreign = try Sample.complete()
        foreign.add("me2", faults: [.foreign("me1")])
        var unanswered = try Sample.complete()
        unanswered.add("me2", signature: .contrary)
        var wrong = try Sample.complete()
        wrong.add("m3", faults: [.opening("originator")])
        var half = try Sample.complete()
        half.remove("m4")
        var doubtful = try Sample.complete()
        doubtful.add("m3", signature: .possible)
        return [
            BrokenTranscript("me1 is not signed", ["X01"], .possible, unsigned.judged),
            BrokenTranscript(
                "me2 is of another me1", ["X02", "X03", "X04"], .possible, foreign.judged),
            BrokenTranscript("me2 is not signed", ["X02"], .possible, unanswered.judged),
            BrokenTranscript("N_O opens nothing", ["X03", "X04"], .possible, wrong.judged),
            BrokenTranscript("N_R is missing", ["X03", "X04"], .possible, half.judged),
            BrokenTranscript("me1 alone", ["X04"], .possible, try Sample.of("me1").judged),
            BrokenTranscript(
                "me1 and me2 alone", ["X04"], .possible, try Sample.of("me1", "me2").judged),
            BrokenTranscript("m3 is perhaps signed", [], .possible, doubtful.judged),
        ]
    }

    static func decisions() throws -> [BrokenTranscript] {
        let replaced = try Sample.of("me1", "me2", "replacement")
        var foreign = replaced
        foreign.add("replacement", signature: .contrary)
        var unfit = replaced
        unfit.add("replacement", faults: [.missing("me2")])
        var promised = replaced
        promised.add("me2", signature: .contrary)
        var both = try Sample.of("me1", "me2", "ma1", "abort", "replacement")
        let openOrder = both.judged
        both.number("replacement", 41)
        both.number("abort", 57)
        var late = both
        late.number("abort", 40)
        var same = both
        same.number("abort", 41)
        var doubtful = both
        doubtful.add("abort", signature: .possible)
        var two = try Sample.of("me1", "me2", "replacement")
        two.add("me2", as: "me2b")
        two.add("replacement", as: "second", about: ["me2": "me2b"])
        let unnumbered = two.judged
        two.number("replacement", 41)
        two.number("second", 42)
        var groundless = replaced
        groundless.add("replacement", faults: [.foreign("me2")])
        let double = "TTP1 double-decision"
        return [
            BrokenTranscript(
                "the replacement is another's", ["X04", "X05"], .possible, foreign.judged),
            BrokenTranscript(
                "the third party is not listed", ["X05"], .possible,
                replaced.judged { $0.listed = [] }),
            BrokenTranscript(
                "the replacement is of an answer that is not on file", ["X04", "X06"], .possible,
                unfit.judged),
            BrokenTranscript(
                "the replacement is of an answer without signature", ["X02", "X06"], .possible,
                promised.judged),
            BrokenTranscript(
                "the replacement is of what is no answer", ["X04", "X06"], .possible,
                groundless.judged, ["TTP1 bad-resolve"]),
            BrokenTranscript(
                "replaced for two answers without numbers", ["X11"], .certain, unnumbered),
            BrokenTranscript(
                "both decisions in no order", ["X09"], .possible, openOrder, [double]),
            BrokenTranscript(
                "replaced, then aborted", ["X09"], .certain, both.judged, [double]),
            BrokenTranscript(
                "aborted, then replaced", ["X09"], .possible, late.judged, [double]),
            BrokenTranscript(
                "one number for both", ["X09"], .possible, same.judged, [double]),
            BrokenTranscript(
                "perhaps aborted", ["X09"], .certain, doubtful.judged),
            BrokenTranscript(
                "replaced for two answers", ["X11"], .certain, two.judged,
                ["TTP1 non-unique-resolve"]),
        ]
    }

    static func requests() throws -> [BrokenTranscript] {
        let held: (inout TranscriptContext) -> Void = { $0.heldOut = [PartyID("MARKT")!] }
        let aborted = try Sample.of("me1", "me2", "ma1", "abort")
        var unasked = aborted
        unasked.remove("ma1")
        var unsigned = aborted
        unsigned.add("ma1", signature: .contrary)
        var misdirected = aborted
        misdirected.add("abort", faults: [.foreign("ma1")])
        var revealed = try Sample.complete()
        for form in ["ma1", "abort"] { revealed.add(form) }
        var resolved = aborted
        resolved.add("mro")
        var waiting = try Sample.of("me1", "me2", "mrr", "recv-mrr")
        waiting.state("recv-mrr", Sample.time("12:00"))
        return [
            BrokenTranscript("aborted", ["X04"], .possible, aborted.judged),
            BrokenTranscript(
                "aborted, and the other side held out", ["X04"], .contrary, aborted.judged(held)),
            BrokenTranscript(
                "an abort without a request", ["X04", "X07"], .possible, unasked.judged(held)),
            BrokenTranscript(
                "an abort with an unsigned request", ["X04", "X07"], .possible,
                unsigned.judged(held)),
            BrokenTranscript(
                "an abort of another's request", ["X04", "X08"], .possible,
                misdirected.judged(held),
                ["TTP1 unsolicited-abort"]),
            BrokenTranscript(
                "an abort after completion", ["X10"], .certain, revealed.judged(held),
                ["FRUTA abort-after-reveal"]),
            BrokenTranscript(
                "a resolve request and an abort", ["X04", "X14"], .possible, resolved.judged),
            BrokenTranscript(
                "no decision on a request", ["X04", "X16"], .possible, waiting.judged),
            BrokenTranscript(
                "no decision on a request yet", ["X04"], .possible,
                waiting.judged { $0.now = Sample.time("12:59") }),
        ]
    }

    static func times() throws -> [BrokenTranscript] {
        var dated = try Sample.of("me1", "me2")
        dated.add("replacement", made: Sample.made("12:00", "13:00"))
        var late = dated
        dated.state("replacement", Sample.time("12:30"))
        late.state("replacement", Sample.time("13:02"))
        var early = late
        early.state("replacement", Sample.time("11:58"))
        var told = try Sample.of("me1", "ma1")
        told.add("abort", made: Sample.made(nil, "12:00"))
        told.add("me2", made: Sample.made("13:00", "14:00"))
        return [
            BrokenTranscript("a time within the bounds", [], .certain, dated.judged),
            BrokenTranscript("a time after the bounds", ["X17"], .certain, late.judged),
            BrokenTranscript("a time before the bounds", ["X17"], .certain, early.judged),
            BrokenTranscript("an answer after the abort", ["X04", "X18"], .possible, told.judged),
        ]
    }

    static func keys() throws -> [BrokenTranscript] {
        var sample = try Sample.of("me1")
        sample.add("me2", made: Sample.made("09:00", "10:00"))
        sample.add("replacement", made: Sample.made("12:00", "13:00"))
        func ended(_ id: String, _ time: String) -> TranscriptFinding {
            sample.judged { $0.ended[sample.digest(of: id)] = Sample.time(time) }
        }
        return [
            BrokenTranscript(
                "me2 after its key ended", ["X06", "X19"], .possible, ended("me2", "08:00")),
            BrokenTranscript("me2 when its key ended", ["X19"], .possible, ended("me2", "09:30")),
            BrokenTranscript("me2 before its key ended", [], .certain, ended("me2", "11:00")),
            BrokenTranscript(
                "a decision after the key ended", ["X04", "X20"], .possible,
                ended("replacement", "11:00")),
            BrokenTranscript(
                "a decision when the key ended", ["X20"], .possible, ended("replacement", "12:30")),
            BrokenTranscript(
                "a decision before the key ended", [], .certain, ended("replacement", "13:30")),
        ]
    }

    @Test func `a key that is certified for another party is told`() throws {
        var sample = try Sample.complete()
        let key = TranscriptSample.digest("key")
        let offer = try #require(sample["me1"])
        sample.add(
            ExchangeMessage(
                of: offer.form, document: offer.document, sender: offer.sender,
                values: ["responder-key": .key(key)], commitments: offer.commitments), as: "me1")
        let (markt, fruta) = (PartyID("MARKT")!, PartyID("FRUTA")!)
        #expect(sample.judged.codes.isEmpty)
        #expect(sample.judged { $0.holders = [key: markt] }.codes.isEmpty)
        #expect(sample.judged { $0.holders = [key: fruta] }.codes == ["X19"])
        #expect(sample.judged { $0.holders = [:] }.codes.isEmpty)
    }

    @Test func `the words of each code are a sentence`() {
        for code in TranscriptCode.allCases {
            #expect(code.sentence.hasSuffix(".") && !code.sentence.contains(".."))
            #expect(code.sentence.first?.isUppercase == true)
        }
    }
}
