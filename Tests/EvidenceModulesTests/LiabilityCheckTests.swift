// Each invariant that liability documents show, kept and broken (docs/formats/liability.md, "The invariants").

import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

@Suite struct `The invariants of liability documents` {
    /// Documents of a small story, each by a name, with who signed it.
    private struct Story {
        var documents: [Digest: LiabilityDocument] = [:]
        var signatures: [SignedLiability] = []
        var accessions: [PartyID: [Instant]] = [:]

        static func digest(_ name: String) -> Digest { Digest.sha256(Array(name.utf8)) }
        static func party(_ name: String) -> PartyID { PartyID(name)! }

        mutating func add(_ name: String, _ lines: [String], by signers: [String] = ["CS1"]) throws
        {
            let fixed = ["agreement(\(Self.digest("seca").text))."] + lines
            let atoms = try fixed.map { line in
                let named = line.replacing(#/\{([^}]+)\}/#) { Self.digest(String($0.1)).text }
                return try StatedAtom(line: named[...])
            }
            documents[Self.digest(name)] = try LiabilityDocument(terms: TermsBlock(atoms: atoms))
            for signer in signers { sign(name, by: signer) }
        }

        mutating func sign(
            _ name: String, by signer: String, key: String? = nil,
            at times: (String, String) = ("2026-03-03T09:05:00Z", "2026-03-03T09:12:00Z")
        ) {
            signatures.append(
                SignedLiability(
                    signature: Self.digest("signature of " + signer + " on " + name),
                    document: Self.digest(name), key: Self.digest(key ?? signer),
                    signer: Self.party(signer),
                    made: Interval(lo: Instant(text: times.0), hi: Instant(text: times.1))))
        }

        var broken: [LiabilityInvariant] {
            let check = LiabilityCheck(
                documents: documents, signatures: signatures, accessions: accessions,
                skew: TimeSpan(seconds: 60))
            return check.faults.map(\.invariant)
        }
    }

    private static let limit = [
        "kind(limit-agreement).", "limit(lim-6, INVST, CS1, USD 6000000.00).",
        "limit_each(USD 5000000.00).", "limit_mode(revolving).",
        "limit_term(2026-02-02T09:00:00Z, 2027-02-02T09:00:00Z).",
        "limit_key(key:{INVST}).", "limit_request_key(key:{INVST}).",
        "limit_master(key:{MASTER}).",
    ]

    private static func certificate(_ number: String = "ic-6", _ entry: Int = 1) -> [String] {
        [
            "kind(instant-certificate).",
            "cover(\(number), INVST, BROKR, {ORDER}, USD 5000000.00).",
            "cover_terms(\(number), lim-6, key:{INVST}, 2026-03-03T09:10:00Z, 2026-03-06T09:10:00Z, 2026-06-04T09:10:00Z).",
            "cover_issuer(CS1, {LIMIT}).", "cover_purpose(any).",
            "cover_status(2026-03-03T09:09:00Z, 2026-03-03T09:10:00Z).",
            "cover_entry(\(entry), {LINE}, USD 1000000.00).", "cover_context({CONTEXT}).",
        ]
    }

    private static let acceptance = [
        "kind(cover-acceptance).", "accepts_cover(BROKR, {IC}).", "cover_number(ic-6).",
        "accepted_at(2026-03-03T09:11:30Z).",
    ]

    private static func story(
        _ good: String = "", _ bad: String = "", signer: String = "CS1"
    ) throws -> Story {
        func changed(_ lines: [String]) -> [String] {
            lines.map { good.isEmpty ? $0 : $0.replacing(good, with: bad) }
        }
        var story = Story()
        try story.add("LIMIT", changed(limit), by: ["INVST", "CS1"])
        try story.add("IC", changed(certificate()), by: [signer])
        try story.add("ACCEPTANCE", changed(acceptance), by: ["BROKR"])
        story.sign("ORDER", by: "INVST")
        story.accessions[Story.party("BROKR")] = [Instant(text: "2025-11-01T00:00:00Z")!]
        return story
    }

    @Test func `hold of an honest story`() throws {
        #expect(try Self.story().broken.isEmpty)
    }

