// the limits for repudiated signatures, of one signature and of one key within thirty days, and what is owed at most.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// An order of INVST to `broker` first proven to exist at `time`, disowned, with a certified loss.
    mutating func disown(
        _ order: String, by broker: String = "BROKR", proven time: String?,
        loss: String = "USD 9000.00", key: String = "INVST", notBefore: String? = nil
    ) {
        state(
            order, by: [key], made: (notBefore, time),
            [
                ("agreement", [.document(World.agreement)]),
                ("obligation", [.word("settle"), .party("INVST"), .party(broker)]),
            ])
        state(
            "LOSS " + order + broker, by: ["CLEAR"], made: (nil, "2026-04-06T10:00:00Z"),
            [("loss", [.party(broker), .document(World.digest(order)), .money(loss)])])
        state(
            "DENIAL " + order, by: ["INVST-2"], made: (nil, "2026-04-07T10:00:00Z"),
            [("repudiates", [.party("INVST"), .document(World.digest(order))])])
    }

    /// Another signature with the same key over the same document.
    mutating func signAgain(_ key: String, _ document: String, proven time: String) {
        let again = Term.document(World.digest("again " + key + " " + document + time))
        let target = Term.document(World.digest(document))
        add("signature", [again, Written.key(key).term, target])
        add("made", [again, World.interval(nil, time)])
        add("commits", [again, target])
    }

    static func disowned(_ members: [String] = ["INVST", "BROKR", "BRKR2"]) -> World {
        var world = World(Policy.agreement, members: members)
        world.matter = "IBM-1"
        world.certify("INVST", key: "INVST-2")
        world.list("recorder", "CLEAR")
        return world
    }
}

@Suite struct `The limit of a key` {
    private func supremum(_ world: World, _ creditor: String = "BROKR") throws -> [Money?] {
        let claim = "\(creditor) claims liable(INVST->\(creditor), USD 0.01)"
        let finding = try world.judge([claim]).findings[0]
        return [finding.provenSupremum, finding.possibleSupremum]
    }

    private func money(_ text: String) -> [Money?] {
        Array(repeating: Money(text: text), count: 2)
    }

    private static func orders(_ days: [String?], key: String = "INVST") -> World {
        var world = World.disowned()
        for (number, day) in days.enumerated() {
            world.disown("ORDER-\(number)", proven: day.map { $0 + "T09:00:00Z" }, key: key)
        }
        return world
    }

    @Test(arguments: [(1, "USD 500.00"), (4, "USD 2000.00"), (5, "USD 2000.00")])
    func `each document counts up to its own limit, all up to that of the key`(
        count: Int, owed: String
    ) throws {
        let days = (1...count).map { "2026-03-0\($0)" }
        #expect(try supremum(Self.orders(days)) == money(owed))
    }

    @Test func `documents more than thirty days apart have a limit each`() throws {
        let early = ["2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04"]
        #expect(try supremum(Self.orders(early + ["2026-03-02"])) == money("USD 2000.00"))
        // What was signed on 4 March counts after the second to fourth, not after the first.
        #expect(try supremum(Self.orders(early + ["2026-03-04"])) == money("USD 2500.00"))
        #expect(try supremum(Self.orders(early + ["2026-03-10"])) == money("USD 2500.00"))
    }

    @Test func `another key has a limit of its own`() throws {
        var world = Self.orders((1...4).map { "2026-03-0\($0)" })
        world.certify("INVST", key: "INVST-3")
        world.disown("OTHER", proven: "2026-03-05T09:00:00Z", key: "INVST-3")
        #expect(try supremum(world) == money("USD 2500.00"))
    }

    // Whoever leaves the order open, or signs everything at once, gets no more.
    @Test func `the limit holds for documents proven at one moment`() throws {
        let days = Array(repeating: "2026-03-01", count: 7)
        #expect(try supremum(Self.orders(days)) == money("USD 2000.00"))
    }

    @Test func `nothing is proven to be owed for what is not proven to have existed`() throws {
        let amounts = try supremum(Self.orders([nil, nil]))
        #expect(amounts == [Money(text: "USD 0.00"), Money(text: "USD 1000.00")])
    }

    @Test func `what is proven later takes nothing from who came first`() throws {
        var world = World.disowned()
        world.disown("FIRST", proven: "2026-03-01T09:00:00Z")
        for number in 2...8 {
            world.disown("FRIEND-\(number)", by: "BRKR2", proven: "2026-03-0\(number)T09:00:00Z")
        }
        #expect(try supremum(world) == money("USD 500.00"))
        #expect(try supremum(world, "BRKR2") == money("USD 1500.00"))
    }

    @Test func `a document with many creditors does not multiply the limit of the key`() throws {
        let brokers = (1...6).map { "BRK\($0)" }
        var world = World.disowned(["INVST"] + brokers)
        for broker in brokers { world.disown("ORDER", by: broker, proven: "2026-03-01T09:00:00Z") }
        let claims = brokers.map { "\($0) claims liable(INVST->\($0), USD 500.00)" }
        let values = try world.values(claims)
        #expect(values.count { $0 == .proven } == 4 && values.count { $0 == .refuted } == 2)
    }

    @Test func `signing again later with the same key opens no new limit for others`() throws {
        var world = Self.orders((1...4).map { "2026-03-0\($0)" } + ["2026-03-05"])
        world.signAgain("INVST", "ORDER-0", proven: "2026-03-20T09:00:00Z")
        #expect(try supremum(world) == money("USD 2000.00"))
    }

