// when things were made, what a signer admits, what records of issuance and false clocks do.

import EvidenceValues
import Testing

@testable import Agreements

private let order = ["ORDER", "OTHER"]

@Suite struct `R-06, times of things` {
    @Test func `follow from their bounds`() throws {
        let findings = try World.order().values(
            [
                "A claims existedBy(ORDER, 2026-03-03T09:12:00Z)",
                "A claims existedBy(ORDER, 2026-03-03T09:11:59Z)",
                "A claims existedBy(ORDER, 2026-03-03T09:04:00Z)",
                "A claims existedBy(ORDER, 2026-03-03T09:03:59Z)",
                "A claims createdAfter(ORDER, 2026-03-03T09:05:00Z)",
                "A claims createdAfter(ORDER, 2026-03-03T09:05:01Z)",
                "A claims createdAfter(ORDER, 2026-03-03T09:13:01Z)",
                "A claims existedBy(OTHER, 2026-03-03T09:12:00Z)",
            ], documents: order)
        #expect(
            findings == [
                .proven, .undetermined, .undetermined, .refuted, .proven, .undetermined, .refuted,
                .undetermined,
            ])
    }

    @Test func `are ordered where their bounds are, or one holds the other`() throws {
        var world = World.order()
        world.state("OTHER", by: [], made: ("2026-03-03T09:14:00Z", nil), [])
        world.state("LATE", by: [], made: (nil, nil), [])
        let document = { (name: String) in Term.document(World.digest(name)) }
        world.add("commits", [document("LATE"), document("OTHER")])
        let values = try world.values(
            [
                "A claims before(ORDER, OTHER)", "A claims before(OTHER, ORDER)",
                "A claims before(OTHER, LATE)", "A claims before(LATE, OTHER)",
                "A claims before(ORDER, LATE)",
            ], documents: ["LATE", "ORDER", "OTHER"])
        #expect(values == [.proven, .refuted, .proven, .refuted, .undetermined])
    }

    private static let claims = [
        "A claims signed(INVST, ORDER, by 2026-03-03T09:12:00Z)",
        "A claims signed(INVST, ORDER, by 2026-03-03T09:00:00Z)",
        "A claims signed(INVST, ORDER, after 2026-03-03T09:05:00Z)",
        "A claims signed(INVST, ORDER, after 2026-03-03T10:00:00Z)",
        "A claims signed(INVST, ORDER, between 2026-03-03T09:05:00Z and 2026-03-03T09:12:00Z)",
        "A claims signed(INVST, ORDER, between 2026-03-03T08:00:00Z and 2026-03-03T09:00:00Z)",
    ]

    @Test func `of signatures are claimed by, after and between`() throws {
        #expect(
            try World.order().values(Self.claims, documents: order)
                == [.proven, .refuted, .proven, .refuted, .proven, .refuted])
    }

    // A party that signed early, and gave the signature away, must not refute it by signing again.
    @Test func `a party refutes no time by a signature that it files of itself`() throws {
        #expect(
            try World.order(filedBy: "INVST").values(Self.claims, documents: order)
                == [.proven, .undetermined, .proven, .undetermined, .proven, .undetermined])
    }

    @Test(arguments: [true, false])
    func `another signature that may be early leaves the time open`(isCertain: Bool) throws {
        var world = World.order()
        let early = Term.document(World.digest("early"))
        let (key, order) = (World.Written.key("INVST").term, Term.document(World.digest("ORDER")))
        if isCertain {
            world.add("signature", [early, key, order])
        } else {
            world.add("doubtful", [early, World.Written.party("INVST").term, order])
        }
        world.add("made", [early, World.interval(nil, "2026-03-03T09:12:00Z")])
        #expect(try world.values([Self.claims[1]], documents: ["ORDER"]) == [.undetermined])
    }

    @Test(arguments: [
        ("2026-03-03T09:07:00Z", FindingValue.proven), ("2026-03-03T08:59:00Z", .refuted),
        ("2026-03-03T09:20:00Z", .refuted),
    ])
    func `a time that the signer states is an admission within the bounds`(
        stated: String, expected: FindingValue
    ) throws {
        var world = World.order()
        world.add(
            "states_time",
            [.document(World.digest("signature INVST ORDER")), World.Written.time(stated).term])
        let findings = try world.values(
            [
                "A claims dates(INVST, ORDER, \(stated))",
                "A claims signed(INVST, ORDER, by 2026-03-03T09:08:00Z)",
            ], documents: ["ORDER"])
        // It proves nothing against others: by 09:08 stays open.
        #expect(findings == [expected, .undetermined])
    }
}

