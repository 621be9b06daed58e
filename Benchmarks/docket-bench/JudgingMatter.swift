// Facts as the modules of evidence would give them for many deals under seca-1.0, without bytes: members with accessions, contracts
// that both signed, receipts, records of banks, repudiated signatures with losses, revocations with lists. The other shapes put
// everything where it hurts: on one key, one document, one deal, one reference.

import EvidenceValues

/// A matter of about so many facts, and claims on it.
struct JudgingMatter {
    enum Shape: String, CaseIterable {
        /// Many deals, each of about fifty facts.
        case deals
        /// Every document is signed with one key, at its own time.
        case key
        /// Every signature is over one document, each with a key of its own.
        case document
        /// Every payment is for one contract, with a reference of its own.
        case payments
        /// Every payment is for one contract and has one reference.
        case reference
    }

    private(set) var facts: [Fact] = []
    private(set) var claims: [String] = []
    private(set) var roles: [ListedRole] = []
    private let agreement: Digest
    private var objects: UInt64 = 0
    private let start: Instant
    private let euro: Currency

    init(_ shape: Shape, count: Int, agreement: Digest) throws {
        guard let start = Instant(text: "2026-01-01T00:00:00Z"), let euro = Currency(code: "EUR")
        else { throw BenchError.badName }
        (self.agreement, self.start, self.euro) = (agreement, start, euro)
        for (role, name) in [
            ("registry", "REG"), ("ca", "CA1"), ("bank", "BANK"), ("carrier", "LINER"),
            ("recorder", "NOTE"), ("expert", "EXPERT"),
        ] {
            let party = try JudgingMatter.party(name)
            roles.append(ListedRole(role: role, party: party))
            certify(party)
        }
        switch shape {
        case .deals: try addDeals(count)
        case .key: try addNotes(count)
        case .document: try addSignatures(count)
        case .payments: try addPayments(count) { "r\($0)" }
        case .reference: try addPayments(count) { _ in "d0" }
        }
    }

    // MARK: shapes

    private mutating func addDeals(_ count: Int) throws {
        let members = max(4, count / 2000) * 2
        for number in 0..<members { try accede("M\(number)") }
        var deal = 0
        while facts.count < count {
            try addDeal(deal, "M\(deal % members)", "M\((deal * 7 + 1) % members)")
            deal += 1
        }
        for number in 0..<50 {
            let deal = number * deal / 50
            let (seller, buyer) = ("M\(deal % members)", "M\((deal * 7 + 1) % members)")
            let contract = JudgingMatter.digest(of: deal)
            switch number % 5 {
            case 0: claims.append("\(seller) claims contract(\(seller), \(buyer), \(contract))")
            case 1: claims.append("\(buyer) claims breach(\(seller), deliver-\(deal))")
            case 2: claims.append("\(seller) claims breach(\(buyer), pay-\(deal))")
            case 3: claims.append("\(seller) claims liable(\(buyer)->\(seller), EUR 1000.00)")
            default:
                let time = time(deal, 30)
                claims.append(
                    "\(seller) claims delivered(\(seller)->\(buyer), deliver-\(deal), by \(time))")
            }
        }
    }

    private mutating func addDeal(_ deal: Int, _ sellerName: String, _ buyerName: String) throws {
        let seller = try JudgingMatter.party(sellerName)
        let buyer = try JudgingMatter.party(buyerName)
        let contract = JudgingMatter.digest(of: deal)
        addContract(contract, deal, seller, buyer)
        // One in ten was never delivered, another was never paid.
        if deal % 10 != 3 { receipt(deal, seller, buyer) }
        if deal % 10 != 5 { try credit(deal, seller, buyer, "d\(deal)", minorUnits: 100_000) }
        if deal % 10 == 7 { try repudiate(contract, deal, seller, buyer) }
        if deal % 20 == 9 { revoke(buyer, deal) }
    }

    private mutating func addNotes(_ count: Int) throws {
        for name in ["M0", "M1"] { try accede(name) }
        let (seller, buyer) = (try JudgingMatter.party("M0"), try JudgingMatter.party("M1"))
        let contract = JudgingMatter.digest(of: 0)
        addContract(contract, 0, seller, buyer)
        revoke(buyer, 0)
        try compromise(buyer)
        var note = 1
        while facts.count < count {
            document(
                JudgingMatter.digest(of: note), at: note, by: [buyer], [("kind", [.word("note")])])
            note += 1
        }
        claims = (0..<50).map {
            "M0 claims signed(M1, \(JudgingMatter.digest(of: $0 * note / 50)))"
        }
    }

