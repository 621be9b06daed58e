// An exhibit as the archive holds it: what the log says of it, what its filer says, and where its bytes are.

package import EvidenceValues
package import TransparencyLog

/// An exhibit as the archive holds it.
package struct StoredExhibit: Sendable, Hashable {
    package let entry: Entry
    package let filing: Filing
    package let filingBytes: [UInt8]
    /// The CMS signature over `filingBytes`; nil if the operator filed it.
    package let filingSignature: [UInt8]?
    package let docketing: Docketing
    /// The digest of the exhibit's bytes.
    package var content: Digest { filing.content }
}

/// An exhibit whose filing and content were erased: what the log still says of it.
package struct ErasedExhibit: Sendable, Hashable {
    package let entry: Entry
    package let docketing: Docketing
    /// The entry of the record that says who erased it and why.
    package let record: LeafIndex
}

/// The rows of one entry, raw, for who checks them.
package struct StoredRow: Sendable, Hashable {
    package let index: LeafIndex
    package let entry: [UInt8]
    /// Nil if it was erased.
    package let filing: [UInt8]?
    package let signature: [UInt8]?
    package let docketing: [UInt8]
}
