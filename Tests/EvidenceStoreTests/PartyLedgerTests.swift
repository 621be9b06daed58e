// Commitment services: ledgers that fork or break a rule, certificates that contradict each other, and cover whose time ends.

import ArchiveAudit
import EvidenceValues
import Testing
import TransparencyLog

/// A ledger of `CS1`, with as many entries as words.
private struct TestLedger: Sendable {
    let lines: [String]

    init(_ words: [String], service: String = "CS1") {
        var lines = [
            "docket-ledger/v1", "limit lim-7", "issuer \(service)", "subscriber INVST",
            "agreement \(PartyCase.document("limit"))", "maximum EUR 100.00", "each EUR 100.00",
            "mode revolving",
        ]
        var previous = Digest.sha256(lines.map { $0 + "\n" }.joined().utf8)
        for (number, word) in words.enumerated() {
            let parts = word.split(separator: " ")
            let open = parts.count > 1 ? String(parts[1]) : "0.00"
            let left = open == "0.00" ? "100.00" : "0.00"
            let isAbout = ["reserve", "accept", "claim", "lapse"].contains(parts[0])
            let delta = parts.count > 2 ? String(parts[2]) : "0.00"
            let reference =
                number == 0
                ? PartyCase.document("limit").text
                : parts[0] == "lapse" ? "-" : PartyCase.document(word).text
            let key = parts[0] == "reserve" ? "key:\(PartyCase.document("key"))" : "-"
            let line =
                "\(number) \(previous) \(parts[0]) \(isAbout ? TestLedger.serial : "-") \(delta) \(open) "
                + "\(left) 2026-03-03T09:00:00Z \(reference) \(key)"
            lines.append(line)
            previous = .sha256((line + "\n").utf8)
        }
        self.lines = lines
    }

    static let serial = "5f0c1ad3a4f24f0f9f6a1c2b7de30a11"
    var bytes: [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

    /// The digests of the entries at these positions, as the archive would read them.
    func digests(_ positions: Set<UInt64>) -> [UInt64: Digest] {
        Dictionary(
            uniqueKeysWithValues: positions.compactMap { position in
                let place = Int(position) + 8
                guard lines.indices.contains(place) else { return nil }
                return (position, .sha256((lines[place] + "\n").utf8))
            })
    }
}

extension PartyCase {
    fileprivate mutating func add(
        _ name: String, _ ledger: TestLedger, signer: String? = "CS1"
    ) {
        add(name, by: signer)
        ledgers[PartyCase.document(name)] = ledger.bytes
    }
}

@Suite struct `The audit of commitment services` {
    private static let short = TestLedger(["open", "revoke"])
    private static let long = TestLedger(["open", "revoke", "revoke", "revoke"])
    private static let forked = TestLedger(["open", "limit-change", "revoke"])

    /// Each ledger in a matter of its own, ten entries apart, in this order.
    private func report(
        _ ledgers: [TestLedger], signer: String? = "CS1"
    ) throws -> PartyReport {
        let matters = ledgers.enumerated().map { number, ledger in
            var matter = PartyCase("L-\(number)", from: UInt64(number) * 10)
            matter.add("ledger \(number)", ledger, signer: signer)
            return matter
        }
        return try partyReport(matters) { place, positions in
            ledgers[Int(place.value) / 10].digests(positions)
        }
    }

    @Test func `takes ledgers that begin with each other for one`() throws {
        #expect(try report([Self.long, Self.short]).findings.isEmpty)
        #expect(try report([Self.short, Self.long, Self.short]).findings.isEmpty)
        #expect(try report([Self.forked]).findings.isEmpty)
    }

    @Test func `finds a fork between ledgers of any length, in whatever matters`() throws {
        for ledgers in [
            [Self.long, Self.forked], [Self.forked, Self.long], [Self.forked, Self.short],
        ] {
            let report = try report(ledgers)
            #expect(report.misconduct.map(\.code) == ["LIABILITY.FORK"])
            #expect(report.misconduct.map(\.kind) == ["fork"])
            #expect(report.misconduct.first?.party == PartyCase.party("CS1"))
            #expect(report.misconduct.first?.matters.map(\.text) == ["L-0", "L-1"])
        }
        #expect(try report([Self.long, Self.forked], signer: "FRUTA").misconduct.isEmpty)
        #expect(try report([Self.long, Self.forked], signer: nil).misconduct.isEmpty)
        let unlisted = [
            TestLedger(["open", "revoke"], service: "CS9"),
            TestLedger(["open", "limit-change"], service: "CS9"),
        ]
        #expect(try report(unlisted, signer: "CS9").findings.isEmpty)
    }

