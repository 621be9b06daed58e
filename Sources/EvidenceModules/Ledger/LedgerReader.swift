// Reads a ledger as it comes, in pieces of any size: memory for one line besides what the visitor keeps. A ledger of ten million entries is three
// gigabytes; nobody need hold it. Spec: ledger-1, ledger-8

import EvidenceValues
import TransparencyLog

/// Why a text is no ledger.
package struct LedgerError: Error, Sendable, Hashable {
    /// The fields of an entry.
    package enum Field: String, Sendable, Hashable, CaseIterable {
        case number, previous, kind, serial, delta, outstanding, remaining, time, reference, key
        /// What stands behind the last field.
        case end
    }

    /// What is wrong.
    package enum Reason: Error, Sendable, Hashable {
        /// ledger-1: the first line names another format, or the head has another order or spelling.
        case format
        /// ledger-1: no UTF-8.
        case notText
        /// ledger-1 to ledger-4: this line of the head.
        case head(String)
        /// ledger-5 to ledger-7: this field of an entry.
        case field(Field)
        /// ledger-8: the line, or the head, is too long.
        case tooLong
        /// ledger-8: more entries than a ledger may have.
        case tooMany
        /// ledger-1: the text ends within a line.
        case unfinished
        /// ledger-1: a head without entries, or no whole head.
        case empty
    }

    /// The line, counted from 0.
    package let line: Int64
    package let reason: Reason

    package init(_ line: Int64, _ reason: Reason) {
        self.line = line
        self.reason = reason
    }
}

/// Whoever is told what a ledger holds, in its order.
protocol LedgerVisitor {
    mutating func begin(_ head: LedgerHead)
    /// - Parameter hash: the digest of the entry's line.
    mutating func take(_ entry: LedgerEntry, hash: Digest)
}

/// Reads a ledger in pieces.
struct LedgerReader {
    private(set) var head: LedgerHead?
    private var decimals = 0
    /// Entries that were read.
    private(set) var entries: Int64 = 0
    /// The beginning of what the last piece did not finish: of the head, then of a line.
    private var rest: [UInt8] = []

    // ledger-8: at one entry a minute nineteen years.
    static let entryLimit: Int64 = 10_000_000

    init() {}

    /// Reads a whole ledger.
    static func read(
        _ content: Span<UInt8>, into visitor: inout some LedgerVisitor
    ) throws(LedgerError) {
        var reader = LedgerReader()
        try reader.read(content, into: &visitor)
        try reader.finish()
    }

    /// Reads the next piece.
    mutating func read(
        _ piece: Span<UInt8>, into visitor: inout some LedgerVisitor
    ) throws(LedgerError) {
        var position = 0
        while head == nil, position < piece.count {
            position = try complete(piece, from: position)
            guard rest.last == 0x0A, rest.count(where: { $0 == 0x0A }) == LedgerHead.lines else {
                guard rest.count <= LedgerHead.sizeLimit else { throw LedgerError(0, .tooLong) }
                continue
            }
            let head = try LedgerHead(parsing: rest.span)
            rest.removeAll(keepingCapacity: true)
            self.head = head
            decimals = head.currency.minorDigits
            visitor.begin(head)
        }
        guard head != nil, position < piece.count else { return }
        if !rest.isEmpty {
            position = try complete(piece, from: position)
            guard rest.last == 0x0A else { return }
            let line = rest
            rest.removeAll(keepingCapacity: true)
            try take(line.span, into: &visitor)
        }
        try readLines(piece, from: position, into: &visitor)
    }

    /// Refuses a text that ends before its end.
    func finish() throws(LedgerError) {
        let isOther = head == nil && !rest.starts(with: (LedgerHead.format + "\n").utf8)
        guard rest.isEmpty else { throw LedgerError(line, isOther ? .format : .unfinished) }
        guard entries > 0 else { throw LedgerError(line, .empty) }
    }

    private var line: Int64 { (head == nil ? 0 : Int64(LedgerHead.lines)) + entries }

    private mutating func readLines(
        _ piece: Span<UInt8>, from start: Int, into visitor: inout some LedgerVisitor
    ) throws(LedgerError) {
        var start = start
        while start < piece.count {
            let end = piece.end(ofLineAt: start)
            guard end < piece.count else {
                _ = try complete(piece, from: start)
                return
            }
            try take(piece.extracting(start..<(end + 1)), into: &visitor)
            start = end + 1
        }
    }

    /// Appends what is left of a line to `rest`, and gives where the next one begins.
    private mutating func complete(
        _ piece: Span<UInt8>, from start: Int
    ) throws(LedgerError) -> Int {
        let end = min(piece.end(ofLineAt: start) + 1, piece.count)
        let limit = head == nil ? LedgerHead.sizeLimit : LedgerEntry.sizeLimit
        guard rest.count + (end - start) <= limit else { throw LedgerError(line, .tooLong) }
        rest += piece.extracting(start..<end).array
        return end
    }

    /// - Parameter text: the line, line feed included.
    @inline(always)
    private mutating func take(
        _ text: Span<UInt8>, into visitor: inout some LedgerVisitor
    ) throws(LedgerError) {
        guard text.count <= LedgerEntry.sizeLimit else { throw LedgerError(line, .tooLong) }
        guard entries < LedgerReader.entryLimit else { throw LedgerError(line, .tooMany) }
        let entry: LedgerEntry
        do throws(LedgerError.Reason) {
            entry = try LedgerLine.entry(
                text.extracting(0..<(text.count - 1)), decimals: decimals)
        } catch { throw LedgerError(line, error) }
        entries += 1
        visitor.take(entry, hash: .sha256(text))
    }
}
