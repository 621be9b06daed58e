// That an exhibit or a matter must not be erased, and that this has ended (docs/formats/erasure.md).

package import EvidenceValues

/// The record of a hold.
package struct Hold: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-hold/v1"
    /// Bytes at most; the longest possible is far below. Spec: erasure-9
    package static let maximumSize = 4096

    /// The entry of an exhibit on hold.
    package struct Held: Sendable, Hashable {
        package let index: LeafIndex
        package let leaf: LeafHash
        package init(index: LeafIndex, leaf: LeafHash) {
            self.index = index
            self.leaf = leaf
        }
    }

    package let matter: MatterID
    /// Nil if the whole matter is held.
    package let entry: Held?
    package let warrant: Warrant

    package init(matter: MatterID, entry: Held?, warrant: Warrant) {
        self.matter = matter
        self.entry = entry
        self.warrant = warrant
    }

    /// The hold that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(bytes, format: Hold.format, limit: Hold.maximumSize)
        matter = try reader.field("matter") { MatterID($0) }
        let index = try reader.field("entry", Hold.readIndex)
        let leaf = try reader.field("leaf", FieldText.optionalDigest).map(LeafHash.init)
        // Spec: erasure-4
        switch (index, leaf) {
        case (.some(let index), .some(let leaf)): entry = Held(index: index, leaf: leaf)
        case (.none, .none): entry = nil
        default: throw reader.failureBehind(.badValue)
        }
        warrant = try Warrant(&reader)
        try reader.finish(bytes, formatted: self.bytes)
    }

    /// The one text of this hold.
    package var bytes: [UInt8] {
        var text = Hold.format + "\nmatter \(matter.text)\n"
        text += "entry \(entry.map { String($0.index.value) } ?? FieldText.none)\n"
        text += "leaf \(entry?.leaf.digest.text ?? FieldText.none)\n" + warrant.lines
        return Array(text.utf8)
    }

    private static func readIndex(_ text: String) -> LeafIndex?? {
        if text.utf8.elementsEqual(FieldText.none.utf8) { return .some(nil) }
        guard let index = FieldText.number(text) else { return nil }
        return .some(LeafIndex(index))
    }
}

/// The record that a hold has ended.
package struct Release: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-release/v1"
    /// Bytes at most; the longest possible is far below. Spec: erasure-9
    package static let maximumSize = 4096

    /// The entry of the hold's record. Spec: erasure-5
    package let hold: LeafIndex
    package let leaf: LeafHash
    package let matter: MatterID
    package let warrant: Warrant

    package init(hold: LeafIndex, leaf: LeafHash, matter: MatterID, warrant: Warrant) {
        self.hold = hold
        self.leaf = leaf
        self.matter = matter
        self.warrant = warrant
    }

    /// The release that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(bytes, format: Release.format, limit: Release.maximumSize)
        hold = try reader.field("hold") { FieldText.number($0).map(LeafIndex.init) }
        leaf = try reader.field("leaf") { Digest(text: $0).map(LeafHash.init) }
        matter = try reader.field("matter") { MatterID($0) }
        warrant = try Warrant(&reader)
        try reader.finish(bytes, formatted: self.bytes)
    }

    /// The one text of this release.
    package var bytes: [UInt8] {
        var text = Release.format + "\nhold \(hold.value)\nleaf \(leaf.digest.text)\n"
        text += "matter \(matter.text)\n" + warrant.lines
        return Array(text.utf8)
    }
}
