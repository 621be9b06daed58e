// What is asked of the archive, and what it answers. A submission computes its digests when it is made, on its caller's thread; the
// writer computes them again over what it stores, so a bit that flips on the way is found before anything is signed.

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
    package private(set) var content: ContentSource
    /// A name for this request: asked again with it, the archive gives the answer that it gave first.
    package let idempotencyKey: String?
    /// Whether bytes that were filed before are to be filed again.
    package let again: Bool

    /// The digest of `filingBytes`.
    let digest: Digest
    let signatureDigest: Digest?
    let sameness: Digest
    /// Whether `filingBytes` are the one text of `filing`.
    private let isFormatted: Bool

    package init(
        filing: Filing, filingBytes: [UInt8]? = nil, filingSignature: [UInt8]? = nil,
        content: ContentSource, idempotencyKey: String? = nil, again: Bool = false
    ) {
        let formatted = filing.bytes
        self.filing = filing
        self.filingBytes = filingBytes ?? formatted
        self.filingSignature = filingSignature
        self.content = content
        self.idempotencyKey = idempotencyKey
        self.again = again
        digest = Digest.sha256(self.filingBytes)
        signatureDigest = filingSignature.map { Digest.sha256($0) }
        sameness = filing.sameness
        isFormatted = self.filingBytes == formatted
    }

    /// Refuses what no archive of this origin may file.
    func check(origin: ArchiveOrigin) throws(StoreError) {
        guard filing.archive == origin else {
            throw StoreError.wrongArchive(found: filing.archive, expected: origin)
        }
        guard isFormatted else { throw StoreError.wrongFilingBytes }
        switch (filing.filer, filingSignature) {
        case (.operator, .some): throw StoreError.signatureUnexpected
        case (.certificate, .none): throw StoreError.signatureMissing
        case (.operator, .none), (.certificate, .some): break
        }
        let size = filingSignature?.count ?? 0
        guard size <= Submission.maximumSignatureSize else {
            throw StoreError.signatureTooLarge(size)
        }
        if let key = idempotencyKey {
            guard (1...Submission.maximumKeySize).contains(key.utf8.count) else {
                throw StoreError.badIdempotencyKey
            }
        }
    }

    /// The same, with its bytes taken in: small ones in memory, large ones in `blobs`. Refused if they are not what the filing says.
    func staged(in blobs: any BlobStore) throws -> Submission {
        let staged = try blobs.stage(content, inMemory: ContentSource.inlineLimit)
        do { try staged.check(filing.content, size: filing.size) } catch {
            if case .staged = content {} else { try? blobs.discard(staged) }
            throw error
        }
        var copy = self
        copy.content = .staged(staged)
        return copy
    }

    /// The bytes that are stored beside the filing; nil if they are a blob.
    var inlineContent: [UInt8]? {
        guard case .staged(let staged) = content, case .memory(let bytes) = staged.place else {
            return nil
        }
        return bytes
    }

    /// The bytes that are to be stored as a blob; nil if they are in memory.
    var stagedBlob: StagedContent? {
        guard case .staged(let staged) = content, case .blob = staged.place else { return nil }
        return staged
    }

    /// About how many bytes it adds to the archive's database.
    var weight: Int {
        filingBytes.count + (filingSignature?.count ?? 0)
            + Int(clamping: min(filing.size, UInt64(ContentSource.inlineLimit)))
    }
}

/// The answer to one submission.
package struct FiledReceipt: Sendable, Hashable {
    package let receipt: Receipt
    /// Whether it was filed before, and this is the first receipt.
    package let wasAlreadyFiled: Bool
}

/// Which entry answers a submission.
struct FiledPlace {
    let index: LeafIndex
    /// Whether it was filed before.
    let isOld: Bool
}
