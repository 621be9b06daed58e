// A small ledger of a limit, as docs/formats/ledger.md shows one, and ways to make others.

import EvidenceModules
import EvidenceValues
import TransparencyLog

enum LedgerSamples {
    static let a = Serial("5f0c1ad3a4f24f0f9f6a1c2b7de30a11")!
    static let b = Serial("c2a86a0de51b44d1a3e01f5f2a0c9b72")!
    static let key = Digest.sha256(utf8("INVST"))
    static let agreement = Digest.sha256(utf8("limit agreement"))

    static func head(
        maximum: String = "USD 6000000.00", each: String = "USD 5000000.00",
        mode: LimitMode = .revolving
    ) -> LedgerHead {
        LedgerHead(
            limit: "lim-7", issuer: party("CS1"), subscriber: party("INVST"),
            agreement: agreement, maximum: Money(text: maximum)!, each: Money(text: each)!,
            mode: mode)!
    }

    /// The example: two reservations, of which one was accepted and released in part.
    static var book: LedgerBook {
        var book = LedgerBook(head())
        enter(.open, "2026-03-01T08:00:00Z", in: &book)
        enter(reserve(a, 5_000_000_00, "certificate a"), "2026-03-03T09:10:00Z", in: &book)
        enter(.accept(a, document("acceptance a")), "2026-03-03T09:12:00Z", in: &book)
        enter(
            .discharge(a, amount: 4_500_000_00, document("release a")), "2026-03-03T11:30:00Z",
            in: &book)
        enter(reserve(b, 2_000_000_00, "certificate b"), "2026-03-03T11:45:00Z", in: &book)
        return book
    }

    static var text: String { String(decoding: book.text, as: UTF8.self) }

    static func document(_ name: String) -> Digest { .sha256(utf8(name)) }

    static func reserve(_ serial: Serial, _ amount: Int64, _ name: String) -> LedgerChange {
        .reserve(serial, amount: amount, certificate: document(name), key: key)
    }

    /// Enters what happened, which fits into 64 bits.
    static func enter(_ change: LedgerChange, _ time: String, in book: inout LedgerBook) {
        precondition(book.enter(change, at: at(time)) != nil)
    }

    /// The ledger with these changes, one a minute, behind an `open`.
    static func book(_ changes: [LedgerChange], head: LedgerHead = head()) -> LedgerBook {
        var book = LedgerBook(head)
        var time = at("2026-03-01T08:00:00Z")
        for change in [.open] + changes {
            precondition(book.enter(change, at: time) != nil)
            time = time.advanced(by: TimeSpan(seconds: 60))
        }
        return book
    }

    /// The ledger with these lines, each naming the one before it: `previous` is written anew.
    static func chained(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let head = lines.prefix(8).map { $0 + "\n" }.joined()
        lines = lines.dropFirst(8)
        var (done, previous) = (head, Digest.sha256(utf8(head)))
        for line in lines {
            var fields = line.split(separator: " ", omittingEmptySubsequences: false)
            if fields.count > 1 { fields[1] = Substring(previous.text) }
            let line = fields.joined(separator: " ") + "\n"
            previous = .sha256(utf8(line))
            done += line
        }
        return done
    }

    /// The state after these bytes, or why they are no ledger.
    static func check(_ text: String, skew: Int64 = 60) throws(LedgerError) -> LedgerCheck {
        try LedgerCheck(of: Array(text.utf8).span, skew: TimeSpan(seconds: skew))
    }

    /// Why this is no ledger; nil if it is one.
    static func error(_ text: String) -> LedgerError? {
        do throws(LedgerError) {
            _ = try check(text)
            return nil
        } catch { return error }
    }

    /// The example with a field of line `line` (counted from 0) replaced.
    static func replacing(_ field: Int, of line: Int, with value: String?) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var fields = lines[line].split(separator: " ").map(String.init)
        if let value { fields[field] = value } else { fields.remove(at: field) }
        lines[line] = fields.joined(separator: " ")
        return lines.joined(separator: "\n")
    }
}
