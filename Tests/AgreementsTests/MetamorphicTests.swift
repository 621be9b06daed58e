// What may change in a program without changing an answer: the order of rules, facts and conditions, the names of variables, facts that
// no rule speaks of. And what may not follow from more certainty where nothing is denied.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Programs that say the same` {
    /// The answers, without reasons; nil if the checker refuses the program.
    static func answers(_ program: RandomProgram) throws -> [String]? {
        guard let agreement = try? program.agreement else { return nil }
        let claims = try program.parsedClaims
        guard (try? claims.check(against: agreement)) != nil else { return nil }
        let findings = try program.judge(agreement, claims)
        return findings.findings.map {
            "\($0.value) \($0.provenSupremum?.text ?? "") \($0.possibleSupremum?.text ?? "") "
                + $0.missing.map { way in
                    "\(way.settles) " + way.evidence.map(\.statement).joined(separator: " & ")
                }.joined(separator: "; ")
        } + findings.misconduct.map(\.statement) + findings.contradictions
    }

    static func shuffled(_ program: RandomProgram, _ seed: UInt64) -> RandomProgram {
        var generator = SeededGenerator(state: seed)
        var other = program
        other.rules.shuffle(using: &generator)
        other.facts.shuffle(using: &generator)
        other.declarations.shuffle(using: &generator)
        for index in other.rules.indices {
            other.rules[index].conditions.shuffle(using: &generator)
            other.rules[index].rebuttals.shuffle(using: &generator)
        }
        return other
    }

    static func renamed(_ program: RandomProgram) -> RandomProgram {
        func rename(_ text: String) -> String {
            text.replacing(#/\b[A-Z][0-9]+\b/#) { "V" + $0.output + "X" }
        }
        var other = program
        for index in other.rules.indices {
            let rule = other.rules[index]
            other.rules[index] = RandomProgram.Line(
                head: rename(rule.head), conditions: rule.conditions.map(rename),
                rebuttals: rule.rebuttals.map(rename))
        }
        return other
    }

    static func withIdleFact(_ program: RandomProgram) -> RandomProgram {
        guard let fact = program.facts.first(where: { $0.origin == .evidence }),
            let agreement = try? program.agreement,
            agreement.predicates[fact.predicate]?.origin == .evidence,
            let term = fact.arguments.first
        else { return program }
        var other = program
        other.declarations.append("evidence closed idle(\(term.type.rawValue) X) \"{X} is idle\".")
        other.facts.append(Fact("idle", [term]))
        return other
    }

    static let changes: [(String, @Sendable (RandomProgram, UInt64) -> RandomProgram)] = [
        ("another order", { shuffled($0, $1) }),
        ("other variables", { program, _ in renamed(program) }),
        ("an idle fact", { program, _ in withIdleFact(program) }),
    ]

    @Test(arguments: changes.indices)
    func `have the same answers`(change: Int) throws {
        let (name, make) = Self.changes[change]
        var compared = 0
        for seed in RandomProgramSeeds.range(of: 60) {
            let program = ProgramGenerator.program(seed: seed)
            let answers = try Self.answers(program)
            let others = try Self.answers(make(program, seed))
            #expect(answers == others, "seed \(seed), \(name)\n\(program.text)")
            if answers != nil { compared += 1 }
        }
        #expect(compared > 40)
    }

    /// The program without rules that deny, presume or add up.
    static func positive(_ program: RandomProgram) -> RandomProgram {
        var other = program
        other.rules.removeAll { rule in
            !rule.rebuttals.isEmpty
                || rule.conditions.contains {
                    $0.hasPrefix("not ") || $0.hasPrefix("unproven ") || $0.contains(" of ")
                }
        }
        return other
    }

    @Test func `where nothing is denied, more certainty takes no proof away`() throws {
        var compared = 0
        for seed in RandomProgramSeeds.range(of: 100) {
            let program = Self.positive(ProgramGenerator.program(seed: seed))
            guard let agreement = try? program.agreement,
                let place = program.facts.firstIndex(where: { $0.standing == .possible })
            else { continue }
            let claims = try program.parsedClaims
            guard (try? claims.check(against: agreement)) != nil else { continue }
            var more = program
            let fact = program.facts[place]
            more.facts[place] = Fact(
                fact.predicate, fact.arguments, origin: fact.origin, exhibits: fact.exhibits)
            let before = try program.evaluate(agreement, claims)
            let after = try more.evaluate(agreement, claims)
            for atom in claims.claims.flatMap(\.formula.atoms) {
                compared += 1
                let (first, second) = (
                    before.standing(of: .atom(atom)), after.standing(of: .atom(atom))
                )
                #expect(first != .certain || second == .certain, "seed \(seed): \(atom.text)")
            }
        }
        #expect(compared > 50)
    }
}
