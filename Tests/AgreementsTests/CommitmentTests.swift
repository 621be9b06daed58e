// SC-06 of background §6, by hand-fed facts: a commitment certificate, which survives a stolen key.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// `party` and the service CS1 agree on a limit.
    mutating func limit(
        _ name: String, of party: String = "INVST", _ money: String, each: String? = nil,
        keys: [String] = ["INVST", "VOUCHER"], further: [(String, [Written])] = []
    ) {
        list("commitment-service", "CS1")
        state(
            "LIMIT-" + name, by: [party, "CS1"],
            made: ("2026-01-10T08:00:00Z", "2026-01-10T09:00:00Z"),
            [
                ("kind", [.word("limit-agreement")]),
                ("limit", [.word(name), .party(party), .party("CS1"), .money(money)]),
                ("limit_each", [.money(each ?? money)]),
                (
                    "limit_term",
                    [.time("2026-01-10T09:00:00Z"), .time("2026-12-31T00:00:00Z")]
                ),
                ("limit_master", [.key(party + "-2")]),
            ] + keys.map { ("limit_key", [.key($0)]) } + further)
    }

    /// A certificate of CS1 for `document`; of 3 March 2026, 09:10, unless said otherwise.
    mutating func cover(
        _ name: String, under limit: String, for beneficiary: String, _ document: String,
        _ money: String, number: String? = nil, key: String = "INVST",
        issued: String = "2026-03-03T09:10:00Z", until: String = "2026-03-06T09:10:00Z",
        claimed deadline: String = "2026-06-04T09:10:00Z",
        made: (String?, String?) = ("2026-03-03T09:09:00Z", "2026-03-03T09:11:00Z"),
        by issuer: String = "CS1", further: [(String, [Written])] = []
    ) {
        let number = Written.word(number ?? name)
        state(
            name, by: [issuer], made: made,
            [
                ("kind", [.word("instant-certificate")]),
                (
                    "cover",
                    [
                        number, .party("INVST"), .party(beneficiary),
                        .document(World.digest(document)), .money(money),
                    ]
                ),
                (
                    "cover_terms",
                    [
                        number, .word(limit), .key(key), .time(issued), .time(until),
                        .time(deadline),
                    ]
                ),
            ] + further)
    }

    /// The beneficiary's acceptance of a certificate.
    mutating func accept(_ certificate: String, by party: String, made: (String?, String?)) {
        state(
            "ACCEPTANCE " + certificate + party, by: [party], made: made,
            [
                ("kind", [.word("cover-acceptance")]),
                (
                    "accepts_cover",
                    [.party(party), .document(World.digest(certificate))]
                ),
            ])
    }

    /// The beneficiary's claim of a cover.
    mutating func claim(
        _ money: String, of certificate: String, by party: String, made: (String?, String?)
    ) {
        state(
            "CLAIM " + certificate + party + money, by: [party], made: made,
            [
                ("kind", [.word("cover-claim")]),
                (
                    "claims_cover",
                    [.party(party), .document(World.digest(certificate)), .money(money)]
                ),
            ])
    }

    /// A ledger of CS1, signed by `issuer`, with what it reserves: the number, the certificate, and what had been reserved before.
    mutating func ledger(
        _ name: String, of limit: String, by issuer: String = "CS1",
        _ entries: [(Int64, String, String, String)]
    ) {
        state(name, by: [issuer], made: (nil, "2026-03-10T10:00:00Z"), [])
        for (number, certificate, money, before) in entries {
            add(
                "reserved",
                [
                    .document(World.digest(name)), .document(World.digest(certificate)),
                    .word(limit), .count(number), Written.money(money).term,
                    Written.money(before).term,
                ])
        }
    }

    /// By the ledger, `release` frees an amount of `earlier` before `certificate` is reserved; a lapse is released by the ledger.
    mutating func free(
        _ ledger: String, before certificate: String, _ earlier: String, by release: String,
        _ money: String
    ) {
        let documents = [ledger, certificate, earlier, release]
        add(
            "freed",
            documents.map { .document(World.digest($0)) } + [Written.money(money).term])
    }

    /// A discharge in the name of `beneficiary`, signed by `signer`.
    mutating func release(
        _ money: String, of certificate: String, for beneficiary: String = "BROKR",
        by signer: String, because reason: String = "performed", name: String = "RELEASE"
    ) {
        state(
            name, by: [signer], made: ("2026-03-03T09:30:00Z", "2026-03-03T09:40:00Z"),
            [
                ("kind", [.word("cover-discharge")]),
                (
                    "releases",
                    [
                        .party(beneficiary), .document(World.digest(certificate)),
                        .money(money),
                    ]
                ),
                ("release_reason", [.word(reason)]),
            ])
    }
}

