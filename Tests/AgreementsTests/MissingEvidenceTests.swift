// What is said to settle a claim settles it, and no part of it does: on random programs, by the second evaluator, which takes what is
// supposed as on file.

import EvidenceValues
import Testing

@testable import Agreements

extension NaiveEvaluator {
    /// The standing of a claim with these supposed; nil if there is none.
    func standing(_ formula: Formula, supposing set: some Collection<Supposition>) -> Standing? {
        var world = self
        let sorted = predicates.values.sorted { $0.key < $1.key }
        for supposition in set {
            switch supposition.content {
            case .certain(let number, let terms):
                world.suppose(GroundAtom(predicate: sorted[number].key, arguments: terms), .certain)
            case .contrary(let number, let terms):
                world.suppose(
                    GroundAtom(predicate: sorted[number].key, arguments: terms), .contrary)
            case .narrower(let interval, let narrower):
                world.narrowed[interval] = (world.narrowed[interval] ?? interval)
                    .intersection(narrower)
            }
        }
        return world.run() ? world.standing(formula) : nil
    }
}

@Suite struct `What would settle a claim` {
    struct Tally {
        var undetermined = 0
        var settled = 0
        var cut = 0
        var sizes: [Int: Int] = [:]
    }

    /// What is wrong with the ways that are given for the claims of a program; nil if nothing.
    static func fault(_ program: RandomProgram, _ tally: inout Tally) throws -> String? {
        guard let agreement = try? program.agreement else { return nil }
        let claims = try program.parsedClaims
        guard (try? claims.check(against: agreement)) != nil else { return nil }
        let naive = program.naive(agreement, claims)
        let evaluation = try program.evaluate(agreement, claims)
        let settling = Settling(
            evaluation: evaluation, agreement: agreement, names: Names(claims: claims, facts: []))
        for claim in claims.claims where evaluation.standing(of: claim.formula) == .possible {
            let (ways, isCut) = settling.sets(claim.formula)
            tally.undetermined += 1
            if !ways.isEmpty { tally.settled += 1 }
            if isCut { tally.cut += 1 }
            for way in ways {
                tally.sizes[way.set.count, default: 0] += 1
                let wanted: Standing = way.settles == .proven ? .certain : .contrary
                let members = way.set.sorted()
                for mask in 0..<(1 << members.count) {
                    let part = members.indices.filter { mask & (1 << $0) != 0 }.map { members[$0] }
                    let isSettled = naive.standing(claim.formula, supposing: part) == wanted
                    guard isSettled == (part.count == members.count) else {
                        return "\(claim.formula.text) \(way.settles) by "
                            + members.map(\.statement).joined(separator: " & ") + ": "
                            + (part.count == members.count ? "not so" : "also by ")
                            + part.map(\.statement).joined(separator: " & ")
                    }
                }
            }
        }
        return nil
    }

    @Test func `on random programs every set settles it and no part does`() throws {
        var tally = Tally()
        for seed in RandomProgramSeeds.range(of: 100) {
            let program = ProgramGenerator.program(seed: seed)
            guard try Self.fault(program, &tally) != nil else { continue }
            let small = program.shrunk {
                var ignored = Tally()
                return (try? Self.fault($0, &ignored)) != nil
            }
            var ignored = Tally()
            Issue.record("seed \(seed): \(try Self.fault(small, &ignored) ?? "")\n\(small.text)")
            return
        }
        print("settling: \(tally)")
        #expect(tally.settled * 2 > tally.undetermined)
    }
}

@Suite struct `Ways to settle a claim` {
    static let declarations = """
        evidence open o(party P) "{P} is o" missing "a note that {P} is o" from P, "clerk".
        evidence closed c(party P) "{P} is c".
        evidence closed paid(party P, word R, money M) "{P} paid {M}, {R}".
        evidence closed made(document D, interval I) "{D} was made within {I}".
        derived open s(party P) "{P} signed" contrary n missing "a signature of {P}" from P.
        derived open n(party P) "{P} did not sign" missing "a denial by {P}" from P.
        derived closed r(party P) "{P} is r".
        derived closed k(party P) "{P} kept it".
        derived closed total(party P, money M) "{P} paid {M}" supremum.
        """

    /// Each way as `proven: statement & statement`.
    static func ways(_ rules: String, _ facts: [Fact], _ claim: String) throws -> [String] {
        let agreement = try MiniAgreement.parse(declarations, rules)
        let finding = try MiniAgreement.judge(agreement, facts, claim).findings[0]
        #expect(finding.value == .undetermined)
        return finding.missing.map { way in
            "\(way.settles): " + way.evidence.map(\.statement).joined(separator: " & ")
        }
    }

