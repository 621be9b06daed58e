// of seca-1.0: who is bound and when, which text governs a document, and what parties may try with accessions,
// withdrawals, keys and versions.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// A signed withdrawal and the registry's receipt for it.
    mutating func withdraw(
        _ party: String, received: String = "2026-01-10T10:00:00Z", signer: String? = nil,
        by registry: String = "REG"
    ) {
        state(
            "WITHDRAWAL", by: [signer ?? party], made: (nil, received),
            [("withdraws", [.party(party), .document(World.agreement)])])
        state(
            "WITHDRAWAL-RECEIVED", by: [registry], made: (received, received),
            [("withdrawal_received", [.document(World.digest("WITHDRAWAL")), .time(received)])])
    }

    mutating func accede(
        _ party: String, to text: Digest = World.agreement, from time: String,
        by signers: [String]? = nil
    ) {
        certify(party)
        state(
            "ACC-\(party)-\(time)-\(text)", by: signers ?? [party, "REG"],
            made: (nil, "2026-05-01T00:00:00Z"),
            [("accedes", [.party(party), .document(text), .time(time)])])
    }

    /// The world with another text where documents named this one.
    func naming(_ text: Digest) -> World {
        var world = self
        world.facts = facts.map { fact in
            Fact(
                fact.predicate,
                fact.arguments.map { $0 == .document(World.agreement) ? .document(text) : $0 },
                fact.standing, origin: fact.origin, exhibits: fact.exhibits, reason: fact.reason)
        }
        return world
    }

    /// The world without what the document names as agreement.
    mutating func unname(_ document: String) {
        let itself = Term.document(World.digest(document))
        facts.removeAll { $0.predicate == "agreement" && $0.arguments.first == itself }
    }
}

@Suite struct `Membership under R-01` {
    private static let member = "FRUTA claims member(MARKT, 2026-03-01T00:00:00Z)"
    private static let contract = ["FRUTA claims contract(FRUTA, MARKT, DB1)"]

    private func values(_ world: World, _ claims: [String]) throws -> [FindingValue] {
        try world.values(claims, documents: ["DB1"])
    }

    @Test(arguments: [
        ("2025-10-31T23:59:59Z", FindingValue.undetermined), ("2025-11-01T00:00:00Z", .proven),
        ("2026-02-09T09:59:59Z", .proven), ("2026-02-09T10:00:00Z", .refuted),
    ])
    func `lasts from the accession to thirty days after the registry had the withdrawal`(
        time: String, expected: FindingValue
    ) throws {
        var world = World.negotiated()
        world.withdraw("MARKT")
        #expect(try values(world, ["FRUTA claims member(MARKT, \(time))"]) == [expected])
    }