@Suite struct `R-07, records of issuance` {
    private static let claims = [
        "A claims signed(INVST, ORDER, by 2026-01-10T00:00:00Z)",
        "A claims signed(INVST, ORDER, after 2026-01-15T10:00:00Z)",
        "A claims existedBy(FILE, 2026-01-10T00:00:00Z)",
        "A claims existedBy(ORDER, 2026-01-10T00:00:00Z)",
    ]

    /// The order, signed at some time before March, and a record of `author` that INVST's certificate was issued on 15 January.
    private func found(_ author: String, hi: String = "2026-03-02T14:00:00Z") throws
        -> [FindingValue]
    {
        var world = World.order(made: (nil, hi))
        world.certify(author)
        world.list("ca", "CA1")
        world.state("FILE", by: [], made: (nil, hi), [])
        world.add(
            "commits",
            [
                .document(World.digest("FILE")),
                .document(World.digest("signature INVST ORDER")),
            ])
        world.state(
            "RECORD", by: [author], made: (nil, "2026-03-10T00:00:00Z"),
            [("certificate_issued", [.key("INVST"), .time("2026-01-15T10:00:00Z")])])
        return try world.values(Self.claims, documents: ["FILE", "ORDER"])
    }

    @Test func `bound what names the certificate, and what holds that`() throws {
        #expect(try found("CA1") == [.refuted, .proven, .refuted, .undetermined])
    }

    @Test(arguments: ["INVST", "BROKR"])
    func `by anybody but the authority say nothing`(author: String) throws {
        #expect(
            try found(author) == [.undetermined, .undetermined, .undetermined, .undetermined])
    }

    @Test func `decide nothing against a trusted time`() throws {
        #expect(
            try found("CA1", hi: "2025-12-30T16:00:00Z").prefix(3)
                == [.undetermined, .undetermined, .undetermined])
    }
}

@Suite struct `R-11, false clocks` {
    private static let claims = ["TSA1", "TSA2", "TSA3"].map {
        "A claims misconduct(\($0), false-time)"
    }

    private func found(_ pairs: [(String, String)]) throws -> [FindingValue] {
        var world = World.order()
        for (one, other) in pairs {
            for (party, against) in [(one, other), (other, one)] {
                world.add(
                    "contradicted",
                    [.document(World.digest("token \(party)"))]
                        + [party, against].map { World.Written.party($0).term })
            }
        }
        return try world.values(Self.claims)
    }

    @Test func `are found by two others, by themselves, and by one other not`() throws {
        #expect(try found([]) == [.refuted, .refuted, .refuted])
        #expect(
            try found([("TSA1", "TSA2"), ("TSA1", "TSA3")]) == [.proven, .refuted, .refuted])
        #expect(try found([("TSA1", "TSA2")]) == [.undetermined, .undetermined, .refuted])
        #expect(try found([("TSA1", "TSA1")]) == [.proven, .refuted, .refuted])
    }

    @Test func `accusers who contradict others prove nothing`() throws {
        #expect(
            try found([("TSA1", "TSA2"), ("TSA1", "TSA3"), ("TSA2", "TSA3")])
                == [.undetermined, .undetermined, .undetermined])
    }

    @Test(arguments: [
        // A token before the order could exist, certain, possible, and one that fits.
        ("2026-03-01T00:00:00Z", Standing.certain, FindingValue.proven),
        ("2026-03-01T00:00:00Z", .possible, .undetermined),
        ("2026-03-03T09:12:00Z", .certain, .refuted),
    ])
    func `a token earlier than what it covers is false if it is its authority's`(
        time: String, standing: Standing, expected: FindingValue
    ) throws {
        var world = World.order()
        let stated = [Term.document(World.digest("ORDER")), World.interval(time, time)]
        let token = Term.document(World.digest("token"))
        world.add("stamped", [token, World.Written.party("TSA1").term] + stated, standing)
        world.add("stamps", [token] + stated)
        #expect(try world.values([Self.claims[0]]) == [expected])
    }

    @Test func `a token over what nobody has is no misconduct`() throws {
        var world = World.order()
        let stated = [
            Term.document(World.digest("unknown")),
            World.interval("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ]
        let token = Term.document(World.digest("token"))
        world.add("stamped", [token, World.Written.party("TSA1").term] + stated)
        world.add("stamps", [token] + stated)
        #expect(try world.values([Self.claims[0]]) == [.refuted])
    }
}
