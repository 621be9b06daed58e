// Randomness that repeats: the same numbers as others compute, and the same bytes for the same seed.

import EvidenceTesting
import EvidenceValues
import Testing

@Suite struct `Randomness that repeats` {
    /// The first outputs for the seed 1234567, as the reference implementation gives them (prng.di.unimi.it/splitmix64.c).
    @Test func `SplitMix64 gives the published numbers`() {
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test(arguments: [0, 1, 7, 8, 9, 32, 100])
    func `bytes repeat with the seed and differ with it`(count: Int) {
        var first = SplitMix64(seed: 1)
        var second = SplitMix64(seed: 1)
        var other = SplitMix64(seed: 2)
        let bytes = first.bytes(count)
        #expect(bytes.count == count)
        #expect(bytes == second.bytes(count))
        #expect(count < 7 || bytes != other.bytes(count))
    }

    @Test func `a clock stands where it is put`() throws {
        let clock = ManualClock(try #require(Instant(text: "2026-01-01T00:00:00Z")))
        clock.advance(by: TimeSpan(seconds: 90))
        #expect(clock.now.text == "2026-01-01T00:01:30Z")
        clock.advance(by: TimeSpan(seconds: -3600))
        #expect(clock.now.text == "2025-12-31T23:01:30Z")
    }

    @Test func `keys come from their seeds`() throws {
        #expect(TestKey(seed: "a").pem == TestKey(seed: "a").pem)
        #expect(TestKey(seed: "a").pem != TestKey(seed: "b").pem)
        #expect(TestKey(seed: "a", curve: .p384).pem != TestKey(seed: "a").pem)
    }
}
