// One batch under way: submissions become entries, in memory first, each after what is filed before it; then all rows are written.
// A request that is refused adds nothing, and those after it go on.

import EvidenceValues
import TransparencyLog

/// An exhibit that a batch adds, with the texts that are stored.
struct NewExhibit {
    let exhibit: StoredExhibit
    let entryBytes: [UInt8]
    let docketingBytes: [UInt8]
    let leaf: LeafHash
    /// The bytes that are stored beside the filing; nil if they are a blob.
    let content: [UInt8]?
    let matterID: Int64
    let seenKey: Int64
    let idempotencyKey: String?

    var index: LeafIndex { exhibit.entry.index }
}

/// The newest entry, as the next one needs it.
struct LastEntry {
    let leaf: LeafHash
    let received: Instant
}

/// What a batch adds to the log.
struct FilingBatch {
    private static let nonceSize = 32
    /// Matters to remember from batch to batch at most.
    private static let maximumMatters = 4096

    private let ledger: Ledger
    private let random: @Sendable (Int) -> [UInt8]
    private let received: Instant
    private let head: Checkpoint
    private(set) var edge: LogEdge
    private(set) var last: LastEntry?
    private(set) var added: [NewExhibit] = []
    /// Matters that were looked up, as they stand behind this batch.
    private(set) var matters: [MatterID: MatterState]
    private var changed: Set<MatterID> = []
    private var nextMatterID: Int64?
    /// The tiles that are full since this batch, the lowest of each entry first.
    private(set) var fullTiles: [HashTile] = []
    /// Positions in `added`, by key of `seen`.
    private var pending: [Int64: [Int]] = [:]
    private var pendingKeys: [String: (filing: Digest, index: LeafIndex)] = [:]

    /// A batch behind what is committed, received at `received`.
    init(
        _ ledger: Ledger, state: WritingState, received: Instant,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        self.ledger = ledger
        self.random = random
        self.received = received
        edge = state.edge
        last = state.last
        matters = state.matters.count < FilingBatch.maximumMatters ? state.matters : [:]
        head = Checkpoint(origin: ledger.origin, size: edge.size, root: edge.root)
    }

    /// Adds what is new of a request, and says which entries answer it. If it throws, nothing was added.
    mutating func add(_ request: [Submission]) throws -> [FiledPlace] {
        try checkKeys(request)
        let stored = try request.map { try storedMatch($0) }
        var nonces = random(FilingBatch.nonceSize * request.count)[...]
        return try zip(request, stored).map { submission, stored in
            if let index = try filedBefore(submission, stored) {
                return FiledPlace(index: index, isOld: true)
            }
            let nonce = nonces.prefix(FilingBatch.nonceSize)
            nonces = nonces.dropFirst(FilingBatch.nonceSize)
            return FiledPlace(index: try docket(submission, nonce: Array(nonce)), isOld: false)
        }
    }

    /// Refuses a request one of whose idempotency keys was used for another filing, before or in itself.
    private func checkKeys(_ request: [Submission]) throws {
        var own: [String: Digest] = [:]
        for submission in request {
            guard let key = submission.idempotencyKey else { continue }
            let first = try use(ofKey: key)
            guard (first?.filing ?? own[key] ?? submission.digest) == submission.digest else {
                throw StoreError.idempotencyConflict(
                    key: key, first: first?.index ?? LeafIndex(edge.size.value))
            }
            own[key] = submission.digest
        }
    }

    private func use(ofKey key: String) throws -> (filing: Digest, index: LeafIndex)? {
        try pendingKeys[key] ?? ledger.use(ofKey: key)
    }

    /// The first entries with the same filing, and with the same bytes otherwise filed alike.
    private struct Match {
        var filing: LeafIndex?
        var bytes: LeafIndex?
    }

    /// What the archive has of a submission from before this batch.
    private mutating func storedMatch(_ submission: Submission) throws -> Match {
        var match = Match()
        guard let matter = try known(submission.filing.matter), matter.isStored else {
            return match
        }
        for index in try ledger.candidates(matter.seenKey(submission.sameness)) {
            switch try compare(submission, withEntryAt: index) {
            case .filing: match.filing = match.filing ?? index
            case .bytes: match.bytes = match.bytes ?? index
            case .nothing: break
            }
        }
        return match
    }