    private mutating func addSignatures(_ count: Int) throws {
        for name in ["M0", "M1"] { try accede(name) }
        let (seller, buyer) = (try JudgingMatter.party("M0"), try JudgingMatter.party("M1"))
        let contract = JudgingMatter.digest(of: 0)
        addContract(contract, 0, seller, buyer)
        var number = 0
        while facts.count < count {
            let name = number % 2 == 0 ? "M0" : "M1"
            let key = fresh()
            certify(try JudgingMatter.party(name), key: key)
            sign(contract, try JudgingMatter.party(name), key: key, at: number)
            number += 1
        }
        claims = (0..<50).map {
            $0 % 2 == 0
                ? "M0 claims contract(M0, M1, \(contract))" : "M0 claims signed(M1, \(contract))"
        }
    }

    private mutating func addPayments(_ count: Int, _ reference: (Int) -> String) throws {
        for name in ["M0", "M1"] { try accede(name) }
        let (seller, buyer) = (try JudgingMatter.party("M0"), try JudgingMatter.party("M1"))
        addContract(JudgingMatter.digest(of: 0), 0, seller, buyer)
        receipt(0, seller, buyer)
        var number = 1
        while facts.count < count {
            try credit(number, seller, buyer, reference(number), minorUnits: 1, deal: 0)
            number += 1
        }
        claims = (0..<50).map {
            $0 % 2 == 0
                ? "M0 claims liable(M1->M0, EUR 1000.00)" : "M0 claims breach(M1, pay-0)"
        }
    }

    // MARK: documents

    private mutating func addContract(
        _ contract: Digest, _ deal: Int, _ seller: PartyID, _ buyer: PartyID
    ) {
        let (deliver, pay) = (Term.word("deliver-\(deal)"), Term.word("pay-\(deal)"))
        let due = time(deal, 20)
        document(
            contract, at: deal, by: [seller, buyer],
            [
                ("agreement", [.document(agreement)]), ("deal", [.word("d\(deal)")]),
                ("kind", [.word("contract")]), ("seller", [.party(seller)]),
                ("buyer", [.party(buyer)]),
                ("obligation", [deliver, .party(seller), .party(buyer)]),
                ("goods", [deliver, .word("bananas")]), ("due", [deliver, .instant(due)]),
                ("obligation", [pay, .party(buyer), .party(seller)]),
                ("amount", [pay, .money(euros(100_000))]),
                ("due_after", [pay, deliver, .span(TimeSpan(seconds: 14 * 86_400))]),
            ])
    }

    private mutating func receipt(_ deal: Int, _ seller: PartyID, _ buyer: PartyID) {
        let time = Term.instant(time(deal, 10))
        document(
            fresh(), at: deal, by: [buyer],
            [
                ("agreement", [.document(agreement)]), ("deal", [.word("d\(deal)")]),
                (
                    "performance",
                    [.party(buyer), .party(seller), .word("deliver-\(deal)"), time]
                ),
            ])
    }

    private mutating func credit(
        _ number: Int, _ seller: PartyID, _ buyer: PartyID, _ reference: String,
        minorUnits: Int64, deal: Int? = nil
    ) throws {
        let bank = try JudgingMatter.party("BANK")
        let amount = Term.money(euros(minorUnits))
        document(
            fresh(), at: number, by: [bank],
            [
                ("deal", [.word("d\(deal ?? number)")]),
                (
                    "credit",
                    [
                        .party(seller), .party(buyer), amount, .word(reference),
                        .instant(time(number, 15)),
                    ]
                ),
            ])
    }

    private mutating func repudiate(
        _ contract: Digest, _ deal: Int, _ seller: PartyID, _ buyer: PartyID
    ) throws {
        document(
            fresh(), at: deal, by: [buyer],
            [("repudiates", [.party(buyer), .document(contract)])])
        document(
            fresh(), at: deal, by: [try JudgingMatter.party("NOTE")],
            [
                (
                    "loss",
                    [
                        .party(seller), .document(contract),
                        .money(euros(80_000)),
                    ]
                )
            ])
    }

