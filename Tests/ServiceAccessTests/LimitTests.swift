// Rates and quotas.

import EvidenceValues
import ServiceAccess
import ServiceInterface
import Testing

@Suite struct `Limits` {
    static let start = Instant(milliseconds: 1_800_000_000_000)

    @Test func `a burst comes through, then the rate`() throws {
        let start = try #require(Self.start)
        let limiter = RateLimiter<String>(Rate(perMinute: 60, burst: 3))
        for _ in 0..<3 { #expect(limiter.take("a", at: start) == nil) }
        #expect(limiter.take("a", at: start) == 1)
        #expect(limiter.take("b", at: start) == nil, "each has his own")
        let soon = start.advanced(by: TimeSpan(milliseconds: 999))
        #expect(limiter.take("a", at: soon) == 1)
        let later = start.advanced(by: TimeSpan(milliseconds: 2_000))
        #expect(limiter.take("a", at: later) == nil)
        #expect(limiter.take("a", at: later) == nil)
        #expect(limiter.take("a", at: later) != nil)
    }

    @Test func `a clock that goes back gives nothing and traps nobody`() throws {
        let start = try #require(Self.start)
        let limiter = RateLimiter<String>(Rate(perMinute: 60, burst: 1))
        #expect(limiter.take("a", at: start) == nil)
        let past = start.advanced(by: TimeSpan(seconds: -86_400))
        #expect(limiter.take("a", at: past) != nil)
        #expect(limiter.take("a", at: past.advanced(by: TimeSpan(seconds: 1))) == nil)
    }

    @Test func `the longest wait of time overflows nothing`() throws {
        let first = try #require(Instant(milliseconds: Instant.range.lowerBound))
        let last = try #require(Instant(milliseconds: Instant.range.upperBound))
        let limiter = RateLimiter<String>(Rate(perMinute: .max, burst: .max))
        #expect(limiter.take("a", at: first) == nil)
        #expect(limiter.take("a", at: last) == nil)
    }

    @Test func `no rate is no limit`() throws {
        let start = try #require(Self.start)
        let limiter = RateLimiter<Int>(.unlimited)
        for _ in 0..<1_000 { #expect(limiter.take(1, at: start) == nil) }
    }

    @Test func `as many askers as there may be are remembered and no more`() throws {
        let start = try #require(Self.start)
        let limiter = RateLimiter<Int>(Rate(perMinute: 1, burst: 2))
        let limit = RateLimiter<Int>.maximumAskers
        for asker in 0..<(limit + 10) {
            _ = limiter.take(
                asker, at: start.advanced(by: TimeSpan(milliseconds: Int64(asker / 100))))
        }
        #expect(limiter.count <= limit)
        #expect(limiter.count > limit / 4)
    }

    @Test func `a quota is a day's, of each principal, and survives a restart`() throws {
        let quota = Quota(filings: 3, bytes: 100)
        let test = try `The book of access`.filled(quota: quota)
        let (alice, bob) = (try principal("alice"), try principal("bob"))
        try test.book.charge(alice, bytes: 60)
        #expect(throws: AccessError.quotaExceeded("bytes", limit: 100)) {
            try test.book.charge(alice, bytes: 41)
        }
        try test.book.charge(alice, bytes: 40)
        try test.book.charge(bob, bytes: 100)
        try test.reopen(quota: quota)
        #expect(throws: AccessError.quotaExceeded("bytes", limit: 100)) {
            try test.book.charge(alice, bytes: 1)
        }
        try test.book.charge(alice, bytes: 0)
        #expect(throws: AccessError.quotaExceeded("filings", limit: 3)) {
            try test.book.charge(alice, bytes: 0)
        }
        #expect(throws: AccessError.self) { try test.book.charge(bob, bytes: .max) }
        test.clock.advance(seconds: 86_400)
        try test.book.charge(alice, bytes: 100)
    }

    @Test func `what was not filed is given back, on the same day`() throws {
        let quota = Quota(filings: 1, bytes: 100)
        let test = try `The book of access`.filled(quota: quota)
        let alice = try principal("alice")
        for _ in 0..<3 {
            try test.book.charge(alice, bytes: 80)
            test.book.refund(alice, bytes: 80)
        }
        try test.book.charge(alice, bytes: 100)
        test.clock.advance(seconds: 86_400)
        test.book.refund(alice, bytes: 100)
        try test.book.charge(alice, bytes: 100)
        #expect(throws: AccessError.self) { try test.book.charge(alice, bytes: 0) }
    }
}
