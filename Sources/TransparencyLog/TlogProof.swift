// An offline proof that an entry is in a log (C2SP tlog-proof): index, hashes, checkpoint. The entry itself is not in it.

package import EvidenceValues

/// Why an offline proof or a receipt proves nothing.
package enum ReceiptError: Error, Sendable, Hashable {
    /// The checkpoint is none, or not of this archive.
    case checkpoint(NoteError)
    /// The hashes do not lead from the entry to the checkpoint's root.
    case inclusion(ProofError)
    /// The entry names another filing.
    case wrongFiling
    /// The entry names another docketing.
    case wrongDocketing
    /// Filing and docketing are of different matters.
    case wrongMatter
    /// The proof is for another index than the entry's.
    case wrongIndex
    /// The filing was made for another archive than the checkpoint's.
    case wrongArchive
}

/// A proof in the format `c2sp.org/tlog-proof@v1`.
package struct TlogProof: Sendable, Hashable {
    /// The first line.
    package static let format = "c2sp.org/tlog-proof@v1"

    /// Bytes that nobody signs; Docket writes none.
    package let extra: [UInt8]?
    package let index: LeafIndex
    package let hashes: [NodeHash]
    /// The checkpoint's note, byte for byte, as yet unopened.
    package var checkpoint: String

    package init(index: LeafIndex, hashes: [NodeHash], checkpoint: String, extra: [UInt8]? = nil) {
        self.extra = extra
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    /// The proof that `bytes` are. What follows the blank line is kept as it is; `check` opens it.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let (head, note) = try HashLines.divide(bytes, format: TlogProof.format)
        var lines = head[...]
        guard let first = lines.popFirst(), first.utf8.elementsEqual(TlogProof.format.utf8) else {
            throw FormatError(format: TlogProof.format, line: 1, reason: .wrongFormat)
        }
        var extra: [UInt8]?
        if let line = lines.first, line.utf8.starts(with: "extra ".utf8) {
            extra = Base64.decode(line.dropFirst(6))
            guard extra != nil else { throw TlogProof.failure(lines, .badValue) }
            lines = lines.dropFirst()
        }
        guard let line = lines.first, line.utf8.starts(with: "index ".utf8) else {
            throw TlogProof.failure(lines, .unexpectedField)
        }
        guard let index = FieldText.number(String(line.dropFirst(6))) else {
            throw TlogProof.failure(lines, .badValue)
        }
        guard !note.isEmpty else { throw TlogProof.failure(lines, .truncated) }
        self.extra = extra
        self.index = LeafIndex(index)
        hashes = try HashLines.read(
            lines.dropFirst(), format: TlogProof.format, maximum: ProofLimits.maximumHashes)
        checkpoint = note
    }

    /// The one text of this proof.
    package var text: String {
        var text = TlogProof.format + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        return text + "index \(index.value)\n" + HashLines.text(hashes) + "\n" + checkpoint
    }

    /// Checks that `leaf` is at `index` in the log whose key is `key`.
    package func check(
        _ leaf: LeafHash, with key: VerifierKey
    ) throws(ReceiptError) -> SignedCheckpoint {
        let signed: SignedCheckpoint
        do { signed = try Checkpoint.open(note: checkpoint, with: key) } catch {
            throw ReceiptError.checkpoint(error)
        }
        let proof = InclusionProof(index: index, size: signed.checkpoint.size, hashes: hashes)
        do { try proof.check(leaf, in: signed.checkpoint.root) } catch {
            throw ReceiptError.inclusion(error)
        }
        return signed
    }

    private static func failure(
        _ lines: ArraySlice<String>, _ reason: FormatError.Reason
    ) -> FormatError {
        FormatError(format: format, line: lines.startIndex + 1, reason: reason)
    }
}
