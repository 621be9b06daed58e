// Small agreements at random, with facts and claims: every construction of the rule language, over a handful of terms. A program is
// kept as its lines, so that one that shows a difference can be made smaller line by line.

import EvidenceValues

@testable import Agreements

struct RandomProgram {
    /// A rule as its parts.
    struct Line {
        var head: String
        var conditions: [String]
        var rebuttals: [String] = []

        var text: String {
            let body = conditions.isEmpty ? "" : " if " + conditions.joined(separator: " and ")
            guard !rebuttals.isEmpty else { return head + body + "." }
            return "presume " + head + body + " unless " + rebuttals.joined(separator: " or ")
                + " (burden claimant)."
        }
    }

    var declarations: [String] = []
    var rules: [Line] = []
    var facts: [Fact] = []
    var roles: [ListedRole] = []
    var claims: [String] = []

    static let parameters = """
        T_skew = 1min
        S_ten = 10min
        T_fix = 2026-01-01T11:30:00Z
        L = EUR 2.00, USD 3.00
        M_one = EUR 1.00
        """

    static let now = World.time("2026-01-01T12:00:00Z")

    var agreement: Agreement {
        get throws(AgreementError) {
            try MiniAgreement.parse(
                declarations.joined(separator: "\n"), rules.map(\.text).joined(separator: "\n"),
                parameters: RandomProgram.parameters)
        }
    }

    var parsedClaims: Claims {
        get throws {
            var text = "claims M under mini-1 {\n"
            for (number, claim) in claims.enumerated() {
                text += "  C\(number + 1): A claims \(claim);\n"
            }
            return try Claims(parsing: text + "}\n")
        }
    }

    /// As somebody reads it who has to find the fault.
    var text: String {
        declarations.joined(separator: "\n") + "\n" + rules.map(\.text).joined(separator: "\n")
            + "\n"
            + facts.map { "\($0.origin) \($0.standing) \($0.text)" }.joined(separator: "\n") + "\n"
            + roles.map { "listed(\($0.role), \($0.party))" }.joined(separator: "\n")
            + claims.joined(separator: "\n")
    }

    // MARK: smaller

    /// Every program with one thing less.
    var smaller: [RandomProgram] {
        var all: [RandomProgram] = []
        func without(_ count: Int, _ remove: (inout RandomProgram, Int) -> Void) {
            for index in 0..<count {
                var program = self
                remove(&program, index)
                all.append(program)
            }
        }
        without(claims.count) { $0.claims.remove(at: $1) }
        without(rules.count) { $0.rules.remove(at: $1) }
        without(facts.count) { $0.facts.remove(at: $1) }
        without(roles.count) { $0.roles.remove(at: $1) }
        for rule in rules.indices {
            without(rules[rule].conditions.count) { $0.rules[rule].conditions.remove(at: $1) }
            if rules[rule].rebuttals.count > 1 {
                without(rules[rule].rebuttals.count) { $0.rules[rule].rebuttals.remove(at: $1) }
            }
        }
        without(declarations.count) { $0.declarations.remove(at: $1) }
        return all.filter { !$0.claims.isEmpty }
    }

    /// The smallest program that can be reached by leaving out, and still fails.
    func shrunk(while fails: (RandomProgram) -> Bool) -> RandomProgram {
        var program = self
        while let next = program.smaller.first(where: fails) { program = next }
        return program
    }
}

/// Makes programs.
struct ProgramGenerator {
    struct Declared {
        var name: String
        var types: [TermType]
        var isOpen: Bool
        /// Nil for derived ones.
        var origin: FactOrigin?
        var shape: Shape = .plain
        var isSupremum = false
        /// What rules of a level speak of is of a lower one, or of the same where nothing is denied.
        var level = 0
        /// Whether a calculation may have made its terms.
        var isCalculated = false
        /// Whether no row of it can have come by way of what is open.
        var contrary: String?

        func atom(_ arguments: [String]) -> String { name + "(" + shape.joined(arguments) + ")" }
    }

    var generator: SeededGenerator
    var program = RandomProgram()
    var predicates: [Declared] = []

    init(seed: UInt64) { generator = SeededGenerator(state: seed) }

