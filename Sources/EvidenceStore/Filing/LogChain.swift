// The hashing of a batch: planned submissions become docketings and entries, each after the one before. Pure, so that it can run beside
// the thread that writes.

import EvidenceValues
import TransparencyLog

/// An entry that a batch adds.
final class NewEntry: Sendable {
    let entry: Entry
    let docketing: Docketing
    let leaf: LeafHash
    let planned: PlannedEntry

    init(entry: Entry, docketing: Docketing, leaf: LeafHash, planned: PlannedEntry) {
        self.entry = entry
        self.docketing = docketing
        self.leaf = leaf
        self.planned = planned
    }
}

/// New entries in a row, with the rows that hold their texts.
struct EntryBlock: Sendable {
    private static let entryTable = RowBlock.Table("entry", columns: 2)
    private static let filingTable = RowBlock.Table("filing", columns: 3)
    private static let docketingTable = RowBlock.Table("docketing", columns: 2)
    private static let contentTable = RowBlock.Table("content", columns: 2)

    private(set) var added: [NewEntry] = []
    var entries = RowBlock(entryTable)
    var filings = RowBlock(filingTable)
    var docketings = RowBlock(docketingTable)
    /// Rows of contents that are not blobs.
    var contents = RowBlock(contentTable)

    fileprivate init(capacity: Int) {
        added.reserveCapacity(capacity)
        entries.reserve(rows: capacity, bytes: capacity * 256)
        filings.reserve(rows: capacity, bytes: capacity * 512)
        docketings.reserve(rows: capacity, bytes: capacity * 192)
    }

    fileprivate mutating func add(_ new: NewEntry, entryBytes: [UInt8], docketingBytes: [UInt8]) {
        let index = new.entry.index.column
        let submission = new.planned.submission
        entries.add(index)
        entries.add(entryBytes)
        filings.add(index)
        filings.add(submission.filingBytes)
        filings.add(submission.filingSignature)
        docketings.add(index)
        docketings.add(docketingBytes)
        if let content = submission.inlineContent {
            contents.add(index)
            contents.add(content)
        }
        added.append(new)
    }

    /// Hashes once more the very bytes that are stored, and compares: a bit that flipped in memory must not be signed.
    func checkHashes() throws(StoreError) {
        var contentRow = 0
        for (row, new) in added.enumerated() {
            let submission = new.planned.submission
            var isSound =
                entries.leafHash(row: row, column: 1) == new.leaf
                && filings.digest(row: row, column: 1) == new.entry.filing
                && docketings.digest(row: row, column: 1) == new.entry.docketing
                && filings.digest(row: row, column: 2) == new.docketing.signature
            if submission.inlineContent != nil {
                let digest = contents.digest(row: contentRow, column: 1)
                isSound = isSound && digest == submission.filing.content
                contentRow += 1
            }
            guard isSound else { throw StoreError.damaged("memory, at entry \(new.entry.index)") }
        }
    }
}

/// The log as it grows in memory.
struct LogChain: Sendable {
    /// Bytes of a docketing's nonce.
    static let nonceSize = 32

    private(set) var edge: LogEdge
    private(set) var last: LastEntry?
    /// The newest entry of each matter of the plan.
    private(set) var leaves: [LeafHash?]
    /// The tiles that are full since this batch began, the lowest of each entry first.
    private(set) var filled: [FilledTile] = []
    /// The search terms; nil without their table.
    var terms: TermCollector?
    private let received: Instant

    /// The chain behind what is committed; what is added was received at `received`.
    init(
        _ state: WritingState, terms: consuming TermCollector?, matters: [PlannedMatter],
        received: Instant
    ) {
        edge = state.edge
        last = state.last
        self.terms = terms
        leaves = matters.map { $0.state?.lastLeaf }
        self.received = received
    }

    /// Whether the tree was hashed alike in both its ways.
    func checkTree() throws(StoreError) {
        guard edge.isSound else { throw StoreError.damaged("memory, at root \(edge.size)") }
    }

    /// Adds entries. `nonces` are those of the whole plan, 32 bytes for each entry.
    mutating func extend(
        by planned: ArraySlice<PlannedEntry>, _ nonces: [UInt8]
    ) throws -> EntryBlock {
        var block = EntryBlock(capacity: planned.count)
        for (place, next) in zip(planned.indices, planned) {
            let start = place * LogChain.nonceSize
            try add(next, Array(nonces[start..<(start + LogChain.nonceSize)]), to: &block)
        }
        return block
    }

    private mutating func add(
        _ planned: PlannedEntry, _ nonce: [UInt8], to block: inout EntryBlock
    ) throws {
        let submission = planned.submission
        let docketing = try Docketing(
            matter: submission.filing.matter, number: planned.number,
            previous: leaves[planned.matter], signature: submission.signatureDigest, nonce: nonce)
        let docketingBytes = docketing.bytes
        let entry = try Entry(
            index: LeafIndex(edge.size.value), previous: last?.leaf, received: received,
            filing: submission.digest, docketing: Digest.sha256(docketingBytes))
        let entryBytes = entry.bytes
        let leaf = LeafHash.of(entryBytes: entryBytes)
        leaves[planned.matter] = leaf
        last = LastEntry(leaf: leaf, received: received)
        filled += edge.append(leaf)
        terms?.add(entry.index, leaf: leaf, filed: entry.filing, filing: submission.filing)
        block.add(
            NewEntry(entry: entry, docketing: docketing, leaf: leaf, planned: planned),
            entryBytes: entryBytes, docketingBytes: docketingBytes)
    }
}
