// R-08 and R-10: when a revocation takes effect, who bears the gap before it is published, and how diligence is shown.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// CA1's receipt, signed by `author`, of a request to revoke INVST's key.
    mutating func receiveRevocation(_ time: String, by author: String = "CA1") {
        list("ca", "CA1")
        certify(author)
        state(
            "RECEIPT", by: [author], made: (time, "2026-03-05T00:00:00Z"),
            [("revocation_received", [.key("INVST"), .time(time)])])
    }

    /// A list of CA1, provably made by `hi`, that revokes INVST's key from `from`, or is silent on it.
    mutating func publish(_ name: String, _ thisUpdate: String, from: String?, hi: String) {
        let (key, list) = (Written.key("INVST").term, Term.document(World.digest(name)))
        if let from {
            add("revocation_listed", [key, Written.time(from).term, list])
        } else {
            add("status_good", [key, Written.time(thisUpdate).term, list])
        }
        add("made", [list, World.interval(thisUpdate, hi)])
    }
}

@Suite struct `R-08, the effect of a revocation` {
    private static let claims = [
        "BROKR claims signed(INVST, ORDER)",
        "A claims revoked(key:\(World.digest("key INVST")), by 2026-03-03T10:00:00Z)",
        "A claims revoked(key:\(World.digest("key INVST")), by 2026-03-03T09:59:59Z)",
        "A claims revoked(key:\(World.digest("key INVST")), after 2026-03-03T09:59:59Z)",
    ]

    private func found(_ change: (inout World) -> Void) throws -> [FindingValue] {
        var world = World.order()
        change(&world)
        return try world.values(Self.claims, documents: ["ORDER"])
    }

    @Test func `begins when the authority received the request`() throws {
        #expect(
            try found { $0.receiveRevocation("2026-03-03T10:00:00Z") }
                == [.proven, .proven, .refuted, .proven])
        #expect(
            try found { $0.receiveRevocation("2026-03-03T09:05:00Z") }[0] == .refuted)
        #expect(
            try found { $0.receiveRevocation("2026-03-03T09:08:00Z") }[0] == .undetermined)
    }

    @Test func `is unknown where nothing of one is on file`() throws {
        #expect(
            try found { _ in } == [.proven, .undetermined, .undetermined, .undetermined])
    }

    // The holder must not date the revocation of its own key back.
    @Test(arguments: ["INVST", "STRNG"])
    func `does not follow from a receipt that the authority did not sign`(author: String) throws {
        #expect(
            try found { $0.receiveRevocation("2026-03-03T09:00:00Z", by: author) }
                == [.proven, .undetermined, .undetermined, .undetermined])
    }

    @Test func `begins no earlier than a list that was still silent`() throws {
        #expect(
            try found {
                $0.publish(
                    "LIST", "2026-03-04T00:00:00Z", from: "2026-03-03T09:00:00Z",
                    hi: "2026-03-04T00:10:00Z")
            }[0] == .refuted)
        #expect(
            try found {
                $0.publish(
                    "GOOD", "2026-03-03T10:00:00Z", from: nil, hi: "2026-03-03T10:10:00Z")
                $0.publish(
                    "LIST", "2026-03-04T00:00:00Z", from: "2026-03-03T09:00:00Z",
                    hi: "2026-03-04T00:10:00Z")
            } == [.proven, .proven, .refuted, .proven])
    }
}

@Suite struct `R-08 and R-10, the gap` {
    /// INVST's key was revoked at 09:00, BROKR relied at 09:13 on a list of 09:08, and lost USD 500 000.00.
    private func world(
        list: String = "2026-03-03T09:08:00Z", noted: String = "2026-03-03T09:20:00Z",
        author: String = "BROKR", made: (String?, String?) = World.signing
    ) -> World {
        var world = World.order(made: made)
        world.receiveRevocation("2026-03-03T09:00:00Z")
        world.list("recorder", "CLEAR")
        world.certify(author)
        world.publish("GOOD", list, from: nil, hi: "2026-03-03T09:12:00Z")
        world.state(
            "NOTE", by: [author], made: ("2026-03-03T09:12:00Z", noted),
            [
                (
                    "relies",
                    [
                        .party("BROKR"), .document(World.digest("ORDER")),
                        .time("2026-03-03T09:13:00Z"), .document(World.digest("GOOD")),
                    ]
                )
            ])
        world.state(
            "LOSS", by: ["CLEAR"], made: ("2026-03-05T10:00:00Z", "2026-03-05T11:00:00Z"),
            [
                (
                    "loss",
                    [
                        .party("BROKR"), .document(World.digest("ORDER")),
                        .money("USD 500000.00"),
                    ]
                )
            ])
        return world
    }

    private func found(_ world: World) throws -> FindingValue {
        try world.values(
            ["BROKR claims liable(CA1->BROKR, USD 100000.00)"], documents: ["ORDER"])[0]
    }

    @Test func `is the authority's where the other party was diligent`() throws {
        #expect(try found(world()) == .proven)
    }

    @Test func `is not where the list was old, the note late, or somebody else's`() throws {
        #expect(try found(world(list: "2026-03-03T09:02:59Z")) == .refuted)
        #expect(try found(world(noted: "2026-03-03T09:23:01Z")) != .proven)
        #expect(try found(world(author: "STRNG")) != .proven)
    }

    // The holder of the key, as a listed recorder, makes the authority pay.
    @Test(arguments: [("INVST", FindingValue.refuted), ("REC", .proven)])
    func `is not where the holder of the key certifies the loss itself`(
        recorder: String, value: FindingValue
    ) throws {
        var world = world()
        world.facts.removeAll { $0.predicate == "loss" }
        world.roles.removeAll { $0.role == "recorder" }
        #expect(try found(world) == .refuted)
        world.list("recorder", recorder)
        world.certify(recorder, key: recorder + "-2")
        world.state(
            "OWN LOSS", by: [recorder + "-2"],
            made: ("2026-03-05T10:00:00Z", "2026-03-05T11:00:00Z"),
            [
                (
                    "loss",
                    [
                        .party("BROKR"), .document(World.digest("ORDER")),
                        .money("USD 500000.00"),
                    ]
                )
            ])
        #expect(try found(world) == value)
    }

    @Test func `is not where the revocation was published before`() throws {
        var published = world()
        published.publish(
            "BAD", "2026-03-03T09:10:00Z", from: "2026-03-03T09:00:00Z",
            hi: "2026-03-03T09:12:30Z")
        #expect(try found(published) != .proven)
    }

    @Test func `is open where the signature may be older than the request`() throws {
        #expect(try found(world(made: (nil, "2026-03-03T09:12:00Z"))) == .undetermined)
    }

    @Test(arguments: [
        ("2026-03-03T10:00:00Z", FindingValue.refuted), ("2026-03-03T10:00:01Z", .proven),
    ])
    func `an authority that still calls the key good after an hour publishes late`(
        list: String, expected: FindingValue
    ) throws {
        var world = world()
        world.publish("STILL", list, from: nil, hi: "2026-03-03T12:00:00Z")
        #expect(
            try world.values(["BROKR claims misconduct(CA1, late-publication)"]) == [expected])
    }
}