    static let a = Term.party(PartyID("A")!)
    static func paid(_ reference: String, _ amount: String, _ standing: Standing) -> Fact {
        Fact("paid", [a, .word(reference), .money(Money(text: amount)!)], standing)
    }

    // Spec: finding-7
    @Test func `one thing, or the other, or two together`() throws {
        let rules = "r(P) if o(P) and s(P). r(P) if c(P)."
        #expect(
            try Self.ways(rules, [], "r(A)")
                == ["proven: o(A) & s(A)", "refuted: n(A)", "refuted: not o(A)"])
        #expect(
            try Self.ways(rules, MiniAgreement.facts("c", .possible), "r(A)")
                == [
                    "proven: c(A)", "proven: o(A) & s(A)", "refuted: n(A) & not c(A)",
                    "refuted: not c(A) & not o(A)",
                ])
    }

    @Test func `a burden that is met`() throws {
        let rules = "k(P) if o(P). r(P) if c(P) and unproven k(P) (burden P)."
        #expect(
            try Self.ways(rules, MiniAgreement.facts("c", .possible), "r(A)")
                == ["proven: c(A)", "refuted: not c(A)", "refuted: o(A)"])
    }

    @Test func `formulas`() throws {
        let rules = "r(P) if c(P)."
        #expect(
            try Self.ways(rules, [], "s(A) and not o(A)")
                == ["proven: not o(A) & s(A)", "refuted: n(A)", "refuted: o(A)"])
        #expect(
            try Self.ways(rules, [], "s(A) or o(A)")
                == ["proven: o(A)", "proven: s(A)", "refuted: n(A) & not o(A)"])
    }

    @Test func `the payments that are still to be proven for an amount`() throws {
        let rules = "total(P, M) if M = sum N of paid(P, _, N). r(P) if c(P)."
        let facts = [
            Self.paid("a", "EUR 1.00", .certain), Self.paid("b", "EUR 2.00", .possible),
            Self.paid("c", "EUR 3.00", .possible), Self.paid("d", "EUR 6.00", .possible),
        ]
        #expect(
            try Self.ways(rules, facts, "total(A, EUR 6.00)")
                == [
                    "proven: paid(A, d, EUR 6.00)",
                    "proven: paid(A, b, EUR 2.00) & paid(A, c, EUR 3.00)",
                    "refuted: not paid(A, b, EUR 2.00) & not paid(A, d, EUR 6.00)",
                    "refuted: not paid(A, c, EUR 3.00) & not paid(A, d, EUR 6.00)",
                ])
    }

    @Test func `the order in time`() throws {
        let rules = "r(P) if party(P) and made(_, I) and I before now."
        let interval = World.interval("2025-12-31T00:00:00Z", "2026-01-02T00:00:00Z")
        let ways = try Self.ways(
            rules, [Fact("made", [.document(World.agreement), interval])], "r(A)")
        #expect(
            ways == [
                "proven: \(interval.text) before 2026-01-01T00:00:00Z",
                "refuted: not \(interval.text) before 2026-01-01T00:00:00Z",
            ])
    }

    @Test func `where the search finds no way, what is open is listed`() throws {
        let chain = (0..<30).map { "derived open p\($0)(party P) \"{P} is p\($0)\"." }
        let rules = (0..<29).map { "p\($0)(P) if p\($0 + 1)(P) and party(P)." }
        let agreement = try MiniAgreement.parse(
            chain.joined(separator: "\n"), rules.joined(separator: " "))
        let finding = try MiniAgreement.judge(agreement, [], "p0(A)").findings[0]
        #expect(finding.missing.isEmpty)
        #expect(finding.isMissingCut)
        #expect(finding.open.map(\.statement) == ["p29(A)"])
    }

    @Test func `the order of facts changes no way`() throws {
        let world = World.negotiated(signers: [])
        let first = try world.judge(World.bananaClaims, documents: ["DB1"]).findings
        var other = world
        other.facts.reverse()
        #expect(try other.judge(World.bananaClaims, documents: ["DB1"]).findings == first)
        let ways = first[0].missing
        #expect(ways.map(\.settles) == [.proven])
        #expect(Set(ways[0].evidence.flatMap(\.producers)) == ["FRUTA", "MARKT"])
    }
}
