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
    /// - Throws: a `StoreError`; if its `isRefusal`, nothing changed (but where the process dies a blob may be left that no filing names).
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
        var stored: Set<Digest> = []
        do {
            try checkWritable(requests)
            for (number, request) in requests.enumerated() {
                do {
                    if let wrong = request.first(where: isForbidden) {
                        throw StoreError.reservedKind(wrong.filing.kind)
                    }
                    accepted.append((number, try takeIn(request, storing: &stored)))
                } catch {
                    answers[number] = .failure(StoreError.explaining(error, folder: folder))
                }
            }
            if !accepted.isEmpty {
                try guarding {
                    for (number, answer) in try transact(accepted, storing: stored, body) {
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
    /// - Parameter stored: gains the contents that were not there before.
    private func takeIn(
        _ request: [Submission], storing stored: inout Set<Digest>
    ) throws -> [Submission] {
        for submission in request { try submission.check(origin: origin) }
        let staged = try request.map { try $0.staged(in: blobs) }
        for blob in staged.compactMap(\.stagedBlob) {
            let isNew = try blobs.size(of: blob.digest) == nil
            try blobs.put(blob)
            if isNew { stored.insert(blob.digest) }
        }
        return staged
    }

    /// Removes of what was stored for these requests whatever no filing names: it came with refused ones alone, or was erased before and
    /// must not come back. What is in doubt stays; the audit tells of it.
    private func removeUnnamed(
        _ stored: Set<Digest>, _ requests: [(request: Int, submissions: [Submission])],
        _ places: [(Int, Result<[FiledPlace], any Error>)]
    ) {
        var unnamed = stored
        let submissions = Dictionary(
            requests.map { ($0.request, $0.submissions) }, uniquingKeysWith: { first, _ in first })
        for (number, result) in places {
            guard case .success(let found) = result else { continue }
            for (submission, place) in zip(submissions[number] ?? [], found) {
                let isErased =
                    place.isOld
                    && (try? read { try $0.erasure(of: place.index) != nil }) ?? false
                if !isErased { unnamed.remove(submission.filing.content) }
            }
        }
        for digest in unnamed { try? blobs.remove(digest) }
    }

    /// One transaction, one signature, all answers.
    private func transact(
        _ requests: [(request: Int, submissions: [Submission])], storing stored: Set<Digest>,
        _ body: (Ledger, [FiledPlace]) throws -> Void
    ) throws -> [(Int, Result<[FiledReceipt], any Error>)] {
        try surroundings.faults(.beforeTransaction)
        var places: [(Int, Result<[FiledPlace], any Error>)] = []
        var state = try writingState()
        // The only owner, so that it is not copied. A new one reads what it does not know.
        let hasTerms = state.terms != nil
        self.state?.terms = hasTerms ? TermCollector() : nil
        let received = try timeOfReceipt(after: state.last)
        let batch = try write { ledger in
            var plan = try FilingPlan(
                ledger, first: LeafIndex(state.edge.size.value), known: state.matters)
            for (number, submissions) in requests {
                do {
                    places.append((number, .success(try plan.add(submissions))))
                } catch let error as StoreError where error.isRefusal {
                    places.append((number, .failure(error)))
                }
            }
            var batch = FilingBatch(
                plan, behind: state, terms: state.terms.take(), received: received,
                surroundings: surroundings, beside: besideQueue)
            try batch.write(ledger, tree: tree)
            if let unwritten = state.unwritten, !batch.added.isEmpty { try ledger.write(unwritten) }
            for case (_, .success(let places)) in places { try body(ledger, places) }
            try surroundings.faults(.beforeCommit)
            return batch
        }
        try surroundings.faults(.afterCommit)
        let new = try batch.added.isEmpty ? [] : seal(batch)
        if !stored.isEmpty { removeUnnamed(stored, requests, places) }
        return places.map { number, result in
            (number, result.flatMap { places in Result { try answers(places, batch, new) } })
        }
    }

    /// The answers to a request. A first receipt that cannot be given, because its exhibit was erased or is damaged, is its own
    /// request's affair.
    private func answers(
        _ places: [FiledPlace], _ batch: FilingBatch, _ new: [FiledReceipt]
    ) throws -> [FiledReceipt] {
        // Most often one request has filed all of the batch, and nothing twice.
        if places.count == new.count, !places.contains(where: \.isOld) { return new }
        let first = batch.plan.first.value
        return try places.map { place in
            guard place.index.value >= first else {
                return FiledReceipt(
                    receipt: try receipt(of: place.index), wasAlreadyFiled: place.isOld)
            }
            let own = Int(clamping: place.index.value - first)
            guard new.indices.contains(own) else { throw StoreError.noSuchEntry(place.index) }
            return FiledReceipt(receipt: new[own].receipt, wasAlreadyFiled: place.isOld)
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
