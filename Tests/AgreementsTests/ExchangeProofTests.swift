// What messages of an exchange prove besides a contract: origin and receipt, delivery of data by a receipt and the key, payment
// by a third party's affidavit, and what its contradictions undo. That messages fit together is a fact here; EvidenceModules finds it.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// A message that states these things, signed by `signer`, or by nobody.
    mutating func message(
        _ name: String, by signer: String?, deal: String? = "BAN-1",
        proven: String? = "2026-03-18T16:00:00Z", _ terms: [(String, [Written])] = []
    ) {
        state(
            name, by: [signer].compactMap(\.self), made: (nil, proven),
            (deal.map { [("deal", [.word($0)])] } ?? []) + terms)
    }

    /// The messages `needs`, with their senders, are what a protocol asks as proof.
    mutating func proof(
        _ set: String, _ meaning: String, of item: String, against: String, for other: String,
        needs: [(String, String)], at time: (String, String)? = nil
    ) {
        let name = Term.document(World.digest(set))
        add(
            "proof_set",
            [
                name, .document(World.digest(needs[0].0)), .word(meaning),
                .document(World.digest(item)), Written.party(against).term,
                Written.party(other).term,
            ])
        rest(set, on: needs)
        if let (message, text) = time {
            add("proof_time", [name, .document(World.digest(message)), Written.time(text).term])
        }
    }

    /// The messages `needs` are what a protocol calls misconduct.
    mutating func fault(
        _ set: String, _ word: String, of party: String, in exchange: String? = nil,
        needs: [(String, String)]
    ) {
        add(
            "exchange_fault",
            [
                .document(World.digest(set)), Written.party(party).term, .word(word),
                .document(World.digest(exchange ?? needs[0].0)),
            ])
        rest(set, on: needs)
    }

    mutating func rest(_ set: String, on needs: [(String, String)], as predicate: String = "needs")
    {
        for (message, sender) in needs {
            add(
                "needs",
                [
                    .document(World.digest(set)), .document(World.digest(message)),
                    Written.party(sender).term,
                ])
        }
    }

    /// The contract DB1 names TTP1, which is listed, as third party.
    static func trusting(named: String = "TTP1") -> World {
        var world = negotiated()
        world.list("ttp", "TTP1")
        world.add(
            "third_party",
            [.document(digest("DB1")), Written.party(named).term], origin: .stated)
        return world
    }

    static let keyTime = "2026-03-18T15:10:00Z"

    /// MARKT's receipt for encrypted data and TTP1's record of the key, and that they prove MARKT's receipt of DATA.
    mutating func exchangeData(
        receipt: String? = "MARKT", key: String? = "TTP1", purpose: String? = "deliver",
        deal: String? = "BAN-1", at time: String = World.keyTime
    ) {
        message("NRR", by: receipt, deal: deal, purpose.map { [("purpose", [.word($0)])] } ?? [])
        message("CON", by: key)
        proof(
            "PROOF", "receipt", of: "DATA", against: "MARKT", for: "FRUTA",
            needs: [("NRR", "MARKT"), ("CON", "TTP1")], at: ("CON", time))
    }
}

@Suite struct `Delivery of data` {
    private static let claims = [
        "FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z)",
        "FRUTA claims received(MARKT, DATA)",
        "FRUTA claims received(MARKT, DATA, by 2026-03-18T15:10:00Z)",
    ]
    private static let nothing = [FindingValue.undetermined, .undetermined, .undetermined]

    private func values(_ world: World) throws -> [FindingValue] {
        try world.values(Self.claims, documents: ["DATA"])
    }

    @Test func `is proven by the receipt and the key together`() throws {
        var world = World.trusting()
        world.exchangeData()
        #expect(try values(world) == [.proven, .proven, .proven])
    }

    @Test(arguments: [
        (String?.some("MARKT"), String?.none), (nil, "TTP1"), ("FRUTA", "TTP1"),
        ("MARKT", "FRUTA"),
    ])
    func `is not proven by one of the two`(receipt: String?, key: String?) throws {
        var world = World.trusting()
        world.exchangeData(receipt: receipt, key: key)
        #expect(try values(world) == Self.nothing)
    }

    @Test func `is not proven by statements of the messages alone`() throws {
        var world = World.trusting()
        world.message("NRR", by: "MARKT", [("purpose", [.word("deliver")])])
        world.message("CON", by: "TTP1")
        #expect(try values(world) == Self.nothing)
    }

    @Test func `needs a third party that the contract names, receipt one that is listed`() throws {
        var world = World.trusting(named: "TTP2")
        world.exchangeData()
        #expect(try values(world) == [.undetermined, .proven, .proven])
        var unlisted = World.trusting()
        unlisted.certify("TTP3")
        unlisted.message("NRR", by: "MARKT", [("purpose", [.word("deliver")])])
        unlisted.message("CON", by: "TTP3")
        unlisted.proof(
            "PROOF", "receipt", of: "DATA", against: "MARKT", for: "FRUTA",
            needs: [("NRR", "MARKT"), ("CON", "TTP3")], at: ("CON", World.keyTime))
        #expect(try values(unlisted) == Self.nothing)
    }

