// Article R-12 on facts fed by hand: when a log is intact, when its archive is guilty, and what an opponent cannot make of it.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The archive's log` {
    /// The log of ARCH with a settled checkpoint of size 90.
    private static func log(settled: Int64? = 90) -> World {
        var world = World(Policy.agreement, members: ["FRUTA", "MARKT"])
        world.list("archive", "ARCH")
        if let settled { world.sign("W", at: settled, witnessed: true, own: true) }
        return world
    }

    private static let forked = "MARKT claims misconduct(ARCH, fork)"

    private func values(_ world: World, _ ranges: (Int, Int)...) throws -> [FindingValue] {
        let claims = ranges.map { "FRUTA claims intact(\($0.0), \($0.1))" }
        return try world.values(claims + [Self.forked])
    }

    @Test func `it is intact as far as witnesses settled it, and nobody knows beyond`() throws {
        let world = Self.log()
        #expect(
            try values(world, (10, 90), (90, 90), (10, 91), (91, 95))
                == [.proven, .proven, .undetermined, .undetermined, .refuted])
    }

    @Test func `without witnesses nobody knows`() throws {
        var world = Self.log(settled: nil)
        world.sign("C", at: 90, own: true)
        #expect(try values(world, (10, 20)) == [.undetermined, .refuted])
    }

    @Test func `a range that runs backwards is not intact`() throws {
        #expect(try values(Self.log(), (20, 10))[0] == .undetermined)
    }

    @Test func `two states of one size divide it there and nowhere else`() throws {
        var world = Self.log()
        world.sign("F", at: 100, witnessed: true)
        world.divide("F", "W", at: 100)
        #expect(
            try values(world, (10, 90), (10, 100), (100, 100), (90, 120), (101, 120))
                == [.proven, .refuted, .refuted, .refuted, .undetermined, .proven])
    }

    @Test func `two states within what is settled refute it too`() throws {
        var world = Self.log()
        world.divide("F", "W", at: 50)
        #expect(
            try values(world, (10, 40), (10, 50), (51, 90)) == [
                .proven, .refuted, .proven, .proven,
            ])
    }

    @Test func `misconduct is reported though nobody claims it`() throws {
        var world = Self.log()
        world.divide("F", "W", at: 50)
        let findings = try world.judge(["FRUTA claims intact(51, 90)"])
        #expect(findings.misconduct.map(\.statement) == ["misconduct(ARCH, fork)"])
    }

    // Gaming: everything that an opponent could do by himself.
    @Test func `a document that states a fork, or a settled log, states nothing`() throws {
        for origin in [FactOrigin.stated, .annex] {
            var world = Self.log(settled: nil)
            world.divide("F", "W", at: 50, origin: origin)
            world.sign("W", at: 90, witnessed: true, own: true, origin: origin)
            #expect(try values(world, (10, 20)) == [.undetermined, .refuted])
        }
    }

    @Test func `a settled checkpoint of an archive that nobody listed settles nothing`() throws {
        var world = Self.log(settled: nil)
        world.sign("W", at: 90, by: "OTHER", witnessed: true, own: true)
        #expect(try values(world, (10, 20)) == [.undetermined, .refuted])
    }

    @Test func `a witnessed state that is not of this log settles nothing`() throws {
        var world = Self.log(settled: nil)
        world.sign("F", at: 90, witnessed: true)
        #expect(try values(world, (10, 20)) == [.undetermined, .refuted])
    }

    @Test func `evidence of which only the divided log tells leaves a contract open`() throws {
        var world = World.negotiated()
        let claim = "FRUTA claims contract(FRUTA, MARKT, DB1)"
        #expect(try world.values([claim], documents: ["DB1", "ORDER"]) == [.proven])
        world.facts = world.facts.map { fact in
            guard fact.predicate == "admitted", fact.arguments[0] == .document(World.digest("DB1"))
            else { return fact }
            return Fact(
                "admitted", fact.arguments, .possible, exhibits: fact.exhibits, reason: "NO_POE")
        }
        #expect(try world.values([claim], documents: ["DB1", "ORDER"]) == [.undetermined])
    }
}

extension World {
    /// A checkpoint that an archive signed.
    fileprivate mutating func sign(
        _ name: String, at size: Int64, by archive: String = "ARCH", witnessed: Bool = false,
        own: Bool = false, origin: FactOrigin = .evidence
    ) {
        let itself = Term.document(World.digest(name))
        add("checkpoint", [itself, Written.party(archive).term, .count(size)], origin: origin)
        if witnessed { add("witnessed", [itself], origin: origin) }
        if own { add("consistent", [itself], origin: origin) }
    }

    /// Two states that cannot both be true.
    fileprivate mutating func divide(
        _ name: String, _ other: String, at size: Int64, origin: FactOrigin = .evidence
    ) {
        add(
            "forked",
            [
                Written.party("ARCH").term, .count(size), .document(World.digest(name)),
                .document(World.digest(other)),
            ], origin: origin)
    }
}