@Suite struct `SC-06, a stolen key with a commitment certificate` {
    static let accepted = ("2026-03-03T09:10:30Z", "2026-03-03T09:11:30Z")

    /// SC-05: the key was stolen the night before; BROKR executes at 09:15.
    static func stolen() -> World {
        var world = SC_04_SC_05.world()
        world.certify("BRKR2")
        world.report(from: "2026-03-02T22:40:00Z", discovered: "2026-03-03T10:50:00Z")
        world.state(
            "EXECUTION", by: ["BROKR"], made: ("2026-03-03T09:15:00Z", "2026-03-03T09:16:00Z"),
            [
                (
                    "performed",
                    [
                        .party("BROKR"), .document(World.digest("ORDER")),
                        .time("2026-03-03T09:15:00Z"),
                    ]
                )
            ])
        world.limit("LIM-6", "USD 6000000.00")
        return world
    }

    static func covered(
        document: String = "ORDER", beneficiary: String = "BROKR",
        accepted: (String, String) = accepted, ledger: Bool = true
    ) -> World {
        var world = stolen()
        world.cover("IC-6", under: "LIM-6", for: beneficiary, document, "USD 5000000.00")
        world.accept("IC-6", by: beneficiary, made: accepted)
        if ledger {
            world.ledger("G", of: "LIM-6", [(1, "IC-6", "USD 5000000.00", "USD 0.00")])
        }
        return world
    }

    static let claims = [
        "BROKR claims commitment(INVST->BROKR, ORDER, USD 5000000.00)",
        "BROKR claims signed(INVST, ORDER)",
        "BROKR claims liable(INVST->BROKR, USD 500000.00)",
        "BROKR claims liable(INVST->BROKR, USD 9500000.00)",
    ]

    static func values(_ world: World) throws -> [FindingValue] {
        try world.values(claims, documents: ["ORDER"])
    }

    @Test func `the cover holds although the order counts as not signed`() throws {
        let findings = try Self.covered().judge(Self.claims, documents: ["ORDER"])
        #expect(findings.findings.map(\.value) == [.proven, .refuted, .proven, .refuted])
        #expect(findings.findings[2].provenSupremum == Money(text: "USD 500000.00"))
        #expect(findings.findings[3].possibleSupremum == Money(text: "USD 500000.00"))
        #expect(findings.misconduct.isEmpty)
    }

    @Test func `without a certificate it is SC-05: the keeper owes 500`() throws {
        let finding = try Self.stolen().judge(Self.claims, documents: ["ORDER"]).findings
        #expect(finding.map(\.value) == [.refuted, .refuted, .refuted, .refuted])
        #expect(finding[2].provenSupremum == Money(text: "USD 500.00"))
    }

    @Test(arguments: [("ORDER-9", "BROKR"), ("ORDER", "BRKR2")])
    func `another document, or another beneficiary, has no cover`(
        document: String, beneficiary: String
    ) throws {
        let world = Self.covered(document: document, beneficiary: beneficiary)
        #expect(try Self.values(world) == [.refuted, .refuted, .refuted, .refuted])
    }

    @Test func `acceptance after execution comes too late`() throws {
        let world = Self.covered(accepted: ("2026-03-03T09:16:00Z", "2026-03-03T09:17:00Z"))
        let findings = try world.judge(Self.claims, documents: ["ORDER"]).findings
        #expect(findings.map(\.value) == [.refuted, .refuted, .refuted, .refuted])
        #expect(findings[2].provenSupremum == Money(text: "USD 500.00"))
    }

    @Test func `acceptance after the certificate's time comes too late`() throws {
        let world = Self.covered(accepted: ("2026-03-06T09:12:00Z", "2026-03-06T09:13:00Z"))
        #expect(try Self.values(world)[0] == .refuted)
    }

    @Test func `a cover claimed too late is not owed`() throws {
        var world = Self.covered()
        world.now = World.time("2026-06-10T00:00:00Z")
        world.claim(
            "USD 500000.00", of: "IC-6", by: "BROKR",
            made: ("2026-06-05T08:00:00Z", "2026-06-05T09:00:00Z"))
        #expect(try Self.values(world) == [.proven, .refuted, .refuted, .refuted])
        var timely = Self.covered()
        timely.now = world.now
        timely.claim(
            "USD 500000.00", of: "IC-6", by: "BROKR",
            made: ("2026-06-03T08:00:00Z", "2026-06-03T09:00:00Z"))
        #expect(try Self.values(timely) == [.proven, .refuted, .proven, .refuted])
    }