    /// The entry that answers a submission which is not new: one with the same filing, or unless it is to be filed again, with the
    /// same bytes.
    private mutating func filedBefore(
        _ submission: Submission, _ stored: Match
    ) throws -> LeafIndex? {
        if let key = submission.idempotencyKey, let use = try use(ofKey: key) { return use.index }
        var match = stored
        if match.filing == nil, let matter = try known(submission.filing.matter) {
            for place in pending[matter.seenKey(submission.sameness)] ?? [] {
                let exhibit = added[place].exhibit
                if exhibit.entry.filing == submission.digest {
                    match.filing = match.filing ?? exhibit.entry.index
                } else if exhibit.filing.isSame(as: submission.filing) {
                    match.bytes = match.bytes ?? exhibit.entry.index
                }
            }
        }
        return match.filing ?? (submission.again ? nil : match.bytes)
    }

    /// Where a matter stands, with what this batch has added; nil if it has no entries.
    private mutating func known(_ name: MatterID) throws -> MatterState? {
        if let state = matters[name] { return state }
        guard let state = try ledger.matter(name) else { return nil }
        matters[name] = state
        return state
    }

    /// What two filings have in common.
    private enum Likeness { case nothing, bytes, filing }

    private func compare(
        _ submission: Submission, withEntryAt index: LeafIndex
    ) throws -> Likeness {
        do {
            let exhibit = try ledger.exhibit(at: index)
            if exhibit.entry.filing == submission.digest { return .filing }
            return exhibit.filing.isSame(as: submission.filing) ? .bytes : .nothing
        } catch StoreError.erased(let index, let record) {
            // Its text is gone, but the entry still knows its digest. It is not filed a second time unnoticed.
            guard try ledger.entry(at: index)?.filing == submission.digest else { return .nothing }
            throw StoreError.erased(index, by: record)
        }
    }

    /// Makes docketing and entry of a submission.
    private mutating func docket(_ submission: Submission, nonce: [UInt8]) throws -> LeafIndex {
        let name = submission.filing.matter
        var matter = try known(name) ?? begin()
        guard let number = DocketNumber(matter.number + 1) else {
            preconditionFailure("bad number math: one more than a number is not 0")
        }
        let docketing = try Docketing(
            matter: name, number: number, previous: matter.lastLeaf,
            signature: submission.signatureDigest, nonce: nonce)
        let docketingBytes = docketing.bytes
        let index = LeafIndex(edge.size.value)
        let entry = try Entry(
            index: index, previous: last?.leaf, received: received, filing: submission.digest,
            docketing: Digest.sha256(docketingBytes))
        let entryBytes = entry.bytes
        let leaf = LeafHash.of(entryBytes: entryBytes)
        matter.number = number.value
        matter.lastIndex = index
        matter.lastLeaf = leaf
        matters[name] = matter
        changed.insert(name)
        last = LastEntry(leaf: leaf, received: received)
        fullTiles += edge.append(leaf)
        let seenKey = matter.seenKey(submission.sameness)
        pending[seenKey, default: []].append(added.count)
        if let key = submission.idempotencyKey { pendingKeys[key] = (submission.digest, index) }
        added.append(
            NewExhibit(
                exhibit: StoredExhibit(
                    entry: entry, filing: submission.filing, filingBytes: submission.filingBytes,
                    filingSignature: submission.filingSignature, docketing: docketing),
                entryBytes: entryBytes, docketingBytes: docketingBytes, leaf: leaf,
                content: submission.inlineContent, matterID: matter.id, seenKey: seenKey,
                idempotencyKey: submission.idempotencyKey))
        return index
    }

    private mutating func begin() throws -> MatterState {
        let id = try nextMatterID ?? ledger.nextMatterID()
        nextMatterID = id + 1
        return MatterState(
            id: id, number: 0, lastIndex: LeafIndex(0), lastLeaf: nil, isStored: false)
    }
}