    private static let changes: [(String, String, LiabilityInvariant)] = [
        ("limit_each(USD 5000000.00)", "limit_each(USD 4999999.99)", .perTransaction),
        ("cover_number(ic-6)", "cover_number(ic-7)", .binding),
        ("accepts_cover(BROKR, {IC})", "accepts_cover(BROKR, {VOUCHER})", .binding),
        ("limit_key(key:{INVST})", "limit_key(key:{OTHER})", .binding),
        (
            "limit_term(2026-02-02T09:00:00Z", "limit_term(2026-03-03T09:10:01Z", .binding
        ),
        ("limit(lim-6, INVST", "limit(lim-6, TRADX", .binding),
        ("cover_status(2026-03-03T09:09:00Z", "cover_status(2026-03-03T09:10:01Z", .windows),
        ("cover_status(2026-03-03T09:09:00Z", "cover_status(2026-03-03T08:59:59Z", .windows),
        ("09:09:00Z, 2026-03-03T09:10:00Z)", "09:09:00Z, 2026-03-03T09:10:01Z)", .windows),
        ("2026-03-06T09:10:00Z, 2026-06", "2026-03-06T09:10:01Z, 2026-06", .windows),
        ("2026-03-06T09:10:00Z, 2026-06", "2026-03-03T09:09:59Z, 2026-05", .windows),
        ("2026-06-04T09:10:00Z", "2026-06-04T09:10:01Z", .windows),
        ("2026-06-04T09:10:00Z", "2026-03-06T09:09:59Z", .windows),
    ]

    @Test(arguments: changes)
    func `are named where one value of a document breaks them`(
        good: String, bad: String, invariant: LiabilityInvariant
    ) throws {
        var story = try Self.story(good, bad)
        // A voucher that is good in itself, to be confused with the certificate.
        try story.add(
            "VOUCHER",
            ["kind(voucher).", "voucher(v-1, INVST, USD 1.00)."]
                + Self.certificate("v-1", 7).filter { line in
                    !["kind", "cover(", "cover_context"].contains { line.hasPrefix($0) }
                })
        let broken = Set(story.broken)
        #expect(broken.contains(invariant))
        // The voucher is under the same limit, so a limit of others is wrong for both; nothing else is found.
        #expect(broken.subtracting([invariant]).isEmpty, "\(broken)")
    }

    @Test func `2: a certificate is in the currency of its limit`() throws {
        var story = try Self.story()
        try story.add(
            "LIMIT", Self.limit.map { $0.replacing("USD", with: "EUR") }, by: ["INVST", "CS1"])
        #expect(story.broken == [.perTransaction])
    }

    @Test func `5 and 11: a paper in somebody's name needs its signature`() throws {
        var story = try Self.story()
        try story.add(
            "DISCHARGE",
            [
                "kind(cover-discharge).", "releases(BROKR, {IC}, USD 1.00).",
                "cover_number(ic-6).", "release_reason(performed).",
            ], by: ["INVST"])
        #expect(story.broken == [.authority])
        story.sign("DISCHARGE", by: "BROKR")
        #expect(story.broken.isEmpty)
    }

    @Test func `6: the signature that a certificate names is over its document`() throws {
        for (document, broken) in [
            ("ORDER", []), ("ORDER-9", [LiabilityInvariant.documentBinding]),
        ] {
            var story = try Self.story()
            story.sign("ORDER-9", by: "INVST")
            try story.add(
                "IC",
                Self.certificate() + ["cover_signature({signature of INVST on \(document)})."])
            story.signatures.removeAll { $0.document == Story.digest("IC") }
            story.sign("IC", by: "CS1")
            #expect(Set(story.broken).subtracting([.freshness]) == Set(broken))
        }
    }

    @Test func `8: some signature may have been made at about the issue`() throws {
        for (times, broken) in [
            (("2026-03-03T09:21:01Z", "2026-03-03T09:30:00Z"), [LiabilityInvariant.freshness]),
            (("2026-03-03T08:00:00Z", "2026-03-03T08:58:59Z"), [.freshness]),
            (("2026-03-03T09:20:30Z", "2026-03-03T09:30:00Z"), []),
            (("2026-03-03T08:00:00Z", "2026-03-03T12:00:00Z"), []),
        ] {
            var story = try Self.story()
            story.signatures.removeAll { $0.document == Story.digest("ORDER") }
            story.sign("ORDER", by: "INVST", at: times)
            #expect(story.broken == broken)
        }
    }

