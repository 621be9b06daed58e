// The search terms of 4096 entries in a row. They are kept in memory until the last of these entries is there, then sorted and written
// once, one row for each kind: so the index grows at its end, as the log does, and costs little beside it.
//
// A row's bytes are postings of 6 bytes, ascending, each a term (4) and a position within the segment (2), big-endian; behind them the
// first 8 bytes of their SHA-256. A row that does not add up is as if it were not there: then the entries themselves are read.

import EvidenceValues
import TransparencyLog

/// The postings of one kind of one segment, as they are written.
struct TermPostings: Sendable, Hashable {
    /// Entries of a segment.
    static let segmentSize: UInt64 = 4096
    /// Bytes of one posting.
    private static let width = 6
    private static let checksumSize = 8
    /// Bytes at most of one row: three terms an entry, see `TermSegment.add`.
    static let maximumSize = 3 * Int(segmentSize) * width + checksumSize

    /// Term and position in 48 bits, ascending.
    private var keys: [UInt64]

    /// The postings of `keys` in any order.
    fileprivate init(unsorted keys: [UInt64]) { self.keys = keys.sorted() }

    /// The postings that a row holds; nil if it does not add up.
    init?(row: [UInt8]) {
        let size = row.count - TermPostings.checksumSize
        guard size >= 0, size % TermPostings.width == 0, row.count <= TermPostings.maximumSize,
            row.suffix(TermPostings.checksumSize)
                .elementsEqual(TermPostings.checksum(row.prefix(size)))
        else { return nil }
        keys = []
        keys.reserveCapacity(size / TermPostings.width)
        for start in stride(from: 0, to: size, by: TermPostings.width) {
            keys.append(
                row[start..<(start + TermPostings.width)].reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    /// What is written.
    var row: [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(keys.count * TermPostings.width + TermPostings.checksumSize)
        for key in keys {
            for shift in stride(from: 40, through: 0, by: -8) {
                row.append(UInt8(truncatingIfNeeded: key >> UInt64(shift)))
            }
        }
        return row + TermPostings.checksum(row[...])
    }

    /// The positions of what has `term`.
    func positions(of term: SearchTerm) -> Set<UInt16> {
        let first = UInt64(term.value) << 16
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < first { low = middle + 1 } else { high = middle }
        }
        let same = keys[low...].prefix { $0 >> 16 == UInt64(term.value) }
        return Set(same.map { UInt16(truncatingIfNeeded: $0) })
    }

    /// Forgets everything at a position.
    mutating func remove(_ position: UInt16) {
        keys.removeAll { UInt16(truncatingIfNeeded: $0) == position }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(Digest.sha256(Array(bytes)).bytes.prefix(checksumSize))
    }
}

/// The postings of a segment that is being filled.
struct TermSegment: Sendable {
    /// The number of the segment: of its first entry's index, divided by 4096.
    let number: UInt64
    private var digests: [UInt64] = []
    private var filers: [UInt64] = []
    private var kinds: [UInt64] = []
    private var names: [UInt64] = []
    private var matters: [UInt64] = []

    init(_ number: UInt64) { self.number = number }

    /// The number of the segment that holds an entry.
    static func number(of index: LeafIndex) -> UInt64 { index.value / TermPostings.segmentSize }

    /// The place of an entry within its segment.
    static func position(of index: LeafIndex) -> UInt16 {
        UInt16(truncatingIfNeeded: index.value % TermPostings.segmentSize)
    }

    /// Takes the terms of an exhibit of this segment.
    mutating func add(_ index: LeafIndex, leaf: LeafHash, filed: Digest, filing: Filing) {
        let position = UInt64(TermSegment.position(of: index))
        func key(_ term: SearchTerm) -> UInt64 { UInt64(term.value) << 16 | position }
        digests.append(key(SearchTerm(filing.content)))
        digests.append(key(SearchTerm(filed)))
        digests.append(key(SearchTerm(leaf.digest)))
        filers.append(key(SearchTerm(filing.filer)))
        kinds.append(key(SearchTerm(filing.kind.rawValue)))
        SearchTerm.each(of: filing.name.text) { names.append(key($0)) }
        SearchTerm.each(of: filing.matter.text) { matters.append(key($0)) }
    }

    /// What is written when the segment is full.
    func postings(of kind: TermKind) -> TermPostings {
        switch kind {
        case .digest: TermPostings(unsorted: digests)
        case .filer: TermPostings(unsorted: filers)
        case .exhibitKind: TermPostings(unsorted: kinds)
        case .name: TermPostings(unsorted: names)
        case .matter: TermPostings(unsorted: matters)
        }
    }
}
