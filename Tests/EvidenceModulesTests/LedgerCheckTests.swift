import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private typealias Samples = LedgerSamples
private let (a, b) = (LedgerSamples.a, LedgerSamples.b)
private let paper = LedgerSamples.document("paper")
private let million: Int64 = 1_000_000_00

/// A ledger that breaks an invariant in one entry, and nothing else.
private struct Breach: CustomTestStringConvertible, Sendable {
    let name: String
    let invariant: LiabilityInvariant
    /// The number of the entry.
    let entry: Int64
    let text: String
    let says: String
    var testDescription: String { name }

    init(
        _ name: String, _ invariant: LiabilityInvariant, in entry: Int64, _ says: String,
        _ text: String
    ) {
        self.name = name
        self.invariant = invariant
        self.entry = entry
        self.text = text
        self.says = says
    }

    init(
        _ name: String, _ invariant: LiabilityInvariant, in entry: Int64, _ says: String,
        _ changes: [LedgerChange], head: LedgerHead = LedgerSamples.head()
    ) {
        let book = LedgerSamples.book(changes, head: head)
        self.init(name, invariant, in: entry, says, String(decoding: book.text, as: UTF8.self))
    }
}

/// The example with a field of an entry changed, every line naming the one before it all the same.
private func altered(_ entry: Int, _ field: Int, _ value: String) -> String {
    LedgerSamples.chained(LedgerSamples.replacing(field, of: entry + 8, with: value))
}

private func reserve(_ serial: Serial, _ millions: Int64) -> LedgerChange {
    LedgerSamples.reserve(serial, millions * million, "certificate")
}

private let reserved: [LedgerChange] = [reserve(a, 5)]
private let accepted = reserved + [.accept(a, paper)]
private let claimed = accepted + [.claim(a, paper)]

private let chains: [Breach] = [
    Breach(
        "a line of a story is not named by the next", .chain, in: 3, "does not name the line",
        LedgerSamples.replacing(7, of: 10, with: "2026-03-03T09:12:01Z")),
    Breach(
        "a number is left out", .chain, in: 5, "the next number, which is 4",
        altered(4, 0, "5")),
    Breach("a number is given twice", .chain, in: 3, "which is 4", altered(4, 0, "3")),
    Breach(
        "the first does not open", .chain, in: 0, "does not open the account",
        LedgerSamples.chained(
            LedgerSamples.replacing(2, of: 8, with: "limit-change"))),
    Breach(
        "a later one opens again", .chain, in: 2, "opens the account again",
        reserved + [.open]),
    Breach(
        "it opens under another agreement", .chain, in: 0, "another agreement",
        altered(0, 8, paper.text)),
]

private let sums: [Breach] = [
    Breach(
        "what is open does not follow", .balance, in: 4, "2500000.00 follow",
        altered(4, 5, "2500000.01").replacing("2500000.01 3500000.00", "2500000.01 3499999.99")),
    Breach(
        "what remains does not follow", .balance, in: 4, "3500000.00 follow",
        altered(4, 6, "3500000.01")),
    Breach(
        "an acceptance changes what is open", .balance, in: 2, "USD -1.00",
        LedgerSamples.chained(
            String(
                decoding: LedgerSamples.book(accepted).text, as: UTF8.self
            ).replacing(" 0.00 5000000.00 1000000.00", " -1.00 4999999.00 1000001.00"))),
    Breach(
        "nothing is reserved", .perTransaction, in: 1, "reserves USD 0.00", [reserve(a, 0)]),
    Breach(
        "less than nothing is reserved", .perTransaction, in: 1, "USD -1000000.00",
        [reserve(a, -1)]),
    Breach(
        "more than one certificate may be for", .perTransaction, in: 1, "USD 6000000.00",
        [reserve(a, 6)]),
    Breach(
        "more is open than the maximum", .overIssue, in: 2, "USD 7000000.00",
        [reserve(a, 5), reserve(b, 2)]),
    Breach(
        "as much as the maximum, and a cent", .overIssue, in: 2, "USD 6000000.01",
        [reserve(a, 5), LedgerSamples.reserve(b, million + 1, "b")]),
]

