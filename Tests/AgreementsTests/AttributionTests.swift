// which signatures declare a will, which bytes they count for, and whose they are where the key was in other hands.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    static let signing = ("2026-03-03T09:05:00Z", "2026-03-03T09:12:00Z")

    /// BROKR files an order that INVST signed within `made`, unless `signer` is nil.
    static func order(
        made: (String?, String?) = signing, signer: String? = "INVST",
        filedBy filer: String = "BROKR"
    ) -> World {
        var world = World(Policy.agreement, members: ["INVST", "BROKR"])
        world.now = time("2026-03-20T09:00:00Z")
        world.state(
            "ORDER", by: [], made: made,
            [
                ("agreement", [.document(agreement)]),
                ("obligation", [.word("settle"), .party("INVST"), .party("BROKR")]),
            ])
        if let signer { world.sign(signer, "ORDER", made: made, filedBy: filer) }
        return world
    }

    /// EXPT reports that others could use INVST's key from then on.
    mutating func reportCompromise(from time: String) {
        list("expert", "EXPT")
        state(
            "REPORT", by: ["EXPT"], made: ("2026-03-07T10:00:00Z", "2026-03-07T11:00:00Z"),
            [("reports_compromise", [.key("INVST"), .time(time)])])
    }

    /// What the signature of `signer` on ORDER states of itself.
    mutating func commit(_ words: [String], of signer: String = "INVST") {
        let signature = Term.document(World.digest("signature \(signer) ORDER"))
        for word in words { add("commitment_type", [signature, .word(word)]) }
    }
}

@Suite struct `R-03, declarations of will` {
    private static let claims = [
        "BROKR claims signed(INVST, ORDER)", "BROKR claims attested(INVST, ORDER)",
        "BROKR claims received(INVST, ORDER)",
        "BROKR claims received(INVST, ORDER, by 2026-03-03T09:12:00Z)",
    ]

    @Test(arguments: [
        [], ["proof-of-approval"], ["proof-of-origin"], ["proof-of-approval", "proof-of-receipt"],
        ["proof-of-origin", "other"],
    ])
    func `are signatures that say so, or nothing`(types: [String]) throws {
        var world = World.order()
        world.commit(types)
        #expect(
            try world.values(Self.claims, documents: ["ORDER"])
                == [.proven, .proven, .proven, .proven])
    }

    @Test(arguments: [
        ["proof-of-receipt"], ["proof-of-delivery"], ["proof-of-sender"], ["proof-of-creation"],
        ["other"], ["proof-of-receipt", "proof-of-creation"],
    ])
    func `are no others: these prove that the signer had the document`(types: [String]) throws {
        var world = World.order()
        world.commit(types)
        #expect(
            try world.values(Self.claims, documents: ["ORDER"])
                == [.undetermined, .undetermined, .proven, .proven])
    }

    // Whoever has a proof of receipt of a text that he wrote himself has no contract.
    @Test func `a proof of receipt is not taken for a signature of another party`() throws {
        var world = World.order()
        world.commit(["proof-of-receipt"])
        world.sign("BROKR", "ORDER", made: World.signing)
        #expect(
            try world.values(["BROKR claims contract(INVST, BROKR, ORDER)"], documents: ["ORDER"])
                == [.undetermined])
    }

    @Test func `a late proof of receipt does not refute a signature`() throws {
        var world = World.order(made: ("2027-02-01T00:00:00Z", "2027-02-02T00:00:00Z"))
        world.now = World.time("2027-03-01T00:00:00Z")
        #expect(try world.values([Self.claims[0]], documents: ["ORDER"]) == [.refuted])
        world.commit(["proof-of-receipt"])
        #expect(try world.values([Self.claims[0]], documents: ["ORDER"]) == [.undetermined])
    }
}

@Suite struct `R-05, bytes and algorithms` {
    private static let claim = ["BROKR claims signed(INVST, ORDER)"]
    private static let signature = Term.document(World.digest("signature INVST ORDER"))

