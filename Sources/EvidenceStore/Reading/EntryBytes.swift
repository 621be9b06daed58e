// What the archive publishes: the bytes of its entries, by range.

import EvidenceValues

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