private let rights: [Breach] = [
    Breach(
        "it reserves while more is open than a lowered maximum", .limitChange, in: 3,
        "lowered, is USD 4000000.00",
        [reserve(a, 5), .limitChange(maximum: 4 * million, paper), reserve(b, 1)]),
    Breach(
        "the maximum is less than nothing", .limitChange, in: 1, "USD -1000000.00",
        [.limitChange(maximum: -million, paper)]),
    Breach(
        "a serial is used twice", .doubleUse, in: 2, "entry 1 reserved for",
        [reserve(a, 1), reserve(a, 1)]),
    Breach(
        "a serial is used again when it is closed", .doubleUse, in: 3, "entry 1 reserved for",
        [reserve(a, 1), .lapse(a), reserve(a, 1)]),
    Breach(
        "a certificate is accepted that nobody reserved for", .authority, in: 1,
        "nothing was reserved", [.accept(a, paper)]),
    Breach(
        "accepted twice", .authority, in: 3, "is accepted", accepted + [.accept(a, paper)]),
    Breach(
        "claimed before it is accepted", .authority, in: 2, "is reserved",
        reserved + [.claim(a, paper)]),
    Breach(
        "paid before it is claimed", .authority, in: 3, "is accepted",
        accepted + [.paid(a, amount: million, paper)]),
    Breach(
        "lapsed while it is claimed", .authority, in: 4, "is claimed", claimed + [.lapse(a)]),
    Breach(
        "released when it is closed", .authority, in: 3, "is closed",
        reserved + [.lapse(a), .discharge(a, amount: million, paper)]),
    Breach(
        "more is released than is open", .authority, in: 2, "USD 5000000.00 are open",
        reserved + [.discharge(a, amount: 5 * million + 1, paper)]),
    Breach(
        "more is paid than is open", .authority, in: 4, "USD 5000000.00 are open",
        claimed + [.paid(a, amount: 6 * million, paper)]),
    Breach(
        "nothing is released", .authority, in: 2, "takes USD 0.00",
        reserved + [.discharge(a, amount: 0, paper)]),
    Breach(
        "a release adds", .authority, in: 2, "takes USD 1000000.00",
        reserved + [.discharge(a, amount: -million, paper)]),
    Breach(
        "less lapses than is open", .authority, in: 2, "has to take USD 5000000.00",
        LedgerSamples.chained(
            String(decoding: LedgerSamples.book(reserved + [.lapse(a)]).text, as: UTF8.self)
                .replacing("-5000000.00 0.00 6000000.00", "-4000000.00 1000000.00 5000000.00"))),
    Breach(
        "it reserves for a key that was revoked", .postRevocation, in: 2, "entry 1 had revoked",
        [.revoke(key: LedgerSamples.key, paper), reserve(a, 1)]),
    Breach(
        "it reserves under a limit that was revoked", .postRevocation, in: 2,
        "entry 1 had revoked", [.revoke(key: nil, paper), reserve(a, 1)]),
    Breach(
        "times run backwards", .time, in: 4, "2026-03-03T11:30:00Z",
        altered(4, 7, "2026-03-03T11:28:59Z")),
]

extension String {
    fileprivate func replacing(_ old: String, _ new: String) -> String {
        precondition(contains(old), "not in the text: \(old)")
        return split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}

@Suite struct `Invariants of ledgers` {
    @Test(arguments: chains + sums + rights)
    fileprivate func `one wrong entry is one fault, which names it`(_ breach: Breach) throws {
        let check = try Samples.check(breach.text)
        let found = check.faults.map { [$0.invariant.rawValue, String($0.entry.number)] }
        #expect(found == [[breach.invariant.rawValue, String(breach.entry)]])
        #expect(check.counts == [breach.invariant: 1])
        let sentence = check.faults.first?.sentence(Currency(code: "USD")!) ?? ""
        #expect(sentence.contains(breach.says), "\(sentence)")
        #expect(sentence.hasPrefix("Entry \(breach.entry), "))
        #expect(LedgerProperty.holds(of: utf8(breach.text)))
    }

