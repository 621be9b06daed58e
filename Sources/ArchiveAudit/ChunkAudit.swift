// The audit of one range of entries by one thread on its own connection: each text against its digests and neighbours, the leaf
// hashes against the stored tile, the tree above them as far as it lies in the range. What needs the ranges to the left is handed
// back: the checkpoints' roots as far as they can be folded, and the first and last of each matter.
//
//     rows → facts of up to 256 rows → leaf hashes that are agreed on → peaks → checkpoints
//
// Where an entry, the tile and the next entry's `previous` do not agree, two of the three decide which is damaged; so one flipped
// bit is one fault, and says whether tile or entry is to be mended (`LeafVote`).

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// What a thread found in one chunk.
struct ChunkResult: Sendable {
    let chunk: Chunk
    var faults = FaultList()
    var coverage = AuditCoverage()
    /// The tree over the chunk's entries.
    var peaks = Peaks()
    /// Checkpoints in the chunk, to be compared when what is left of it is known.
    var checkpoints: [OpenCheckpoint] = []
    var matters: [MatterRun] = []
    var erasures: [ErasedPlace] = []
    /// The first eight bytes of the digests of contents in files.
    var blobs: [UInt64] = []
    /// The leaf hashes of entries whose docketing does not read, so that nobody knows their matter.
    var loose: Set<LeafHash> = []
    /// The leaf hashes that no full tile has: of the log's newest entries.
    var newest: [NodeHash] = []
}

/// A stored checkpoint, and the hash of that part of its tree that is in the chunk; nil if there is none.
struct OpenCheckpoint: Sendable {
    let size: TreeSize
    let root: RootHash
    let right: NodeHash?
}

/// What is known of one row until its block of 256 is finished.
struct RowFacts: Sendable {
    let index: LeafIndex
    /// The hash of the entry's bytes; nil if they are missing.
    var leaf: LeafHash?
    /// Whether the entry reads and stands at its index.
    var isSound = false
    var previous: LeafHash?
    /// Which matter of the chunk; nil if the docketing does not read.
    var matter: Int?
    var number: UInt64 = 0
    var previousInMatter: LeafHash?

    init(_ index: LeafIndex) { self.index = index }
}

/// Reads chunks, one after the other, on one connection. One thread uses it.
final class ChunkAudit {
    let ground: AuditGround
    /// The name of the archive, as each filing must write it.
    let origin: [UInt8]
    let scan: ArchiveScan
    let tiles: StoredTiles
    /// Whether blobs are read whole, and not only looked for.
    let readsBlobs: Bool
    /// Whether the first of each matter in the chunk is looked up, because nobody will know the chunks before it.
    let looksBack: Bool
    var result: ChunkResult
    var block: [RowFacts] = []
    /// The tree over the block that is finished.
    var blockTree = BlockTree()
    /// The entry before the next row: its hash, nil at index 0 or if it is not known, and when it was received.
    var lastLeaf: LeafHash?
    var lastReceived: Instant?
    /// What that entry hashes to, and what its tile has for it.
    var neighbours: [LeafHash] = []
    var matters = MatterRuns()
    /// Tables of which the row that is checked could not be read, which was told.
    var unreadable: Set<String> = []
    /// Filings and contents that are not there, by index and table.
    var absent: [(index: LeafIndex, table: String, place: Place)] = []
    /// Records of erasures and holds.
    var records: [(index: LeafIndex, kind: ExhibitKind)] = []
    var pending = PendingCheckpoints()

    init(_ ground: AuditGround, readsBlobs: Bool, looksBack: Bool) throws(StoreError) {
        self.ground = ground
        origin = Array(ground.origin.text.utf8)
        scan = try ArchiveScan(database: ground.database)
        tiles = StoredTiles(scan, size: ground.head.size)
        self.readsBlobs = readsBlobs
        self.looksBack = looksBack
        result = ChunkResult(chunk: Chunk(0, of: Chunk.tile, total: 0))
        block.reserveCapacity(Int(Chunk.tile))
    }

    /// Audits a chunk, whose range is not empty.
    func run(_ chunk: Chunk) -> ChunkResult {
        begin(chunk)
        do {
            try scan.snapshot {
                try readNeighbour()
                try readCheckpoints()
                readRows()
                fill(upTo: chunk.range.upperBound)
                finishBlock()
                finishCheckpoints()
                finishMatters()
                try checkErasures()
                try checkRecords()
            }
        } catch {
            add(
                .row, place("entry", LeafIndex(chunk.range.lowerBound)), repair: .copy,
                "The entries \(chunk.range) cannot be read: \(error).")
        }
        return result
    }

    private func begin(_ chunk: Chunk) {
        result = ChunkResult(chunk: chunk)
        block.removeAll(keepingCapacity: true)
        lastLeaf = nil
        lastReceived = nil
        neighbours = []
        matters = MatterRuns(keepsIndexes: ground.comparesIndexes)
        absent = []
        records = []
        pending = PendingCheckpoints()
        tiles.forget()
    }

    func add(
        _ code: FaultCode, _ place: Place, repair: Repair? = nil, _ sentence: String
    ) {
        result.faults.add(Fault(code, place, repair: repair, sentence))
    }

    func warn(
        _ code: FaultCode, _ place: Place, repair: Repair? = nil, _ sentence: String
    ) {
        result.faults.add(Fault(warning: code, place, repair: repair, sentence))
    }

    func place(_ table: String, _ index: LeafIndex) -> Place { .row(table, index) }

    /// The place of a row whose docketing was read.
    func place(_ table: String, _ facts: RowFacts) -> Place {
        var place = Place.row(table, facts.index)
        if let matter = facts.matter {
            place.matter = MatterID(String(decoding: matters.runs[matter].name, as: UTF8.self))
            place.number = DocketNumber(facts.number)
        }
        return place
    }

    /// The entry before the chunk.
    private func readNeighbour() throws {
        let start = result.chunk.range.lowerBound
        guard start > 0 else { return }
        let cursor = try scan.select(
            "SELECT entry FROM entry WHERE idx = ?1", Int64(clamping: start - 1))
        if try cursor.next() {
            cursor.withBytes(0) { text in
                lastLeaf = LeafHash.of(entry: text)
                lastReceived = (try? Entry(parsing: text))?.received
            }
        }
        // If that entry or its tile is damaged, whoever audits it says so; the first row names the one that is true.
        neighbours = [lastLeaf, tiles.leaf(LeafIndex(start - 1))].compactMap { $0 }
    }
}
