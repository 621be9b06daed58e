// What the archive says of a filing (docs/formats/docketing.md): its number in the matter, what came before it there, and which
// signature came with it. Numbers without gaps let a bundle say "7 of 9", and what was left out shows.

package import EvidenceValues

/// The archive's own words about one filing.
package struct Docketing: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-docketing/v1"
    /// Bytes at most; the longest possible is far below.
    package static let maximumSize = 4096

    package let matter: MatterID
    /// 1, 2, 3 … within the matter.
    package let number: DocketNumber
    /// The leaf hash of the matter's previous entry; nil for number 1.
    package let previous: LeafHash?
    /// The digest of the filing's CMS signature; nil if the operator filed it.
    package let signature: Digest?
    /// 32 random bytes.
    package let nonce: [UInt8]

    /// - Throws: if the nonce is not 32 bytes, or number 1 has a predecessor or another number has none.
    package init(
        matter: MatterID, number: DocketNumber, previous: LeafHash?, signature: Digest?,
        nonce: [UInt8]
    ) throws(FormatError) {
        self.matter = matter
        self.number = number
        self.previous = previous
        self.signature = signature
        self.nonce = nonce
        guard nonce.count == FieldText.nonceSize, (number.value == 1) == (previous == nil) else {
            throw FormatError(format: Docketing.format, line: 0, reason: .badValue)
        }
    }

    /// The docketing that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(
            bytes, format: Docketing.format, limit: Docketing.maximumSize)
        matter = try reader.field("matter") { MatterID($0) }
        number = try reader.field("number") { FieldText.number($0).flatMap(DocketNumber.init) }
        previous = try reader.field("previous", FieldText.optionalDigest).map(LeafHash.init)
        // Spec: docketing-4
        guard (number.value == 1) == (previous == nil) else {
            throw reader.failureBehind(.badValue)
        }
        signature = try reader.field("signature", FieldText.optionalDigest)
        nonce = try reader.field("nonce", FieldText.nonce)
        try reader.finish(bytes, formatted: self.bytes)
    }

    /// The one text of this docketing.
    package var bytes: [UInt8] {
        var text = Docketing.format + "\nmatter \(matter.text)\nnumber \(number.value)\n"
        text += "previous \(previous?.digest.text ?? FieldText.none)\n"
        text += "signature \(signature?.text ?? FieldText.none)\n"
        text += "nonce \(Base64.encode(nonce))\n"
        return Array(text.utf8)
    }

    /// The digest of `bytes`: what the entry names.
    package var digest: Digest { Digest.sha256(bytes) }
}
