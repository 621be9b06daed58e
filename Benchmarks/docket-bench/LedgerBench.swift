// Ledgers of limits: written to a file, and read from it in pieces and checked as `docket liability show` does.

import EvidenceModules
import EvidenceValues
import Foundation
import TransparencyLog

/// Measurements on the ledger in a file.
struct LedgerBench {
    let file: String

    /// Writes `count` entries under a limit of the mode (`revolving`, or `period`, a day): each certificate is reserved, accepted and released, with some
    /// hundred open at a time; one in ten is claimed and paid.
    func make(mode: String, count: Int) throws {
        guard
            let head = LedgerBench.head(
                mode == "period" ? .period(TimeSpan(seconds: 86_400)) : .revolving),
            var time = Instant(seconds: 1_770_000_000)
        else { throw BenchError.badName }
        var book = LedgerBook(head)
        var changes: [LedgerChange] = [.open]
        var round = 0
        while Int(book.next) < count {
            if changes.isEmpty {
                changes = LedgerBench.changes(of: round)
                round += 1
            }
            time = time.advanced(by: TimeSpan(seconds: 1))
            guard book.enter(changes.removeLast(), at: time) != nil else {
                throw BenchError.notClean
            }
        }
        guard book.state.faults.isEmpty else { throw BenchError.notClean }
        try Data(book.text).write(to: URL(filePath: file))
    }

    /// Reads it in pieces, checks every invariant that it shows, and sums up.
    func check() throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: file))
        var ledger = LedgerFile(skew: TimeSpan(seconds: 60))
        var (count, faults) = (0, 0)
        var timing = Timing(what: "check a ledger", count: 0)
        try timing.add {
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
                try ledger.read([UInt8](piece).span)
            }
            let check = try ledger.finished()
            count = Int(check.entries)
            faults = LedgerRecord(check)?.breachCount ?? -1
        }
        guard faults == 0 else { throw BenchError.notClean }
        var found = Timing(what: timing.what, count: count)
        (found.wall, found.cpu) = (timing.wall, timing.cpu)
        found.report([("memory", Kernel.peakMemory)])
    }

    private static func head(_ mode: LimitMode) -> LedgerHead? {
        guard let issuer = PartyID("CS1"), let subscriber = PartyID("INVST"),
            let maximum = Money(text: "USD 900000000000.00"),
            let each = Money(text: "USD 5000000.00")
        else { return nil }
        return LedgerHead(
            limit: "lim-7", issuer: issuer, subscriber: subscriber,
            agreement: .sha256(Array("agreement".utf8)), maximum: maximum, each: each, mode: mode)
    }

    /// The life of a hundred certificates, the last change first.
    private static func changes(of round: Int) -> [LedgerChange] {
        func paper(_ number: Int) -> Digest {
            Digest(Bytes32(words: (UInt64(round), UInt64(number), 0x9E37_79B9_7F4A_7C15, 7)))
        }
        let serials = (0..<100).compactMap { number in
            Serial(Hexadecimal.encode(paper(number).bytes.prefix(16)))
        }
        let reserved = serials.enumerated().map { number, serial in
            LedgerChange.reserve(
                serial, amount: Int64(100_00 + number), certificate: paper(number),
                key: .sha256(Array("key".utf8)))
        }
        let accepted = serials.enumerated().map { LedgerChange.accept($1, paper($0)) }
        let ended = serials.enumerated().flatMap { number, serial -> [LedgerChange] in
            let amount = Int64(100_00 + number)
            return number % 10 == 0
                ? [.claim(serial, paper(number)), .paid(serial, amount: amount, paper(number))]
                : [.discharge(serial, amount: amount, paper(number))]
        }
        return (reserved + accepted + ended).reversed()
    }
}
