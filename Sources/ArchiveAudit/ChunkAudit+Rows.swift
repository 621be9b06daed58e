// One row after the other: the entry, and the texts that it commits to.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ChunkAudit {
    private static let rows = """
        SELECT entry.idx, entry, docketing, filing, signature, bytes, content.idx
        FROM entry LEFT JOIN docketing ON docketing.idx = entry.idx
            LEFT JOIN filing ON filing.idx = entry.idx
            LEFT JOIN content ON content.idx = entry.idx
        WHERE entry.idx >= ?1 AND entry.idx < ?2 ORDER BY entry.idx
        """

    /// Reads the chunk's rows. Behind a page that cannot be read, goes on row by row.
    func readRows() {
        let range = result.chunk.range
        var next = range.lowerBound
        do {
            let cursor = try scan.select(
                Self.rows, Int64(clamping: next), Int64(clamping: range.upperBound))
            let texts = RowTexts(cursor)
            while try cursor.next() {
                let index = UInt64(clamping: cursor.integer(0))
                guard index >= next, index < range.upperBound else { break }
                fill(upTo: index)
                next = index + 1
                take(texts, at: LeafIndex(index))
            }
        } catch {
            for index in next..<range.upperBound { readSingly(LeafIndex(index)) }
        }
    }

    /// Reads the parts of one row by themselves, since not all can be read.
    private func readSingly(_ index: LeafIndex) {
        let key = Int64(clamping: index.value)
        let texts = RowTexts()
        func read(_ table: String, _ column: String) -> [UInt8]? {
            do {
                let cursor = try scan.select("SELECT \(column) FROM \(table) WHERE idx = ?1", key)
                guard try cursor.next(), !cursor.isNull(0) else { return nil }
                return cursor.bytes(0)
            } catch {
                add(
                    .row, place(table, index), repair: .copy,
                    "This row of \(table) cannot be read: \(error).")
                texts.unreadable.insert(table)
                return nil
            }
        }
        texts.entry = read("entry", "entry")
        texts.docketing = read("docketing", "docketing")
        texts.filing = read("filing", "filing")
        texts.signature = read("filing", "signature")
        texts.content = read("content", "bytes")
        guard texts.entry != nil else { return }
        fill(upTo: index.value)
        take(texts, at: index)
    }

    /// Notes the entries before `index` that are not there.
    func fill(upTo index: UInt64) {
        var next = block.last.map { $0.index.value + 1 } ?? result.chunk.range.lowerBound
        next = max(next, result.chunk.range.lowerBound + result.peaks.count)
        while next < index {
            push(RowFacts(LeafIndex(next)))
            next += 1
        }
    }

    private func push(_ facts: RowFacts) {
        block.append(facts)
        if facts.index.value & (Chunk.tile - 1) == Chunk.tile - 1 { finishBlock() }
    }

    /// Checks one row.
    private func take(_ texts: RowTexts, at index: LeafIndex) {
        var facts = RowFacts(index)
        result.coverage.entries += 1
        var entry: Entry?
        texts.withEntry { text in
            result.coverage.bytes += UInt64(text.count)
            facts.leaf = LeafHash.of(entry: text)
            entry = try? Entry(parsing: text)
        }
        var signature: Digest??
        texts.withDocketing { text in
            signature = checkDocketing(text, of: entry, &facts)
        }
        if let entry { check(entry, &facts) }
        checkFiling(texts, entry, signature, facts)
        if !texts.areBytes {
            add(
                .row, place("entry", facts), repair: .copy,
                "A row of this entry holds something else than bytes.")
        }
        push(facts)
    }

    /// The entry by itself; what it hashes to is checked with its block.
    private func check(_ entry: Entry, _ facts: inout RowFacts) {
        facts.previous = entry.previous
        facts.isSound = entry.index == facts.index
        if let lastReceived, entry.received < lastReceived {
            add(
                .time, place("entry", facts), repair: .nothing,
                "The entry was received before the one before it.")
        }
        lastReceived = entry.received
    }

    /// The docketing; gives the digest of the signature that it names, or nil if it does not read.
    private func checkDocketing(
        _ text: Span<UInt8>?, of entry: Entry?, _ facts: inout RowFacts
    ) -> Digest?? {
        guard let text else {
            add(.docketing, place("docketing", facts), repair: .copy, "The docketing is missing.")
            return nil
        }
        result.coverage.bytes += UInt64(text.count)
        let isNamed = entry.map { $0.docketing == Digest.sha256(text) } ?? true
        guard let fields = try? DocketingFields(parsing: text) else {
            add(
                .docketing, place("docketing", facts), repair: .copy,
                "The docketing's text cannot be read.")
            return nil
        }
        let name = text.extracting(fields.matter)
        if isNamed {
            facts.matter = matters.number(of: name)
            facts.number = fields.number.value
            facts.previousInMatter = fields.previous
        } else {
            add(
                .docketing, place("docketing", facts), repair: .copy,
                "The docketing is not the one that the entry names.")
        }
        return .some(fields.signature)
    }
}

/// The texts of one row, where SQLite has them or copied.
final class RowTexts {
    private let cursor: RowCursor?
    var entry: [UInt8]?
    var docketing: [UInt8]?
    var filing: [UInt8]?
    var signature: [UInt8]?
    var content: [UInt8]?
    /// Tables of which this row could not be read, which was told.
    var unreadable: Set<String> = []

    /// The row where the cursor stands, whichever it is.
    init(_ cursor: RowCursor) { self.cursor = cursor }

    /// A row to be filled.
    init() { cursor = nil }

    func withEntry(_ body: (Span<UInt8>) -> Void) {
        if let cursor { return cursor.withBytes(1, body) }
        let entry = entry ?? []
        body(entry.span)
    }

    func withDocketing(_ body: (Span<UInt8>?) -> Void) { lend(2, docketing, body) }
    func withFiling(_ body: (Span<UInt8>?) -> Void) { lend(3, filing, body) }
    func withSignature(_ body: (Span<UInt8>?) -> Void) { lend(4, signature, body) }

    /// The exhibit's bytes; nil if the row is not there.
    func withContent(_ body: (Span<UInt8>?) -> Void) {
        guard let cursor else { return lend(5, content, body) }
        if cursor.isNull(6) { return body(nil) }
        cursor.withBytes(5) { body($0) }
    }

    /// Whether the columns hold bytes, as Docket writes them.
    var areBytes: Bool {
        guard let cursor else { return true }
        return (1...5).allSatisfy { cursor.isBlob($0) || cursor.isNull($0) }
    }

    private func lend(_ column: Int, _ copy: [UInt8]?, _ body: (Span<UInt8>?) -> Void) {
        if let cursor {
            if cursor.isNull(column) { return body(nil) }
            return cursor.withBytes(column) { body($0) }
        }
        guard let copy else { return body(nil) }
        body(copy.span)
    }
}
