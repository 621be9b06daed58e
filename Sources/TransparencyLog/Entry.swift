// The public line of the log (docs/formats/entry.md). It commits to filing and docketing and to the entry before it, and holds no
// name and no digest that anyone could guess; so the log can be published, and filings erased without breaking it.

package import EvidenceValues

/// One entry of the log.
package struct Entry: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-entry/v1"
    /// Bytes at most; the longest possible is far below.
    package static let maximumSize = 4096

    package let index: LeafIndex
    /// The leaf hash of the previous entry; nil for index 0.
    package let previous: LeafHash?
    /// When the archive says it received the filing: a whole second, never before that of the previous entry.
    package let received: Instant
    /// The digest of the filing.
    package let filing: Digest
    /// The digest of the docketing.
    package let docketing: Digest

    /// - Throws: if `received` is no whole second, or index 0 has a predecessor or another index has none.
    package init(
        index: LeafIndex, previous: LeafHash?, received: Instant, filing: Digest,
        docketing: Digest
    ) throws(FormatError) {
        self.index = index
        self.previous = previous
        self.received = received
        self.filing = filing
        self.docketing = docketing
        guard received == received.wholeSecond, (index.value == 0) == (previous == nil) else {
            throw FormatError(format: Entry.format, line: 0, reason: .badValue)
        }
    }

    /// The entry that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(bytes, format: Entry.format, limit: Entry.maximumSize)
        index = try reader.field("index") { FieldText.number($0).map(LeafIndex.init) }
        previous = try reader.field("previous", FieldText.optionalDigest).map(LeafHash.init)
        // Spec: entry-4
        guard (index.value == 0) == (previous == nil) else {
            throw reader.failureBehind(.badValue)
        }
        received = try reader.field("received", Entry.readSecond)
        filing = try reader.field("filing") { Digest(text: $0) }
        docketing = try reader.field("docketing") { Digest(text: $0) }
        try reader.finish(bytes, formatted: self.bytes)
    }

    /// The one text of this entry.
    package var bytes: [UInt8] {
        var text = Entry.format + "\nindex \(index.value)\n"
        text += "previous \(previous?.digest.text ?? FieldText.none)\n"
        text += "received \(received.text)\n"
        text += "filing \(filing.text)\ndocketing \(docketing.text)\n"
        return Array(text.utf8)
    }

    /// SHA-256(0x00 ‖ `bytes`): what the next entry names and the tree is built of.
    package var leafHash: LeafHash { LeafHash.of(entryBytes: bytes) }

    // Spec: entry-5
    private static func readSecond(_ text: String) -> Instant? {
        guard let instant = Instant(text: text), instant == instant.wholeSecond else { return nil }
        return instant
    }
}