    @Test func `the keeper's liability has the same two limits`() throws {
        var world = World.disowned()
        world.list("expert", "EXPT")
        world.state(
            "REPORT", by: ["EXPT"], made: (nil, "2026-04-20T00:00:00Z"),
            [("reports_compromise", [.key("INVST"), .time("2026-01-01T00:00:00Z")])])
        for number in 1...5 {
            let day = "2026-03-0\(number)T0"
            world.disown(
                number == 1 ? "ORDER" : "ORDER-\(number)", proven: day + "9:00:00Z",
                notBefore: day + "8:00:00Z")
        }
        #expect(
            try world.values(["BROKR claims signed(INVST, ORDER)"], documents: ["ORDER"]) == [
                .refuted
            ])
        #expect(try supremum(world) == money("USD 2000.00"))
    }

    @Test func `in a currency without a limit nothing is owed`() throws {
        var world = World.disowned()
        world.disown("ORDER", proven: "2026-03-01T09:00:00Z", loss: "CHF 9000.00")
        let claim = ["BROKR claims liable(INVST->BROKR, CHF 0.01)"]
        #expect(try world.values(claim) == [.refuted])
        #expect(try world.values(["BROKR claims liable(INVST->BROKR, USD 0.01)"]) == [.refuted])
    }
}

@Suite struct `What is owed at most` {
    private static let claim = ["BROKR claims liable(INVST->BROKR, USD 500000.00)"]

    private static func confirmed() -> World {
        var world = World.disowned()
        world.disown("ORDER", proven: "2026-03-01T09:00:00Z", loss: "USD 500000.00")
        return world
    }

    @Test func `a delivery that the carrier recorded is independent proof`() throws {
        var world = Self.confirmed()
        world.list("carrier", "LINER")
        let order = Term.document(World.digest("ORDER"))
        world.add("carrier", [order, World.Written.party("LINER").term], origin: .stated)
        #expect(try world.values(Self.claim) == [.refuted])
        for (name, signer) in [("OWN", "BROKR"), ("RECORD", "LINER")] {
            world.state(
                name, by: [signer], made: (nil, "2026-03-05T09:00:00Z"),
                [
                    (
                        "performance",
                        [
                            .party("BROKR"), .party("INVST"), .word("settle"),
                            .time("2026-03-04T00:00:00Z"),
                        ]
                    )
                ])
            world.add("commits", [.document(World.digest(name)), order])
            #expect(try world.values(Self.claim) == [signer == "LINER" ? .proven : .refuted])
        }
    }

    @Test func `no more is owed than the loss, however often it is certified`() throws {
        var world = Self.confirmed()
        world.state(
            "CONFIRMATION", by: ["INVST-2"], made: (nil, "2026-03-03T10:00:00Z"),
            [("confirms", [.party("INVST"), .document(World.digest("ORDER"))])])
        world.state(
            "LOSS AGAIN", by: ["CLEAR"], made: (nil, "2026-04-07T10:00:00Z"),
            [
                (
                    "loss",
                    [.party("BROKR"), .document(World.digest("ORDER")), .money("USD 400000.00")]
                )
            ])
        let finding = try world.judge(Self.claim).findings[0]
        #expect(finding.provenSupremum == Money(text: "USD 500000.00"))
        #expect(finding.possibleSupremum == Money(text: "USD 500000.00"))
    }

    @Test func `a loss beyond every amount is owed without end, and stops nobody`() throws {
        var world = Self.confirmed()
        world.state(
            "CONFIRMATION", by: ["INVST-2"], made: (nil, "2026-03-03T10:00:00Z"),
            [("confirms", [.party("INVST"), .document(World.digest("ORDER"))])])
        for order in ["ORDER", "ORDER-2"] {
            world.disown(
                order, proven: "2026-03-01T09:00:00Z", loss: "USD 92233720368547758.06")
            world.state(
                "CONFIRMATION-" + order, by: ["INVST-2"], made: (nil, "2026-03-03T10:00:00Z"),
                [("confirms", [.party("INVST"), .document(World.digest(order))])])
        }
        let claims = Self.claim + ["BROKR claims liable(INVST->BRKR2, USD 1.00)"]
        #expect(try world.values(claims) == [.proven, .refuted])
    }

    @Test func `contradicting losses of two recorders count once, the larger`() throws {
        var world = Self.confirmed()
        world.list("recorder", "OTHER")
        world.state(
            "LOSS OTHER", by: ["OTHER"], made: (nil, "2026-04-07T10:00:00Z"),
            [("loss", [.party("BROKR"), .document(World.digest("ORDER")), .money("USD 1.00")])])
        let finding = try world.judge(Self.claim).findings[0]
        #expect(finding.provenSupremum == Money(text: "USD 500.00"))
    }

    @Test func `nobody owes an unknown party, and an unknown party owes nobody`() throws {
        let claims = [
            "GHOST claims liable(INVST->GHOST, USD 0.01)",
            "BROKR claims liable(GHOST->BROKR, USD 0.01)",
            "GHOST claims commitment(INVST->GHOST, ORDER, USD 0.01)",
        ]
        #expect(
            try Self.confirmed().values(claims, documents: ["ORDER"])
                == [.refuted, .refuted, .refuted])
    }
}
