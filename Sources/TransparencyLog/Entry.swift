// The public line of the log (docs/formats/entry.md). It commits to filing and docketing and to the entry before it, and holds no
// name and no digest that anyone could guess; so the log can be published, and filings erased without breaking it.

package import EvidenceValues

/// One entry of the log.
package struct Entry: Sendable, Hashable, BitwiseCopyable {
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
    package init(parsing bytes: [UInt8]) throws(FormatError) { try self.init(parsing: bytes.span) }

    /// The entry that `text` is. Allocates nothing.
    package init(parsing text: Span<UInt8>) throws(FormatError) {
        var reader = try LineReader(
            text, header: "docket-entry/v1\n", format: Entry.format, limit: Entry.maximumSize)
        index = LeafIndex(try reader.number("index", in: text))
        previous = try reader.optionalDigest("previous", in: text).map { LeafHash($0) }
        // Spec: entry-4
        guard (index.value == 0) == (previous == nil) else {
            throw reader.failureBehind(.badValue)
        }
        // Spec: entry-5
        received = try reader.wholeSecond("received", in: text)
        filing = try reader.digest("filing", in: text)
        docketing = try reader.digest("docketing", in: text)
        try reader.finish(text)
    }

    /// The one text of this entry.
    package var bytes: [UInt8] {
        [UInt8](textOf: 320) { output in
            output.write("docket-entry/v1\nindex ")
            output.write(decimal: index.value)
            output.write("\nprevious ")
            output.writeLine(previous?.digest)
            output.write("received ")
            output.write(received)
            output.write("\nfiling ")
            output.writeLine(filing)
            output.write("docketing ")
            output.writeLine(docketing)
        }
    }

    /// SHA-256(0x00 ‖ `bytes`): what the next entry names and the tree is built of.
    package var leafHash: LeafHash { LeafHash.of(entryBytes: bytes) }
}
