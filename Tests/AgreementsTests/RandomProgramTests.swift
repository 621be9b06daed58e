// The judge against a second evaluator on random programs. Where they differ the program is made smaller and shown.

import EvidenceValues
import Testing

@testable import Agreements

/// What both evaluators say of one program.
struct Comparison {
    /// How often what was met, over many programs.
    struct Tally {
        var programs = 0
        var accepted = 0
        var counts: [String: Int] = [:]

        mutating func count(_ name: String, _ number: Int = 1) {
            counts[name, default: 0] += number
        }

        mutating func add(_ other: Tally) {
            programs += other.programs
            accepted += other.accepted
            counts.merge(other.counts) { $0 + $1 }
        }
    }

    enum Outcome {
        case refused(AgreementError)
        case tooLarge
        case same
        case different(String)
    }

    static func run(_ program: RandomProgram, tally: inout Tally) throws -> Outcome {
        let agreement: Agreement
        do { agreement = try program.agreement } catch { return .refused(error) }
        let claims = try program.parsedClaims
        do { try claims.check(against: agreement) } catch { return .refused(error) }
        var naive = program.naive(agreement, claims)
        guard naive.run() else { return .tooLarge }
        let findings = try program.judge(agreement, claims)
        if let difference = compare(findings, claims, naive, agreement.program) {
            return .different(difference)
        }
        let evaluation = try program.evaluate(agreement, claims)
        if let difference = compare(evaluation, naive) { return .different(difference) }
        tally.count(agreement, findings)
        return .same
    }

    // MARK: findings

    private static func compare(
        _ findings: Findings, _ claims: Claims, _ naive: NaiveEvaluator, _ program: Program
    ) -> String? {
        for (finding, claim) in zip(findings.findings, claims.claims) {
            let value: FindingValue =
                switch naive.standing(claim.formula) {
                case .certain: .proven
                case .contrary: .refuted
                case .possible: .undetermined
                }
            if finding.value != value {
                return "\(claim.text) is \(finding.value), by the second evaluator \(value)"
            }
            guard case .atom(let atom) = claim.formula else { continue }
            let suprema = naive.suprema(atom)
            if finding.provenSupremum != suprema?.proven
                || finding.possibleSupremum != suprema?.possible
            {
                return "\(claim.text): suprema \(finding.provenSupremum?.text ?? "-") and "
                    + "\(finding.possibleSupremum?.text ?? "-"), by the second evaluator "
                    + "\(suprema?.proven.text ?? "-") and \(suprema?.possible.text ?? "-")"
            }
        }
        let misconduct = Set(findings.misconduct.map(\.statement))
        if misconduct != naive.certainAtoms("misconduct") { return "misconduct \(misconduct)" }
        let contradictions = naive.contradictions(program, claims)
        if Set(findings.contradictions) != contradictions {
            return "contradictions \(findings.contradictions), not \(contradictions)"
        }
        return nil
    }

    // MARK: atoms

    private static func compare(_ evaluation: Evaluation, _ naive: NaiveEvaluator) -> String? {
        for (number, predicate) in evaluation.program.predicates.enumerated() {
            func rows(_ relation: Relation) -> Set<[Term]> {
                Set(relation.rows.map { $0.map { evaluation.terms.terms[$0] } })
            }
            let certain = rows(evaluation.certain[number])
            let written = naive.rows(predicate.key)
            for row in written.union(certain).union(rows(evaluation.possible[number])) {
                let numbers = row.map { evaluation.terms.number($0) }
                let (one, other) = (
                    evaluation.standing(number, numbers), naive.standing(predicate.key, row)
                )
                guard one == other else {
                    let text = predicate.statement(row.map(\.text))
                    return "\(text) is \(one), by the second evaluator \(other)"
                }
            }
        }
        return nil
    }
}

extension RandomProgram {
    var annex: Annex {
        var trust = PinnedTrust()
        trust.roles = roles
        return Annex(
            agreement: World.agreement, version: 1, registry: PartyID("REG")!, trust: trust)
    }

    /// What is heard, with what the annex says.
    var heard: [Fact] {
        let listed = annex.roles.map {
            Fact("listed", [.word($0.role), .party($0.party)], origin: .annex)
        }
        let itself = Fact("this_agreement", [.document(World.agreement)], origin: .annex)
        return facts.filter { $0.origin != .annex } + listed + [itself]
    }

    func naive(_ agreement: Agreement, _ claims: Claims) -> NaiveEvaluator {
        var naive = NaiveEvaluator(agreement, now: RandomProgram.now)
        for fact in heard { naive.hear(fact) }
        for atom in claims.claims.flatMap(\.formula.atoms) {
            for term in atom.terms { naive.speak(term) }
        }
        return naive
    }

    func judge(_ agreement: Agreement, _ claims: Claims) throws -> Findings {
        try Agreements.judge(
            facts: facts, agreement: agreement, agreementDigest: World.agreement, annex: annex,
            annexDigest: World.digest("annex"), claims: claims,
            claimsDigest: World.digest("claims"), matter: MatterID("M")!, now: RandomProgram.now)
    }

