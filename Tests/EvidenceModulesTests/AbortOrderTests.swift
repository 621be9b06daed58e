// The order of an abort and a replacement: numbers first, unless times prove the contrary; many against many as one against one.

import EvidenceTesting
import EvidenceValues
import Testing

@testable import EvidenceModules

@Suite struct `Order of decisions` {
    /// An abort and a replacement: numbers, bounds, and whether the abort came first.
    struct Pair: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let numbers: (abort: Int64?, replacement: Int64?)
        let abort: Interval
        let replacement: Interval
        let isFirst: Standing

        init(
            _ name: String, _ abortNumber: Int64?, _ replacementNumber: Int64?,
            _ abort: (String?, String?), _ replacement: (String?, String?), _ isFirst: Standing
        ) {
            testDescription = name
            numbers = (abort: abortNumber, replacement: replacementNumber)
            self.abort = TranscriptSample.made(abort.0, abort.1)
            self.replacement = TranscriptSample.made(replacement.0, replacement.1)
            self.isFirst = isFirst
        }
    }

    private static let ten = ("10:00", "11:00")
    private static let noon = ("12:00", "13:00")
    private static let wide = ("09:00", "15:00")

    static let pairs = [
        Pair("a lesser number, times open", 41, 57, wide, wide, .certain),
        Pair("a greater number, times open", 57, 41, wide, wide, .contrary),
        Pair("a lesser number, and provably earlier", 41, 57, ten, noon, .certain),
        Pair("a lesser number, yet provably later", 41, 57, noon, ten, .contrary),
        Pair("a greater number, yet provably earlier", 57, 41, ten, noon, .certain),
        Pair("one number, times open", 41, 41, wide, wide, .possible),
        Pair("one number, provably earlier", 41, 41, ten, noon, .certain),
        Pair("one number, provably later", 41, 41, noon, ten, .contrary),
        Pair("one number alone", 41, nil, wide, wide, .possible),
        Pair("no numbers, times open", nil, nil, wide, ten, .possible),
        Pair("no numbers, provably earlier", nil, nil, ten, noon, .certain),
        Pair("no numbers, provably later", nil, nil, noon, ten, .contrary),
        Pair(
            "within what clocks may differ", nil, nil, ("10:00", "12:00"), ("12:01", "13:00"),
            .possible),
        Pair("no bounds", nil, nil, (nil, nil), (nil, nil), .possible),
        Pair("bounds that contradict", nil, nil, ("13:00", "10:00"), noon, .possible),
        Pair("the extremes of numbers", .min, .max, wide, wide, .certain),
    ]

    private static func message(
        _ form: String, _ id: String, _ number: Int64?, _ made: Interval
    ) throws -> ExchangeMessage {
        var sample = try TranscriptSample.of()
        sample.add(form, as: id, made: made)
        if let number { sample.number(id, number) }
        return try #require(sample[id])
    }

    private static let skew = TimeSpan(seconds: 60)

    @Test(arguments: pairs)
    func `a pair is ordered as it can be proven`(_ pair: Pair) throws {
        let abort = try Self.message("abort", "a", pair.numbers.abort, pair.abort)
        let replacement = try Self.message(
            "replacement", "r", pair.numbers.replacement, pair.replacement)
        #expect(AbortOrder([abort], skew: Self.skew).precede(replacement) == pair.isFirst)
        #expect(AbortOrder([], skew: Self.skew).precede(replacement) == .contrary)
    }

    @Test func `many aborts precede as the best of them does`() throws {
        var random = SplitMix64(seed: 11)
        func made() -> Interval {
            let hours = (0..<2).map { _ in
                TranscriptSample.time(["10:00", "11:00", "12:00", "13:00"][Int(random.next() % 4)])
            }
            switch random.next() % 4 {
            case 0: return Interval(lo: hours.min(), hi: nil)
            case 1: return Interval(lo: nil, hi: hours.max())
            default: return Interval(lo: hours.min(), hi: hours.max())
            }
        }
        func number() -> Int64? { random.next() % 3 == 0 ? nil : Int64(random.next() % 4) }
        for _ in 0..<500 {
            let aborts = try (0..<3).map {
                try Self.message("abort", "a\($0)", number(), made())
            }
            let replacement = try Self.message("replacement", "r", number(), made())
            let each = aborts.map { AbortOrder([$0], skew: Self.skew).precede(replacement) }
            #expect(AbortOrder(aborts, skew: Self.skew).precede(replacement) == each.max())
        }
    }
}