    // MARK: dice

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    static let terms: [TermType: [Term]] = [
        .party: ["A", "B", "C"].compactMap { PartyID($0).map(Term.party) },
        .document: ["D1", "D2"].map { .document(World.digest($0)) },
        .key: [.key(World.digest("K"))],
        .word: [.word("x"), .word("y")],
        .count: [.count(1), .count(2)],
        .span: ["5min", "10min"].compactMap { TimeSpan(text: $0).map(Term.span) },
        .instant: ["11:00", "11:30", "12:00"].map { .instant(World.time("2026-01-01T\($0):00Z")) },
        .money: ["EUR 1.00", "EUR 2.00", "EUR 5.00", "USD 2.00", "EUR 92233720368547758.07"]
            .compactMap { Money(text: $0).map(Term.money) },
        .interval: [
            World.interval("2026-01-01T10:00:00Z", "2026-01-01T10:30:00Z"),
            World.interval("2026-01-01T11:00:00Z", "2026-01-01T11:08:00Z"),
            World.interval("2026-01-01T11:45:00Z", nil),
            // Within the tolerance of clocks.
            World.interval("2026-01-01T11:20:00Z", "2026-01-01T11:29:30Z"),
            World.interval("2026-01-01T11:30:30Z", "2026-01-01T11:40:00Z"),
            World.interval(nil, "2026-01-01T11:10:00Z"),
            World.interval("2026-01-01T11:20:00Z", "2026-01-01T12:30:00Z"),
            World.interval("2026-01-01T11:20:00Z", "2026-01-01T11:00:00Z"),
        ],
    ]

    mutating func term(_ type: TermType) -> Term {
        let terms = Self.terms[type] ?? []
        // The largest amount stops most things; it should not be everywhere.
        if type == .money, chance(85) { return pick(Array(terms.dropLast())) }
        return pick(terms)
    }

    // MARK: the whole

    static func program(seed: UInt64) -> RandomProgram {
        var generator = ProgramGenerator(seed: seed)
        generator.declareEvidence()
        for level in 1...generator.number(3...5) { generator.derive(level) }
        if generator.chance(40) { generator.deriveMisconduct() }
        generator.fileFacts()
        generator.makeClaims()
        return generator.program
    }

    private mutating func declare(_ predicate: Declared) {
        predicates.append(predicate)
        let names = predicate.types.indices.map { "X\($0)" }
        let typed = zip(predicate.types, names).map { $0.rawValue + " " + $1 }
        let of = predicate.isOpen ? " open " : " closed "
        let head =
            switch predicate.origin {
            case .stated: "stated "
            case .annex: "annex "
            case .evidence: "evidence" + of
            case nil: "derived" + of
            }
        var line = head + predicate.atom(typed)
        line +=
            " \"\(predicate.name)\(predicate.shape.rawValue) of \(names.map { "{\($0)}" }.joined(separator: " "))\""
        if predicate.isSupremum { line += " supremum" }
        if let contrary = predicate.contrary { line += " contrary " + contrary }
        if predicate.isOpen && chance(60) {
            line +=
                " missing \"a record of {X0}\" from " + (predicate.types[0] == .party ? "X0, " : "")
                + "\"clerk\""
        }
        program.declarations.append(line + ".")
    }

    private mutating func types(_ count: Int) -> [TermType] {
        let kinds: [TermType] = [
            .party, .party, .party, .word, .document, .instant, .money, .interval, .count, .key,
            .span,
        ]
        return [chance(80) ? .party : .document] + (1..<max(1, count)).map { _ in pick(kinds) }
    }

    private mutating func declareEvidence() {
        for index in 0..<number(2...4) {
            declare(
                Declared(
                    name: "e\(index)", types: types(number(1...3)), isOpen: chance(50),
                    origin: .evidence))
        }
        if chance(50) {
            declare(
                Declared(name: "st", types: [.document] + types(1), isOpen: false, origin: .stated))
        }
        if chance(30) {
            declare(
                Declared(name: "listed", types: [.word, .party], isOpen: false, origin: .annex))
        }
        if chance(60) {
            declare(
                Declared(
                    name: "made", types: [.document, .interval], isOpen: false, origin: .evidence))
        }
        if chance(70) {
            declare(
                Declared(
                    name: "paid", types: [.party, .word, .money], isOpen: chance(15),
                    origin: .evidence))
        }
        if chance(30) {
            declare(Declared(name: "fc", types: [.party], isOpen: true, origin: .evidence))
            declare(
                Declared(
                    name: "fo", types: [.party], isOpen: true, origin: .evidence, contrary: "fc"))
        }
    }