    func evaluate(_ agreement: Agreement, _ claims: Claims) throws -> Evaluation {
        let evaluation = Evaluation(
            program: agreement.program, skew: agreement.skew, now: RandomProgram.now)
        let spoken = claims.claims.flatMap(\.formula.atoms).flatMap(\.terms)
        evaluation.load(
            heard,
            spoken: spoken + agreement.parameters.values.flatMap(\.self).sorted())
        try evaluation.run()
        return evaluation
    }
}

extension NaiveEvaluator {
    /// What is certain together with its contrary, in sentences; of what ranges over a built-in what is claimed. Spec: rules-16
    func contradictions(_ program: Program, _ claims: Claims) -> Set<String> {
        var found: Set<String> = []
        let isOnDemand = Demand.predicates(of: program)
        let claimed = claims.claims.flatMap(\.formula.atoms)
        func isTold(_ key: String, _ contrary: String, _ row: [Term]) -> Bool {
            guard let number = program.numbers[key], isOnDemand[number] else { return true }
            return claimed.contains { [key, contrary].contains($0.key) && $0.terms == row }
        }
        for (key, rows) in certain {
            guard let predicate = predicates[key] else { continue }
            for row in rows {
                let sentence = predicate.fill(predicate.sentence, row)
                if let contrary = predicate.contraryKey.flatMap({ predicates[$0] }),
                    isCertain(contrary.key, row), isTold(key, contrary.key, row)
                {
                    found.insert(sentence + ", but also: " + contrary.fill(contrary.sentence, row))
                }
                if onFile[key]?[row]?.contains(.contrary) ?? false {
                    found.insert(sentence + ", but also the contrary")
                }
            }
        }
        return found
    }
}

extension Comparison.Tally {
    mutating func count(_ agreement: Agreement, _ findings: Findings) {
        for finding in findings.findings {
            count("value " + finding.value.rawValue)
            if let proven = finding.provenSupremum, let possible = finding.possibleSupremum {
                count(proven == possible ? "supremum exact" : "supremum open")
                if proven.minorUnits > 0 { count("supremum proven") }
                if possible.isUnbounded { count("supremum unbounded") }
            }
        }
        count("misconduct", findings.misconduct.count)
        count("contradictions", findings.contradictions.count)
        count("ignored", findings.ignored.count)
        for predicate in agreement.predicates.values {
            if predicate.shape != .plain { count("shape " + predicate.shape.rawValue) }
            if predicate.contrary != nil { count("contrary") }
        }
        for rule in agreement.rules { count(rule, agreement) }
    }

    private mutating func count(_ rule: Rule, _ agreement: Agreement) {
        if rule.burden != nil { count("presumption") }
        if rule.rebuttals.contains(where: \.possibly) { count("possibly") }
        for condition in rule.conditions {
            switch condition {
            case .atom(let atom, let mode):
                guard let predicate = agreement.predicates[atom.predicate] else {
                    count("range of a type")
                    continue
                }
                let kind = predicate.isOpen ? " open" : " closed"
                switch mode {
                case .plain:
                    count("atom" + kind)
                    if atom.predicate == rule.head.predicate { count("recursion") }
                case .not: count("not" + kind)
                case .unproven: count("unproven" + kind)
                }
            case .comparison(_, let comparator, _, let mode):
                let kind = mode == .plain ? "" : mode == .not ? "not " : "unproven "
                count(kind + comparator.rawValue)
            case .aggregate(_, let function, _, _, let like, let burden):
                count(
                    function.rawValue + (burden == nil ? "" : " proven")
                        + (like == nil ? "" : " in"))
            }
        }
    }
}

@Suite struct `Random programs` {
    static let parts = 4

    @Test func `two evaluators agree on every program`() async throws {
        let tally = try await withThrowingTaskGroup(of: Comparison.Tally.self) { group in
            for part in 0..<Self.parts { group.addTask { try await Self.compare(part: part) } }
            var all = Comparison.Tally()
            for try await tally in group { all.add(tally) }
            return all
        }
        print("random programs: \(tally.accepted) of \(tally.programs) accepted")
        for (name, count) in tally.counts.sorted(by: { $0.key < $1.key }) {
            print("  \(name): \(count)")
        }
        #expect(tally.accepted * 10 >= tally.programs * 7)
        for value in ["proven", "refuted", "undetermined"] {
            #expect(tally.counts["value " + value, default: 0] > tally.accepted / 4)
        }
    }

    @concurrent private static func compare(part: Int) async throws -> Comparison.Tally {
        var tally = Comparison.Tally()
        for seed in RandomProgramSeeds.range(of: 1000)
        where seed % UInt64(parts) == UInt64(part) {
            let program = ProgramGenerator.program(seed: seed)
            tally.programs += 1
            switch try Comparison.run(program, tally: &tally) {
            case .refused(let error):
                tally.count("refused \(String(describing: error.reason).prefix(24))")
            case .tooLarge: tally.count("too large")
            case .same: tally.accepted += 1
            case .different(let what):
                let small = program.shrunk {
                    var ignored = Comparison.Tally()
                    if case .different = try? Comparison.run($0, tally: &ignored) { return true }
                    return false
                }
                var ignored = Comparison.Tally()
                var shown = what
                if case .different(let less) = try Comparison.run(small, tally: &ignored) {
                    shown = less
                }
                Issue.record("seed \(seed): \(shown)\n\(small.text)")
                return tally
            }
        }
        return tally
    }
}
