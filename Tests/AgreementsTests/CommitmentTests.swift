// SC-06 of background §6, by hand-fed facts: a commitment certificate, which survives a stolen key.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// `party` and the service CS1 agree on a limit.
    mutating func limit(_ name: String, of party: String = "INVST", _ money: String) {
        list("commitment-service", "CS1")
        state(
            "LIMIT-" + name, by: [party, "CS1"],
            made: ("2026-01-10T08:00:00Z", "2026-01-10T09:00:00Z"),
            [
                (
                    "limit",
                    [.word(name), .party(party), .party("CS1"), .money(money)]
                )
            ])
    }

    /// A certificate of CS1 for `document`; of 3 March 2026, 09:10, unless said otherwise.
    mutating func cover(
        _ name: String, under limit: String, for beneficiary: String, _ document: String,
        _ money: String, number: String? = nil, issued: String = "2026-03-03T09:10:00Z",
        made: (String?, String?) = ("2026-03-03T09:09:00Z", "2026-03-03T09:11:00Z"),
        by issuer: String = "CS1"
    ) {
        let number = Written.word(number ?? name)
        state(
            name, by: [issuer], made: made,
            [
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
                        number, .word(limit), .key("INVST"), .time(issued),
                        .time("2026-03-06T09:10:00Z"), .time("2026-06-04T09:10:00Z"),
                    ]
                ),
            ])
    }

    /// A statement of `party` on a certificate: `accepts_cover`, `claims_cover`.
    mutating func say(
        _ predicate: String, of certificate: String, by party: String, made: (String?, String?)
    ) {
        state(
            predicate + certificate + party, by: [party], made: made,
            [(predicate, [.party(party), .document(World.digest(certificate))])])
    }

    /// An entry of the ledger, each a document of its own.
    mutating func enter(
        _ name: String, _ limit: String, _ number: Int64, _ kind: String, _ about: String,
        _ money: String, total: String? = nil, after: String? = nil, by issuer: String = "CS1"
    ) {
        var terms: [(String, [Written])] = [("entry_amount", [.money(money)])]
        if let total { terms.append(("entry_total", [.money(total)])) }
        if let after { terms.append(("entry_after", [.document(World.digest(after))])) }
        state(
            name, by: [issuer], made: ("2026-03-03T09:09:00Z", "2026-03-03T10:00:00Z"), terms)
        add(
            "entry",
            [
                .document(World.digest(name)), .word(limit), .count(number), .word(kind),
                .document(World.digest(about)),
            ], origin: .stated)
    }

    mutating func release(_ money: String, of certificate: String, by party: String) {
        state(
            "RELEASE", by: [party], made: ("2026-03-03T09:30:00Z", "2026-03-03T09:40:00Z"),
            [
                (
                    "releases",
                    [
                        .party(certificate == "IC-6" || certificate == "IC-A" ? "BROKR" : "BRKR2"),
                        .document(World.digest(certificate)), .money(money),
                    ]
                )
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
        world.say("accepts_cover", of: "IC-6", by: beneficiary, made: accepted)
        if ledger { world.enter("E1", "LIM-6", 1, "reserve", "IC-6", "USD 5000000.00") }
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
        world.say(
            "claims_cover", of: "IC-6", by: "BROKR",
            made: ("2026-06-05T08:00:00Z", "2026-06-05T09:00:00Z"))
        #expect(try Self.values(world) == [.proven, .refuted, .refuted, .refuted])
        var timely = Self.covered()
        timely.now = world.now
        timely.say(
            "claims_cover", of: "IC-6", by: "BROKR",
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
        world.say("accepts_cover", of: "IC-6", by: "BROKR", made: Self.accepted)
        #expect(try Self.values(world)[0] == .undetermined)
        #expect(try Self.values(world)[2] == .undetermined)
    }

    @Test func `a limit that the party did not sign binds it to nothing`() throws {
        var world = Self.stolen()
        world.state(
            "LIMIT-X", by: ["CS1"], made: ("2026-01-10T08:00:00Z", "2026-01-10T09:00:00Z"),
            [("limit", [.word("X"), .party("INVST"), .party("CS1"), .money("USD 9000000.00")])])
        world.cover("IC-X", under: "X", for: "BROKR", "ORDER", "USD 5000000.00")
        world.say("accepts_cover", of: "IC-X", by: "BROKR", made: Self.accepted)
        #expect(try Self.values(world)[0] == .undetermined)
    }

    @Test func `a certificate for a signature of another day is not fresh`() throws {
        var world = Self.stolen()
        world.cover(
            "IC-6", under: "LIM-6", for: "BROKR", "ORDER", "USD 5000000.00",
            issued: "2026-03-04T09:10:00Z")
        world.say("accepts_cover", of: "IC-6", by: "BROKR", made: Self.accepted)
        #expect(try Self.values(world)[0] == .undetermined)
    }

    @Test func `covers of one document are not added up`() throws {
        var world = Self.covered()
        world.limit("LIM-8", "USD 300000.00")
        world.cover("IC-8", under: "LIM-8", for: "BROKR", "ORDER", "USD 300000.00")
        world.say("accepts_cover", of: "IC-8", by: "BROKR", made: Self.accepted)
        let finding = try world.judge(Self.claims, documents: ["ORDER"]).findings[2]
        #expect(finding.provenSupremum == Money(text: "USD 500000.00"))
    }

    @Test func `a certificate issued after the service knew of the revocation is its own`() throws {
        var world = Self.covered()
        world.state(
            "CS-RECEIPT", by: ["CS1"], made: ("2026-03-03T08:59:00Z", "2026-03-03T09:01:00Z"),
            [("revocation_received", [.key("INVST"), .time("2026-03-03T09:00:00Z")])])
        let claims = Self.claims + ["BROKR claims liable(CS1->BROKR, USD 500000.00)"]
        let findings = try world.judge(claims, documents: ["ORDER"]).findings
        #expect(findings.map(\.value) == [.proven, .refuted, .refuted, .refuted, .proven])
        #expect(findings[2].provenSupremum == Money(text: "USD 500.00"))
    }
}

/// The world of SC-04 and SC-05.
enum SC_04_SC_05 {
    static func world() -> World { `SC-04 and SC-05, a repudiated signature`.world() }
}
