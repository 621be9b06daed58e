import EvidenceModules
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing
import TransparencyLog

private typealias Samples = LedgerSamples
private let cent: Int64 = 1
private let million: Int64 = 1_000_000_00

/// A matter with a limit agreement and a ledger of it, and what is filed beside them.
private struct LimitMatter {
    var matter: TestMatter
    let service: TestIdentity
    var book: LedgerBook
    let agreement: [UInt8]
    private var time = at("2026-03-01T08:00:00Z")

    init(
        mode: LimitMode = .revolving, agreed: String = "limit_mode(revolving).",
        headMaximum: String = "USD 6000000.00"
    ) throws {
        matter = try TestMatter()
        service = try matter.people.ca.issue("CS1", validity: TestPeople.validity)
        agreement = LimitMatter.document(
            "limit-agreement",
            [
                "limit(lim-7, INVST, CS1, USD 6000000.00).", "limit_each(USD 5000000.00).", agreed,
                "limit_term(2026-03-01T00:00:00Z, 2027-03-01T00:00:00Z).",
                "limit_key(key:\(Samples.key)).", "limit_request_key(key:\(Samples.agreement)).",
                "limit_master(key:\(Samples.agreement)).",
            ])
        let head = LedgerHead(
            limit: "lim-7", issuer: party("CS1"), subscriber: party("INVST"),
            agreement: .sha256(agreement), maximum: Money(text: headMaximum)!,
            each: Money(text: "USD 5000000.00")!, mode: mode)
        book = LedgerBook(head!)
        try matter.file(.document, agreement)
        enter(.open)
    }

    static func document(_ kind: String, _ terms: [String]) -> [UInt8] {
        let agreement = "agreement(\(Digest.sha256(utf8("agreement"))))."
        let lines = ["# Paper", "", "```terms", agreement, "kind(\(kind))."] + terms + ["```", ""]
        return utf8(lines.joined(separator: "\n"))
    }

    mutating func enter(_ change: LedgerChange) {
        precondition(book.enter(change, at: time) != nil)
        time = time.advanced(by: TimeSpan(seconds: 3600))
    }

    /// Enters and files a certificate of the next entry; `entered` is what the entry reserves, if not its amount.
    @discardableResult
    mutating func certify(
        _ number: String, _ millions: Int64, entered: Int64? = nil, in entry: Int64? = nil,
        behind previous: Digest? = nil, named: String? = nil, filed: Bool = true
    ) throws -> Digest {
        let amount = Money(minorUnits: millions * million, currency: Currency(code: "USD")!)
        let named = named ?? number
        let bytes = LimitMatter.document(
            "instant-certificate",
            [
                "cover(\(named), INVST, BROKR, \(Digest.sha256(utf8("order \(number)"))), \(amount)).",
                "cover_terms(\(named), lim-7, key:\(Samples.key), \(time), 2026-03-04T08:00:00Z, 2026-05-01T08:00:00Z).",
                "cover_issuer(CS1, \(Digest.sha256(agreement))).", "cover_purpose(any).",
                "cover_status(\(time), \(time)).",
                "cover_context(\(Digest.sha256(utf8("context \(number)")))).",
                "cover_entry(\(entry ?? book.next), \(previous ?? book.previous), USD 0.00).",
            ])
        enter(
            .reserve(
                Serial(number)!, amount: entered ?? amount.minorUnits,
                certificate: .sha256(bytes), key: Samples.key))
        if filed { try matter.file(.document, bytes) }
        return .sha256(bytes)
    }

    /// Files the ledger as it is, with a signature of `signer` if there is one.
    @discardableResult
    mutating func fileLedger(by signer: TestIdentity? = nil) throws -> Digest {
        try matter.file(.ledger, book.text)
        if let signer { try matter.sign(book.text, by: signer) }
        return .sha256(book.text)
    }

    /// The facts of the ledgers with these names, as `name(…)` with digests by their names.
    func facts(_ predicates: [String], naming names: [String: Digest] = [:]) throws -> [String] {
        let found = try matter.assess()
        return found.facts.filter { predicates.contains($0.predicate) }.map { fact in
            var text = fact.text
            for (name, digest) in names {
                text = text.split(separator: digest.text, omittingEmptySubsequences: false).joined(
                    separator: name)
            }
            return text
        }.sorted()
    }

    var warnings: [String] {
        get throws {
            try matter.assess().exhibits.filter { $0.kind == .ledger }.flatMap(\.checks).map(\.code)
        }
    }
}

