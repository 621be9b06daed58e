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

    /// What does not change on the way into the archive, in one object: a batch hands it on many times.
    private final class Request: Sendable {
        let filing: Filing
        let filingBytes: [UInt8]
        let filingSignature: [UInt8]?
        let idempotencyKey: String?
        let again: Bool
        let digest: Digest
        let signatureDigest: Digest?
        let sameness: Digest
        let isFormatted: Bool

        init(
            _ filing: Filing, _ filingBytes: [UInt8]?, _ filingSignature: [UInt8]?,
            idempotencyKey: String?, again: Bool
        ) {
            let formatted = filing.bytes
            self.filing = filing
            self.filingBytes = filingBytes ?? formatted
            self.filingSignature = filingSignature
            self.idempotencyKey = idempotencyKey
            self.again = again
            digest = Digest.sha256(self.filingBytes)
            signatureDigest = filingSignature.map { Digest.sha256($0) }
            sameness = filing.sameness
            isFormatted = self.filingBytes == formatted
        }
    }

    private let request: Request
    package private(set) var content: ContentSource

    package init(
        filing: Filing, filingBytes: [UInt8]? = nil, filingSignature: [UInt8]? = nil,
        content: ContentSource, idempotencyKey: String? = nil, again: Bool = false
    ) {
        request = Request(
            filing, filingBytes, filingSignature, idempotencyKey: idempotencyKey, again: again)
        self.content = content
    }

    package var filing: Filing { request.filing }
    /// The bytes that the filer signed: those of `filing`.
    package var filingBytes: [UInt8] { request.filingBytes }
    /// The filer's CMS signature over `filingBytes`; nil if the filing is the operator's. Whether it verifies is the caller's affair.
    package var filingSignature: [UInt8]? { request.filingSignature }
    /// A name for this request: asked again with it, the archive gives the answer that it gave first.
    package var idempotencyKey: String? { request.idempotencyKey }
    /// Whether bytes that were filed before are to be filed again.
    package var again: Bool { request.again }
    /// The digest of `filingBytes`.
    var digest: Digest { request.digest }
    var signatureDigest: Digest? { request.signatureDigest }
    var sameness: Digest { request.sameness }

    /// Refuses what no archive of this origin may file.
    func check(origin: ArchiveOrigin) throws(StoreError) {
        guard filing.archive == origin else {
            throw StoreError.wrongArchive(found: filing.archive, expected: origin)
        }
        guard request.isFormatted else { throw StoreError.wrongFilingBytes }
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
    package var receipt: Receipt
    /// Whether it was filed before, and this is the first receipt.
    package let wasAlreadyFiled: Bool
}

/// Which entry answers a submission.
struct FiledPlace {
    let index: LeafIndex
    /// Whether it was filed before.
    let isOld: Bool
}
