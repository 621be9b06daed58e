// What the audit of third parties keeps from one night to the next: it reads less, and finds the same.

import ArchiveAudit
import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `The register of third parties` {
    private static func matters() -> [PartyCase] {
        (0..<3).map { number in
            var matter = PartyCase("BAN-\(number)", from: UInt64(number) * 10)
            for (name, next) in [("first", "MARKT"), ("second", "THIRD")].prefix(number) {
                matter.add(
                    "\(name) of \(number)", by: "FRUTA",
                    [
                        (
                            "endorses",
                            [
                                .document(PartyCase.document("bill")),
                                .document(PartyCase.document("bill")),
                                .party(PartyCase.party("FRUTA")), .party(PartyCase.party(next)),
                            ]
                        )
                    ])
            }
            matter.add(
                "receipt \(number)", by: "CA1",
                [
                    (
                        "revocation_received",
                        [.key(PartyCase.document("key of CA1")), .instant(PartyCase.time(5000))]
                    )
                ], PartyCase.Signing(made: number == 1 ? nil : 0))
            return matter
        }
    }

    @Test func `is a text that gives the same register again`() throws {
        let register = try partyReport(Self.matters()).register
        let parsed = try #require(PartyRegister(parsing: register.bytes))
        #expect(parsed == register && parsed.bytes == register.bytes)
        #expect(parsed.notes.count == 3)
    }

    @Test func `is refused where a field is missing or wrong`() throws {
        let text = String(decoding: try partyReport(Self.matters()).register.bytes, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        for position in lines.indices {
            var broken = lines
            let fields = broken[position].split(separator: "\t", omittingEmptySubsequences: false)
            broken[position] =
                fields.count > 1
                ? fields.dropLast().joined(separator: "\t") : broken[position] + "x"
            let parsed = PartyRegister(parsing: Array((broken.joined(separator: "\n") + "\n").utf8))
            // A name may be another name; what has fields has all of them.
            #expect(parsed == nil || position == 1, "\(lines[position])")
        }
        #expect(PartyRegister(parsing: Array(text.dropLast().utf8)) == nil)
        #expect(PartyRegister(parsing: []) == nil)
    }

    @Test func `makes the next audit read only what is new or unsettled`() throws {
        let matters = Self.matters()
        let full = try partyReport(matters)
        var audit = partyAudit(size: 200, reach: .incremental, known: full.register)
        let newest = [LeafIndex(0), LeafIndex(10), LeafIndex(150)]
        let wanted = zip(matters, newest).filter { audit.wants($0.0.matter, newest: $0.1) }
        // The second awaits a proof of time, the third has a new entry.
        #expect(wanted.map(\.0.matter) == matters.dropFirst().map(\.matter))
        for (matter, _) in wanted { audit.take(matter.evidence) }
        audit.finish { _, _ in [:] }
        let report = try #require(audit.report())
        #expect(report.findings == full.findings && report.kept == 1 && report.examined == 2)
        #expect(report.register.notes == full.register.notes)
    }

    @Test func `is believed only of this archive, annex and agreement, and by no full audit`()
        throws
    {
        let matters = Self.matters()
        let register = try partyReport(matters).register
        let other = PartyCase.document("other")
        for (why, audit) in [
            ("full", partyAudit(reach: .full, known: register)),
            ("annex", partyAudit(annex: other, reach: .incremental, known: register)),
            (
                "agreement",
                partyAudit(
                    terms: PartyTerms(agreement: other), reach: .incremental, known: register)
            ),
            ("a longer log", partyAudit(size: 99, reach: .incremental, known: register)),
        ] {
            var audit = audit
            let isWanted = audit.wants(matters[0].matter, newest: LeafIndex(0))
            #expect(isWanted, "\(why)")
        }
        var audit = partyAudit(reach: .incremental, known: register)
        let isWanted = audit.wants(matters[0].matter, newest: LeafIndex(0))
        let isUnknown = audit.wants(matters[0].matter, newest: nil)
        #expect(!isWanted && isUnknown, "where nobody knows what is newest, it is read")
    }

    @Test func `gives every matter its turn among slices`() throws {
        let register = try partyReport(Self.matters()).register
        for number in 0..<40 {
            let matter = try #require(MatterID("M-\(number)"))
            let turns = try (1...5).filter { slice in
                let reach = try #require(AuditReach(slice: "\(slice)/5"))
                var audit = partyAudit(reach: reach, known: register)
                return audit.wants(matter, newest: LeafIndex(0))
            }
            #expect(turns.count == 1)
        }
    }

    @Test func `keeps what is known of a matter that cannot be read, and asks for it again`() throws
    {
        let matters = Self.matters()
        let full = try partyReport(matters)
        var audit = partyAudit(size: 200, reach: .incremental, known: full.register)
        for matter in matters where audit.wants(matter.matter, newest: LeafIndex(150)) {
            audit.skip(matter.matter)
        }
        #expect(audit.report() == nil, "not finished")
        audit.finish { _, _ in [:] }
        let report = try #require(audit.report())
        #expect(report.findings == full.findings)
        var next = partyAudit(size: 300, reach: .incremental, known: report.register)
        let isWanted = next.wants(matters[0].matter, newest: LeafIndex(0))
        #expect(isWanted)
    }

    @Test func `files the same bytes for the same misconduct, whatever the night`() throws {
        let matters = Self.matters()
        let (first, second) = (try partyReport(matters), try partyReport(matters, at: 90_000))
        #expect(first.misconduct.count == 1)
        #expect(first.documents().map(\.bytes) == second.documents().map(\.bytes))
        let text = String(decoding: try #require(first.documents().first).bytes, as: UTF8.self)
        #expect(text.hasPrefix(#"{"agreement":"sha-256:"#))
        #expect(text.contains(#""format":"docket-misconduct/v1""#))
        #expect(text.contains(#""misconduct":"double-negotiation","party":"FRUTA""#))
        #expect(!text.contains("2026-"), "no time of the night")
    }
}
