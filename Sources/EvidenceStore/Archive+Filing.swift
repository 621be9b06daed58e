// Filing: blobs first, then everything else in one transaction, then the signature, then the answer. The same filing again is
// answered with the first receipt, and so are the same bytes by the same filer into the same matter, kind and links, unless he
// says that he means it.

import EvidenceValues
package import TransparencyLog

/// One exhibit to be filed.
package struct Submission: Sendable {
    /// Bytes of a filing's signature at most: a CMS with its certificates is a hundredth of it.
    package static let maximumSignatureSize = 1_048_576
    /// Bytes of an idempotency key at most.
    package static let maximumKeySize = 255

    package let filing: Filing
    /// The bytes that the filer signed: those of `filing`.
    package let filingBytes: [UInt8]
    /// The filer's CMS signature over `filingBytes`; nil if the filing is the operator's. Whether it verifies is the caller's affair.
    package let filingSignature: [UInt8]?
    package let content: ContentSource
    /// A name for this request: asked again with it, the archive gives the answer that it gave first.
    package let idempotencyKey: String?
    /// Whether bytes that were filed before are to be filed again.
    package let again: Bool

    package init(
        filing: Filing, filingBytes: [UInt8]? = nil, filingSignature: [UInt8]? = nil,
        content: ContentSource, idempotencyKey: String? = nil, again: Bool = false
    ) {
        self.filing = filing
        self.filingBytes = filingBytes ?? filing.bytes
        self.filingSignature = filingSignature
        self.content = content
        self.idempotencyKey = idempotencyKey
        self.again = again
    }
}

/// The answer to one submission.
package struct FiledReceipt: Sendable, Hashable {
    package let receipt: Receipt
    /// Whether it was filed before, and this is the first receipt.
    package let wasAlreadyFiled: Bool
}

extension Archive {
    /// Files all of `submissions` or none, and gives a receipt for each, in their order. If the process dies at any point, the
    /// archive opens again with all of them or none, and the same call gives the same receipts.
    /// - Throws: a `StoreError`; if its `isRefusal`, nothing changed (but a blob may be left that no filing names).
    package func file(_ submissions: [Submission]) throws -> [FiledReceipt] {
        for kind in submissions.map(\.filing.kind) where kind.isReserved {
            throw StoreError.reservedKind(kind)
        }
        return try accept(submissions)
    }

    /// Files records of the archive's own doings, which are of reserved kinds and the operator's.
    package func record(_ submissions: [Submission]) throws -> [FiledReceipt] {
        for filing in submissions.map(\.filing)
        where !filing.kind.isReserved || filing.filer != .operator {
            throw StoreError.reservedKind(filing.kind)
        }
        return try accept(submissions)
    }

    private func accept(_ submissions: [Submission]) throws -> [FiledReceipt] {
        guard isWritable else { throw StoreError.readOnly }
        guard submissions.count <= Archive.maximumBatch else {
            throw StoreError.batchTooLarge(submissions.count)
        }
        return try guarding {
            for submission in submissions { try check(submission) }
            for submission in submissions {
                try blobs.put(
                    submission.filing.content, size: submission.filing.size,
                    from: submission.content)
            }
            try surroundings.faults(.beforeTransaction)
            let places = try write { try append(submissions, to: $0) }
            try surroundings.faults(.afterCommit)
            try seal()
            return try places.map {
                FiledReceipt(receipt: try receipt(of: $0.index), wasAlreadyFiled: $0.isOld)
            }
        }
    }

    private func check(_ submission: Submission) throws {
        let filing = submission.filing
        guard filing.archive == origin else {
            throw StoreError.wrongArchive(found: filing.archive, expected: origin)
        }
        guard filing.bytes == submission.filingBytes else { throw StoreError.wrongFilingBytes }
        switch (filing.filer, submission.filingSignature) {
        case (.operator, .some): throw StoreError.signatureUnexpected
        case (.certificate, .none): throw StoreError.signatureMissing
        case (.operator, .none), (.certificate, .some): break
        }
        let size = submission.filingSignature?.count ?? 0
        guard size <= Submission.maximumSignatureSize else {
            throw StoreError.signatureTooLarge(size)
        }
        if let key = submission.idempotencyKey {
            guard (1...Submission.maximumKeySize).contains(key.utf8.count) else {
                throw StoreError.badIdempotencyKey
            }
        }
    }

    private func append(
        _ submissions: [Submission], to ledger: Ledger
    ) throws -> [(index: LeafIndex, isOld: Bool)] {
        let head = try ledger.head()
        var edge = try RightEdge(size: head.size, read: ledger.node)
        guard edge.root == head.root else { throw StoreError.damaged("root \(head.size)") }
        var last = try ledger.last(of: nil)?.entry
        let received = try timeOfReceipt(after: last)
        var places: [(index: LeafIndex, isOld: Bool)] = []
        for submission in submissions {
            if let index = try filedBefore(submission, in: ledger) {
                places.append((index, true))
                continue
            }
            let exhibit = try docket(submission, after: last, received: received, in: ledger)
            try ledger.append(exhibit, to: &edge)
            let index = exhibit.entry.index
            if let key = submission.idempotencyKey {
                try ledger.note(key: key, filing: exhibit.entry.filing, index: index)
            }
            last = exhibit.entry
            places.append((index, false))
            try surroundings.faults(.afterEntry)
        }
        if edge.size > head.size {
            let new = Checkpoint(origin: origin, size: edge.size, root: edge.root)
            try ledger.register.compareAndSwap(from: head, to: new)
        }
        try surroundings.faults(.beforeCommit)
        return places
    }

    /// The entry that answers a submission which is not new.
    private func filedBefore(_ submission: Submission, in ledger: Ledger) throws -> LeafIndex? {
        let digest = submission.filing.digest
        if let key = submission.idempotencyKey, let use = try ledger.use(ofKey: key) {
            guard use.filing == digest else {
                throw StoreError.idempotencyConflict(key: key, first: use.index)
            }
            return use.index
        }
        if let index = try ledger.first(filing: digest) { return index }
        return submission.again ? nil : try ledger.first(sameAs: submission.filing)
    }

    /// What the archive says of a submission.
    private func docket(
        _ submission: Submission, after last: Entry?, received: Instant, in ledger: Ledger
    ) throws -> StoredExhibit {
        let previous = try ledger.last(of: submission.filing.matter)
        guard let number = DocketNumber((previous?.docketing.number.value ?? 0) + 1) else {
            preconditionFailure("bad number math: one more than a number is not 0")
        }
        let docketing = try Docketing(
            matter: submission.filing.matter, number: number, previous: previous?.entry.leafHash,
            signature: submission.filingSignature.map { Digest.sha256($0) },
            nonce: surroundings.random(32))
        let entry = try Entry(
            index: LeafIndex(last.map { $0.index.value + 1 } ?? 0), previous: last?.leafHash,
            received: received, filing: submission.filing.digest, docketing: docketing.digest)
        return StoredExhibit(
            entry: entry, filing: submission.filing, filingBytes: submission.filingBytes,
            filingSignature: submission.filingSignature, docketing: docketing)
    }

    /// The clock's time, or the last entry's where the clock is a little behind it.
    private func timeOfReceipt(after last: Entry?) throws -> Instant {
        let now = surroundings.clock()
        guard let last, now < last.received else { return now.wholeSecond }
        guard now.advanced(by: Archive.clockTolerance) >= last.received else {
            throw StoreError.clockBehind(now: now, last: last.received)
        }
        return last.received
    }
}