    @Test func `finds one fork once, whatever is filed later`() throws {
        let first = try report([Self.short, Self.forked]).misconduct
        for more in [
            [Self.long], [Self.long, Self.forked],
            [TestLedger(["open", "limit-change", "revoke", "revoke", "revoke"])],
        ] {
            #expect(try report([Self.short, Self.forked] + more).misconduct == first)
        }
    }

    @Test func `says where ledgers could not be compared`() throws {
        struct Gone: Error {}
        var matters: [PartyCase] = []
        for (number, ledger) in [Self.long, Self.forked].enumerated() {
            var matter = PartyCase("L-\(number)", from: UInt64(number) * 10)
            matter.add("ledger \(number)", ledger)
            matters.append(matter)
        }
        let report = try partyReport(matters) { _, _ in throw Gone() }
        #expect(report.misconduct.isEmpty)
        #expect(report.warnings.map(\.code) == ["LIABILITY.FORK"])
    }

    @Test(arguments: [("CS1", 1), ("FRUTA", 0), (nil, 0)] as [(String?, Int)])
    func `finds what a ledger shows against its signer`(
        _ signer: String?, _ count: Int
    ) throws {
        var matter = PartyCase()
        matter.add("ledger", Self.long, signer: signer)
        matter.add("certificate", by: "CS1")
        let ledger = Term.document(PartyCase.document("ledger"))
        matter.add("ledger_fault", [ledger, .word("over-issue")])
        matter.add(
            "forked_ledger", [.document(PartyCase.document("certificate")), ledger, .count(1)])
        let report = try partyReport([matter])
        #expect(
            report.misconduct.map(\.code)
                == (count == 0 ? [] : ["LIABILITY.FORK", "LIABILITY.OVER_ISSUE"]))
        #expect(report.findings.map(\.code) == ["LIABILITY.FORK", "LIABILITY.OVER_ISSUE"])
    }

    // MARK: certificates

    /// How a certificate in a test is.
    private struct Certificate {
        var name = "certificate"
        var document = "order"
        var holder = "BROKR"
        var context = "context"
        var number = TestLedger.serial
        var signer: String? = "CS1"
        var status: Int64 = -5
        var issued: Int64 = 0
        var accept: Int64 = 60
        var claim: Int64 = 600

        func file(in matter: inout PartyCase) {
            let text = { (name: String) in Term.document(PartyCase.document(name)) }
            matter.add(
                name, by: signer,
                [
                    ("kind", [.word("instant-certificate")]),
                    (
                        "cover",
                        [
                            .word(number), .party(PartyCase.party("INVST")),
                            .party(PartyCase.party(holder)), text(document),
                            .word("EUR 50.00"),
                        ]
                    ),
                    (
                        "cover_terms",
                        [
                            .word(number), .word("lim-7"),
                            .key(PartyCase.document("key of INVST")),
                            .instant(PartyCase.time(issued)), .instant(PartyCase.time(accept)),
                            .instant(PartyCase.time(claim)),
                        ]
                    ),
                    ("cover_context", [text(context)]),
                    (
                        "cover_status",
                        [.instant(PartyCase.time(status)), .instant(PartyCase.time(issued))]
                    ),
                ])
        }
    }

    private static let agreed = PartyTerms(
        agreement: PartyCase.document("agreement"),
        parameters: [
            "T_status": TimeSpan(seconds: 600), "T_icMax": TimeSpan(seconds: 7200),
            "T_icClaim": TimeSpan(seconds: 86_400),
        ])

    @Test(arguments: [
        ("another document", Certificate(name: "b", document: "other", context: "c2"), true),
        ("another beneficiary", Certificate(name: "b", holder: "MARKT", context: "c2"), true),
        ("the same context", Certificate(name: "b", number: "n2"), true),
        ("another number and context", Certificate(name: "b", context: "c2", number: "n2"), false),
    ])
    private func `finds a number or a context that was used twice`(
        _ why: String, _ other: Certificate, _ isMisconduct: Bool
    ) throws {
        for signer in ["CS1", "FRUTA"] {
            var (first, second) = (PartyCase("BAN-1"), PartyCase("BAN-2", from: 20))
            Certificate().file(in: &first)
            var other = other
            other.signer = signer
            other.file(in: &second)
            let report = try partyReport([first, second], at: 1)
            let expected = isMisconduct && signer == "CS1" ? ["LIABILITY.DOUBLE_USE"] : []
            #expect(report.misconduct.map(\.code) == expected, "\(why) \(signer)")
        }
    }

