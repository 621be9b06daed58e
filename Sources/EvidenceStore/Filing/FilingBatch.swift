// The transaction of a batch. While one thread writes a block of entries, another hashes those behind it, then hashes all once more, and
// puts the proofs together while the disk is waited for. A batch of few entries needs no second thread.

import Dispatch
import EvidenceValues
import TransparencyLog

/// The newest entry, as the next one needs it.
struct LastEntry {
    let leaf: LeafHash
    let received: Instant
}

/// What a transaction adds to the log.
struct FilingBatch {
    /// Entries that are hashed and written at a time. For one block a second thread would not pay.
    private static let blockSize = 32
    private static let docketTable = RowBlock.Table("docket", columns: 3)
    private static let seenTable = RowBlock.Table("seen", columns: 2)

    let plan: FilingPlan
    private(set) var chain: LogChain
    private(set) var added: [NewEntry] = []
    /// Another thread's queue.
    private let queue: DispatchQueue
    private let surroundings: Surroundings
    /// The newest tree: the one before, and when it is written, what the database says of it.
    private(set) var head: Checkpoint
    /// The answers, but for the note, if they are under way.
    private var drafts: Beside<[FiledReceipt]>?

    /// What `plan` adds behind `state`.
    init(
        _ plan: FilingPlan, behind state: WritingState, terms: consuming TermCollector?,
        received: Instant, surroundings: Surroundings, beside queue: DispatchQueue
    ) {
        self.plan = plan
        self.queue = queue
        self.surroundings = surroundings
        head = state.signed?.checkpoint ?? state.edge.checkpoint(origin: plan.origin)
        chain = LogChain(state, terms: terms, matters: plan.matters, received: received)
    }

    /// Hashes and writes everything.
    mutating func write(_ ledger: Ledger, tree: TreeReader) throws {
        guard !plan.entries.isEmpty else { return }
        if plan.entries.count <= FilingBatch.blockSize {
            let nonces = FilingBatch.nonces(plan.entries.count, surroundings)
            let block = try chain.extend(by: plan.entries[...], nonces)
            try block.checkHashes()
            try chain.checkTree()
            try insert(block, ledger)
            try insertKeys(ledger)
        } else {
            let check = try insertBlocks(ledger, tree)
            try check.value()
        }
        try chain.terms?.write(to: ledger.database)
        try writeTree(ledger)
    }

    /// Writes block by block what is hashed on the other thread, and hashed there once more; gives that check, which goes on.
    private mutating func insertBlocks(
        _ ledger: Ledger, _ tree: TreeReader
    ) throws -> Beside<Void> {
        let starts = stride(from: 0, to: plan.entries.count, by: FilingBatch.blockSize)
        let blocks = starts.map { (start: $0, block: Beside<EntryBlock>()) }
        let (end, check) = (Beside<LogChain>(), Beside<Void>())
        queue.async { [entries = plan.entries, chain, surroundings] in
            var chain = chain
            let nonces = FilingBatch.nonces(entries.count, surroundings)
            var hashed: [EntryBlock] = []
            for (start, promised) in blocks {
                promised.give {
                    let block = try chain.extend(
                        by: entries[start...].prefix(FilingBatch.blockSize), nonces)
                    hashed.append(block)
                    return block
                }
            }
            end.give { chain }
            check.give {
                for block in hashed { try block.checkHashes() }
                try chain.checkTree()
            }
        }
        // These wait for no hash.
        try insertKeys(ledger)
        for (_, block) in blocks { try insert(block.value(), ledger) }
        chain = try end.value()
        let newest = try tree.newestProofs(
            from: plan.first, filled: chain.filled, edge: chain.edge, ledger: ledger)
        drafts = Beside(on: queue) { [added] in FilingBatch.answers(added, newest, note: "") }
        return check
    }

    private static func nonces(_ count: Int, _ surroundings: Surroundings) -> [UInt8] {
        surroundings.random(count * LogChain.nonceSize)
    }

    private mutating func insert(_ block: EntryBlock, _ ledger: Ledger) throws {
        for rows in [block.entries, block.filings, block.docketings, block.contents] {
            try rows.insert(into: ledger.database)
        }
        for _ in block.added { try surroundings.faults(.afterEntry) }
        added += block.added
    }