    private mutating func revoke(_ party: PartyID, _ deal: Int) {
        let time = time(deal, 25)
        let key = Term.key(JudgingMatter.key(of: party))
        guard let authority = PartyID("CA1") else { return }
        document(
            fresh(), at: deal, by: [authority], [("revocation_received", [key, .instant(time)])])
        let list = Term.document(fresh())
        add("revocation_listed", [key, .instant(time), list])
        add("made", [list, interval(deal)])
    }

    private mutating func compromise(_ party: PartyID) throws {
        document(
            fresh(), at: 0, by: [try JudgingMatter.party("EXPERT")],
            [
                (
                    "reports_compromise",
                    [
                        .key(JudgingMatter.key(of: party)),
                        .instant(time(0, 12)),
                    ]
                )
            ])
    }

    private mutating func accede(_ name: String) throws {
        let party = try JudgingMatter.party(name)
        certify(party)
        let early = instant(days: -90)
        document(
            fresh(), at: -60, by: [party, try JudgingMatter.party("REG")],
            [("accedes", [.party(party), .document(agreement), .instant(early)])])
    }

    /// A document with terms, filed, logged and signed.
    private mutating func document(
        _ digest: Digest, at number: Int, by signers: [PartyID], _ terms: [(String, [Term])]
    ) {
        let itself = Term.document(digest)
        add("admitted", [itself])
        add("made", [itself, interval(number)])
        if let filer = signers.first { add("filed", [.party(filer), itself]) }
        for (predicate, arguments) in terms {
            add(predicate, [itself] + arguments, origin: .stated)
        }
        for signer in signers {
            sign(digest, signer, key: JudgingMatter.key(of: signer), at: number)
        }
    }

    private mutating func sign(_ document: Digest, _ signer: PartyID, key: Digest, at number: Int) {
        let signature = Term.document(fresh())
        add("signature", [signature, .key(key), .document(document)])
        add("made", [signature, interval(number)])
        add("commits", [signature, .document(document)])
        add("presented", [.party(signer), signature])
    }

    private mutating func certify(_ party: PartyID, key: Digest? = nil) {
        let key = Term.key(key ?? JudgingMatter.key(of: party))
        guard let authority = PartyID("CA1") else { return }
        add("certified", [key, .party(party)])
        add("valid_from", [key, .instant(instant(days: -365))])
        add("valid_until", [key, .instant(instant(days: 30_000))])
        add("issued_by", [key, .party(authority)])
    }

    private mutating func add(
        _ predicate: String, _ arguments: [Term], origin: FactOrigin = .evidence
    ) {
        facts.append(
            Fact(
                predicate, arguments, origin: origin,
                exhibits: [LeafIndex(UInt64(facts.count))]))
    }

    // MARK: values

    private mutating func fresh() -> Digest {
        objects += 1
        return JudgingMatter.digest(2, objects)
    }

    private static func digest(of deal: Int) -> Digest { digest(1, UInt64(deal)) }

    private static func key(of party: PartyID) -> Digest {
        digest(3, party.text.utf8.reduce(0) { $0 &* 131 &+ UInt64($1) })
    }

    private static func digest(_ kind: UInt64, _ number: UInt64) -> Digest {
        let mixed = (number &+ kind &<< 56) &* 0x9E37_79B9_7F4A_7C15
        return Digest(Bytes32(words: (mixed, kind, number, mixed)))
    }

    private func instant(days: Int64) -> Instant {
        start.advanced(by: TimeSpan(seconds: days * 86_400))
    }

    /// The day so many days after the beginning of a deal; deals begin an hour apart.
    private func time(_ deal: Int, _ days: Int64) -> Instant {
        instant(days: days).advanced(by: TimeSpan(seconds: Int64(deal) * 3600))
    }

    private func interval(_ deal: Int) -> Term {
        .interval(
            Interval(
                lo: time(deal, 0), hi: time(deal, 0).advanced(by: TimeSpan(seconds: 600))))
    }

    private func euros(_ minorUnits: Int64) -> Money {
        Money(minorUnits: minorUnits, currency: euro)
    }

    private static func party(_ name: String) throws -> PartyID {
        guard let party = PartyID(name) else { throw BenchError.badName }
        return party
    }
}
