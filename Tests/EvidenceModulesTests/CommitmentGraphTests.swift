import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

/// An instant so many seconds into 2026.
private func second(_ count: Int64) -> Instant {
    Instant(text: "2026-01-01T00:00:00Z")!.advanced(by: TimeSpan(seconds: count))
}

/// An object by a name.
private func object(_ name: String) -> EvidenceObject {
    name.hasPrefix("S")
        ? .signature(.sha256(Array(name.utf8))) : .content(.sha256(Array(name.utf8)))
}

private func witness(_ name: String, _ lo: Int64?, _ hi: Int64?) -> TimeWitness? {
    PartyID("TSA1").map {
        TimeWitness(
            object: object(name), interval: Interval(lo: lo.map(second), hi: hi.map(second)),
            party: $0, name: name)
    }
}

private struct BoundsCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// `outer inner`, one a word pair.
    let commitments: [(String, String)]
    let witnesses: [(String, Int64?, Int64?)]
    let of: String
    let lo: Int64?
    let hi: Int64?

    init(
        _ name: String, _ commitments: [(String, String)], _ witnesses: [(String, Int64?, Int64?)],
        of: String, lo: Int64?, hi: Int64?
    ) {
        testDescription = name
        self.commitments = commitments
        self.witnesses = witnesses
        self.of = of
        self.lo = lo
        self.hi = hi
    }
}

// D: documents, S: signatures, T: tokens, N: checkpoints, F: filings.
private let cases: [BoundsCase] = [
    BoundsCase("a token over a document", [("T", "D")], [("T", 10, 12)], of: "D", lo: nil, hi: 12),
    BoundsCase("the token itself", [("T", "D")], [("T", 10, 12)], of: "T", lo: 10, hi: 12),
    BoundsCase(
        "a token over a signature bounds its document", [("T", "S"), ("S", "D")], [("T", 10, 12)],
        of: "D", lo: nil, hi: 12),
    BoundsCase(
        "a token over a document says nothing of its signature's existence",
        [("T", "D"), ("S", "D")], [("T", 10, 12)], of: "S", lo: nil, hi: nil),
    BoundsCase(
        "a checkpoint in a signature bounds the signature from below",
        [("S", "D"), ("S", "N"), ("N", "T")], [("T", 10, 12)], of: "S", lo: 10, hi: nil),
    BoundsCase(
        "and not its document", [("S", "D"), ("S", "N"), ("N", "T")], [("T", 10, 12)], of: "D",
        lo: nil, hi: nil),
    BoundsCase(
        "what a document names bounds its signature", [("S", "D"), ("D", "T")], [("T", 10, 12)],
        of: "S", lo: 10, hi: nil),
    BoundsCase(
        "a document is younger than what it names", [("D2", "D1"), ("D1", "T")], [("T", 10, 12)],
        of: "D2", lo: 10, hi: nil),
    BoundsCase(
        "what a document names is older", [("D2", "D1"), ("T", "D2")], [("T", 10, 12)], of: "D1",
        lo: nil, hi: 12),
    BoundsCase(
        "the earliest of tokens bounds from above", [("T1", "D"), ("T2", "D")],
        [("T1", 20, 22), ("T2", 10, 12)], of: "D", lo: nil, hi: 12),
    BoundsCase(
        "the latest of tokens inside bounds from below", [("D", "T1"), ("D", "T2")],
        [("T1", 20, 22), ("T2", 10, 12)], of: "D", lo: 20, hi: nil),
    BoundsCase(
        "through checkpoint and filing to the exhibit", [("T", "N"), ("N", "F"), ("F", "D")],
        [("T", 10, 12)], of: "D", lo: nil, hi: 12),
    BoundsCase(
        "a list bounds from below only", [("S", "C")], [("C", 10, nil)], of: "S", lo: 10, hi: nil),
    BoundsCase(
        "both bounds", [("S", "N"), ("N", "T1"), ("T2", "S")], [("T1", 10, 12), ("T2", 20, 22)],
        of: "S", lo: 10, hi: 22),
    BoundsCase("nobody trusted", [("T", "D")], [], of: "D", lo: nil, hi: nil),
]

@Suite struct `Time bounds` {
    @Test(arguments: cases) fileprivate func `rise and sink as the table says`(_ line: BoundsCase) {
        var graph = CommitmentGraph()
        for (outer, inner) in line.commitments { graph.commit(object(outer), to: object(inner)) }
        let bounds = graph.bounds(line.witnesses.compactMap { witness($0.0, $0.1, $0.2) })
        let expected = Interval(lo: line.lo.map(second), hi: line.hi.map(second))
        #expect(bounds.interval(of: object(line.of)) == expected)
    }