@Suite struct `Facts of ledgers` {
    @Test
    func
        `before a certificate counts all that was reserved, on file or not, each with its own amount`()
        throws
    {
        var it = try LimitMatter()
        let a = try it.certify("a", 2, entered: million)
        try it.certify("unseen", 1, filed: false)
        let b = try it.certify("b", 3)
        let g = try it.fileLedger()
        #expect(
            try it.facts(["reserved"], naming: ["A": a, "B": b, "G": g]) == [
                "reserved(G, A, lim-7, 1, USD 1000000.00, USD 0.00)",
                "reserved(G, B, lim-7, 3, USD 3000000.00, USD 3000000.00)",
            ])
        // The entry for A reserves another amount than A is for.
        #expect(try it.facts(["ledger_fault"], naming: ["G": g]) == ["ledger_fault(G, binding)"])
    }

    @Test
    func `what is freed is freed by what is on file, and by the ledger itself when it lapses`()
        throws
    {
        var it = try LimitMatter()
        let a = try it.certify("a", 2)
        let release = utf8("release of a")
        it.enter(.discharge(Serial("a")!, amount: million, .sha256(release)))
        it.enter(.discharge(Serial("a")!, amount: million / 2, .sha256(utf8("not on file"))))
        let b = try it.certify("b", 1)
        it.enter(.accept(Serial("b")!, .sha256(utf8("acceptance"))))
        it.enter(.lapse(Serial("a")!))
        let c = try it.certify("c", 1)
        try it.matter.file(.document, release)
        let g = try it.fileLedger()
        let names = ["A": a, "B": b, "C": c, "G": g, "R": .sha256(release)]
        #expect(
            try it.facts(["freed"], naming: names) == [
                "freed(G, B, A, R, USD 1000000.00)", "freed(G, C, A, G, USD 500000.00)",
                "freed(G, C, A, R, USD 1000000.00)",
            ])
        let commits = try it.facts(["commits"], naming: names).filter { $0.hasPrefix("commits(G") }
        #expect(commits.count == 5 && commits.contains("commits(G, R)"))
    }

    @Test func `under a limit for a period nothing is freed, whatever the head of the ledger says`()
        throws
    {
        for mode in [LimitMode.revolving, .period(TimeSpan(text: "2h")!)] {
            var it = try LimitMatter(
                mode: mode, agreed: "limit_mode(period).\nlimit_period(2h).")
            let release = utf8("release of a")
            try it.certify("a", 2)
            it.enter(.discharge(Serial("a")!, amount: 2 * million, .sha256(release)))
            let b = try it.certify("b", 1)
            let c = try it.certify("c", 1)
            try it.matter.file(.document, release)
            let g = try it.fileLedger()
            #expect(try it.facts(["freed"]) == [])
            let reserved = try it.facts(["reserved"], naming: ["B": b, "C": c, "G": g])
            #expect(reserved.contains("reserved(G, B, lim-7, 3, USD 1000000.00, USD 0.00)"))
            #expect(reserved.contains("reserved(G, C, lim-7, 4, USD 1000000.00, USD 1000000.00)"))
            #expect(try it.facts(["ledger_fault"]).isEmpty == (mode != .revolving))
        }
    }

    @Test func `revocations are told of keys that certificates on file have, and of the limit`()
        throws
    {
        var it = try LimitMatter()
        try it.certify("a", 1)
        let paper = Samples.document("paper")
        it.enter(.revoke(key: Samples.key, paper))
        it.enter(.revoke(key: Samples.document("another key"), paper))
        it.enter(.revoke(key: nil, paper))
        try it.certify("b", 1)
        let g = try it.fileLedger()
        #expect(
            try it.facts(
                ["revoked_in", "limit_revoked_in", "ledger_fault"],
                naming: ["G": g, "K": Samples.key]) == [
                    "ledger_fault(G, post-revocation)",
                    "limit_revoked_in(G, lim-7, 4, 2026-03-01T12:00:00Z)",
                    "revoked_in(G, key:K, 2, 2026-03-01T10:00:00Z)",
                ])
        #expect(try it.warnings == ["LIABILITY.POST_REVOCATION"])
    }

    @Test func `what a ledger and what it names cannot both say is a fault of the ledger`() throws {
        var cases: [(String, LimitMatter)] = []
        var it = try LimitMatter(headMaximum: "USD 7000000.00")
        cases.append(("binding", it))
        it = try LimitMatter()
        try it.certify("a", 1, named: "other")
        cases.append(("binding", it))
        it = try LimitMatter()
        try it.certify("a", 1, in: 7)
        cases.append(("binding", it))
        it = try LimitMatter()
        try it.certify("a", 1)
        it.enter(.lapse(Serial("a")!))
        cases.append(("authority", it))
        for (invariant, limit) in cases {
            var limit = limit
            try limit.fileLedger()
            let word = try limit.facts(["ledger_fault"]).map { $0.hasSuffix(", \(invariant))") }
            #expect(word == [true])
            #expect(try limit.warnings.count == 1)
        }
    }

    @Test func `a ledger that speaks of what came after it existed is at fault`() throws {
        var it = try LimitMatter()
        try it.certify("a", 1)
        for (time, isAtFault) in [("2026-03-01T09:00:00Z", false), ("2026-03-01T08:55:00Z", true)] {
            var stamped = it
            try stamped.fileLedger()
            let token = try stamped.matter.people.tsa.token(over: it.book.text, at: at(time))
            try stamped.matter.file(.timeStamp, token)
            #expect(try stamped.warnings == (isAtFault ? ["LIABILITY.TIME"] : []))
        }
    }

    @Test func `a text that is no ledger states nothing`() throws {
        var it = try LimitMatter()
        try it.certify("a", 1)
        try it.matter.file(.ledger, it.book.text.dropLast() + utf8(" \n"))
        let found = try it.matter.assess()
        #expect(found.facts("reserved").isEmpty)
        let exhibit = found.exhibits.last
        #expect(exhibit?.indication == .totalFailed && exhibit?.ledger == nil)
        #expect(exhibit?.checks.map(\.code) == ["LEDGER.MALFORMED"])
    }

    @Test func `the account of a ledger is with its exhibit`() throws {
        var it = try LimitMatter()
        try it.certify("a", 2)
        try it.certify("b", 1)
        it.enter(.accept(Serial("b")!, Samples.document("paper")))
        try it.fileLedger()
        let ledger = try it.matter.assess().exhibits.last?.ledger
        #expect(ledger?.remaining == Money(text: "USD 3000000.00"))
        #expect(
            ledger?.open.map(\.amount.text) == [
                "USD 3000000.00", "USD 2000000.00", "USD 1000000.00", "USD 0.00",
            ])
        #expect(ledger?.certificates.map(\.serial) == ["a", "b"])
        #expect(ledger?.breachCount == 0)
    }
}

