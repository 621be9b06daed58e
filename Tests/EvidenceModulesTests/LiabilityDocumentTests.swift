// Liability documents: every statement and every argument of every kind wrong, missing and doubled (docs/formats/liability.md).

import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

@Suite struct `A liability document` {
    @Test func `of each kind is read, with what may be missing and without`() throws {
        let kinds = Set(LiabilitySample.all.map(\.kind))
        #expect(kinds == Set(LiabilityDocument.Kind.allCases.map(\.rawValue)))
        for sample in LiabilitySample.all {
            let atoms = try sample.atoms
            #expect(try LiabilitySample.read(atoms.map(\.atom)).get() != nil)
            let least = atoms.filter { !$0.isOptional }.map(\.atom)
            #expect(try LiabilitySample.read(least).get() != nil)
            #expect(try LiabilitySample.read(atoms.map(\.atom).reversed()).get() != nil)
        }
    }

    @Test func `is what its kind says, and other documents are none`() throws {
        guard
            case .certificate(let certificate)? = try LiabilitySample.read(
                LiabilitySample.all[7].atoms.map(\.atom)
            ).get()
        else {
            Issue.record("no certificate")
            return
        }
        #expect(certificate.number == "ic-6" && certificate.amount.text == "USD 5000000.00")
        #expect(certificate.terms.entry == 1 && certificate.terms.purpose == .any)
        let contract = ["kind(contract).", "cover(1, 2)."]
        #expect(
            try LiabilitySample.read(contract.map { try StatedAtom(line: $0[...]) }).get() == nil)
        #expect(try LiabilitySample.read([]).get() == nil)
    }

    // Spec: liability-3
    @Test(arguments: LiabilitySample.all)
    func `without one of its statements is refused`(sample: LiabilitySample) throws {
        let atoms = try sample.atoms
        for (position, (atom, isOptional)) in atoms.enumerated() {
            var rest = atoms.map(\.atom)
            rest.remove(at: position)
            switch atom.predicate {
            case _ where isOptional: #expect(LiabilitySample.reason(rest) == nil)
            case "kind": #expect(try LiabilitySample.read(rest).get() == nil)
            // Without its period or with one that it does not have, the mode is refused all the same.
            default: #expect(LiabilitySample.reason(rest) != nil, "\(atom.text)")
            }
        }
    }

    // Spec: liability-2, liability-3
    @Test(arguments: LiabilitySample.all)
    func `with a statement twice, or one that it does not have, is refused`(
        sample: LiabilitySample
    ) throws {
        let atoms = try sample.atoms.map(\.atom)
        for atom in atoms where !atom.predicate.hasSuffix("_key") {
            let reason = LiabilitySample.reason(atoms + [atom])
            #expect(reason == (atom.predicate == "kind" ? .kind : .doubled), "\(atom.text)")
        }
        for line in ["goods(o1, apples).", "revoked(INVST).", "obligation(o1, INVST, BROKR)."] {
            let more = atoms + [try StatedAtom(line: line[...])]
            #expect(LiabilitySample.reason(more) == .unexpected)
        }
        #expect(
            LiabilitySample.reason(
                atoms + [StatedAtom(predicate: "kind", arguments: [.word("contract")])]) == .kind)
    }

    // Spec: liability-4
    @Test(arguments: LiabilitySample.all)
    func `with an argument of another type, one too many or one too few is refused`(
        sample: LiabilitySample
    ) throws {
        let atoms = try sample.atoms.map(\.atom)
        for (position, atom) in atoms.enumerated() where atom.predicate != "kind" {
            func changed(_ arguments: [Term]) -> LiabilityError.Reason? {
                var changed = atoms
                changed[position] = StatedAtom(predicate: atom.predicate, arguments: arguments)
                return LiabilitySample.reason(changed)
            }
            for place in atom.arguments.indices {
                var wrong = atom.arguments
                wrong[place] = wrong[place].type == .count ? .word("x") : .count(7)
                #expect(changed(wrong) == .argument, "\(atom.text) \(place)")
            }
            #expect(changed(atom.arguments + [.word("x")]) == .argument)
            #expect(changed(Array(atom.arguments.dropLast())) == .argument)
        }
    }

    // Spec: liability-5
    @Test(arguments: LiabilitySample.all)
    func `with an amount that is none, or of another currency, is refused`(
        sample: LiabilitySample
    ) throws {
        let atoms = try sample.atoms.map(\.atom)
        for (position, atom) in atoms.enumerated() {
            for (place, term) in atom.arguments.enumerated() {
                guard case .money(let money) = term else { continue }
                func changed(_ units: Int64, _ code: String) -> LiabilityError.Reason? {
                    var arguments = atom.arguments
                    arguments[place] = .money(
                        Money(minorUnits: units, currency: Currency(code: code)!))
                    var changed = atoms
                    changed[position] = StatedAtom(
                        predicate: atom.predicate, arguments: arguments)
                    return LiabilitySample.reason(changed)
                }
                let isRemainder = atom.predicate == "cover_entry"
                for units in [0, -1, Int64.min, Int64.max] {
                    #expect(changed(units, "USD") == (isRemainder ? nil : .amount), "\(atom.text)")
                }
                let amounts = atoms.flatMap(\.arguments).count { $0.type == .money }
                #expect(
                    changed(money.minorUnits, "EUR") == (amounts > 1 ? .currency : nil))
            }
        }
    }

    private static let numbers: [(String, Bool)] = [
        ("ic-6", true), ("6", true), ("0f_a-9", true),
        (String(repeating: "a", count: 32), true), (String(repeating: "a", count: 33), false),
        ("", false), ("-a", false), ("_a", false), ("Ic", false), ("a b", false), ("é", false),
    ]

    // Spec: liability-6
    @Test(arguments: numbers)
    func `has a number as ledgers write serials`(number: String, isGood: Bool) throws {
        let atoms = [
            StatedAtom(predicate: "kind", arguments: [.word("commitment-demand")]),
            StatedAtom(
                predicate: "agreement", arguments: [.document(Digest.sha256([]))]),
            StatedAtom(
                predicate: "demands_cover",
                arguments: [
                    .party(PartyID("BROKR")!), .party(PartyID("INVST")!),
                    .money(Money(text: "USD 1.00")!),
                    .instant(Instant(text: "2026-03-03T09:10:00Z")!), .word(number),
                ]),
        ]
        #expect(LiabilitySample.reason(atoms) == (isGood ? nil : .number))
    }

    // What the types of the arguments do not say: by kind, a statement of the sample, what stands in its place, and why it is refused.
    private static let changes: [(String, String, String, LiabilityError.Reason)] = [
        ("limit-agreement", "limit(lim-6, INVST, CS1,", "limit(lim-6, CS1, CS1,", .parties),
        ("limit-agreement", "limit(lim-6,", "limit(\"Lim 6\",", .word),
        ("limit-agreement", "limit_each(USD 5000000.00)", "limit_each(USD 6000000.01)", .amount),
        ("limit-agreement", "limit_mode(revolving)", "limit_mode(weekly)", .word),
        ("limit-agreement", "limit_mode(revolving)", "limit_mode(period)", .missing),
        ("limit-agreement", "limit_mode(period)", "limit_mode(revolving)", .unexpected),
        ("limit-agreement", "limit_period(30d)", "limit_period(0s)", .order),
        (
            "limit-agreement", "limit_term(2026-02-02T09:00:00Z, 2027-02-02T09:00:00Z)",
            "limit_term(2026-02-02T09:00:00Z, 2026-02-02T09:00:00Z)", .order
        ),
        (
            "limit-agreement",
            "limit_master(key:sha-256:fOGHKQUz1yOqiPA69dE1K6OC/Qfpd2PQfLhR8jLO5Zw=)",
            "limit_master(key:sha-256:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=)", .keys
        ),
        ("limit-revocation", "revocation_entry(lim-6, 3", "revocation_entry(lim-6, -1", .order),
        ("limit-revocation", "limit_revoked(lim-6", "limit_revoked(lim-7", .word),
        ("commitment-demand", "BROKR, INVST", "BROKR, BROKR", .parties),
        ("instant-certificate", "cover(ic-6, INVST, BROKR", "cover(ic-6, BROKR, BROKR", .parties),
        ("instant-certificate", "cover(ic-6", "cover(ic-7", .number),
        ("instant-certificate", "cover_purpose(any)", "cover_purpose(fun)", .word),
        ("instant-certificate", "cover_entry(1,", "cover_entry(-1,", .order),
        ("voucher", "voucher(ic-6", "voucher(ic-7", .number),
        ("cover-receipt", ", 2, ", ", -2, ", .order),
    ]

    // Spec: liability-5 to liability-9
    @Test(arguments: changes)
    func `with a value that its form does not allow is refused`(
        kind: String, good: String, bad: String, reason: LiabilityError.Reason
    ) throws {
        let found = LiabilitySample.all.filter { sample in
            sample.kind == kind && sample.statements.contains { $0.contains(good) }
        }
        let sample = try #require(found.first)
        let changed = LiabilitySample(
            kind: kind, statements: sample.statements.map { $0.replacing(good, with: bad) })
        #expect(LiabilitySample.reason(try sample.atoms.map(\.atom)) == nil)
        #expect(LiabilitySample.reason(try changed.atoms.map(\.atom)) == reason)
    }

    @Test func `with more keys than anybody has is refused`() throws {
        let atoms = try LiabilitySample.all[0].atoms.map(\.atom)
        func keys(_ count: UInt8) -> [StatedAtom] {
            (1..<count).map {
                StatedAtom(predicate: "limit_key", arguments: [.key(Digest.sha256([$0]))])
            }
        }
        #expect(LiabilitySample.reason(atoms + keys(100)) == nil)
        #expect(LiabilitySample.reason(atoms + keys(101)) == .keys)
    }
}