    @Test func `begins again with a new accession`() throws {
        var world = World.negotiated()
        world.withdraw("MARKT")
        #expect(try values(world, [Self.member]) == [.refuted])
        world.accede("MARKT", from: "2026-02-20T00:00:00Z")
        #expect(try values(world, [Self.member]) == [.proven])
        #expect(
            try values(world, ["FRUTA claims member(MARKT, 2026-02-15T00:00:00Z)"]) == [.refuted])
    }

    @Test func `what was signed before the withdrawal took effect stays governed`() throws {
        var world = World.negotiated()
        world.withdraw("MARKT", received: "2026-01-10T10:00:00Z")
        #expect(try values(world, Self.contract) == [.proven])
    }

    @Test func `what was signed after it is not presumed, unless the party had come back`() throws {
        var world = World.negotiated()
        world.withdraw("MARKT", received: "2025-12-01T10:00:00Z")
        #expect(try values(world, Self.contract) == [.undetermined])
        world.accede("MARKT", from: "2026-02-01T00:00:00Z")
        #expect(try values(world, Self.contract) == [.proven])
    }

    @Test func `what was signed before the accession is not presumed`() throws {
        var world = World.negotiated()
        world.facts.removeAll {
            $0.predicate == "accedes" && $0.arguments[1] == World.Written.party("MARKT").term
        }
        world.accede("MARKT", from: "2026-02-03T00:00:00Z")
        #expect(try values(world, Self.contract) == [.undetermined])
    }

    @Test(arguments: [["MARKT"], ["REG"], ["MARKT", "STRNG"], ["STRNG", "REG"], []])
    func `an accession without party or registry binds nobody`(signers: [String]) throws {
        var world = World(Policy.agreement, members: [])
        world.certify("STRNG")
        world.accede("MARKT", from: "2025-11-01T00:00:00Z", by: signers)
        #expect(try values(world, [Self.member]) == [.undetermined])
        world.accede("MARKT", from: "2025-11-02T00:00:00Z", by: ["MARKT", "REG"])
        #expect(try values(world, [Self.member]) == [.proven])
    }

    @Test func `a registry cannot vouch for itself`() throws {
        var world = World(Policy.agreement, members: [])
        world.accede("REG", from: "2025-11-01T00:00:00Z", by: ["REG"])
        #expect(
            try values(world, ["FRUTA claims member(REG, 2026-03-01T00:00:00Z)"]) == [.undetermined]
        )
    }

    @Test(arguments: ["MARKT", "STRNG", "FRUTA"])
    func `a withdrawal that no registry received changes nothing`(receiver: String) throws {
        var world = World.negotiated()
        world.certify("STRNG")
        world.withdraw("MARKT", received: "2025-12-01T10:00:00Z", by: receiver)
        #expect(try values(world, Self.contract + [Self.member]) == [.proven, .proven])
    }

    @Test func `nobody withdraws another, nor a thief the owner of the key`() throws {
        var world = World.negotiated()
        world.withdraw("MARKT", received: "2025-12-01T10:00:00Z", signer: "FRUTA")
        #expect(try values(world, [Self.member]) == [.proven])
        var stolen = World.negotiated()
        stolen.list("expert", "EXPT")
        stolen.certify("MARKT", key: "MARKT-2")
        stolen.state(
            "REPORT", by: ["EXPT"], made: (nil, "2026-04-20T00:00:00Z"),
            [("reports_compromise", [.key("MARKT-2"), .time("2025-11-20T00:00:00Z")])])
        stolen.state(
            "WITHDRAWAL", by: ["MARKT-2"],
            made: ("2025-12-01T09:00:00Z", "2025-12-01T10:00:00Z"),
            [("withdraws", [.party("MARKT"), .document(World.agreement)])])
        stolen.state(
            "WITHDRAWAL-RECEIVED", by: ["REG"], made: (nil, nil),
            [
                (
                    "withdrawal_received",
                    [.document(World.digest("WITHDRAWAL")), .time("2025-12-01T10:00:00Z")]
                )
            ])
        #expect(try values(stolen, [Self.member]) == [.proven])
    }

    // A key that its owner no longer uses.
    @Test(arguments: [
        (["MARKT", "REG"], "2026-01-20T00:00:00Z", FindingValue.undetermined),
        (["MARKT", "REG"], "2026-02-03T00:00:00Z", .proven),
        (["MARKT"], "2026-01-20T00:00:00Z", .proven), (["REG"], "2026-01-20T00:00:00Z", .proven),
        (["FRUTA", "REG"], "2026-01-20T00:00:00Z", .proven),
        // The statement was made on 10 January: it cannot reach back.
        (["MARKT", "REG"], "2026-01-05T00:00:00Z", .proven),
    ])
    func `a key ends when its owner and the registry said so before`(
        signers: [String], end: String, expected: FindingValue
    ) throws {
        var world = World.negotiated()
        world.state(
            "KEY-END", by: signers, made: ("2026-01-10T08:00:00Z", "2026-01-10T09:00:00Z"),
            [("ends_key", [.key("MARKT"), .time(end)])])
        #expect(try values(world, ["FRUTA claims signed(MARKT, DB1)"]) == [expected])
    }

    @Test func `a further accession names a new key`() throws {
        var world = World.negotiated()
        world.certify("MARKT", key: "MARKT-2")
        let key = World.Written.key("MARKT-2").term.text
        let claim = ["FRUTA claims namedKey(MARKT, \(key))"]
        #expect(try values(world, claim) == [.refuted])
        world.state(
            "ACC-2", by: ["MARKT", "REG"], made: (nil, "2026-03-01T00:00:00Z"),
            [
                (
                    "accedes",
                    [.party("MARKT"), .document(World.agreement), .time("2026-03-01T00:00:00Z")]
                ), ("accession_key", [.key("MARKT-2")]),
            ])
        #expect(try values(world, claim) == [.proven])
    }
}

@Suite struct `The governing text under R-02` {
    private static let contract = ["FRUTA claims contract(FRUTA, MARKT, DB1)"]
    private static let other = World.digest("another agreement")

    private func value(_ world: World) throws -> FindingValue? {
        try world.values(Self.contract, documents: ["DB1"]).first
    }

    @Test func `is the latest to which both had acceded where a document names none`() throws {
        var world = World.negotiated()
        world.unname("DB1")
        #expect(try value(world) == .proven)
        world.accede("FRUTA", to: Self.other, from: "2026-01-01T00:00:00Z")
        #expect(try value(world) == .proven)
        world.accede("MARKT", to: Self.other, from: "2026-01-05T00:00:00Z")
        #expect(try value(world) == .undetermined)
    }

