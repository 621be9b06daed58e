// What the audit finds on third parties, what it only warns of, and what is nobody's fault.

import ArchiveAudit
import EvidenceValues
import Testing
import TransparencyLog

private typealias Signing = PartyCase.Signing

@Suite struct `The audit of third parties` {
    // MARK: revocations

    /// CA1 received at minute 0 a request to revoke the key of INVST, and an hour and two minutes later its list calls it good.
    private static func late(
        by party: String? = "CA1", _ signing: Signing = Signing(), good: Int64? = 62,
        listed: Int64?? = nil
    ) -> PartyCase {
        var matter = PartyCase()
        let key = Term.key(PartyCase.document("key of INVST"))
        matter.add(
            "receipt", by: party,
            [("revocation_received", [key, .instant(PartyCase.time(0))])], signing)
        matter.add("order", by: "INVST")
        for (name, predicate, minutes) in [("good", "status_good", good)] {
            guard let minutes else { continue }
            matter.add(name, by: nil)
            matter.add(
                predicate,
                [key, .instant(PartyCase.time(minutes)), .document(PartyCase.document(name))])
        }
        if let listed {
            matter.add("list", by: nil)
            matter.add(
                "revocation_listed",
                [key, .instant(PartyCase.time(0)), .document(PartyCase.document("list"))])
            matter.add(
                "made",
                [
                    .document(PartyCase.document("list")),
                    .interval(Interval(hi: listed.map(PartyCase.time))),
                ])
        }
        return matter
    }