    @Test(arguments: [
        ("all is well", Certificate(), 0, 0),
        ("to be accepted before it was issued", Certificate(accept: -1), 1, 1),
        ("to be claimed before it is accepted", Certificate(claim: 59), 1, 1),
        ("the status is of later", Certificate(status: 1), 1, 1),
        ("the status is old", Certificate(status: -11), 1, 0),
        ("long to be accepted", Certificate(accept: 121), 1, 0),
        ("long to be claimed", Certificate(claim: 60 + 1441), 1, 0),
    ])
    private func `finds times in disorder, and too long ones where an agreement says so`(
        _ why: String, _ certificate: Certificate, _ agreed: Int, _ always: Int
    ) throws {
        var matter = PartyCase()
        certificate.file(in: &matter)
        let count = { (terms: PartyTerms) in
            try partyReport([matter], at: -100_000, terms: terms).misconduct.count {
                $0.code == "LIABILITY.WINDOWS"
            }
        }
        #expect(try count(Self.agreed) == agreed, "\(why)")
        #expect(try count(PartyTerms(agreement: nil)) == always, "\(why)")
    }

    @Test(
        arguments: [
            ("before, and provably so", 0, 0, "CS1", true), ("after", 1, 0, "CS1", false),
            ("the receipt may be of later", 0, 1, "CS1", false),
            ("by another", 0, 0, "FRUTA", false),
        ] as [(String, Int64, Int64, String, Bool)])
    func `finds a certificate that was issued after a revocation`(
        _ why: String, _ received: Int64, _ existed: Int64, _ signer: String, _ isMisconduct: Bool
    ) throws {
        var matter = PartyCase()
        Certificate().file(in: &matter)
        matter.add(
            "receipt", by: signer,
            [
                (
                    "revocation_received",
                    [
                        .key(PartyCase.document("key of INVST")),
                        .instant(PartyCase.time(received)),
                    ]
                )
            ])
        matter.add(
            "made",
            [
                .document(PartyCase.document("receipt")),
                .interval(Interval(hi: PartyCase.time(existed))),
            ])
        let found = try partyReport([matter]).misconduct.contains {
            $0.code == "LIABILITY.POST_REVOCATION"
        }
        #expect(found == isMisconduct, "\(why)")
    }

    @Test(
        arguments: [
            ("not accepted yet", nil, nil, 59, "DEADLINE.ACCEPT"),
            ("lapsed unseen", nil, nil, 61, nil),
            ("accepted", "accepts_cover", nil, 599, "DEADLINE.CLAIM"),
            ("accepted, and over", "accepts_cover", nil, 601, nil),
            ("claimed", "claims_cover", nil, 599, nil),
            ("reserved", nil, ["open", "reserve 100.00 100.00"], 61, "LIABILITY.OPEN"),
            (
                "cover", nil, ["open", "reserve 100.00 100.00", "accept 100.00"], 599,
                "DEADLINE.CLAIM"
            ),
            (
                "cover, and over", nil, ["open", "reserve 100.00 100.00", "accept 100.00"], 601,
                "LIABILITY.OPEN"
            ),
            (
                "claimed, and open", nil,
                ["open", "reserve 100.00 100.00", "accept 100.00", "claim 100.00"], 601,
                "LIABILITY.CLAIM_OPEN"
            ),
            ("lapsed", nil, ["open", "reserve 100.00 100.00", "lapse 0.00 -100.00"], 601, nil),
        ] as [(String, String?, [String]?, Int64, String?)])
    func `tells of cover whose time ends or is over`(
        _ why: String, _ said: String?, _ entries: [String]?, _ now: Int64, _ code: String?
    ) throws {
        var matter = PartyCase()
        Certificate().file(in: &matter)
        if let said {
            matter.add(
                "answer", by: "BROKR",
                [
                    (
                        said,
                        [
                            .party(PartyCase.party("BROKR")),
                            .document(PartyCase.document("certificate")),
                        ]
                    )
                ])
        }
        if let entries { matter.add("ledger", TestLedger(entries)) }
        let report = try partyReport([matter], at: now)
        #expect(report.findings.map(\.code) == (code.map { [$0] } ?? []), "\(why)")
        #expect(report.misconduct.isEmpty)
    }
}