    /// The order with a signature that fits but proves nothing certain, as one with a weak algorithm and no early proof.
    private static func weak() -> World {
        var world = World.order(signer: nil)
        let (key, order) = (World.Written.key("INVST").term, Term.document(World.digest("ORDER")))
        world.add(
            "signature", [signature, key, order], .possible,
            reason: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE")
        world.add("doubtful", [signature, World.Written.party("INVST").term, order])
        world.add("made", [signature, World.interval(World.signing.0, World.signing.1)])
        return world
    }

    @Test func `a weak signature is unknown, not false`() throws {
        #expect(try Self.weak().values(Self.claim, documents: ["ORDER"]) == [.undetermined])
    }

    @Test(arguments: [true, false])
    func `a broken copy refutes only where no signature on file fits`(isWeak: Bool) throws {
        var world = isWeak ? Self.weak() : World.order(signer: nil)
        world.add(
            "broken",
            [
                World.Written.party("BROKR").term, World.Written.party("INVST").term,
                .document(World.digest("ORDER")),
            ])
        #expect(
            try world.values(Self.claim, documents: ["ORDER"])
                == [isWeak ? .undetermined : .refuted])
    }
}

@Suite struct `R-09, a key in other hands` {
    private static let claims = ["BROKR claims signed(INVST, ORDER)"]

    @Test(arguments: [
        // Before, within and after [09:05, 09:12].
        ("2026-03-02T22:40:00Z", FindingValue.refuted),
        ("2026-03-03T09:05:00Z", .refuted),
        ("2026-03-03T09:08:00Z", .undetermined),
        ("2026-03-03T09:13:00Z", .undetermined),
        ("2026-03-03T09:13:01Z", .proven),
    ])
    func `decides whose a signature is where the order of both is proven`(
        since: String, expected: FindingValue
    ) throws {
        var world = World.order()
        world.reportCompromise(from: since)
        #expect(try world.values(Self.claims, documents: ["ORDER"]) == [expected])
    }

    // The keeper's liability does not wait for the order to be shown.
    @Test(arguments: ["2026-03-02T22:40:00Z", "2026-03-03T09:08:00Z"])
    func `leaves its keeper liable`(since: String) throws {
        var world = World.order()
        world.reportCompromise(from: since)
        world.list("recorder", "CLEAR")
        world.state(
            "LOSS", by: ["CLEAR"], made: ("2026-03-05T10:00:00Z", "2026-03-05T11:00:00Z"),
            [
                (
                    "loss",
                    [.party("BROKR"), .document(World.digest("ORDER")), .money("USD 500000.00")]
                )
            ])
        #expect(
            try world.values(
                [
                    "BROKR claims liable(INVST->BROKR, USD 500.00)",
                    "BROKR claims liable(INVST->BROKR, USD 500.01)",
                ], documents: ["ORDER"]) == [.proven, .refuted])
    }

    // A thief puts nothing into what he signs that shows when he did.
    @Test func `a thief gains nothing by leaving the lower bound out`() throws {
        var world = World.order(made: (nil, "2026-03-03T09:12:00Z"))
        #expect(try world.values(Self.claims, documents: ["ORDER"]) == [.proven])
        world.reportCompromise(from: "2026-03-02T22:40:00Z")
        #expect(try world.values(Self.claims, documents: ["ORDER"]) == [.undetermined])
    }

    // What INVST signed before is perhaps not on file.
    @Test func `a party refutes nothing by what it signs with a lost key itself`() throws {
        var world = World.order(filedBy: "INVST")
        world.reportCompromise(from: "2026-03-02T22:40:00Z")
        #expect(try world.values(Self.claims, documents: ["ORDER"]) == [.undetermined])
    }

    // INVST cannot undo a signature by a report on another key, or by its own.
    @Test(arguments: ["INVST", "STRNG"])
    func `nobody's report but a listed expert's counts`(author: String) throws {
        var world = World.order()
        world.certify(author)
        world.state(
            "REPORT", by: [author], made: ("2026-03-07T10:00:00Z", "2026-03-07T11:00:00Z"),
            [("reports_compromise", [.key("INVST"), .time("2026-03-02T22:40:00Z")])])
        #expect(try world.values(Self.claims, documents: ["ORDER"]) == [.proven])
    }
}