// Writing.
extension FilingBatch {
    /// What the writer remembers when this batch is committed and signed.
    func state(signed: SignedCheckpoint) -> WritingState {
        WritingState(
            edge: edge, last: last, signed: signed, unwritten: signed,
            matters: matters.mapValues {
                var state = $0
                state.isStored = true
                return state
            })
    }

    /// Writes all rows, and moves the head; `entered` is called behind each entry.
    func write(entered: () throws -> Void) throws {
        guard !added.isEmpty else { return }
        try writeTexts(entered: entered)
        try writeTree()
        for name in changed {
            if let state = matters[name] { try ledger.write(state, of: name) }
        }
        let docket = try RawStatement(
            ledger.database, "INSERT INTO docket (matter_id, number, idx) VALUES (?, ?, ?)")
        let seen = try RawStatement(
            ledger.database, "INSERT INTO seen (key, idx) VALUES (?, ?)")
        for exhibit in added {
            let index = Int64(clamping: exhibit.index.value)
            let number = Int64(clamping: exhibit.exhibit.docketing.number.value)
            try docket.run(exhibit.matterID, number, index)
            try seen.run(exhibit.seenKey, index)
            if let key = exhibit.idempotencyKey {
                try ledger.note(
                    key: key, filing: exhibit.exhibit.entry.filing, index: exhibit.index)
            }
        }
    }

    private func writeTexts(entered: () throws -> Void) throws {
        let database = ledger.database
        let entry = try RawStatement(database, "INSERT INTO entry (idx, entry) VALUES (?, ?)")
        let filing = try RawStatement(
            database, "INSERT INTO filing (idx, filing, signature) VALUES (?, ?, ?)")
        let docketing = try RawStatement(
            database, "INSERT INTO docketing (idx, docketing) VALUES (?, ?)")
        let content = try RawStatement(database, "INSERT INTO content (idx, bytes) VALUES (?, ?)")
        for exhibit in added {
            try FilingBatch.check(exhibit)
            let index = Int64(clamping: exhibit.index.value)
            try entry.run(index, exhibit.entryBytes)
            try filing.run(index, exhibit.exhibit.filingBytes, exhibit.exhibit.filingSignature)
            try docketing.run(index, exhibit.docketingBytes)
            if let bytes = exhibit.content { try content.run(index, bytes) }
            try entered()
        }
    }

    /// Hashes once more the very bytes that are stored, and compares: a bit that flipped in memory must not be signed.
    private static func check(_ new: NewExhibit) throws(StoreError) {
        let (entry, docketing) = (new.exhibit.entry, new.exhibit.docketing)
        guard LeafHash.of(entryBytes: new.entryBytes) == new.leaf,
            Digest.sha256(new.exhibit.filingBytes) == entry.filing,
            Digest.sha256(new.docketingBytes) == entry.docketing,
            new.exhibit.filingSignature.map({ Digest.sha256($0) }) == docketing.signature,
            new.content.map({ Digest.sha256($0) == new.exhibit.content }) ?? true
        else { throw StoreError.damaged("memory, at entry \(new.index)") }
    }

    private func writeTree() throws {
        let database = ledger.database
        let tile = try RawStatement(database, "INSERT INTO tile (id, hashes) VALUES (?, ?)")
        let tail = try RawStatement(
            database,
            """
            INSERT INTO edge (level, hashes) VALUES (?, ?)
            ON CONFLICT (level) DO UPDATE SET hashes = excluded.hashes
            """)
        for full in fullTiles {
            let (level, index) = (full.tile.level, full.tile.index)
            try tile.run(HashTile.key(level: level, index: index), full.hashes.joinedBytes)
            // A full tile adds a hash to the level above.
            try tail.run(Int64(level + 1), edge.tails[level + 1].joinedBytes)
        }
        let new = Checkpoint(origin: ledger.origin, size: edge.size, root: edge.root)
        var register = ledger.register
        register.peaks = edge.peaks.peaks
        try register.compareAndSwap(from: head, to: new)
        try RawStatement(database, "INSERT INTO checkpoint (size, root) VALUES (?, ?)")
            .run(Int64(clamping: edge.size.value), edge.root.digest.bytes)
    }
}