    @Test func `every invariant that a ledger shows by itself is broken by a case`() {
        let broken = Set((chains + sums + rights).map(\.invariant))
        let others: Set<LiabilityInvariant> = [
            .binding, .documentBinding, .windows, .freshness, .fork, .member,
        ]
        #expect(broken == Set(LiabilityInvariant.allCases).subtracting(others))
    }

    @Test func `a whole life of certificates is sound`() {
        let book = Samples.book(
            claimed + [
                .paid(a, amount: 2 * million, paper), .discharge(a, amount: million, paper),
                .claim(a, paper), .rejected(a, paper), reserve(b, 1), .accept(b, paper), .lapse(b),
                .revoke(key: Samples.document("another key"), paper),
                .limitChange(maximum: 7 * million, paper),
                reserve(Serial(String(repeating: "0", count: 32))!, 5),
            ])
        #expect(book.state.faults == [])
        let sums = book.state.sums
        #expect(
            [sums.reserved, sums.paid, sums.released, sums.rejected, sums.lapsed, sums.open]
                == [11, 2, 1, 2, 1, 5].map { Int128($0 * million) })
        #expect(book.state.certificates[a]?.state == .closed)
        #expect(book.state.maximum - book.state.counted == Int128(2 * million))
    }

    @Test
    func
        `what a limit lowered below what is open leaves open stays, and then less can be reserved`()
    {
        let lowered: [LedgerChange] = reserved + [.limitChange(maximum: 4 * million, paper)]
        #expect(Samples.book(lowered).state.faults == [])
        let again = lowered + [.discharge(a, amount: 2 * million, paper), reserve(b, 1)]
        #expect(Samples.book(again).state.faults == [])
        let tooMuch = Samples.book(again + [reserve(Serial(String(repeating: "0", count: 32))!, 1)])
        #expect(tooMuch.state.faults.map(\.invariant) == [.overIssue])
    }

    @Test func `a sum that is stated falsely hides no reservation above the maximum`() throws {
        // The service states that nothing is open any more, and reserves again.
        let text = String(
            decoding: Samples.book([reserve(a, 5), .accept(a, paper), reserve(b, 5)]).text,
            as: UTF8.self)
        let hidden = Samples.chained(
            text.replacing(
                "0.00 5000000.00 1000000.00 2026-03-01T08:02",
                "0.00 0.00 6000000.00 2026-03-01T08:02"
            )
            .replacing("5000000.00 10000000.00 -4000000.00", "5000000.00 5000000.00 1000000.00"))
        let check = try Samples.check(hidden)
        #expect(check.faults.map(\.invariant) == [.balance, .overIssue])
    }

    @Test func `a release of more than was reserved makes room for nobody else`() {
        let book = Samples.book(
            [
                reserve(a, 1), .discharge(a, amount: 5 * million, paper), reserve(b, 5),
                reserve(Serial(String(repeating: "1", count: 32))!, 5),
            ])
        #expect(book.state.faults.map(\.invariant) == [.authority, .overIssue])
        #expect(book.state.sums.open == Int128(10 * million))
    }

    @Test func `times may be earlier by the permitted skew, of all that stood before`() throws {
        let text = altered(4, 7, "2026-03-03T11:29:00Z")
        #expect(try Samples.check(text).faults == [])
        #expect(try Samples.check(text, skew: 59).faults.map(\.invariant) == [.time])
        // A minute at a time leads nowhere: the latest counts.
        let creeping = Samples.chained(
            altered(3, 7, "2026-03-03T09:11:30Z").replacing(
                "2026-03-03T11:45:00Z", "2026-03-03T09:10:45Z"))
        #expect(try Samples.check(creeping).faults.map(\.entry.number) == [4])
    }

