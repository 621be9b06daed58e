// That derivations say what is so: on random programs each step's statement stands as the second evaluator has it, and the derivation
// of what is proven holds a whole proof: judged again on the certain facts that it shows and no others, the claim is still proven. That
// is asked where nothing in it is denied, since a denial rests on facts that nobody shows.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The truth of derivations` {
    /// Every step, with those beneath.
    static func steps(_ derivation: Derivation) -> [Derivation] {
        [derivation] + derivation.steps.flatMap(steps)
    }

    /// The statements that have a predicate, by what they write: `p(A)`.
    static func atoms(_ naive: NaiveEvaluator, _ claims: Claims) -> [String: (String, [Term])] {
        var all: [String: (String, [Term])] = [:]
        for predicate in naive.predicates.values {
            for row in naive.rows(predicate.key) {
                all[predicate.statement(row.map(\.text))] = (predicate.key, row)
            }
        }
        for atom in claims.claims.flatMap(\.formula.atoms) {
            guard let predicate = naive.predicates[atom.key] else { continue }
            all[predicate.statement(atom.terms.map(\.text))] = (predicate.key, atom.terms)
        }
        return all
    }

    /// What a derivation says that is not so; nil if nothing.
    static func falsehood(
        _ derivation: Derivation, _ naive: NaiveEvaluator, _ atoms: [String: (String, [Term])],
        _ checked: inout Int
    ) -> String? {
        for step in steps(derivation) {
            var statement = step.statement
            for word in ["not ", "unproven "] where statement.hasPrefix(word) {
                statement.removeFirst(word.count)
            }
            guard let (key, row) = atoms[statement] else { continue }
            // A claim on an amount stands as the largest amount has it.
            if naive.predicates[key]?.isSupremum == true, step.basis == .calculation { continue }
            checked += 1
            let standing = naive.standing(key, row)
            if step.statement.hasPrefix("unproven ") {
                guard standing != .certain else { return "\(step.statement), which is proven" }
                guard step.reason != "refuted" || standing == .contrary else {
                    return "\(step.statement) is called refuted"
                }
            } else {
                let expected = step.statement.hasPrefix("not ") ? standing.negated : standing
                guard step.standing == expected else {
                    return "\(step.statement) is called \(step.standing) and is \(expected)"
                }
            }
            if step.basis == .rule || step.basis == .presumption, step.standing == .certain,
                !step.statement.hasPrefix("not "),
                let weak = step.steps.first(where: { $0.standing != .certain })
            {
                return "\(step.statement) rests on \(weak.statement), which is \(weak.standing)"
            }
        }
        return nil
    }

    static func falsehood(_ program: RandomProgram, _ checked: inout Int) throws -> String? {
        guard let agreement = try? program.agreement else { return nil }
        let claims = try program.parsedClaims
        guard (try? claims.check(against: agreement)) != nil else { return nil }
        var naive = program.naive(agreement, claims)
        guard naive.run() else { return nil }
        let atoms = atoms(naive, claims)
        let findings = try program.judge(agreement, claims)
        let all = findings.findings.map(\.derivation) + findings.misconduct
        for derivation in all {
            if let what = falsehood(derivation, naive, atoms, &checked) { return what }
        }
        for (finding, claim) in zip(findings.findings, claims.claims) {
            if let what = try gap(program, agreement, finding, claim) { return what }
        }
        return nil
    }

    /// What a proof lacks: without the certain facts that it does not show, the claim is no longer proven. Facts that are not certain
    /// stay, since a denial rests on what is not on file.
    static func gap(
        _ program: RandomProgram, _ agreement: Agreement, _ finding: Finding, _ claim: Claim
    ) throws -> String? {
        guard finding.value == .proven, case .atom(let atom) = claim.formula else { return nil }
        let steps = steps(finding.derivation)
        // A sum of what is on file changes with the file, and what is denied rests on facts that nobody shows.
        let isPositive = steps.allSatisfy {
            !$0.statement.contains(" of ") && !$0.statement.hasPrefix("not ")
                && !$0.statement.hasPrefix("unproven ")
        }
        guard isPositive else { return nil }
        let shown = Set(steps.map(\.statement))
        var less = program
        less.facts = program.facts.filter { $0.standing != .certain || shown.contains($0.text) }
        var naive = less.naive(agreement, try program.parsedClaims)
        for term in program.facts.flatMap(\.arguments) { naive.speak(term) }
        guard naive.run() else { return nil }
        let standing = naive.standing(atom)
        return standing == .certain
            ? nil : "\(claim.text) is \(standing) with what its derivation shows alone"
    }

    // Spec: rules-12
    @Test func `a proven sum is shown as the sum of what is proven`() throws {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed paid(party P, money M) "{P} paid {M}".
            evidence closed c(party P) "{P} is c".
            derived closed owes(party P, money M) "{P} owes {M}" supremum.
            """, "owes(P, M) if c(P) and M = sum N of paid(_, N).")
        let (a, b) = (Term.party(PartyID("A")!), Term.party(PartyID("B")!))
        let facts = [
            Fact("c", [a]), Fact("paid", [a, .money(Money(text: "EUR 1.00")!)]),
            Fact("paid", [b, .money(Money(text: "EUR 5.00")!)], .possible),
        ]
        let findings = try MiniAgreement.judge(agreement, facts, "owes(A, EUR 1.00)")
        let sums = Self.steps(findings.findings[0].derivation)
            .filter { $0.statement.hasPrefix("EUR 1.00 = sum of ") }
        #expect(sums.map(\.standing) == [.certain])
        #expect(sums.flatMap(\.steps).map(\.statement) == ["paid(A, EUR 1.00)"])
        #expect(sums.map(\.sentence) == ["EUR 1.00 is the sum of what is proven here"])
    }

    @Test func `every step stands as it says, and a proof is whole`() throws {
        var checked = 0
        for seed in RandomProgramSeeds.range(of: 250) {
            let program = ProgramGenerator.program(seed: seed)
            guard try Self.falsehood(program, &checked) != nil else { continue }
            let small = program.shrunk {
                var ignored = 0
                return (try? Self.falsehood($0, &ignored)) != nil
            }
            var ignored = 0
            Issue.record(
                "seed \(seed): \(try Self.falsehood(small, &ignored) ?? "")\n\(small.text)")
            return
        }
        print("derivations: \(checked) statements checked")
        #expect(checked > 1000)
    }
}
