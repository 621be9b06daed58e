// The reason of a finding: one sentence that a reader understands without the derivation.

import EvidenceValues
import Testing

@testable import Agreements

/// A claim in a world, and the reason that its finding must give.
struct ExpectedReason: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var world: World
    var claim: String
    var reason: String

    init(_ title: String, _ world: World, _ claim: String, _ reason: String) {
        testDescription = title
        self.world = world
        self.claim = claim
        self.reason = reason
    }
}

private let contract = "FRUTA claims contract(FRUTA, MARKT, DB1)"

private func changed(_ world: World, _ change: (inout World) -> Void) -> World {
    var world = world
    change(&world)
    return world
}

private let reasons: [ExpectedReason] = [
    ExpectedReason(
        "proven by a rule", .negotiated(), contract,
        "It is proven that DB1 is a contract between FRUTA and MARKT, because FRUTA accepted DB1 and "
            + "MARKT accepted DB1 (R-21)."),
    ExpectedReason(
        "proven by the burden of proof", changed(.negotiated()) { $0.deliver() },
        "FRUTA claims breach(MARKT, pay)",
        "It is proven that MARKT breached its obligation to pay, because MARKT did not "
            + "keep in time its obligation to pay under DB1 (R-24), since DB1 is a contract "
            + "between MARKT and FRUTA, the time to pay under DB1 is over and it is not proven "
            + "that MARKT kept in time its obligation to pay under DB1 (the burden of proof was "
            + "on MARKT)."),
    ExpectedReason(
        "refuted by the contrary", changed(.negotiated()) { $0.deliver() },
        "MARKT claims breach(FRUTA, deliver)",
        "It is refuted that FRUTA breached its obligation to deliver, because FRUTA kept "
            + "in time its obligation to deliver under DB1 (R-24), since FRUTA performed for "
            + "MARKT, at 2026-03-18T15:10:00Z, its obligation to deliver under DB1."),
    ExpectedReason(
        "refuted by a copy that somebody broke",
        changed(.negotiated(signers: ["FRUTA"])) {
            let parties = ["FRUTA", "MARKT"].map { World.Written.party($0).term }
            $0.add("broken", parties + [.document(World.digest("DB1"))])
        }, "FRUTA claims signed(MARKT, DB1)",
        "It is refuted that MARKT signed DB1, because FRUTA filed a signature of MARKT "
            + "that does not match DB1 and it is not proven that a signature of MARKT on file "
            + "fits DB1 (the burden of proof was on FRUTA) (R-05)."),
    ExpectedReason(
        "refuted by the order of times",
        changed(World(Policy.agreement, members: ["FRUTA"])) {
            $0.certify("MARKT", until: "2026-01-01T00:00:00Z")
            $0.state(
                "DB1", by: ["MARKT"], made: ("2026-02-02T10:00:00Z", "2026-02-02T11:00:00Z"),
                [("seller", [.party("BROKR")]), ("buyer", [.party("MARKT")])])
        }, "BROKR claims signed(MARKT, DB1)",
        "It is refuted that MARKT signed DB1, because the signature of MARKT on DB1 came too late to be "
            + "attributed (R-05), since the time from 2026-02-02T10:00:00Z to 2026-02-02T11:00:00Z is "
            + "after 2026-01-01T00:00:00Z (R-06)."),
    ExpectedReason(
        "refuted because nothing is on file", World(Policy.agreement, members: []),
        "FRUTA claims default(MARKT, DB1)",
        "It is refuted that MARKT is in default with its answer on DB1, because nothing shows that the "
            + "claims that concern DB1 were first served on MARKT at some time (R-30)."),
    ExpectedReason(
        "undetermined", .negotiated(signers: ["FRUTA"]), contract,
        "It is not known whether DB1 is a contract between FRUTA and MARKT, because it is not on file "
            + "whether MARKT signed DB1."),
    ExpectedReason(
        "undetermined for want of the very thing claimed", .negotiated(signers: ["FRUTA"]),
        "FRUTA claims signed(MARKT, DB1)",
        "It is not known whether MARKT signed DB1, because what would settle it is not on file: "
            + "a signature of MARKT on DB1."),
    ExpectedReason(
        "undetermined where what is on file has no order",
        changed(.exchanging()) {
            $0.request()
            $0.token("ABORT", "abort_token")
            $0.token("REPLACE", "replacement", answer: "ME2")
        }, "FRUTA claims contract(FRUTA, MARKT, DB9)",
        "It is not known whether DB9 is a contract between FRUTA and MARKT, because it is not certain "
            + "whether the exchange ME1 was aborted before REPLACE replaced its signatures."),
    ExpectedReason(
        "misconduct by a broken ledger",
        changed(`SC-07, a limit exceeded`.issued()) {
            $0.add("ledger_fault", [.document(World.digest("G")), .word("over-issue")])
        }, "INVST claims misconduct(CS1, over-issue)",
        "It is proven that CS1 is guilty of misconduct: over-issue, because the ledger G of CS1 breaks "
            + "the invariant: over-issue (R-20), since G counts as a statement of CS1."),
    ExpectedReason(
        "an amount that carries a smaller claim", changed(.negotiated()) { $0.deliver() },
        "FRUTA claims liable(MARKT->FRUTA, EUR 100.00)",
        "It is proven that MARKT owes FRUTA EUR 100.00, because EUR 8400.00 is proven: for DB1, MARKT "
            + "owes FRUTA EUR 8400.00, the largest of what several articles give (R-13), since by DB1, "
            + "MARKT owes FRUTA EUR 8400.00 (R-16)."
    ),
    ExpectedReason(
        "an amount that limits a claim",
        changed(.negotiated()) {
            $0.deliver()
            $0.acknowledge("EUR 4000.00")
        },
        "FRUTA claims liable(MARKT->FRUTA, EUR 8400.00)",
        "It is refuted that MARKT owes FRUTA EUR 8400.00, because at most EUR 4400.00 is possible: for "
            + "DB1, MARKT owes FRUTA EUR 4400.00, the largest of what several articles give (R-13), since "
            + "by DB1, MARKT owes FRUTA EUR 4400.00 (R-16)."),
    ExpectedReason(
        "both of two claims", .negotiated(),
        "FRUTA claims signed(FRUTA, DB1) and not default(MARKT, DB1)",
        "It is proven that FRUTA signed DB1 and it is not so that MARKT is in default with its answer on "
            + "DB1, because DB1 is attributed to FRUTA by a signature of it, FRUTA acceded to this "
            + "agreement, DB1 is governed by this agreement and it is not proven that others could use the "
            + "key of FRUTA when DB1 may have been signed (the burden of proof was on FRUTA) (R-04), and because "
            + "nothing shows that the claims that concern DB1 were first served on MARKT at some time "
            + "(R-30)."),
]

