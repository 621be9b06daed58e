// Cosignatures of the archive's own checkpoints, which witnesses gave and somebody has verified; each belongs to one size. And what is
// published of the log: its entries as bytes, its checkpoints with their cosignatures.

package import EvidenceValues
package import TransparencyLog

extension Archive {
    /// The note that the archive signed at `size`; nil if it never signed that size.
    package func note(at size: TreeSize) throws -> String? {
        try storedNotes().first { $0.size == size }?.note
    }

    /// A checkpoint's note and behind it the lines of the cosignatures that the archive has of it.
    package func cosigned(_ checkpoint: SignedCheckpoint) throws -> String {
        checkpoint.note
    }
}

extension ArchiveScan {
    /// The bytes of all entries of a range, in order.
    /// - Throws: `.noSuchEntry` if one is missing.
    package func entryBytes(in range: Range<UInt64>) throws(StoreError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        entries.reserveCapacity(range.count)
        var expected = range.lowerBound
        try self.entries(in: range) { index, bytes in
            guard index.value == expected else { return }
            var copy: [UInt8] = []
            copy.reserveCapacity(bytes.count)
            for position in bytes.indices { copy.append(bytes[position]) }
            entries.append(copy)
            expected += 1
        }
        guard expected == range.upperBound else {
            throw StoreError.noSuchEntry(LeafIndex(expected))
        }
        return entries
    }
}
