// One row after the other: the entry, and the texts that it commits to.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ChunkAudit {
    /// Reads the chunk's rows. Behind a page that cannot be read, goes on row by row.
    func readRows() {
        let range = result.chunk.range
        var next = range.lowerBound
        var isInOrder = true
        do {
            try scan.exhibits(in: range) {
                index, columns, entry, docketing, filing, signature, content in
                guard isInOrder, index >= next, index < range.upperBound else {
                    isInOrder = false
                    return
                }
                if index > next { fill(upTo: index) }
                next = index + 1
                var row = RowReading(LeafIndex(index), columns)
                take(&row, entry, docketing, filing, signature, content)
            }
        } catch {
            for index in next..<range.upperBound { readSingly(LeafIndex(index)) }
        }
    }

    /// Reads the parts of one row by themselves, since not all can be read.
    private func readSingly(_ index: LeafIndex) {
        let key = Int64(clamping: index.value)
        unreadable = []
        var columns = FiveColumns()
        func read(_ table: String, _ column: String) -> [UInt8]? {
            do {
                let cursor = try scan.select("SELECT \(column) FROM \(table) WHERE idx = ?1", key)
                guard try cursor.next(), !cursor.isNull(0) else { return nil }
                if !cursor.isBlob(0) { columns.areBytes = false }
                return cursor.bytes(0)
            } catch {
                add(
                    .row, place(table, index), repair: .copy,
                    "This row of \(table) cannot be read: \(error).")
                unreadable.insert(table)
                return nil
            }
        }
        let entry = read("entry", "entry")
        let docketing = read("docketing", "docketing")
        let filing = read("filing", "filing")
        let signature = read("filing", "signature")
        let content = read("content", "bytes")
        guard let entry else { return }
        fill(upTo: index.value)
        columns.isThere = (
            true, docketing != nil, filing != nil, signature != nil, content != nil
        )
        var row = RowReading(index, columns)
        let (second, third, fourth, fifth) = (
            docketing ?? [], filing ?? [], signature ?? [], content ?? []
        )
        take(&row, entry.span, second.span, third.span, fourth.span, fifth.span)
        unreadable = []
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
    private func take(
        _ row: inout RowReading, _ entry: Span<UInt8>, _ docketing: Span<UInt8>,
        _ filing: Span<UInt8>, _ signature: Span<UInt8>, _ content: Span<UInt8>
    ) {
        row.coverage.entries = 1
        row.coverage.bytes = UInt64(entry.count)
        row.facts.leaf = LeafHash.of(entry: entry)
        let read = try? Entry(parsing: entry)
        row.named = read.map { ($0.filing, $0.docketing) }
        checkDocketing(docketing, &row)
        if let read { check(read, &row.facts) }
        checkFiling(filing, of: docketing, signature, content, &row)
        result.coverage.add(row.coverage)
        if !row.columns.areBytes {
            add(
                .row, place("entry", row.facts), repair: .copy,
                "A row of this entry holds something else than bytes.")
        }
        push(row.facts)
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

    /// The docketing's text against the entry.
    private func checkDocketing(_ text: Span<UInt8>, _ row: inout RowReading) {
        guard row.columns.isThere.1 else {
            return add(
                .docketing, place("docketing", row.facts), repair: .copy,
                "The docketing is missing.")
        }
        row.coverage.bytes += UInt64(text.count)
        let isNamed = row.named.map { $0.docketing == Digest.sha256(text) } ?? true
        guard let fields = try? DocketingFields(parsing: text) else {
            return add(
                .docketing, place("docketing", row.facts), repair: .copy,
                "The docketing's text cannot be read.")
        }
        row.docketing = (fields.matter, fields.signature)
        if isNamed {
            row.facts.matter = matters.number(of: text.extracting(fields.matter))
            row.facts.number = fields.number.value
            row.facts.previousInMatter = fields.previous
        } else {
            add(
                .docketing, place("docketing", row.facts), repair: .copy,
                "The docketing is not the one that the entry names.")
        }
    }
}

/// What was read of one row so far.
struct RowReading {
    var facts: RowFacts
    /// Which of entry, docketing, filing, signature and content are there.
    var columns: FiveColumns
    /// What the entry names; nil if it does not read.
    var named: (filing: Digest, docketing: Digest)?
    /// Where the docketing says which matter, and which signature it names; nil if it does not read.
    var docketing: (matter: Range<Int>, signature: Digest?)?
    /// What was read.
    var coverage = RowCoverage()

    init(_ index: LeafIndex, _ columns: FiveColumns) {
        facts = RowFacts(index)
        self.columns = columns
    }
}

/// What was read of one row.
struct RowCoverage {
    var entries: UInt64 = 0
    var filings: UInt64 = 0
    var contents: UInt64 = 0
    var bytes: UInt64 = 0
}

extension AuditCoverage {
    fileprivate mutating func add(_ row: RowCoverage) {
        entries += row.entries
        filings += row.filings
        contents += row.contents
        bytes += row.bytes
    }
}