@Suite struct Reasons {
    @Test(arguments: reasons)
    func `say in one sentence what decides`(expected: ExpectedReason) throws {
        let findings = try expected.world.judge(
            [expected.claim], documents: ["DB1", "DB9", "ME1", "REPLACE", "G"])
        #expect(findings.findings[0].reason == expected.reason)
    }

    @Test func `name a key by whom it is certified for, two keys of one party apart`() throws {
        var world = World.negotiated()
        let claim =
            "FRUTA claims compromised(\(World.Written.key("MARKT").term.text), by 2026-03-01T00:00:00Z)"
        let one = try world.judge([claim]).findings[0].sentence
        #expect(one == "others could use the key of MARKT by 2026-03-01T00:00:00Z")
        world.certify("MARKT", key: "MARKT-2")
        let two = try world.judge([claim]).findings[0].sentence
        let digest = World.digest("key MARKT").text.dropFirst(Digest.prefix.count).prefix(8)
        #expect(two == "others could use the key of MARKT (\(digest)…) by 2026-03-01T00:00:00Z")
    }

    @Test func `do not say whose a key is where that is uncertain`() throws {
        var world = World.negotiated()
        let key = World.Written.key("STRANGER").term
        world.add(
            "certified", [key, .party(PartyID("MARKT")!)], .possible,
            reason: "NO_CERTIFICATE_CHAIN_FOUND")
        // Only the annex and evidence name keys; what a document states does not.
        let other = World.Written.key("OTHER").term
        world.add("certified", [other, .party(PartyID("MARKT")!)], origin: .stated)
        let findings = try world.judge([
            "FRUTA claims compromised(\(key.text), by 2026-03-01T00:00:00Z)",
            "FRUTA claims compromised(\(other.text), by 2026-03-01T00:00:00Z)",
        ])
        let digest = World.digest("key STRANGER").text.dropFirst(Digest.prefix.count).prefix(8)
        #expect(
            findings.findings[0].sentence
                == "others could use a key in the name of MARKT (\(digest)…) by 2026-03-01T00:00:00Z"
        )
        #expect(findings.findings[1].sentence.contains(other.text))
    }

    @Test func `rest on documents that the finding lists by name`() throws {
        let findings = try World.negotiated().judge([contract], documents: ["O2", "DB1"])
        #expect(
            findings.documents == [
                Claims.DocumentName(name: "DB1", digest: World.digest("DB1")),
                Claims.DocumentName(name: "O2", digest: World.digest("O2")),
            ])
        let json = String(decoding: findingJSON(findings), as: UTF8.self)
        #expect(
            json.contains(
                "\"documents\":[{\"digest\":\"\(World.digest("DB1"))\",\"name\":\"DB1\"},{"))
    }
}