    @Test func `is this one where both acceded to another only after they had signed`() throws {
        var world = World.negotiated()
        world.unname("DB1")
        for party in ["FRUTA", "MARKT"] {
            world.accede(party, to: Self.other, from: "2026-02-05T00:00:00Z")
        }
        #expect(try value(world) == .proven)
    }

    @Test func `is not this one where one of them had not acceded when they signed`() throws {
        var world = World.negotiated()
        world.unname("DB1")
        world.facts.removeAll {
            $0.predicate == "accedes" && $0.arguments[1] == World.Written.party("MARKT").term
        }
        #expect(try value(world) == .undetermined)
        world.accede("MARKT", from: "2026-02-03T00:00:00Z")
        #expect(try value(world) == .undetermined)
    }

    @Test func `is none where a document names two`() throws {
        var world = World.negotiated()
        world.add(
            "agreement", [.document(World.digest("DB1")), .document(Self.other)], origin: .stated)
        #expect(try value(world) == .undetermined)
    }

    /// This text as an amendment of the other one.
    private static let amending: Agreement? = {
        guard let text = try? PackageFiles.text("Policies/seca-1.0.md") else { return nil }
        return try? Agreement(
            parsing: text.replacing(
                "Version: seca-1.0\n", with: "Version: seca-1.0\nAmends: \(other)\n",
                maxReplacements: 1))
    }()

    @Test func `is the amendment where a document names it with the text that it amends`() throws {
        var world = World.negotiated()
        world.agreement = try #require(Self.amending)
        world.add(
            "agreement", [.document(World.digest("DB1")), .document(Self.other)], origin: .stated)
        #expect(try value(world) == .proven)
        world.add(
            "agreement", [.document(World.digest("DB1")), .document(World.digest("third"))],
            origin: .stated)
        #expect(try value(world) == .undetermined)
    }

    @Test func `an amendment does not touch what names the text before`() throws {
        var world = World.negotiated()
        world.agreement = try #require(Self.amending)
        world.unname("DB1")
        // Both acceded to the old text, too, and later: the amendment stays the latest version.
        for party in ["FRUTA", "MARKT"] {
            world.accede(party, to: Self.other, from: "2026-01-05T00:00:00Z")
        }
        #expect(try value(world) == .proven)
        world.add(
            "agreement", [.document(World.digest("DB1")), .document(Self.other)], origin: .stated)
        #expect(try value(world) == .undetermined)
    }

    @Test func `agreements that amend each other leave the claims open, and stop nobody`() throws {
        var world = World.negotiated()
        world.agreement = try #require(Self.amending)
        world.unname("DB1")
        // What a document says of it is not what a pinned text says.
        world.add("amends", [.document(Self.other), .document(World.agreement)], origin: .stated)
        world.add(
            "amends", [.document(Self.other), .document(World.agreement)], origin: .annex)
        let findings = try world.judge(Self.contract, documents: ["DB1"])
        #expect(findings.findings[0].value == .proven)
        #expect(findings.ignored.count { $0.contains("amends") } >= 1)
    }

    /// Worlds in which everything claimed is proven, for as long as the text is the one that was signed.
    private static var settledWorlds: [(World, [String])] {
        var unpaid = World.negotiated()
        unpaid.deliver()
        var late = World.ordered(
            made: ("2026-03-04T10:15:00Z", "2026-03-04T10:21:00Z"), relied: "2026-03-04T10:22:00Z",
            status: "2026-03-04T10:19:00Z")
        late.revoke("INVST", received: "2026-03-04T10:00:00Z", listed: nil)
        return [
            (
                unpaid,
                [
                    "FRUTA claims contract(FRUTA, MARKT, DB1)", "FRUTA claims breach(MARKT, pay)",
                    "FRUTA claims liable(MARKT->FRUTA, EUR 8400.00)",
                    "FRUTA claims signed(MARKT, DB1)",
                    "FRUTA claims member(MARKT, 2026-02-02T00:00:00Z)",
                ]
            ),
            (late, ["BROKR claims liable(CA1->BROKR, USD 100000.00)"]),
        ]
    }

    @Test func `one letter changed after signing, and nothing is proven`() throws {
        for (world, claims) in Self.settledWorlds {
            let changed = world.naming(World.digest("agreement, with one letter changed"))
            let documents = ["DB1", "ORDER"]
            #expect(try world.values(claims, documents: documents).allSatisfy { $0 == .proven })
            for finding in try changed.judge(claims, documents: documents).findings {
                #expect(finding.value != .proven, "\(finding.statement)")
            }
        }
    }
}
