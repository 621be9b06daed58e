// Searching: the range of time is found by halving, since times of receipt never decrease; then segment by segment the index says
// which entries may match, and these are read and compared. Where the index is missing, or not yet written, all entries are read.
//
// Memory is bounded by one segment's postings and a few hundred exhibits, whatever is found. Each look is a short transaction of its
// own beside whoever writes, so what is erased meanwhile is not found any more.

import EvidenceValues
package import TransparencyLog

/// An exhibit that a search found.
package struct FoundExhibit: Sendable, Hashable {
    package let entry: Entry
    package let filing: Filing
    package let docketing: Docketing
}

/// How a search went.
package struct SearchOutcome: Sendable, Hashable {
    package fileprivate(set) var found = 0
    /// Whether there is more than was asked for.
    package fileprivate(set) var hasMore = false
    /// Whole segments whose entries had to be read one by one, since their index is missing.
    package fileprivate(set) var unindexedSegments = 0
}

extension Archive {
    /// Gives the exhibits that `query` finds, in the order of the log, `limit` at most.
    package func search(
        _ query: SearchQuery, limit: Int = .max, _ take: (FoundExhibit) throws -> Void
    ) throws -> SearchOutcome {
        try ArchiveSearch(ArchiveScan(folder: folder), query).run(limit: limit, take)
    }
}

/// One search on a connection of its own.
struct ArchiveSearch {
    /// Exhibits in memory at most; their texts have 64 KiB each at most.
    private static let batch = 256

    private let scan: ArchiveScan
    private let query: SearchQuery
    private let terms: [(kind: TermKind, term: SearchTerm)]
    private let entries: RowCursor
    private let exhibits: RowCursor

    init(_ scan: ArchiveScan, _ query: SearchQuery) throws {
        self.scan = scan
        self.query = query
        terms = query.terms
        entries = try scan.select("SELECT entry FROM entry WHERE idx = ?1", 0)
        exhibits = try scan.select(
            """
            SELECT entry.idx, entry.entry, filing.filing, docketing.docketing FROM entry
            JOIN filing ON filing.idx = entry.idx JOIN docketing ON docketing.idx = entry.idx
            WHERE entry.idx BETWEEN ?1 AND ?2 ORDER BY entry.idx
            """, 0, -1)
    }

    func run(limit: Int, _ take: (FoundExhibit) throws -> Void) throws -> SearchOutcome {
        let size = UInt64(clamping: try scan.number("SELECT size FROM head") ?? 0)
        let first = try query.since.map { try firstIndex(receivedAt: $0, below: size) } ?? 0
        let end = try query.until.map { try firstIndex(receivedAt: $0, below: size) } ?? size
        var outcome = SearchOutcome()
        var start = first
        while start < end, !outcome.hasMore {
            let segment = start / TermPostings.segmentSize
            let isFull = (segment + 1) * TermPostings.segmentSize <= size
            let stop = min(end, (segment + 1) * TermPostings.segmentSize)
            let places = try candidates(start..<stop, isFull ? segment : nil, &outcome)
            try look(at: places, limit: limit, &outcome, take)
            start = stop
        }
        return outcome
    }

    /// The entries of `range`, which is within one segment, that may match, ascending.
    private func candidates(
        _ range: Range<UInt64>, _ segment: UInt64?, _ outcome: inout SearchOutcome
    ) throws -> [UInt64] {
        guard let segment, !terms.isEmpty else { return Array(range) }
        var positions: Set<UInt16>?
        var isWhole = true
        for (kind, term) in terms where positions?.isEmpty != true {
            guard let postings = try TermTable.postings(of: kind, in: segment, scan) else {
                isWhole = false
                continue
            }
            let found = postings.positions(of: term)
            positions = positions?.intersection(found) ?? found
        }
        if !isWhole { outcome.unindexedSegments += 1 }
        guard let positions else { return Array(range) }
        return positions.map { segment * TermPostings.segmentSize + UInt64($0) }
            .filter(range.contains).sorted()
    }

    private func look(
        at places: [UInt64], limit: Int, _ outcome: inout SearchOutcome,
        _ take: (FoundExhibit) throws -> Void
    ) throws {
        for start in stride(from: 0, to: places.count, by: ArchiveSearch.batch) {
            let part = places[start..<min(places.count, start + ArchiveSearch.batch)]
            for exhibit in try scan.snapshot({ try matching(part) }) {
                guard outcome.found < limit else {
                    outcome.hasMore = true
                    return
                }
                outcome.found += 1
                try take(exhibit)
            }
        }
    }

    private func matching(_ places: ArraySlice<UInt64>) throws -> [FoundExhibit] {
        var found: [FoundExhibit] = []
        for run in ArchiveSearch.runs(of: places) {
            try exhibits.restart(
                Int64(clamping: run.lowerBound), Int64(clamping: run.upperBound))
            while try exhibits.next() {
                let exhibit = try ArchiveSearch.parse(exhibits)
                if query.matches(exhibit.entry, exhibit.filing, exhibit.docketing) {
                    found.append(exhibit)
                }
            }
        }
        return found
    }

    /// Ascending numbers as ranges without gaps.
    private static func runs(of places: ArraySlice<UInt64>) -> [ClosedRange<UInt64>] {
        var runs: [ClosedRange<UInt64>] = []
        for place in places {
            if let last = runs.last, last.upperBound + 1 == place {
                runs[runs.count - 1] = last.lowerBound...place
            } else {
                runs.append(place...place)
            }
        }
        return runs
    }

    private static func parse(_ row: RowCursor) throws(StoreError) -> FoundExhibit {
        let index = UInt64(clamping: row.integer(0))
        guard let entry = try? Entry(parsing: row.bytes(1)),
            let filing = try? Filing(parsing: row.bytes(2)),
            let docketing = try? Docketing(parsing: row.bytes(3)), entry.index.value == index,
            entry.filing == filing.digest, entry.docketing == docketing.digest
        else { throw StoreError.damaged("entry \(index)") }
        return FoundExhibit(entry: entry, filing: filing, docketing: docketing)
    }

    /// The index of the first entry below `size` that was received at `time` or later; `size` if there is none.
    private func firstIndex(receivedAt time: Instant, below size: UInt64) throws -> UInt64 {
        var low: UInt64 = 0
        var high = size
        while low < high {
            let middle = low + (high - low) / 2
            try entries.restart(Int64(clamping: middle))
            guard try entries.next(), let entry = try? Entry(parsing: entries.bytes(0)) else {
                throw StoreError.damaged("entry \(middle)")
            }
            if entry.received < time { low = middle + 1 } else { high = middle }
        }
        // A statement that stands on a row keeps its state of the database.
        try entries.restart(-1)
        return low
    }
}