@Suite struct `Forked ledgers` {
    @Test
    func `two ledgers that the issuer signed, of which neither begins with the other, are a fork`()
        throws
    {
        var it = try LimitMatter()
        try it.certify("a", 1)
        var other = it.book
        try it.certify("b", 1)
        precondition(
            other.enter(.lapse(Serial("a")!), at: at("2026-03-05T08:00:00Z")) != nil)
        for (first, second) in [(true, true), (true, false), (false, false)] {
            var both = it
            try both.fileLedger(by: first ? both.service : both.matter.people.fruta)
            try both.matter.file(.ledger, other.text)
            try both.matter.sign(other.text, by: second ? both.service : both.matter.people.fruta)
            let pair = [Digest.sha256(it.book.text), .sha256(other.text)].sorted()
            let forks = try both.facts(["forked_ledger"], naming: ["G": pair[0], "H": pair[1]])
            #expect(forks == (first && second ? ["forked_ledger(G, H, 2)"] : []))
        }
    }

    @Test func `a ledger that goes on is no fork, nor is one of another agreement`() throws {
        var it = try LimitMatter()
        try it.fileLedger(by: it.service)
        try it.certify("a", 1)
        try it.fileLedger(by: it.service)
        let foreign = Samples.book
        try it.matter.file(.ledger, foreign.text)
        try it.matter.sign(foreign.text, by: it.service)
        #expect(try it.facts(["forked_ledger"]) == [])
        #expect(try it.facts(["reserved"]).count == 1)
    }

    @Test func `a certificate behind another entry than the ledger has contradicts it`() throws {
        for isSigned in [true, false] {
            var it = try LimitMatter()
            let a = try it.certify("a", 1, behind: Samples.document("another entry"))
            let g = try it.fileLedger(by: it.service)
            let bytes = it.matter.exhibits.compactMap(\.content).first { Digest.sha256($0) == a }
            try it.matter.sign(bytes ?? [], by: isSigned ? it.service : it.matter.people.markt)
            let forks = try it.facts(["forked_ledger"], naming: ["A": a, "G": g])
            #expect(forks == (isSigned ? ["forked_ledger(A, G, 1)"] : []))
        }
    }
}