    @Test func `finds an authority that calls a key good when it should have published`() throws {
        let report = try partyReport([Self.late()])
        #expect(report.misconduct.map(\.code) == ["REVOCATION.LATE"])
        let finding = try #require(report.misconduct.first)
        #expect(finding.kind == "late-publication" && finding.party == PartyCase.party("CA1"))
        #expect(
            Set(finding.grounds.map(\.document))
                == [PartyCase.document("receipt"), PartyCase.document("good")])
        #expect(finding.sentence.contains("within 1h (T_revPublish: by the agreement sha-256:"))
        #expect(report.warnings.isEmpty)
    }

    @Test(arguments: [
        ("nobody agreed to the time", late(), PartyTerms(agreement: nil)),
        ("the signature is only possible", late(Signing(standing: .possible)), PartyCase.agreed),
        ("the signature is broken", late(Signing(standing: .contrary)), PartyCase.agreed),
        ("the key may be somebody's", late(Signing(certified: .possible)), PartyCase.agreed),
        ("another signed", late(by: "FRUTA"), PartyCase.agreed),
        ("nobody signed", late(by: nil), PartyCase.agreed),
        ("it came after the certificate's end", late(Signing(made: 100_001)), PartyCase.agreed),
        ("when it was signed is not proven", late(Signing(made: nil)), PartyCase.agreed),
        ("the log is of another archive", late(Signing(isAdmitted: false)), PartyCase.agreed),
        (
            "the signature declares no will", late(Signing(type: "proof-of-receipt")),
            PartyCase.agreed
        ),
    ])
    func `calls nothing misconduct that is not proven`(
        _ why: String, _ matter: PartyCase, _ terms: PartyTerms
    ) throws {
        let report = try partyReport([matter], terms: terms)
        #expect(report.misconduct.isEmpty, "\(why)")
        #expect(report.warnings.map(\.code) == ["REVOCATION.LATE"], "\(why)")
        let warning = try #require(report.warnings.first)
        guard terms.agreement != nil else { return }
        #expect(warning.sentence.contains("It is not proven that"), "\(why)")
        #expect(warning.sentence.hasSuffix("Filed by FILR."), "\(why)")
        #expect(report.register.notes[matter.matter]?.isUnsettled == (why.contains("when it was")))
    }

    @Test(arguments: [
        ("the list is of the end itself", late(good: 60), "REVOCATION.UNPUBLISHED"),
        ("it was listed in time", late(listed: 60), nil),
        ("there is no receipt", PartyCase(), nil),
    ])
    func `finds no misconduct where a key is called good in time`(
        _ why: String, _ matter: PartyCase, _ code: String?
    ) throws {
        #expect(
            try partyReport([matter]).findings.map(\.code) == (code.map { [$0] } ?? []), "\(why)")
    }

    @Test func `does not let an opponent make doubt of his own`() throws {
        let key = Term.key(PartyCase.document("key of CA1"))
        let report = ("reports_compromise", [key, .instant(PartyCase.time(-500))])
        let receipt = ("revocation_received", [key, .instant(PartyCase.time(-500))])
        for (author, atom, isDoubt) in [
            ("EXPR", report, true), ("FRUTA", report, false), (nil, report, false),
            ("CA1", receipt, true), ("FRUTA", receipt, false), (nil, receipt, false),
        ] as [(String?, (String, [Term]), Bool)] {
            var matter = Self.late()
            matter.add("report", by: author, [atom], Signing(made: -600))
            let found = try partyReport([matter]).misconduct.filter {
                $0.grounds.contains { $0.document == PartyCase.document("receipt") }
            }
            #expect(found.isEmpty == isDoubt, "\(author ?? "nobody") \(atom.0)")
        }
    }

    @Test(
        arguments: [
            (-7 * 1440, nil), (-7 * 1440 + 60, "DEADLINE.PUBLICATION"),
            (60, "DEADLINE.PUBLICATION"),
            (61, "REVOCATION.UNPUBLISHED"),
        ] as [(Int64, String?)])
    func `tells of a publication that is due or missing`(_ now: Int64, _ code: String?) throws {
        let report = try partyReport([Self.late(good: nil)], at: now)
        #expect(report.findings.map(\.code) == (code.map { [$0] } ?? []))
        #expect(report.misconduct.isEmpty)
    }

    @Test func `says how long a delay was at most, and waits where no time is proven`() throws {
        let late = try partyReport([Self.late(good: nil, listed: 90)])
        #expect(late.warnings.map(\.code) == ["REVOCATION.LATE"])
        #expect(late.warnings.first?.sentence.hasSuffix("the delay was at most 90min.") ?? false)
        let open = Self.late(good: nil, listed: .some(nil))
        let undated = try partyReport([open])
        #expect(undated.findings.isEmpty)
        #expect(undated.register.notes[open.matter]?.isUnsettled ?? false)
    }

    // MARK: transferable records

    private static func endorsed(
        _ matter: String, _ name: String, to next: String, by holder: String = "FRUTA",
        record: String = "bill", signer: String? = nil, from place: UInt64 = 0
    ) -> PartyCase {
        var matter = PartyCase(matter, from: place)
        matter.add(
            name, by: signer ?? holder,
            [
                (
                    "endorses",
                    [
                        .document(PartyCase.document(record)),
                        .document(PartyCase.document(record)),
                        .party(PartyCase.party(holder)), .party(PartyCase.party(next)),
                    ]
                )
            ])
        return matter
    }

    @Test func `finds a record that was passed on twice, in whatever matters`() throws {
        let matters = [
            Self.endorsed("BAN-1", "first", to: "MARKT"),
            Self.endorsed("BAN-2", "second", to: "THIRD", from: 10),
        ]
        let report = try partyReport(matters)
        #expect(report.misconduct.map(\.code) == ["RECORD.TWO_HOLDERS"])
        #expect(report.misconduct.first?.matters.map(\.text) == ["BAN-1", "BAN-2"])
        #expect(report.misconduct.first?.places == [LeafIndex(0), LeafIndex(10)])
        #expect(try partyReport(matters.reversed()).findings == report.findings)
    }

    @Test(arguments: [
        ("to the same holder", endorsed("BAN-2", "second", to: "MARKT", from: 10), 0),
        ("of another record", endorsed("BAN-2", "second", to: "THIRD", record: "other"), 0),
        ("by another holder", endorsed("BAN-2", "second", to: "THIRD", by: "MARKT"), 0),
        ("signed by another", endorsed("BAN-2", "second", to: "THIRD", signer: "THIRD"), 1),
    ])
    func `finds no second holder`(_ why: String, _ other: PartyCase, _ warnings: Int) throws {
        let report = try partyReport([Self.endorsed("BAN-1", "first", to: "MARKT"), other])
        #expect(report.misconduct.isEmpty, "\(why)")
        #expect(report.warnings.count == warnings, "\(why)")
    }

    @Test func `finds one misconduct in copies, by what was filed first`() throws {
        let first = [
            Self.endorsed("BAN-1", "first", to: "MARKT"),
            Self.endorsed("BAN-2", "second", to: "THIRD", from: 10),
        ]
        let more = [
            Self.endorsed("BAN-3", "second", to: "THIRD", from: 20),
            Self.endorsed("BAN-4", "first", to: "MARKT", from: 30),
        ]
        let report = try partyReport(first)
        #expect(try partyReport(more + first).misconduct == report.misconduct)
        #expect(
            try partyReport(more + first).documents().map(\.bytes)
                == report.documents().map(\.bytes))
    }
}