    @Test(
        arguments: [
            ("invoice", "BAN-1"), (nil, "BAN-1"), ("deliver", "BAN-2"), ("deliver", nil),
        ] as [(String?, String?)])
    func `needs messages for that obligation and that deal`(purpose: String?, deal: String?) throws
    {
        var world = World.trusting()
        world.exchangeData(purpose: purpose, deal: deal)
        #expect(try values(world) == [.undetermined, .proven, .proven])
    }

    @Test func `of data that the contract names by digest is of those only`() throws {
        for (item, isDelivered) in [("DATA", true), ("OTHER", false)] {
            var world = World.trusting()
            world.add(
                "item",
                [
                    .document(World.digest("DB1")), .word("deliver"),
                    .document(World.digest(item)),
                ], origin: .stated)
            world.exchangeData(purpose: isDelivered ? "correspondence" : "deliver")
            #expect(try values(world)[0] == (isDelivered ? .proven : .undetermined))
        }
    }

    @Test func `counts at the time that the third party states, and not if that is too late`()
        throws
    {
        var world = World.trusting()
        world.exchangeData(at: "2026-03-21T09:00:00Z")
        #expect(try values(world)[0] == .undetermined)
        #expect(try values(world)[1] == .proven)
    }

    @Test func `has no time before the record of it existed`() throws {
        var world = World.trusting()
        world.exchangeData(at: "2026-03-19T09:00:00Z")
        #expect(try values(world) == [.undetermined, .proven, .undetermined])
    }

    @Test func `a time that who relies on it states itself is none`() throws {
        var world = World.trusting()
        world.message("NRR", by: "MARKT", [("purpose", [.word("deliver")])])
        world.message("KEY", by: "FRUTA")
        world.proof(
            "PROOF", "receipt", of: "DATA", against: "MARKT", for: "FRUTA",
            needs: [("NRR", "MARKT"), ("KEY", "FRUTA")], at: ("KEY", World.keyTime))
        #expect(try values(world) == [.undetermined, .proven, .undetermined])
    }

    @Test func `the recipient's own token needs no third party`() throws {
        var world = World.negotiated()
        world.message("NRDT", by: "MARKT", [("purpose", [.word("deliver")])])
        world.proof(
            "PROOF", "receipt", of: "DATA", against: "MARKT", for: "FRUTA",
            needs: [("NRDT", "MARKT")], at: ("NRDT", World.keyTime))
        #expect(try values(world) == [.proven, .proven, .proven])
    }

    @Test func `a purpose that only the deliverer states is none`() throws {
        var world = World.trusting()
        world.message("NRO", by: "FRUTA", [("purpose", [.word("deliver")])])
        world.message("NRR", by: "MARKT")
        world.message("CON", by: "TTP1")
        world.proof(
            "PROOF", "receipt", of: "DATA", against: "MARKT", for: "FRUTA",
            needs: [("NRO", "FRUTA"), ("NRR", "MARKT"), ("CON", "TTP1")],
            at: ("CON", World.keyTime))
        #expect(try values(world)[0] == .undetermined)
    }

    @Test func `a forged receipt beside the real one takes nothing away`() throws {
        var world = World.trusting()
        world.exchangeData()
        world.message("FORGED", by: nil)
        world.proof(
            "FORGERY", "receipt", of: "DATA", against: "MARKT", for: "FRUTA",
            needs: [("FORGED", "MARKT"), ("CON", "TTP1")], at: ("CON", World.keyTime))
        #expect(try values(world) == [.proven, .proven, .proven])
    }

    @Test func `begins the time to pay, as a delivery of goods does`() throws {
        let claim = ["FRUTA claims breach(MARKT, pay)"]
        var world = World.trusting()
        #expect(try world.values(claim) == [.undetermined])
        world.exchangeData()
        #expect(try world.values(claim) == [.proven])
    }
}

@Suite struct `Contradictions in an exchange` {
    private static let received = ["FRUTA claims received(MARKT, DATA)"]

    private func values(_ world: World, _ misconduct: String) throws -> [FindingValue] {
        try world.values(
            Self.received + ["FRUTA claims misconduct(\(misconduct))"], documents: ["DATA"])
    }

    private static func twoKeys(second signer: String?) -> World {
        var world = World.trusting()
        world.exchangeData()
        world.message("CON2", by: signer)
        world.fault(
            "TWO", "two-keys", of: "TTP1", needs: [("CON", "TTP1"), ("CON2", "TTP1")])
        return world
    }

    @Test func `of the third party prove its misconduct and nothing else`() throws {
        let found = try values(Self.twoKeys(second: "TTP1"), "TTP1, two-keys")
        #expect(found == [.undetermined, .proven])
    }