    /// Writes by what the entries will be found: their matters' numbers, what they are like, and the keys of their requests. Sorted, so
    /// that rows of one page are written together.
    private func insertKeys(_ ledger: Ledger) throws {
        for matter in plan.matters {
            if let state = matter.state, !state.isStored {
                try ledger.write(matter: matter.name, id: state.id)
            }
        }
        let sorted = plan.entries.indices.map { (key: plan.entries[$0].seenKey, place: $0) }
            .sorted { $0 < $1 }
        var docket = RowBlock(FilingBatch.docketTable)
        var seen = RowBlock(FilingBatch.seenTable)
        docket.reserve(rows: sorted.count)
        seen.reserve(rows: sorted.count)
        for (key, place) in sorted {
            seen.add(key)
            seen.add(plan.index(of: place).column)
        }
        for (matter, places) in plan.placesByMatter {
            for place in places {
                docket.add(matter)
                docket.add(Int64(clamping: plan.entries[place].number.value))
                docket.add(plan.index(of: place).column)
            }
        }
        try docket.insert(into: ledger.database)
        try seen.insert(into: ledger.database)
        for (place, planned) in plan.entries.enumerated() {
            guard let key = planned.submission.idempotencyKey else { continue }
            try ledger.note(
                key: key, filing: planned.submission.digest, index: plan.index(of: place))
        }
    }

    private mutating func writeTree(_ ledger: Ledger) throws {
        let (database, edge) = (ledger.database, chain.edge)
        for full in chain.filled {
            try RawStatement(database, "INSERT INTO tile (id, hashes) VALUES (?, ?)")
                .run(full.key, full.bytes)
            // A full tile adds a hash to the level above.
            try RawStatement(
                database,
                """
                INSERT INTO edge (level, hashes) VALUES (?, ?)
                ON CONFLICT (level) DO UPDATE SET hashes = excluded.hashes
                """
            ).run(Int64(full.tile.level + 1), edge.tail(full.tile.level + 1).joinedBytes)
        }
        let new = edge.checkpoint(origin: ledger.origin)
        var register = ledger.register
        register.peaks = edge.peaks.peaks
        try register.compareAndSwap(from: head, to: new)
        try RawStatement(database, "INSERT INTO checkpoint (size, root) VALUES (?, ?)")
            .run(Int64(clamping: new.size.value), new.root.digest.bytes)
        // Read again, and the root computed again from that: a bit that flipped in memory must not be signed.
        let written = try ledger.peaks()
        guard written.edge == edge.peaks, written.root == new.root else {
            throw StoreError.damaged("root \(edge.size)")
        }
        head = Checkpoint(origin: ledger.origin, size: edge.size, root: written.root)
    }
}

// When it is committed.
extension FilingBatch {
    /// What the writer remembers when this batch is committed and signed; `known` are the matters that it remembered before.
    func state(signed: SignedCheckpoint, known: [MatterID: MatterState]) -> WritingState {
        var known = known.count < WritingState.maximumMatters ? known : [:]
        for (matter, leaf) in zip(plan.matters, chain.leaves) {
            guard var state = matter.state else { continue }
            state.lastLeaf = leaf
            state.isStored = true
            known[matter.name] = state
        }
        return WritingState(
            edge: chain.edge, last: chain.last, signed: signed, unwritten: signed,
            terms: chain.terms, matters: known)
    }

    /// The answers to the new entries, in their order, with the note of the tree behind them.
    func answers(note: String, tree: TreeReader, in ledger: Ledger) throws -> [FiledReceipt] {
        if let drafts {
            var answers = try drafts.value()
            for place in answers.indices { answers[place].receipt.proof.checkpoint = note }
            // To give back the memory of a batch takes a while too.
            queue.async { [added] in withExtendedLifetime(added) {} }
            return answers
        }
        let newest = try tree.newestProofs(
            from: plan.first, filled: chain.filled, edge: chain.edge, ledger: ledger)
        return FilingBatch.answers(added, newest, note: note)
    }

    private static func answers(
        _ added: [NewEntry], _ newest: NewestProofs, note: String
    ) -> [FiledReceipt] {
        zip(added, newest.made()).map { new, hashes in
            let proof = TlogProof(index: new.entry.index, hashes: hashes, checkpoint: note)
            return FiledReceipt(
                receipt: Receipt(
                    entry: new.entry, filing: new.planned.submission.filing,
                    docketing: new.docketing, proof: proof),
                wasAlreadyFiled: false)
        }
    }
}
