// What must hold of the reader of ledgers, whatever bytes it gets: it refuses; or head and entries, written again, are the bytes, pieces of any size
// give what the whole gives, and what is checked traps nowhere. The fuzzer (Fuzz/run) compiles this file too.

import EvidenceValues
import TransparencyLog

@testable import EvidenceModules

/// The ledger as a target of the fuzzer.
enum LedgerProperty {
    static let name = "ledger"

    static func holds(of bytes: [UInt8]) -> Bool {
        var written = Writer()
        let isLedger: Bool
        do throws(LedgerError) {
            try LedgerReader.read(bytes.span, into: &written)
            isLedger = true
        } catch { isLedger = false }
        guard isLedger == isLedgerInPieces(bytes) else { return false }
        guard isLedger else { return true }
        guard written.text == bytes else { return false }
        guard let check = try? LedgerCheck(of: bytes.span, skew: TimeSpan(seconds: 60)) else {
            return false
        }
        return check.entries == written.entries && isSummedUp(check)
    }

    /// What is open is what the certificates have open, and what was reserved is that and what was freed.
    private static func isSummedUp(_ check: LedgerCheck) -> Bool {
        let sums = check.sums
        return sums.open == check.certificates.values.reduce(0) { $0 + $1.open }
            && sums.reserved
                == sums.open + sums.released + sums.lapsed + sums.paid + sums.rejected
            && check.faults.allSatisfy { fault in
                check.head.map { !fault.sentence($0.currency).isEmpty } ?? false
            }
    }

    private static func isLedgerInPieces(_ bytes: [UInt8]) -> Bool {
        var (reader, outline) = (LedgerReader(), Writer())
        var start = 0
        do throws(LedgerError) {
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + Int(bytes[start]) % 97)
                try reader.read(Array(bytes[start..<end]).span, into: &outline)
                start = end
            }
            try reader.finish()
            return true
        } catch { return false }
    }

    private struct Writer: LedgerVisitor {
        var text: [UInt8] = []
        var entries: Int64 = 0
        private var currency = Currency(code: "XXX")

        mutating func begin(_ head: LedgerHead) {
            currency = head.currency
            text += Array(head.text.utf8)
        }

        mutating func take(_ entry: LedgerEntry, hash: Digest) {
            guard let currency else { return }
            let line = entry.line(currency)
            text += line
            entries += hash == .sha256(line) ? 1 : 0
        }
    }
}