    private mutating func derive(_ level: Int) {
        if chance(25) { return deriveSupremum(level) }
        var predicate = Declared(
            name: "d\(level)", types: types(number(1...2)), isOpen: chance(40), level: level)
        if chance(25) { shape(&predicate) }
        if chance(40) {
            var contrary = predicate
            contrary.name = "n\(level)"
            contrary.isOpen = chance(60)
            let isAfter = chance(30)
            if isAfter { contrary.level = level }
            declare(contrary)
            for _ in 0..<number(1...2) { addRule(contrary) }
            predicate.contrary = contrary.name
        }
        declare(predicate)
        for _ in 0..<number(predicate.isOpen ? 0...2 : 1...3) { addRule(predicate) }
    }

    private mutating func shape(_ predicate: inout Declared) {
        predicate.shape = pick([.by, .after, .between])
        predicate.types += predicate.shape == .between ? [.instant, .instant] : [.instant]
        // Sometimes the same name has another shape as well.
        if chance(50) {
            var other = predicate
            other.shape = .plain
            other.types = [.party]
            declare(other)
            addRule(other)
        }
    }

    private mutating func deriveSupremum(_ level: Int) {
        let predicate = Declared(
            name: "owes\(level)", types: [.party, .money], isOpen: false, isSupremum: true,
            level: level)
        declare(predicate)
        for _ in 0..<number(1...2) { addRule(predicate) }
    }

    private mutating func deriveMisconduct() {
        let predicate = Declared(
            name: "misconduct", types: [.party, .word], isOpen: false, level: 9)
        declare(predicate)
        addRule(predicate)
    }

    // MARK: facts and claims

    private mutating func fileFacts() {
        let filed = predicates.filter { $0.origin != nil && $0.origin != .annex }
        for _ in 0..<number(4...12) {
            let predicate = pick(filed)
            var origin = predicate.origin ?? .evidence
            if chance(4) { origin = origin == .evidence ? .stated : .evidence }
            let standing: Standing = chance(55) ? .certain : chance(60) ? .possible : .contrary
            let row = predicate.types.map { term($0) }
            program.facts.append(
                Fact(
                    predicate.name, row, standing, origin: origin,
                    exhibits: [LeafIndex(UInt64(program.facts.count))]))
        }
        if chance(10), let derived = predicates.first(where: { $0.origin == nil }) {
            program.facts.append(Fact(derived.name, derived.types.map { term($0) }))
        }
        for _ in 0..<number(0...2) {
            if case .word(let role) = term(.word), case .party(let party) = term(.party) {
                program.roles.append(ListedRole(role: role, party: party))
            }
        }
    }

    private mutating func makeClaims() {
        for _ in 0..<number(4...6) { program.claims.append(formula(chance(65) ? 0 : 2)) }
    }

    // With the parentheses that it needs: 0 or, 1 and, 2 not.
    private mutating func formula(_ depth: Int, _ binding: Int = 0) -> String {
        guard depth > 0 else { return claim() }
        let wrap: (String, Bool) -> String = { $1 ? "(" + $0 + ")" : $0 }
        switch number(0...3) {
        case 0: return "not " + formula(depth - 1, 2)
        case 1: return wrap(formula(depth - 1, 1) + " and " + formula(depth - 1, 2), binding > 1)
        case 2: return wrap(formula(depth - 1, 0) + " or " + formula(depth - 1, 1), binding > 0)
        default: return claim()
        }
    }

    private mutating func claim() -> String {
        // Intervals have no literal, so no claim can speak of them.
        let claimable = predicates.filter { !$0.types.contains(.interval) }
        let derived = claimable.filter { $0.origin == nil && $0.level > 0 }
        let predicate = pick(chance(85) && !derived.isEmpty ? derived : claimable)
        return predicate.atom(predicate.types.map { term($0).text })
    }
}