    @Test func `9: nothing is issued after a revocation`() throws {
        for (time, signer, subject, broken) in [
            ("2026-03-03T09:10:00Z", "CS1", "revocation_received(key:{INVST}", true),
            ("2026-03-03T09:10:01Z", "CS1", "revocation_received(key:{INVST}", false),
            ("2026-03-03T09:10:00Z", "INVST", "revocation_received(key:{INVST}", false),
            ("2026-03-03T09:10:00Z", "CS1", "revocation_received(key:{OTHER}", false),
            ("2026-03-03T09:10:00Z", "CS1", "limit_revoked(lim-6, INVST", true),
            ("2026-03-03T09:10:00Z", "CS1", "limit_revoked(lim-6, BROKR", false),
        ] {
            var story = try Self.story()
            try story.add(
                "REVOCATION",
                [
                    "kind(limit-revocation).", "\(subject), \(time)).",
                    "revocation_entry(lim-6, 1, lost).",
                ], by: [signer])
            #expect(story.broken == (broken ? [.postRevocation] : []))
        }
    }

    @Test func `10 and 14: a number, a context and an entry have one certificate`() throws {
        for (name, number, entry, context, broken) in [
            ("IC-2", "ic-7", 2, "{OTHER}", []),
            ("IC-2", "ic-6", 2, "{OTHER}", [LiabilityInvariant.doubleUse]),
            ("IC-2", "ic-7", 2, "{CONTEXT}", [.doubleUse]),
            ("IC-2", "ic-7", 1, "{OTHER}", [.fork]),
        ] {
            var story = try Self.story()
            try story.add(
                name,
                Self.certificate(number, entry).map { $0.replacing("{CONTEXT}", with: context) })
            #expect(Set(story.broken) == Set(broken), "\(number) \(entry) \(context)")
            // What the service did not sign is nobody's second certificate.
            story.signatures.removeAll { $0.document == Story.digest(name) }
            #expect(story.broken.isEmpty)
        }
    }

    @Test func `10: a voucher is spent once, by its key`() throws {
        var story = try Self.story()
        try story.add(
            "VOUCHER",
            ["kind(voucher).", "voucher(v-1, INVST, USD 1.00)."]
                + Self.certificate("v-1", 7).filter { line in
                    !["kind", "cover(", "cover_context"].contains { line.hasPrefix($0) }
                })
        for name in ["SPEND-1", "SPEND-2"] {
            try story.add(
                name,
                [
                    "kind(voucher-spend).", "spends({VOUCHER}, v-1, BROKR, {\(name) ORDER}).",
                    "cover_context({CONTEXT}).",
                ], by: name == "SPEND-1" ? ["INVST"] : [])
        }
        #expect(story.broken.isEmpty)
        story.sign("SPEND-2", by: "BROKR")
        #expect(story.broken.isEmpty)
        story.sign("SPEND-2", by: "INVST")
        #expect(story.broken == [.doubleUse, .doubleUse])
    }

    @Test func `11: a limit is changed by the service and the master key`() throws {
        for (signers, broken) in [
            ([("CS1", "CS1"), ("INVST", "MASTER")], false), ([("CS1", "CS1")], true),
            ([("CS1", "CS1"), ("INVST", "INVST")], true), ([("INVST", "MASTER")], true),
        ] {
            var story = try Self.story()
            try story.add(
                "CHANGE",
                [
                    "kind(limit-change).",
                    "changes_limit(lim-6, INVST, CS1, USD 9.00, 2026-03-01T00:00:00Z, {LIMIT}).",
                ], by: [])
            for (signer, key) in signers { story.sign("CHANGE", by: signer, key: key) }
            #expect(story.broken == (broken ? [.authority] : []))
        }
    }

    @Test func `15: the beneficiary is a member, and not the service`() throws {
        var late = try Self.story()
        late.accessions[Story.party("BROKR")] = [Instant(text: "2026-03-03T09:10:01Z")!]
        #expect(late.broken == [.member])
        late.accessions = [:]
        #expect(late.broken.isEmpty)
        let own = try Self.story("BROKR", "CS1")
        #expect(Set(own.broken) == [.member, .authority])
    }

    @Test func `are fifteen, in the order of their numbers`() {
        #expect(LiabilityInvariant.allCases.map(\.number) == Array(1...15))
        #expect(LiabilityInvariant.overIssue.code == "LIABILITY.OVER_ISSUE")
    }
}
