// What a filer takes home (docs/formats/receipt.md): entry, filing, docketing and the proof, one text. With the archive's key it
// proves offline that the filing is in the log, and at which place of its matter.

import EvidenceValues

/// A receipt of one filing.
package struct Receipt: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-receipt/v1"
    /// Bytes at most: the three texts, the proof and its note.
    package static let maximumSize =
        Entry.maximumSize + Filing.maximumSize + Docketing.maximumSize + HashLines.maximumHead
        + UnopenedNote.maximumSize

    package let entry: Entry
    package let filing: Filing
    package let docketing: Docketing
    package var proof: TlogProof

    package init(entry: Entry, filing: Filing, docketing: Docketing, proof: TlogProof) {
        self.entry = entry
        self.filing = filing
        self.docketing = docketing
        self.proof = proof
    }

    /// The receipt that `bytes` are; nothing is checked yet but the form. Spec: receipt-1 to receipt-4
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        guard bytes.count <= Receipt.maximumSize else {
            throw FormatError(format: Receipt.format, line: 1, reason: .tooLarge)
        }
        var rest = bytes[...]
        let head = try Receipt.section(&rest)
        guard head.elementsEqual((Receipt.format + "\n").utf8) else {
            throw FormatError(format: Receipt.format, line: 1, reason: .wrongFormat)
        }
        entry = try Entry(parsing: Receipt.section(&rest))
        filing = try Filing(parsing: Receipt.section(&rest))
        docketing = try Docketing(parsing: Receipt.section(&rest))
        proof = try TlogProof(parsing: Array(rest))
        guard proof.extra == nil else {
            throw FormatError(format: TlogProof.format, line: 2, reason: .unexpectedField)
        }
    }

    /// The one text of this receipt.
    package var bytes: [UInt8] {
        var bytes = Array((Receipt.format + "\n\n").utf8)
        bytes += entry.bytes + [0x0A]
        bytes += filing.bytes + [0x0A]
        bytes += docketing.bytes + [0x0A]
        return bytes + proof.text.utf8
    }

    /// Checks that the parts belong together and are in the log whose key is `key`. Spec: receipt-5
    package func check(with key: VerifierKey) throws(ReceiptError) -> SignedCheckpoint {
        guard entry.filing == filing.digest else { throw ReceiptError.wrongFiling }
        guard entry.docketing == docketing.digest else { throw ReceiptError.wrongDocketing }
        guard filing.matter == docketing.matter else { throw ReceiptError.wrongMatter }
        guard proof.index == entry.index else { throw ReceiptError.wrongIndex }
        let signed = try proof.check(entry.leafHash, with: key)
        guard filing.archive == signed.checkpoint.origin else { throw ReceiptError.wrongArchive }
        return signed
    }

    /// Takes the text up to the next blank line, without that line.
    private static func section(_ rest: inout ArraySlice<UInt8>) throws(FormatError) -> [UInt8] {
        var position = rest.startIndex
        while position + 1 < rest.endIndex {
            if rest[position] == 0x0A && rest[position + 1] == 0x0A {
                let section = rest[...position]
                rest = rest[(position + 2)...]
                return Array(section)
            }
            position += 1
        }
        throw FormatError(format: format, line: 1, reason: .truncated)
    }
}
