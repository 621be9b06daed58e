// Filing: blobs first, then everything else in one transaction, then the signature, then the answer. The same filing again is
// answered with the first receipt, and so are the same bytes by the same filer into the same matter, kind and links, unless he
// says that he means it.
//
// A batch waits for the disk once: for the commit. The note of its checkpoint is stored with the next batch, at close, or by
// recovery, which makes the very same signature; the high-water mark is left to the system.

import EvidenceValues
import TransparencyLog

extension Archive {
    /// Files all of `submissions` or none, and gives a receipt for each, in their order. If the process dies at any point, the
    /// archive opens again with all of them or none, and the same call gives the same receipts.
    /// - Throws: a `StoreError`; if its `isRefusal`, nothing changed (but a blob may be left that no filing names).
    package func file(_ submissions: [Submission]) throws -> [FiledReceipt] {
        guard let answer = file(requests: [submissions]).first else { return [] }
        return try answer.get()
    }

    /// Files many requests as one batch, each all or none: one that is refused does not touch the others.
    package func file(requests: [[Submission]]) -> [Result<[FiledReceipt], any Error>] {
        commit(requests) { $0.filing.kind.isReserved }
    }

    /// Files records of the archive's own doings, which are of reserved kinds and the operator's. `body` writes in the same
    /// transaction what the records are about.
    package func record(_ submissions: [Submission]) throws -> [FiledReceipt] {
        try record(submissions) { _, _ in }
    }

    func record(
        _ submissions: [Submission], with body: (Ledger, [FiledPlace]) throws -> Void
    ) throws -> [FiledReceipt] {
        let answer = commit([submissions], with: body) {
            !$0.filing.kind.isReserved || $0.filing.filer != .operator
        }
        return try answer.first?.get() ?? []
    }

    func commit(
        _ requests: [[Submission]], with body: (Ledger, [FiledPlace]) throws -> Void = { _, _ in },
        refusing isForbidden: (Submission) -> Bool
    ) -> [Result<[FiledReceipt], any Error>] {
        var answers = [Result<[FiledReceipt], any Error>?](repeating: nil, count: requests.count)
        var accepted: [(request: Int, submissions: [Submission])] = []
        do {
            try checkWritable(requests)
            for (number, request) in requests.enumerated() {
                do {
                    if let wrong = request.first(where: isForbidden) {
                        throw StoreError.reservedKind(wrong.filing.kind)
                    }
                    accepted.append((number, try takeIn(request)))
                } catch {
                    answers[number] = .failure(StoreError.explaining(error, folder: folder))
                }
            }
            if !accepted.isEmpty {
                try guarding {
                    for (number, answer) in try transact(accepted, body) {
                        answers[number] = answer
                    }
                }
            }
            return answers.map { $0 ?? .success([]) }
        } catch {
            return answers.map { $0 ?? .failure(error) }
        }
    }

    private func checkWritable(_ requests: [[Submission]]) throws {
        guard isWritable else { throw StoreError.readOnly }
        guard keys.canSign else { throw StoreError.missingKey(verifierKey) }
        let count = requests.reduce(0) { $0 + $1.count }
        guard count <= Archive.maximumBatch else { throw StoreError.batchTooLarge(count) }
        guard try writingState().isIndexed else { throw StoreError.needsReindex }
        let free = try PosixFile.freeSpace(of: folder)
        guard free >= surroundings.minimumFree else {
            throw StoreError.spaceLow(
                path: folder, free: free, needed: surroundings.minimumFree)
        }
    }

    /// Checks a request and makes its large contents durable. Its failure is its own: nothing is in the log yet.
    private func takeIn(_ request: [Submission]) throws -> [Submission] {
        for submission in request { try submission.check(origin: origin) }
        let staged = try request.map { try $0.staged(in: blobs) }
        for blob in staged.compactMap(\.stagedBlob) { try blobs.put(blob) }
        return staged
    }

    /// One transaction, one signature, all answers.
    private func transact(
        _ requests: [(request: Int, submissions: [Submission])],
        _ body: (Ledger, [FiledPlace]) throws -> Void
    ) throws -> [(Int, Result<[FiledReceipt], any Error>)] {
        try surroundings.faults(.beforeTransaction)
        var places: [(Int, Result<[FiledPlace], any Error>)] = []
        let state = try writingState()
        let received = try timeOfReceipt(after: state.last)
        let batch = try write { ledger in
            var batch = try FilingBatch(
                ledger, state: state, received: received, random: surroundings.random)
            for (number, submissions) in requests {
                do {
                    places.append((number, .success(try batch.add(submissions))))
                } catch let error as StoreError where error.isRefusal {
                    places.append((number, .failure(error)))
                }
            }
            try batch.write { try surroundings.faults(.afterEntry) }
            if let unwritten = state.unwritten, !batch.added.isEmpty { try ledger.write(unwritten) }
            for added in batch.added {
                try terms.add(
                    added.index, leaf: added.leaf, filed: added.exhibit.entry.filing,
                    filing: added.exhibit.filing, to: ledger.database)
            }
            for case (_, .success(let places)) in places { try body(ledger, places) }
            try surroundings.faults(.beforeCommit)
            return batch
        }
        try surroundings.faults(.afterCommit)
        if !batch.added.isEmpty { try seal(batch) }
        let receipts = try self.receipts(of: batch)
        // A first receipt that cannot be given, because its exhibit was erased or is damaged, is its own request's affair.
        return places.map { number, result in
            (
                number,
                result.flatMap { places in
                    Result { try places.map { try answer($0, receipts) } }
                }
            )
        }
    }

    private func answer(
        _ place: FiledPlace, _ receipts: [LeafIndex: Receipt]
    ) throws -> FiledReceipt {
        let receipt = try receipts[place.index] ?? self.receipt(of: place.index)
        return FiledReceipt(receipt: receipt, wasAlreadyFiled: place.isOld)
    }

    /// The receipts of what a batch has added, from memory.
    private func receipts(of batch: FilingBatch) throws -> [LeafIndex: Receipt] {
        guard let signed = try writingState().signed, !batch.added.isEmpty else { return [:] }
        let size = signed.checkpoint.size
        for full in batch.fullTiles { tree.remember(full) }
        return try peek { ledger in
            var receipts: [LeafIndex: Receipt] = [:]
            receipts.reserveCapacity(batch.added.count)
            for added in batch.added {
                let proof = try inclusionProof(of: added.index, in: size, ledger)
                receipts[added.index] = Receipt(
                    entry: added.exhibit.entry, filing: added.exhibit.filing,
                    docketing: added.exhibit.docketing,
                    proof: TlogProof(
                        index: added.index, hashes: proof.hashes, checkpoint: signed.note))
            }
            return receipts
        }
    }

    /// The clock's time, or the last entry's where the clock is a little behind it.
    private func timeOfReceipt(after last: LastEntry?) throws -> Instant {
        let now = surroundings.clock()
        guard let last, now < last.received else { return now.wholeSecond }
        guard now.advanced(by: Archive.clockTolerance) >= last.received else {
            throw StoreError.clockBehind(now: now, last: last.received)
        }
        return last.received
    }
}
