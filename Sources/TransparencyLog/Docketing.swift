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
    package var nonce: [UInt8] { nonceValue.bytes }
    private let nonceValue: Bytes32

    /// - Throws: if the nonce is not 32 bytes, or number 1 has a predecessor or another number has none.
    package init(
        matter: MatterID, number: DocketNumber, previous: LeafHash?, signature: Digest?,
        nonce: [UInt8]
    ) throws(FormatError) {
        self.matter = matter
        self.number = number
        self.previous = previous
        self.signature = signature
        guard let value = Bytes32(nonce.span), (number.value == 1) == (previous == nil) else {
            throw FormatError(format: Docketing.format, line: 0, reason: .badValue)
        }
        nonceValue = value
    }

    /// The docketing that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) { try self.init(parsing: bytes.span) }

    /// The docketing that `text` is.
    package init(parsing text: Span<UInt8>) throws(FormatError) {
        let fields = try DocketingFields(parsing: text)
        guard let matter = MatterID(utf8: text.extracting(fields.matter)),
            let nonce = Bytes32(base64: text, at: fields.nonce)
        else { preconditionFailure("bad index math: both were read at these places") }
        self.matter = matter
        number = fields.number
        previous = fields.previous
        signature = fields.signature
        nonceValue = nonce
    }

    /// The one text of this docketing.
    package var bytes: [UInt8] {
        [UInt8](textOf: 384) { output in
            output.write("docket-docketing/v1\nmatter ")
            output.write(matter.text)
            output.write("\nnumber ")
            output.write(decimal: number.value)
            output.write("\nprevious ")
            output.writeLine(previous?.digest)
            output.write("signature ")
            output.writeLine(signature)
            output.write("nonce ")
            output.write(base64: nonceValue)
            output.write(byte: 0x0A)
        }
    }

    /// The digest of `bytes`: what the entry names.
    package var digest: Digest { Digest.sha256(bytes) }
}

/// What a docketing's text says, the matter as its place in the text: for whoever reads many and keeps none.
package struct DocketingFields: Sendable {
    /// Where the matter stands in the text.
    package let matter: Range<Int>
    package let number: DocketNumber
    package let previous: LeafHash?
    package let signature: Digest?
    /// Where the nonce stands in the text.
    package let nonce: Int

    /// Reads `text` as strictly as `Docketing(parsing:)`, and allocates nothing.
    package init(parsing text: Span<UInt8>) throws(FormatError) {
        var reader = try LineReader(
            text, header: "docket-docketing/v1\n", format: Docketing.format,
            limit: Docketing.maximumSize)
        matter = try reader.place(
            "matter", in: text, end: { MatterID.end(in: $0, from: $1) }, { MatterID.admits($0) })
        guard let number = DocketNumber(try reader.number("number", in: text)) else {
            throw reader.failureBehind(.badValue)
        }
        self.number = number
        previous = try reader.optionalDigest("previous", in: text).map { LeafHash($0) }
        // Spec: docketing-4
        guard (number.value == 1) == (previous == nil) else {
            throw reader.failureBehind(.badValue)
        }
        signature = try reader.optionalDigest("signature", in: text)
        nonce = try reader.nonce(in: text)
        try reader.finish(text)
    }
}