    @Test func `of the third party are paid for by it`() throws {
        let claim = ["FRUTA claims liable(TTP1->FRUTA, EUR 900.00)"]
        for (second, value) in [("TTP1", FindingValue.proven), ("MARKT", .undetermined)] {
            var world = Self.twoKeys(second: second)
            world.list("recorder", "CLEAR")
            world.state(
                "LOSS", by: ["CLEAR"], made: (nil, "2026-04-20T00:00:00Z"),
                [
                    (
                        "loss",
                        [.party("FRUTA"), .document(World.digest("DB1")), .money("EUR 900.00")]
                    )
                ])
            #expect(try world.values(claim) == [value])
        }
    }

    @Test(arguments: [nil, "MARKT", "FRUTA"])
    func `that the third party did not sign contradict nothing`(signer: String?) throws {
        let found = try values(Self.twoKeys(second: signer), "TTP1, two-keys")
        #expect(found[0] == .proven)
        #expect(found[1] != .proven)
    }

    @Test func `of the recipient do not undo its receipt`() throws {
        var world = World.trusting()
        world.exchangeData()
        world.message("NRR2", by: "MARKT")
        world.fault(
            "TWICE", "two-receipts", of: "MARKT", needs: [("NRR", "MARKT"), ("NRR2", "MARKT")])
        #expect(try values(world, "MARKT, two-receipts") == [.proven, .proven])
    }

    @Test func `of who relies on the messages count against it only in the same exchange`() throws {
        for (exchange, value) in [("NRR", FindingValue.undetermined), ("NRO9", .proven)] {
            var world = World.trusting()
            world.exchangeData()
            world.message("TWO", by: "FRUTA")
            world.fault("FAULT", "broken", of: "FRUTA", in: exchange, needs: [("TWO", "FRUTA")])
            #expect(try values(world, "FRUTA, broken") == [value, .proven])
        }
    }

    private static func cheated(by signer: String, listed: Bool) -> World {
        var world = World.negotiated()
        if listed { world.list("ttp", "TTP1") }
        for party in ["TTP1", "MARKT", "FRUTA"] { world.certify(party) }
        world.message("EOR", by: "MARKT")
        world.message("EOO_K", by: "FRUTA")
        world.proof(
            "PROOF", "receipt", of: "DATA", against: "MARKT", for: "FRUTA",
            needs: [("EOR", "MARKT"), ("EOO_K", "FRUTA")])
        world.message("SUB", by: "FRUTA")
        world.message("CHEAT", by: signer)
        world.fault(
            "FAULT", "false-deposit", of: "FRUTA", in: "EOR",
            needs: [("SUB", "FRUTA"), ("CHEAT", "TTP1")])
        return world
    }

    @Test func `that a wrong key was deposited is the word of a listed third party`() throws {
        let word = "FRUTA, false-deposit"
        let found = try values(Self.cheated(by: "TTP1", listed: true), word)
        #expect(found == [.undetermined, .proven])
        let forged = try values(Self.cheated(by: "MARKT", listed: true), word)
        #expect(forged == [.proven, .undetermined])
        let unlisted = try values(Self.cheated(by: "TTP1", listed: false), word)
        #expect(unlisted == [.proven, .refuted])
    }
}

@Suite struct `Origin and handing over` {
    private static let claims = [
        "MARKT claims sent(FRUTA, MARKT, DATA)", "FRUTA claims submitted(FRUTA, DATA)",
        "FRUTA claims transported(MARKT, DATA)", "FRUTA claims received(MARKT, DATA)",
    ]

    @Test(arguments: [
        ("origin", "FRUTA", "MARKT", "FRUTA", 0), ("submission", "POST", "FRUTA", "POST", 1),
        ("transport", "MARKT", "FRUTA", "POST", 2), ("receipt", "MARKT", "FRUTA", "MARKT", 3),
    ])
    func `each token proves only what it is of`(
        meaning: String, against: String, other: String, signer: String, claim: Int
    ) throws {
        var world = World.negotiated()
        world.list("registered-delivery", "POST")
        world.message("TOKEN", by: signer)
        world.proof(
            "PROOF", meaning, of: "DATA", against: against, for: other,
            needs: [("TOKEN", signer)])
        let found = try world.values(Self.claims, documents: ["DATA"])
        #expect(found.indices.filter { found[$0] == .proven } == [claim])
    }

    @Test(arguments: [("submission", "POST"), ("transport", "MARKT")])
    func `the word of a carrier that is not listed proves nothing`(
        meaning: String, against: String
    ) throws {
        var world = World.negotiated()
        world.certify("POST")
        world.message("TOKEN", by: "POST")
        world.proof(
            "PROOF", meaning, of: "DATA", against: against, for: "FRUTA",
            needs: [("TOKEN", "POST")])
        let found = try world.values(Self.claims, documents: ["DATA"])
        #expect(found.allSatisfy { $0 == .undetermined })
    }
}
