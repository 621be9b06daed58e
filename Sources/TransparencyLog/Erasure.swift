// That an exhibit was erased (docs/formats/erasure.md): its entry by index and leaf hash, never by name or digest of the content,
// so that the record does not tell what it was made to forget.

package import EvidenceValues

/// The record of an erasure.
package struct Erasure: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-erasure/v1"
    /// Bytes at most; the longest possible is far below. Spec: erasure-9
    package static let maximumSize = 4096

    /// The entry of what was erased.
    package let entry: LeafIndex
    package let leaf: LeafHash
    package let matter: MatterID
    /// Its number within the matter.
    package let number: DocketNumber
    package let warrant: Warrant

    package init(
        entry: LeafIndex, leaf: LeafHash, matter: MatterID, number: DocketNumber, warrant: Warrant
    ) {
        self.entry = entry
        self.leaf = leaf
        self.matter = matter
        self.number = number
        self.warrant = warrant
    }

    /// The erasure that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(bytes, format: Erasure.format, limit: Erasure.maximumSize)
        entry = try reader.field("entry") { FieldText.number($0).map(LeafIndex.init) }
        leaf = try reader.field("leaf") { Digest(text: $0).map(LeafHash.init) }
        matter = try reader.field("matter") { MatterID($0) }
        number = try reader.field("number") { FieldText.number($0).flatMap(DocketNumber.init) }
        warrant = try Warrant(&reader)
        try reader.finish(bytes, formatted: self.bytes)
    }

    /// The one text of this erasure.
    package var bytes: [UInt8] {
        var text = Erasure.format + "\nentry \(entry.value)\nleaf \(leaf.digest.text)\n"
        text += "matter \(matter.text)\nnumber \(number.value)\n" + warrant.lines
        return Array(text.utf8)
    }
}