    @Test func `sums beyond any amount are named and trap nowhere`() throws {
        let largest = Samples.head(
            maximum: "USD 92233720368547758.07", each: "USD 92233720368547758.07")
        var book = Samples.book([Samples.reserve(a, .max, "a")], head: largest)
        #expect(book.state.faults == [])
        #expect(book.enter(Samples.reserve(b, 1, "b"), at: at("2026-03-02")) == nil)
        #expect(book.next == 2)
        let entry = LedgerEntry(
            number: 2, previous: book.previous, kind: .reserve, serial: b, delta: .max,
            outstanding: .max, remaining: -.max, at: at("2026-03-02"), reference: paper,
            key: Samples.key)
        let text = book.text + entry.line(largest.currency)
        let check = try LedgerCheck(of: text.span, skew: TimeSpan(seconds: 60))
        #expect(check.faults.map(\.invariant) == [.overIssue, .balance, .balance])
        #expect(check.sums.open == 2 * Int128(Int64.max))
        #expect(
            check.faults[0].sentence(largest.currency).contains("USD 184467440737095516.14"))
        #expect(LedgerProperty.holds(of: text))
    }

    @Test func `a number that cannot be followed is a fault and no trap`() throws {
        let check = try Samples.check(altered(3, 0, String(Int64.max)))
        #expect(check.faults.map(\.invariant) == [.chain, .chain])
    }

    @Test func `of many breaches the first are kept and all are counted`() {
        let book = Samples.book((0..<300).map { _ in .accept(a, paper) })
        #expect(book.state.faults.count == LedgerCheck.faultLimit)
        #expect(book.state.counts == [.authority: 300])
    }
}

@Suite struct `Limits of a period` {
    private let head = LedgerSamples.head(mode: .period(TimeSpan(text: "30d")!))

    private func book(_ changes: [(LedgerChange, String)]) -> LedgerBook {
        var book = LedgerBook(head)
        for (change, time) in [(.open, "2026-03-01")] + changes {
            LedgerSamples.enter(change, time.count == 10 ? time + "T00:00:00Z" : time, in: &book)
        }
        return book
    }

    @Test func `what was released counts until the period is over`() {
        let first: [(LedgerChange, String)] = [
            (reserve(a, 5), "2026-03-02"),
            (.discharge(a, amount: 5 * million, paper), "2026-03-03"),
        ]
        let early = book(first + [(reserve(b, 2), "2026-03-31T23:59:59Z")])
        #expect(early.state.faults.map(\.invariant) == [.overIssue])
        let later = book(first + [(reserve(b, 2), "2026-04-01")])
        #expect(later.state.faults == [])
        #expect(later.state.maximum - later.state.counted == Int128(4 * million))
        #expect(LedgerProperty.holds(of: early.text))
    }

    @Test func `what is still open does not count once the period is over`() {
        let book = book([(reserve(a, 5), "2026-03-02"), (reserve(b, 5), "2026-04-01")])
        #expect(book.state.faults == [])
        #expect(book.state.sums.open == Int128(10 * million))
    }

    @Test func `a time that runs backwards brings nothing back into the period or out of it`() {
        let book = book([
            (reserve(a, 5), "2026-03-02"), (.accept(a, paper), "2026-05-01"),
            (reserve(b, 5), "2026-03-03"),
            (reserve(Serial(String(repeating: "0", count: 32))!, 2), "2026-04-20"),
        ])
        #expect(book.state.faults.map(\.invariant) == [.time, .time, .overIssue])
    }

    @Test func `a maximum that changes is what remains and what counts`() {
        let book = book([
            (reserve(a, 5), "2026-03-02"),
            (.limitChange(maximum: 8 * million, paper), "2026-03-03"),
            (reserve(b, 3), "2026-03-04"),
        ])
        #expect(book.state.faults == [])
        #expect(book.state.maximum == Int128(8 * million))
    }
}