    @Test func `a ledger that the service does not show harms nobody but the service`() throws {
        #expect(
            try Self.values(Self.covered(ledger: false)) == [.proven, .refuted, .proven, .refuted])
    }

    @Test(arguments: [("BROKR", "USD 200000.00"), ("INVST", "USD 500000.00")])
    func `only the beneficiary releases`(signer: String, left: String) throws {
        var world = Self.covered()
        world.release("USD 4800000.00", of: "IC-6", by: signer)
        let finding = try world.judge(Self.claims, documents: ["ORDER"]).findings[2]
        #expect(finding.provenSupremum == Money(text: left))
        #expect(finding.possibleSupremum == Money(text: left))
    }

    // Attempts to lose or to gain a cover by one's own evidence.
    @Test(arguments: ["INVST", "CS1", "BRKR2"])
    func `nobody who is not the beneficiary takes the cover away`(rival: String) throws {
        var world = Self.covered()
        let order = World.digest("ORDER")
        world.state(
            "ATTACK", by: [rival], made: ("2026-03-03T09:00:00Z", "2026-03-03T09:05:00Z"),
            [
                (
                    "performed",
                    [.party("BROKR"), .document(order), .time("2026-03-03T09:00:00Z")]
                ),
                ("bad_faith", [.party("BROKR"), .document(order)]),
            ])
        #expect(try Self.values(world) == [.proven, .refuted, .proven, .refuted])
    }

    @Test func `bad faith shown by a listed expert takes the cover away`() throws {
        var world = Self.covered()
        world.state(
            "FAITH", by: ["EXPT"], made: ("2026-04-01T00:00:00Z", "2026-04-01T01:00:00Z"),
            [("bad_faith", [.party("BROKR"), .document(World.digest("ORDER"))])])
        #expect(try Self.values(world) == [.refuted, .refuted, .refuted, .refuted])
    }

    @Test(arguments: ["BROKR", "INVST", "OTHER"])
    func `a certificate that the service did not sign is none`(issuer: String) throws {
        var world = Self.stolen()
        world.list("commitment-service", "OTHER")
        world.cover(
            "IC-6", under: "LIM-6", for: "BROKR", "ORDER", "USD 5000000.00", by: issuer)
        world.accept("IC-6", by: "BROKR", made: Self.accepted)
        #expect(try Self.values(world)[0] == .undetermined)
        #expect(try Self.values(world)[2] == .undetermined)
    }

    @Test func `a limit that the party did not sign binds it to nothing`() throws {
        var world = Self.stolen()
        world.state(
            "LIMIT-X", by: ["CS1"], made: ("2026-01-10T08:00:00Z", "2026-01-10T09:00:00Z"),
            [
                ("kind", [.word("limit-agreement")]),
                ("limit", [.word("X"), .party("INVST"), .party("CS1"), .money("USD 9000000.00")]),
            ])
        world.cover("IC-X", under: "X", for: "BROKR", "ORDER", "USD 5000000.00")
        world.accept("IC-X", by: "BROKR", made: Self.accepted)
        #expect(try Self.values(world)[0] == .undetermined)
    }

    @Test func `a certificate for a signature of another day is not fresh`() throws {
        var world = Self.stolen()
        world.cover(
            "IC-6", under: "LIM-6", for: "BROKR", "ORDER", "USD 5000000.00",
            issued: "2026-03-04T09:10:00Z")
        world.accept("IC-6", by: "BROKR", made: Self.accepted)
        #expect(try Self.values(world)[0] == .undetermined)
    }

    @Test func `covers of one document are not added up`() throws {
        var world = Self.covered()
        world.limit("LIM-8", "USD 300000.00")
        world.cover("IC-8", under: "LIM-8", for: "BROKR", "ORDER", "USD 300000.00")
        world.accept("IC-8", by: "BROKR", made: Self.accepted)
        let finding = try world.judge(Self.claims, documents: ["ORDER"]).findings[2]
        #expect(finding.provenSupremum == Money(text: "USD 500000.00"))
    }
}

/// The world of SC-04 and SC-05.
enum SC_04_SC_05 {
    static func world() -> World { `SC-04 and SC-05, a repudiated signature`.world() }
}