    @Test func `that contradict are found and named, within the skew they are not`() throws {
        var graph = CommitmentGraph()
        graph.commit(object("T1"), to: object("D"))
        graph.commit(object("D"), to: object("T2"))
        let early = try #require(witness("T1", 10, 12))
        let late = try #require(witness("T2", 100, 102))
        let bounds = graph.bounds([early, late])
        func contradictions(_ skew: Int64) -> [TimeContradiction] {
            TimeContradiction.all(
                among: [early, late], in: graph, bounds: bounds, beyond: TimeSpan(seconds: skew))
        }
        let found = contradictions(60)
        #expect(found.map(\.lower) == [late])
        #expect(found.map(\.upper) == [early])
        #expect(contradictions(88).isEmpty)
        #expect(bounds.interval(of: object("D")).isContradiction)
        #expect(
            bounds.reliableInterval(of: object("D"), skew: TimeSpan(seconds: 60)) == .unbounded)
    }

    @Test func `come to an end on circles, which no honest digest makes`() throws {
        var graph = CommitmentGraph()
        graph.commit(object("A"), to: object("B"))
        graph.commit(object("B"), to: object("A"))
        graph.commit(object("A"), to: object("A"))
        let bounds = graph.bounds([try #require(witness("A", 1, 2))])
        #expect(bounds.interval(of: object("B")) == Interval(lo: second(1), hi: second(2)))
    }

    @Test func `reach the end of a chain of a hundred thousand links`() throws {
        var graph = CommitmentGraph()
        func link(_ number: Int) -> EvidenceObject { .entries(number) }
        for number in 0..<100_000 { graph.commit(link(number + 1), to: link(number)) }
        let party = try #require(PartyID("TSA1"))
        let above = TimeWitness(
            object: link(100_000), interval: Interval(hi: second(9)), party: party, name: "above")
        let below = TimeWitness(
            object: link(0), interval: Interval(lo: second(1)), party: party, name: "below")
        let bounds = graph.bounds([above, below])
        #expect(bounds.interval(of: link(0)) == Interval(lo: second(1), hi: second(9)))
        #expect(bounds.interval(of: link(100_000)) == Interval(lo: second(1), hi: second(9)))
    }

    /// A random graph of objects, each committing to older ones only, with random witnesses.
    private func random(_ seed: UInt64) -> (edges: [(Int, Int)], witnesses: [(Int, Int64, Int64)]) {
        var generator = SplitMix64(seed: seed)
        let count = Int.random(in: 2...14, using: &generator)
        let edges = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
            let outer = Int.random(in: 1..<count, using: &generator)
            return (outer, Int.random(in: 0..<outer, using: &generator))
        }
        let witnesses = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            let time = Int64.random(in: 0...50, using: &generator)
            return (Int.random(in: 0..<count, using: &generator), time, time + 2)
        }
        return (edges, witnesses)
    }

    private func solve(
        _ edges: [(Int, Int)], _ witnesses: [(Int, Int64, Int64)]
    ) -> [Interval] {
        var graph = CommitmentGraph()
        for (outer, inner) in edges { graph.commit(object("D\(outer)"), to: object("D\(inner)")) }
        let bounds = graph.bounds(witnesses.compactMap { witness("D\($0.0)", $0.1, $0.2) })
        return (0..<14).map { bounds.interval(of: object("D\($0)")) }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `agree with a fixpoint by brute force`(_ seed: UInt64) {
        let (edges, witnesses) = random(seed)
        var lo = [Int64?](repeating: nil, count: 14)
        var hi = [Int64?](repeating: nil, count: 14)
        for (index, low, high) in witnesses {
            lo[index] = max(lo[index] ?? low, low)
            hi[index] = min(hi[index] ?? high, high)
        }
        for _ in 0..<14 {
            for (outer, inner) in edges {
                lo[outer] = [lo[outer], lo[inner]].compactMap(\.self).max()
                hi[inner] = [hi[inner], hi[outer]].compactMap(\.self).min()
            }
        }
        let expected = zip(lo, hi).map { Interval(lo: $0.map(second), hi: $1.map(second)) }
        #expect(solve(edges, witnesses) == expected)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `never get narrower when a link or a witness is left out`(_ seed: UInt64) {
        let (edges, witnesses) = random(seed)
        let whole = solve(edges, witnesses)
        func check(_ part: [Interval]) {
            for (part, whole) in zip(part, whole) { #expect(whole.intersection(part) == whole) }
        }
        for index in edges.indices {
            var fewer = edges
            fewer.remove(at: index)
            check(solve(fewer, witnesses))
        }
        for index in witnesses.indices {
            var fewer = witnesses
            fewer.remove(at: index)
            check(solve(edges, fewer))
        }
    }
}
